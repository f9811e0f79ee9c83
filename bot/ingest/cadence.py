"""Decides when a source is visited next. Pure: what happened comes in, an instant goes out."""

from datetime import datetime, timedelta

LONGEST_PAUSE = timedelta(hours=24)
"""The cap of the back-off and of what a server may ask for: a source that is back is noticed within a day."""
LONGEST_CACHE = timedelta(hours=1)
"""How far a server's cache age stretches the pause. News is wanted fresh, and many give every page a day by habit."""
_JITTER = 0.1
_MOST_DOUBLINGS = 20
"""2^20 pauses exceed every cap; more would overflow."""


def next_visit_at(
    now: datetime,
    *,
    visit_every: timedelta,
    failures: int = 0,
    asked_to_wait: timedelta | None = None,
    cache: timedelta | None = None,
    jitter: float = 0.0,
) -> datetime:
    """The instant of the next visit, never sooner than `visit_every` from `now`.

    failures: how many visits have failed in a row; the first retry comes after one pause, each later one after twice
    the pause before it. asked_to_wait: what the server wanted, a lower bound. cache: how long its answer stays fresh.
    jitter: -1 … 1, spreads the pause by ±10 % so that sources which failed together do not return together.
    """
    longest = max(LONGEST_PAUSE, visit_every)
    if failures:
        pause = min(visit_every * (1 << min(failures - 1, _MOST_DOUBLINGS)), longest)
    else:
        pause = max(visit_every, min(cache or timedelta(), LONGEST_CACHE))
    asked = min(asked_to_wait or timedelta(), LONGEST_PAUSE)
    spread = max(pause, asked) * (1 + _JITTER * max(-1.0, min(1.0, jitter)))
    return now + min(max(spread, visit_every, asked), longest)
