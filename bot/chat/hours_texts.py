"""What the bot says of hours: digests, quiet hours and clocks, all shown in one place, each with its Undo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.references import Act, write_reference
from bot.dispatch.hours import DigestTimes, HoursError, QuietHours, clock_of, digest_of, due_at, quiet_of
from bot.dispatch.zones import zone_name
from bot.messages.markup import escape, shorten
from bot.messages.message import Button, Message, in_rows
from storage.model import Chat, Subscription
from storage.model_hours import INSTANT, Terms

OFF = "off"
"""What a button or a command says for: none."""

AS_CHAT = "chat"
"""What a button says for: as the other topics."""

USUAL = "daily 08:00"
"""The digest of whoever wants one and says no time."""

_OWN_SHOWN = 8
"""Topics with times of their own that are shown: more nobody has."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Moment:
    """What stands in a chat at an instant, and what to offer where its clock is not known yet."""

    chat: Chat
    now: datetime
    zones: tuple[str, ...] = ()

    @property
    def local(self) -> datetime:
        """The instant by the chat's clock."""
        return self.now.astimezone(clock_of(self.chat.zone))


def settings(at: Moment, own: Sequence[Subscription]) -> Message:
    """All that decides when briefs come. `own`: the topics with times of their own."""
    lines = ["<b>When your briefs come</b>", "", f"Clock: {_clock(at)}", f"Briefs: {_briefs(at.chat.digest, at)}"]
    lines.append(f"Quiet hours: {_quiet(at.chat.quiet)}")
    if at.chat.paused_at:
        lines.append("Your news is paused: /resume lets it come.")
    if own:
        lines += ["", "<b>Topics with times of their own</b>"]
        lines += [f"• {escape(shorten(one.words, 80))}: {_briefs(one.digest, at)}" for one in own[:_OWN_SHOWN]]
        lines.append("/digest <i>topic</i> changes one of them.")
    return Message("\n".join(lines), ((_button("Digest", Act.DIGEST), _button("Quiet hours", Act.QUIET)), _clock_row()))


def ask_digest(at: Moment) -> Message:
    """/digest alone: how it is, and times to tap."""
    html = (
        f"Briefs come {_briefs(at.chat.digest, at)}.\n\nTap a time, or write yours: <code>/digest 08:00 18:00</code>, "
        "<code>/digest mon-fri 07:30</code>, <code>/digest weekly sun 18:00</code>. For one topic: "
        "<code>/digest ukraine 18:00</code>."
    )
    choices = ["daily 08:00", "daily 08:00 18:00", "mon-fri 07:30", "sun 18:00"]
    buttons = [_with(digest_in_words(times), Act.DIGEST, each) for each in choices if (times := digest_of(each))]
    return Message(html, (*in_rows(buttons), (_with("At once", Act.DIGEST, OFF), _button("‹ Settings", Act.SETTINGS))))


def digest_set(at: Moment, before: str | None, own: Sequence[Subscription]) -> Message:
    """Times of a digest are set, or there is none any more. `own`: the topics with times of their own."""
    html = f"Briefs come {_briefs(at.chat.digest, at)}."
    if own:
        names = escape(shorten(_and([one.words for one in own]), 200))
        html += f" What has times of its own keeps them: {names}."
    return _changed(html, at, _with("Undo", Act.DIGEST, before or OFF), ask=at.chat.digest is not None)


def topic_digest(at: Moment, topic: Subscription) -> Message:
    """How it is with one topic, and what else it may be."""
    choices = [("Daily at 08:00", USUAL), ("Daily at 18:00", "daily 18:00"), ("At once", INSTANT)]
    buttons = [_of_topic(label, topic, each) for label, each in choices if each != topic.digest]
    if topic.digest:
        buttons.append(_of_topic("As the others", topic, AS_CHAT))
    return Message(_topic_line(at, topic) + "\n\nOr write a time behind the topic.", in_rows(buttons))


def topic_digest_set(at: Moment, topic: Subscription, before: str | None) -> Message:
    """One topic has other times now."""
    undo = _of_topic("Undo", topic, before or AS_CHAT)
    return _changed(_topic_line(at, topic), at, undo, ask=topic.digest not in (None, INSTANT))


def ask_quiet(at: Moment) -> Message:
    """/quiet alone: how it is, and hours to tap."""
    html = (
        f"Quiet hours: {_quiet(at.chat.quiet)}. What comes in them waits, and comes together at their end.\n\n"
        "Tap, or write yours: <code>/quiet 22:00-07:00</code>."
    )
    choices = ["22:00-07:00", "23:00-08:00", "00:00-09:00"]
    buttons = [_with(quiet_in_words(hours), Act.QUIET, each) for each in choices if (hours := quiet_of(each))]
    return Message(html, in_rows([*buttons, _with("None", Act.QUIET, OFF), _button("‹ Settings", Act.SETTINGS)]))


def quiet_set(at: Moment, before: str | None) -> Message:
    """Quiet hours are set, or over."""
    html = f"Quiet hours: {_quiet(at.chat.quiet)}."
    if at.chat.quiet:
        html += " What comes in them waits, and comes together at their end."
    return _changed(html, at, _with("Undo", Act.QUIET, before or OFF), ask=at.chat.quiet is not None)


