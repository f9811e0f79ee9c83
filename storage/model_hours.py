"""When a chat wants its briefs, as it is stored: in words that `bot.dispatch.hours` understands."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

INSTANT: Final = "instant"
"""The digest of a subscription that comes at once, whatever its chat has."""


class Terms(NamedTuple):
    """What decides when a brief comes: the clock (None: not known), digest times (None: at once), quiet hours."""

    zone: str | None = None
    digest: str | None = None
    quiet: str | None = None


class Wish(NamedTuple):
    """What a subscription wants for itself: digest times, attention, and until when (milliseconds) it is snoozed."""

    digest: str | None = None
    attention: str | None = None
    snoozed_until: int | None = None


Timing = Callable[[Terms, datetime], datetime]
"""When a brief that is owed at an instant (the second) falls due under these terms; never before that instant."""


def at_once(_terms: Terms, now: datetime) -> datetime:
    """The timing of a database without anybody's hours."""
    return now


def terms_for(wish: Wish, *, zone: str | None, digest: str | None, quiet: str | None) -> Terms:
    """The terms of a subscription with such a wish, in a chat with these: what is important waits for neither."""
    is_important = wish.attention == "important"
    effective = wish.digest or (None if is_important else digest)
    return Terms(zone, None if effective == INSTANT else effective, None if is_important else quiet)
