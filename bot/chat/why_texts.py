"""What the bot says about why a brief came, why one did not, and what is muted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.references import Act, write_reference
from bot.messages.brief import headline
from bot.messages.markup import escape, shorten
from bot.messages.message import Button, Message, in_rows
from storage.model import Source, StoredBrief, Subscription, TopicId
from storage.model_mutes import Mute, MuteId

_OFFERED_WORDS = 2
"""Words of one topic that can be muted by a button: more buttons than that nobody reads."""

_EXPLAINED = 3
"""Topics of one brief that are told with their words and buttons."""

_LISTED = 30
"""Mutes, or briefs, in one list."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A topic a brief came for, and the words in the brief that matched, as they stand there."""

    subscription: Subscription
    words: tuple[str, ...]
    only_in_titles: bool = False

    @property
    def can_lose_words(self) -> bool:
        """Whether there is another word to match by than the topic itself."""
        return len(self.words) > 1 or self.words[:1] != (self.subscription.words,)


def why(stored: StoredBrief, reasons: Sequence[Reason]) -> Message:
    """Why this brief came, and what can be done about it."""
    told = reasons[:_EXPLAINED]
    lines = [f"• {_bold(reason.subscription.words)}{_says(reason.words)}" for reason in told]
    if len(reasons) > len(told):
        lines.append(f"• and {len(reasons) - len(told)} more of your topics")
    html = f"{_quoted(stored)} came for\n" + "\n".join(lines)
    buttons = [button for reason in told for button in _offers(stored, reason, alone=len(told) == 1)]
    return Message(html, in_rows(buttons))


def _says(words: Sequence[str]) -> str:
    return f": it says {_and([f'<b>{escape(shorten(word, 60))}</b>' for word in words[:6]])}" if words else ""


def _offers(stored: StoredBrief, reason: Reason, *, alone: bool) -> list[Button]:
    topic_id, brief_id = reason.subscription.topic.id, stored.id
    name = shorten(reason.subscription.words, 20)
    about = "" if alone else f" for {name}"
    offers: list[Button | None] = []
    if reason.can_lose_words:
        for place, word in enumerate(reason.words[:_OFFERED_WORDS], 1):
            offers.append(_button(f"Not “{shorten(word, 20)}”{about}", Act.NOT_WORD, topic_id, brief_id, place))
    if not reason.only_in_titles:
        offers.append(_button(f"Only in titles{about}", Act.ONLY_TITLES, topic_id))
    offers.append(_button(f"Not from {shorten(stored.source_title, 20)}{about}", Act.NOT_SOURCE, topic_id, brief_id))
    offers.append(_button(f"Unfollow {name}", Act.UNFOLLOW, topic_id))
    return [offer for offer in offers if offer]


def which(briefs: Sequence[StoredBrief]) -> Message:
    """Several briefs in one message: which one is meant?"""
    asked = list(enumerate(briefs[:_LISTED], 1))
    lines = [f"{place}. {escape(shorten(headline(each.brief), 90))}" for place, each in asked]
    buttons = [_button(str(place), Act.WHY, each.id) for place, each in asked]
    return Message("Which of them?\n" + "\n".join(lines), in_rows([button for button in buttons if button], 5))


def why_forgotten() -> Message:
    """A brief that is not known any more, or was never sent here."""
    return Message("I have no record of that brief any more.")


def no_reason_left(stored: StoredBrief) -> Message:
    """It came for what is followed no more, or muted by now."""
    return Message(f"{_quoted(stored)} came for a topic that you do not follow any more, or have muted for it since.")


def muted(mutes: Sequence[Mute]) -> Message:
    """After a mute: what is kept back from now on."""
    what = _and([_what(each) for each in mutes])
    for_what = f"For {_bold(mutes[0].topic.query)}, I" if mutes[0].topic else "I"
    ending = "" if mutes[0].topic else ", whatever the topic"
    undo = [_button("Undo", Act.UNMUTE, *[each.id for each in mutes])]
    return Message(f"{for_what} keep back what {what}{ending}.", in_rows([button for button in undo if button]))


def unmuted(mutes: Sequence[Mute]) -> Message:
    """After the end of a mute."""
    what = _and([_what(each) for each in mutes])
    undo = [_button("Undo", Act.MUTE_AGAIN, *[each.id for each in mutes])]
    return Message(f"What {what} comes again.", in_rows([button for button in undo if button]))


def cannot_be_muted(words: str) -> Message:
    """A word or a source that no topic can name."""
    return Message(f"{_bold(words)} cannot be muted by a button. <code>/mute word</code> mutes any word you write.")