def ask_zone(at: Moment) -> Message:
    """/zone alone: which clock, and others to tap."""
    html = f"Your clock: {_clock(at)}.\n\nTap yours, or write a city, a country or an offset: <code>/zone Kyiv</code>."
    buttons = [*_zone_buttons(at.zones, at.now), _button("‹ Settings", Act.SETTINGS)]
    return Message(html, in_rows(buttons))


def which_zone(words: str, zones: Sequence[str], now: datetime) -> Message:
    """A place that may mean several clocks."""
    html = f"Which clock is yours? {escape(shorten(words, 60))} may be:"
    return Message(html, in_rows(_zone_buttons(zones, now)))


def unknown_zone(words: str, at: Moment) -> Message:
    """A place that is not known."""
    html = (
        f"I do not know where {escape(shorten(words, 60))} is. Write a larger city nearby, a country or an offset: "
        "<code>/zone Kyiv</code>, <code>/zone +2</code>."
    )
    return Message(html, in_rows(_zone_buttons(at.zones, at.now)))


def zone_set(at: Moment, before: str | None) -> Message:
    """Another clock counts."""
    html = f"Your clock: {_clock(at)}."
    if at.chat.digest:
        html += f" Briefs come {_briefs(at.chat.digest, at)}."
    return _changed(html, at, _with("Undo", Act.ZONE, before or OFF), ask=False)


def mistake(error: HoursError) -> Message:
    """Hours that cannot be read."""
    return Message(escape(str(error)))


def digest_in_words(times: DigestTimes) -> str:
    """Daily at 08:00 and 18:00."""
    clocks = [f"{each:%H:%M}" for each in times.times]
    return f"{_days(times.days)} at {_and(clocks)}"


def quiet_in_words(hours: QuietHours) -> str:
    """22:00 to 07:00."""
    return f"{hours.start:%H:%M} to {hours.end:%H:%M}"


def _changed(html: str, at: Moment, undo: Button, *, ask: bool) -> Message:
    """What was just changed, its Undo, and which clock is meant, where that matters and nobody said it."""
    row = (undo, _button("Settings", Act.SETTINGS))
    if at.chat.zone or not ask:
        return Message(html, (row,))
    html += f"\n\nThat is by UTC, where it is {at.local:%H:%M}. Which clock is yours? Tap, or write /zone and a city."
    return Message(html, (*in_rows(_zone_buttons(at.zones, at.now)), row))


def _topic_line(at: Moment, topic: Subscription) -> str:
    name = f"<b>{escape(shorten(topic.words, 80))}</b>"
    if topic.digest is None:
        return f"{name} comes as your other topics do: {_briefs(at.chat.digest, at)}."
    return f"{name} comes {_briefs(topic.digest, at)}."


def _briefs(digest: str | None, at: Moment) -> str:
    times = digest_of(digest) if digest != INSTANT else None
    if times is None:
        return "at once"
    following = due_at(Terms(at.chat.zone, digest, at.chat.quiet), at.now).astimezone(clock_of(at.chat.zone))
    return f"in a digest, {digest_in_words(times)} (next: {_day(following, at.local)} {following:%H:%M})"


def _day(moment: datetime, now: datetime) -> str:
    if moment.date() == now.date():
        return "today"
    return "tomorrow" if moment.date() == now.date() + timedelta(days=1) else f"{_DAYS[moment.weekday()]}"


def _quiet(quiet: str | None) -> str:
    hours = quiet_of(quiet)
    return quiet_in_words(hours) if hours else "none"


def _clock(at: Moment) -> str:
    return f"{escape(zone_name(at.chat.zone or 'UTC'))}, where it is {at.local:%H:%M}"


def _days(days: tuple[int, ...]) -> str:
    if len(days) == 7:
        return "daily"
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    return _and([f"{_DAYS[day]}s" for day in days])


def _and(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def _zone_buttons(zones: Sequence[str], now: datetime) -> list[Button]:
    """Each says what time it is there: so nobody need know the name of a zone."""
    return [_with(f"{zone_name(zone)} · {now.astimezone(clock_of(zone)):%H:%M}", Act.ZONE, zone) for zone in zones]


def _clock_row() -> tuple[Button, ...]:
    return (_button("Clock", Act.ZONE), _button("My topics", Act.TOPICS))


def digest_button(topic_id: int, *, to: str) -> Button:
    """Beside what was just followed: in a digest, or at once."""
    label = "At once" if to == INSTANT else "In a digest"
    return Button(label, action=write_reference(Act.TOPIC_DIGEST, words=f"{topic_id} {to}"))


def _of_topic(label: str, topic: Subscription, to: str) -> Button:
    return Button(label, action=write_reference(Act.TOPIC_DIGEST, words=f"{topic.topic.id} {to}"))


def _button(label: str, act: Act) -> Button:
    return Button(label, action=str(act))


def _with(label: str, act: Act, words: str) -> Button:
    return Button(label[:1].upper() + label[1:], action=write_reference(act, words=words))
