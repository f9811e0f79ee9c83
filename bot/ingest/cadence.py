"""Decides when a source is visited next. Pure: what happened comes in, an instant goes out.

what it published ─▶ rhythm ─▶ a tenth of its silence, or of its usual gap ─┐
what it asks for (cache age, ttl) ─▶ an hour at most ───────────────────────┼▶ the longest of these, within bounds
a hub that announces it ─▶ three hours at least ────────────────────────────┤
failures, Retry-After ─▶ a day at most ─────────────────────────────────────┘
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

LONGEST_PAUSE = timedelta(hours=24)
"""The cap of the back-off and of what a server may ask for: a source that is back is noticed within a day."""
LONGEST_QUIET = timedelta(hours=6)
"""The longest pause of a source that is well: what it publishes in the morning is there by noon."""
_MOST_PAUSES = 36
"""Shortest pauses that the longest one is made of: six hours of ten minutes. Who wants to be told by the minute does
not want to wait for noon."""
LONGEST_CACHE = timedelta(hours=1)
"""How far a cache age or a ttl stretches the pause. News is wanted fresh, and many give every page a day by habit."""
ANNOUNCED_PAUSE = timedelta(hours=3)
"""For a source whose hub calls when there is news: a look now and then. A hub that falls silent costs it but once."""
_SHARE = 10
"""A document is called fresh for a tenth of the time it has not changed for (RFC 9111, 4.2.2): so what is published
waits for us no longer than a tenth of what the source took to write it."""
_SMOOTHING = 8
"""A new gap counts for an eighth, as with round-trip times (RFC 6298, 2.3): one night changes little, a week a lot."""
_LONGEST_GAP = _SHARE * LONGEST_QUIET
"""A longer one is kept as this: the pause is the same, and a post from years ago among new ones weighs no more."""
_JITTER = 0.1
_MOST_DOUBLINGS = 20
"""2^20 pauses exceed every cap; more would overflow."""


class Rhythm(NamedTuple):
    """How a source publishes: when it did last, and how long it usually takes until it does again."""

    latest_at: datetime | None = None
    gap: timedelta | None = None


def rhythm_after(
    rhythm: Rhythm,
    published: Iterable[datetime | None],
    *,
    visited_at: datetime | None,
    now: datetime,
    apart: timedelta,
) -> Rhythm:
    """The rhythm of a source that brought briefs `published` then (None: undated), last visited at `visited_at`.

    What it brings came since the last visit, whatever its dates say; at a first visit its dates are all there is.
    Briefs less than `apart` from each other are one sign of life: ten at once each morning are no ten a day.
    """
    if visited_at is None:
        moments = [at for at in published if at is not None and at <= now]
    else:
        moments = [min(max(at or now, visited_at), now) for at in published]
    latest_at, gap = rhythm
    for at in sorted(moments):
        if latest_at is None:
            latest_at = at
        elif at - latest_at >= apart:
            latest_at, gap = at, _smoothed(gap, min(at - latest_at, _LONGEST_GAP))
    return Rhythm(latest_at, gap)


def next_visit_at(
    now: datetime,
    *,
    visit_every: timedelta,
    failures: int = 0,
    asked_to_wait: timedelta | None = None,
    cache: timedelta | None = None,
    rhythm: Rhythm | None = None,
    known_for: timedelta | None = None,
    is_announced: bool = False,
    jitter: float = 0.0,
) -> datetime:
    """The instant of the next visit, never sooner than `visit_every` from `now`.

    failures: how many visits have failed in a row; the first retry comes after one pause, each later one after twice
    the pause before it. asked_to_wait: what the server wanted, a lower bound. cache: how long its answer stays fresh.
    rhythm: how it publishes. known_for: how long it has been with us; its dates alone let nobody wait longer than that,
    for whoever added it is waiting to see it work. is_announced: somebody will call when it publishes. jitter: -1 … 1,
    spreads the pause by ±10 % so that sources which failed together do not return together.
    """
    asked = min(asked_to_wait or timedelta(), LONGEST_PAUSE)
    longest = longest_pause(visit_every) if failures or asked else max(LONGEST_QUIET, visit_every)
    if failures:
        pause = min(visit_every * (1 << min(failures - 1, _MOST_DOUBLINGS)), longest)
    else:
        quiet = _quiet(rhythm, now) if rhythm else timedelta()
        quiet = min(quiet, _MOST_PAUSES * visit_every, quiet if known_for is None else known_for)
        announced = ANNOUNCED_PAUSE if is_announced else timedelta()
        pause = max(visit_every, quiet, announced, min(cache or timedelta(), LONGEST_CACHE))
    spread = max(pause, asked) * (1 + _JITTER * max(-1.0, min(1.0, jitter)))
    return now + min(max(spread, visit_every, asked), longest)


def longest_pause(visit_every: timedelta) -> timedelta:
    """The longest pause that `next_visit_at` gives: what is planned later than that was planned by another clock.

    No reason to wait reaches further: not Retry-After, a crawl delay or the back-off (a day at most), not what a
    source's rhythm or its cache stretch (six hours), nor the jitter, which is added before the bound.
    """
    return max(LONGEST_PAUSE, visit_every)


def _quiet(rhythm: Rhythm, now: datetime) -> timedelta:
    """How long nothing new is missed: a tenth of the silence until now, or of the usual gap where that is shorter.

    The silence under way counts as a gap as soon as it is the longer one: so a source that falls silent is visited
    less and less, and one that wakes up as often as it may be, at once, for then its silence is short.
    """
    latest_at, gap = rhythm
    silence = max(now - latest_at, timedelta()) if latest_at else timedelta()
    if gap is not None and gap < silence:
        silence = _smoothed(gap, silence)
    return min(silence / _SHARE, LONGEST_QUIET)


def _smoothed(gap: timedelta | None, latest: timedelta) -> timedelta:
    return latest if gap is None else gap + (latest - gap) / _SMOOTHING
