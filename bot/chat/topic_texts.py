"""A topic's own page: what it looks for, how it comes, and what can be done about it, each act with its Undo."""

from datetime import datetime
from typing import Final

from bot.chat.references import Act, write_reference
from bot.chat.status_texts import clock
from bot.messages.markup import escape, shorten
from bot.messages.message import Button, Message, in_rows
from storage.model import Attention, Chat, Subscription

LOUDNESS: Final = (Attention.USUAL, Attention.SILENT, Attention.IMPORTANT)
"""By their numbers on buttons, from 1 on: a button lives as long as its chat, so the order never changes."""

DAYS: Final = (1, 3, 7)
"""For how long a topic is snoozed at a tap."""

_HOW: Final = {
    Attention.USUAL: "Comes as usual.",
    Attention.SILENT: "Comes without a sound.",
    Attention.IMPORTANT: "Important: it comes at once, in quiet hours as well.",
}


def page(topic: Subscription, chat: Chat | None, count: str, now: datetime) -> Message:
    """One topic that is followed. `count`: how much of it the archive has."""
    zone = chat.zone if chat else None
    lines = [
        f"<b>{escape(shorten(topic.words, 200))}</b>",
        f"looks for <code>{escape(shorten(topic.topic.query, 400))}</code>",
        f"{count} in the archive. Followed since {clock(topic.began_at, now, zone)}.",
        _HOW[topic.attention],
    ]
    if is_snoozed(topic, now):
        lines.append(f"Snoozed until {_until(topic, now, zone)}: what comes before waits, and comes together then.")
    return Message("\n".join(lines), (*in_rows(_acts(topic, now), 3), (Button("My topics", action=str(Act.TOPICS)),)))


def attention_set(topic: Subscription, before: Attention) -> Message:
    """It comes more, or less, loudly."""
    html = f"<b>{escape(shorten(topic.words, 200))}</b>: {_HOW[topic.attention]}"
    return Message(html, ((_attention("Undo", topic, before), _open(topic)),))


def for_how_long(topic: Subscription) -> Message:
    """[Snooze]"""
    buttons = [_snooze(f"{days} day" if days == 1 else f"{days} days", topic, days) for days in DAYS]
    html = f"For how long shall <b>{escape(shorten(topic.words, 200))}</b> wait?"
    return Message(html, (tuple(buttons), (_open(topic),)))


def snoozed(topic: Subscription, chat: Chat | None, now: datetime) -> Message:
    """It waits."""
    until = _until(topic, now, chat.zone if chat else None)
    html = (
        f"<b>{escape(shorten(topic.words, 200))}</b> is snoozed until {until}. What comes before comes together then."
    )
    return Message(html, ((_about("Undo", Act.UNSNOOZE, topic), _open(topic)),))


def woken(topic: Subscription) -> Message:
    """It waits no longer."""
    html = f"<b>{escape(shorten(topic.words, 200))}</b> comes again."
    return Message(html, ((_about("Snooze", Act.SNOOZE, topic), _open(topic)),))


def label(topic: Subscription, now: datetime) -> str:
    """The topic on a button of the list, with a sign of how it comes."""
    signs = {Attention.USUAL: "", Attention.SILENT: "🔕 ", Attention.IMPORTANT: "❗ "}
    return f"{'💤 ' if is_snoozed(topic, now) else signs[topic.attention]}{shorten(topic.words, 30)}"


def is_snoozed(topic: Subscription, now: datetime) -> bool:
    """Whether what comes on it waits."""
    return topic.snoozed_until is not None and topic.snoozed_until > now


def _acts(topic: Subscription, now: datetime) -> list[Button]:
    usual = Attention.USUAL
    silent, important = topic.attention is Attention.SILENT, topic.attention is Attention.IMPORTANT
    return [
        _attention("With sound", topic, usual) if silent else _attention("Silent", topic, Attention.SILENT),
        _attention("As usual", topic, usual) if important else _attention("Important", topic, Attention.IMPORTANT),
        Button("Digest", action=write_reference(Act.TOPIC_DIGEST, words=f"{topic.topic.id}")),
        _about("Wake", Act.UNSNOOZE, topic) if is_snoozed(topic, now) else _about("Snooze", Act.SNOOZE, topic),
        _about("Show", Act.SHOW, topic),
        _about("Unfollow", Act.UNFOLLOW, topic),
    ]


def _until(topic: Subscription, now: datetime, zone: str | None) -> str:
    return clock(topic.snoozed_until, now, zone) if topic.snoozed_until else ""


def _attention(text: str, topic: Subscription, attention: Attention) -> Button:
    ids = [topic.topic.id, LOUDNESS.index(attention) + 1]
    return Button(text, action=write_reference(Act.ATTENTION, ids=ids))


def _snooze(text: str, topic: Subscription, days: int) -> Button:
    return Button(text, action=write_reference(Act.SNOOZE, ids=[topic.topic.id, days]))


def _about(text: str, act: Act, topic: Subscription) -> Button:
    return Button(text, action=write_reference(act, ids=[topic.topic.id]))


def _open(topic: Subscription) -> Button:
    return _about("Back", Act.TOPIC, topic)
