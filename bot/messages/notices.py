"""What operators read of troubles: all that is due to them in one message, the worst said first."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages.markup import escape, shorten
from bot.messages.message import Message
from storage.model_troubles import Notice, Tells, TroubleKind

_MOST = 12
"""Sources told one by one: when our own network is down, hundreds are in trouble at once."""

_NAME_LIMIT = 60
_DETAIL_LIMIT = 140
"""UTF-16 units: with twelve of both, and their words around, a message stays far below Telegram's limit."""


def write_notices(notices: Sequence[Notice], *, now: datetime) -> Message:
    """One message that tells all of `notices` (at least one): what began, then what is over."""
    began = [notice for notice in notices if notice.tells is Tells.BEGAN]
    ended = [notice for notice in notices if notice.tells is Tells.ENDED]
    return Message("\n\n".join(part for part in (_troubles(began, now), _recoveries(ended)) if part))


def _troubles(began: Sequence[Notice], now: datetime) -> str:
    if not began:
        return ""
    number = "a source" if len(began) == 1 else f"{len(began)} sources"
    lines = [_line(notice, now) for notice in began[:_MOST]]
    more = len(began) - _MOST
    ending = [f"… and {more} more." if more > 0 else "", "/sources shows them all."]
    return "\n".join(filter(None, [f"<b>Trouble with {number}</b>", *lines, *ending]))


def _line(notice: Notice, now: datetime) -> str:
    trouble = notice.trouble
    since = f"since {_day(trouble.began_at, now)}"
    detail = escape(shorten(trouble.detail, _DETAIL_LIMIT))
    match trouble.kind:
        case TroubleKind.SILENT:
            said = f"nothing new {since}; {detail}."
        case TroubleKind.UNREACHABLE:
            said = f"out of reach {since}: {detail}."
        case TroubleKind.UNREADABLE:
            said = f"unreadable {since}: {detail}."
        case TroubleKind.GONE:
            said = f"switched off: {detail}."
    return f"• {_name(notice)}: {said}"


def _recoveries(ended: Sequence[Notice]) -> str:
    if not ended:
        return ""
    names = ", ".join(_name(notice) for notice in ended[:_MOST])
    more = f" and {len(ended) - _MOST} more" if len(ended) > _MOST else ""
    return f"Well again: {names}{more}."


def _name(notice: Notice) -> str:
    return f"<b>{escape(shorten(notice.source_name, _NAME_LIMIT))}</b>"


def _day(at: datetime, now: datetime) -> str:
    return f"{at.day} {at:%b}, {at:%H:%M} UTC" if at.year == now.year else f"{at.day} {at:%b %Y}"
