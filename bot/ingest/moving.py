"""Decides whether a source has moved for good. Pure: where a visit was led comes in, what to remember goes out.

led elsewhere, by permanent redirects only ─▶ counted ─▶ thrice, over a day or more, to one place ─▶ it has moved
                                               (a gap between two visits counts for half a day at most)
anything else ──────────────────────────────▶ forgotten
"""

from datetime import datetime, timedelta
from typing import Final

from yarl import URL

from storage.model import Move

ENOUGH_VISITS: Final = 3
ENOUGH_TIME: Final = timedelta(hours=24)
"""A mistake in a server's set-up, or a page for all addresses while it is being mended, is gone within a day."""
_MOST_BETWEEN: Final = ENOUGH_TIME / (ENOUGH_VISITS - 1)
"""What passes between two visits counts for no more: a clock that is set forward by a day has not seen a day."""
_LONGEST: Final = 2_000
"""Characters of an address. Longer ones carry a session, which does not last."""


def move_after(
    address: str, earlier: Move | None, led_to: str | None, *, visited_at: datetime | None, now: datetime
) -> Move | None:
    """What to remember of a source at `address` after a visit that was read.

    led_to: where permanent redirects (RFC 9110, 15.4.2 and 15.4.9) led, and nothing but these; None: it is where it
    was. visited_at: when `earlier` was remembered. Away from https nobody moves: the way back would be closed, and
    that is what an attacker on the way wants.
    """
    if led_to is None or led_to == address or len(led_to) > _LONGEST or _is_less_safe(address, led_to):
        return None
    if earlier is None or earlier.to != led_to:
        return Move(to=led_to, since=now, visits=1)
    between = now - (visited_at or earlier.since)
    since = earlier.since + max(between - _MOST_BETWEEN, timedelta())
    # Later than now, where the clock was set back: the day begins anew.
    return Move(to=led_to, since=min(since, now), visits=earlier.visits + 1)


def is_for_good(move: Move | None, *, now: datetime) -> bool:
    """Whether the redirect held often enough, and long enough (RFC 9110 leaves it to the visitor)."""
    return move is not None and move.visits >= ENOUGH_VISITS and now - move.since >= ENOUGH_TIME


def _is_less_safe(address: str, led_to: str) -> bool:
    return URL(address).scheme == "https" and URL(led_to).scheme != "https"
