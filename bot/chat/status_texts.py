"""What the bot says of how deliveries stand. Instants are told by the clock of the chat that asks."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.chat.references import Act
from bot.dispatch.hours import clock_of
from bot.messages.markup import escape, shorten
from bot.messages.message import Button, Message
from storage.model import Backlog
from storage.model_status import ChatStatus, DeadLetters, DeskStatus

_HEADLINE_LIMIT = 100
_REASON_LIMIT = 140


def chat_status(status: ChatStatus, now: datetime) -> Message:
    """/status: what waits for this chat and until when, and what it got last."""
    lines = [_first_line(status, now)]
    lines += [f"Last: {escape(shorten(status.last.headline, _HEADLINE_LIMIT))}"] if status.last else []
    lines += _waiting(status, now)
    buttons = [Button("Resume", action=str(Act.RESUME))] if status.chat.paused_at else []
    return Message("\n".join(lines), (tuple(buttons),) if buttons else ())


def whole_desk(status: DeskStatus, now: datetime, zone: str | None) -> str:
    """For operators, as HTML: the whole backlog, the chats, and what was given up, with reasons."""
    todo = status.backlog
    counts = f"To plan: {todo.unplanned} · due: {todo.due} · being sent: {todo.sending} · later: {todo.later}"
    chats = f"Chats: {status.active} active, {status.paused} of them paused and {status.frozen} told to wait"
    lines = [
        "<b>The whole bot</b>",
        f"{counts} · held by pauses: {todo.held}",
        *([f"The oldest is due since {clock(status.due_since, now, zone)}."] if status.due_since else []),
        *([f"The next are due at {clock(todo.next_due_at, now, zone)}."] if todo.next_due_at else []),
        f"{chats}; {status.dormant} asleep",
    ]
    return "\n".join([*lines, *_given_up(status.dead, now, zone)])


def clock(at: datetime, now: datetime, zone: str | None) -> str:
    """An instant as people say it: the time, and the day where it is not today."""
    there = clock_of(zone)
    local, today = at.astimezone(there), now.astimezone(there)
    ending = " UTC" if there is UTC else ""
    if local.date() == today.date():
        return f"{local:%H:%M}{ending}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local:%H:%M}{ending} on {local.day} {local:%b}{year}"


def _first_line(status: ChatStatus, now: datetime) -> str:
    todo = status.backlog
    waiting = todo.due + todo.sending + todo.later + todo.held
    last = f"last delivered {clock(status.last.at, now, status.chat.zone)}" if status.last else "nothing delivered yet"
    return f"<b>{waiting} waiting</b>, {last}."


def _waiting(status: ChatStatus, now: datetime) -> list[str]:
    """What keeps that which waits, each reason on a line."""
    chat, todo = status.chat, status.backlog
    lines = []
    if chat.paused_at:
        lines.append(f"Paused since {clock(chat.paused_at, now, chat.zone)}: what comes meanwhile waits.")
    if chat.frozen_until and chat.frozen_until > now:
        lines.append(f"Telegram lets me write here again at {clock(chat.frozen_until, now, chat.zone)}.")
    if todo.due or todo.sending:
        lines.append(f"On their way now: {todo.due + todo.sending}.")
    if todo.next_due_at:
        lines.append(_later(todo, clock(todo.next_due_at, now, chat.zone)))
    return lines


def _later(todo: Backlog, at: str) -> str:
    return f"The next one comes at {at}." if todo.later == 1 else f"{todo.later} come later, the next at {at}."


def _given_up(dead: Sequence[DeadLetters], now: datetime, zone: str | None) -> list[str]:
    if not dead:
        return ["Nothing was given up in the last seven days."]
    return ["", "<b>Given up in the last seven days</b>", *(_letters(each, now, zone) for each in dead)]


def _letters(each: DeadLetters, now: datetime, zone: str | None) -> str:
    reason = escape(shorten(each.reason, _REASON_LIMIT))
    headline = escape(shorten(each.headline, _HEADLINE_LIMIT))
    return f"• {each.count}× {reason} (last {clock(each.last_at, now, zone)}: <i>{headline}</i>)"