def nothing_to_unmute() -> Message:
    """A mute that is not there."""
    return Message("That is not muted. /mute shows what is.")


def mutes(live: Sequence[Mute], names: dict[TopicId, str]) -> Message:
    """/mute without words: all that is muted, to tap away. `names`: topics as the person typed them."""
    if not live:
        return Message("Nothing is muted. <code>/mute football</code> keeps back what mentions football, in any topic.")
    shown = live[:_LISTED]
    lines = []
    for place, each in enumerate(shown, 1):
        about = f", for {escape(names.get(each.topic.id, each.topic.query))}" if each.topic else ""
        lines.append(f"{place}. {escape(shorten(each.words, 80))}{about}")
    html = "<b>Muted</b>\n" + "\n".join(lines)
    if len(live) > _LISTED:
        html += f"\n… and {len(live) - _LISTED} more. /unmute ends any of them."
    buttons = [_button(f"✕ {shorten(each.words, 30)}", Act.UNMUTE, each.id) for each in shown]
    return Message(html, in_rows([button for button in buttons if button]))


def only_in_titles(words: str, new: TopicId, old: TopicId) -> Message:
    """A topic is looked for in titles only, from now on."""
    undo = _button("Undo", Act.TITLES_UNDO, new, old)
    return Message(f"{_bold(words)} is looked for in titles only, from now on.", ((undo,),) if undo else ())


def as_before(words: str) -> Message:
    """The undo of that."""
    return Message(f"{_bold(words)} is looked for everywhere again.")


def which_link() -> Message:
    """/whynot without a link."""
    return Message("Send me its link: <code>/whynot https://example.org/story</code>")


def unknown_host(host: str) -> Message:
    """No brief with this link, and nobody reads where it is."""
    return Message(f"I have no brief with this link, and read nothing at {escape(host)}. /add has a site read.")


def not_at(sources: Sequence[Source], now: datetime) -> Message:
    """No brief with this link, though its host is read."""
    lines = []
    for source in sources[:_EXPLAINED]:
        seen = f"read {at(source.visited_at, now)}" if source.visited_at else "not read yet"
        trouble = (
            f"; it fails: {escape(shorten(source.last_error, 100))}" if source.failures and source.last_error else ""
        )
        lines.append(
            f"• <b>{escape(shorten(source.name, 60))}</b>: {seen}, next {at(source.next_visit_at, now)}{trouble}"
        )
    html = "I have no brief with this link. What I read there, as far as it went, did not list it:\n"
    return Message(html + "\n".join(lines))


def whynot(stored: StoredBrief, verdict: str, mutes: Sequence[Mute], now: datetime) -> Message:
    """What became of a brief. `verdict` is HTML; `mutes` are those to blame."""
    seen = f"from {escape(shorten(stored.source_title, 60))}, seen {at(stored.seen_at, now)}"
    buttons = [_button(f"Unmute {shorten(each.words, 30)}", Act.UNMUTE, each.id) for each in mutes[:_EXPLAINED]]
    return Message(f"{_quoted(stored)}, {seen}.\n{verdict}", in_rows([button for button in buttons if button]))


def at(instant: datetime | None, now: datetime) -> str:
    """When something was or will be, in a few characters."""
    if instant is None:
        return "some time ago"
    is_today = instant.astimezone(now.tzinfo).date() == now.date()
    return f"{'at' if is_today else 'on'} {moment(instant, now)}"


def moment(instant: datetime, now: datetime) -> str:
    """The same without a preposition."""
    local = instant.astimezone(now.tzinfo)
    clock = f"{local:%H:%M}{' UTC' if now.tzname() == 'UTC' else ''}"
    return clock if local.date() == now.date() else f"{local.day} {local:%b}, {clock}"


def _what(mute: Mute) -> str:
    words = mute.words
    if words.startswith("from "):
        return f"comes from <b>{escape(shorten(words.removeprefix('from '), 80))}</b>"
    return f"mentions {_bold(words)}"


def bold(words: str) -> str:
    """Somebody's words in bold."""
    return _bold(words)


def _bold(words: str) -> str:
    return f"<b>{escape(shorten(words, 120))}</b>"


def _quoted(stored: StoredBrief) -> str:
    return f"“{escape(shorten(headline(stored.brief), 120))}”"


def _and(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def _button(label: str, act: Act, *ids: int) -> Button | None:
    data = write_reference(act, ids=[int(each) for each in ids])
    return Button(label, action=data) if data else None


def mute_ids(ids: Sequence[int]) -> list[MuteId]:
    """For acts about mutes."""
    return [MuteId(each) for each in ids]
