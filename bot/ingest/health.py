"""Decides whether a source is in trouble, and which. Pure: how its visits went comes in, a trouble or none goes out.

gone (410) ─────────────────────────────────────▶ GONE, at once
fails, what comes back is not what it publishes ▶ UNREADABLE after some hours
fails in any other way ─────────────────────────▶ UNREACHABLE after a day
is read, but brings nothing any more ───────────▶ SILENT, by what is usual for it
"""

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from storage.model import FailureKind, Source, SourceState
from storage.model_troubles import Suspect, Trouble, TroubleKind

FAILURES = 3
"""So many visits in a row: one or two that fail are every server's right."""
UNREADABLE_AFTER = timedelta(hours=6)
"""Pages under maintenance, and pages that ask whether one is human, are over by then; a new layout stays."""
UNREACHABLE_AFTER = timedelta(days=1)
"""A server that is down is put right by its own people, as a rule within a working day."""

PATIENCE = timedelta(days=5)
"""The least silence that is remarked: Thursday evening to Tuesday morning around Easter, with a margin."""
TIMES_USUAL = 4
"""So many times the usual longest gap: a source that rests on weekends (a gap of three days) may take twelve off, which
is Christmas to New Year with the weekends around."""
FEWEST_DAYS = 8
"""Days with briefs before anything is usual for a source."""
FEWEST_WEEKS = timedelta(weeks=2)
"""Two weekends: who has seen only one cannot tell a weekend from a silence."""
_USUAL = 0.9
"""Of the gaps, nine in ten are no longer than the usual longest: weekends are two gaps in ten of a source that rests on
them, while one past holiday or outage is no measure for the next."""


def trouble_of(suspect: Suspect) -> Trouble | None:
    """What is wrong with a source that is visited, or said that it is gone; None: it is well, as far as one can tell.

    Silence is measured up to the last visit, not up to now: while the bot was off, nobody listened.
    """
    source = suspect.source
    if source.visited_at is None and not source.failures:
        return suspect.trouble  # it was added again, and nobody has looked yet
    if source.state is SourceState.GONE:
        return Trouble(kind=TroubleKind.GONE, detail=source.last_error or "gone", began_at=_well_until(source))
    if source.failures:
        return _failing(suspect)
    return _silent(suspect)


def usual_rest(published_on: Sequence[date]) -> timedelta | None:
    """The usual longest gap between days with briefs (sorted, each once); None: too little is known."""
    if len(published_on) < FEWEST_DAYS or published_on[-1] - published_on[0] < FEWEST_WEEKS:
        return None
    gaps = sorted(later - earlier for earlier, later in pairwise(published_on))
    return gaps[math.ceil(_USUAL * len(gaps)) - 1]


def _failing(suspect: Suspect) -> Trouble | None:
    source, known = suspect.source, suspect.trouble
    if source.failures < FAILURES or source.failed_at is None:
        # It was in trouble, and a visit went well since; two bad ones after it are not yet the next trouble.
        return _silent(suspect)
    since = _well_until(source)
    lasted = source.failed_at - since
    if source.failure is FailureKind.UNREADABLE and lasted >= UNREADABLE_AFTER:
        kind = TroubleKind.UNREADABLE
    elif lasted >= UNREACHABLE_AFTER:
        kind = TroubleKind.UNREACHABLE
    else:
        return _silent(suspect)
    # A broken page whose server also fails now and then is one trouble, not a new one with each answer.
    if (
        known is not None
        and known.kind in {TroubleKind.UNREADABLE, TroubleKind.UNREACHABLE}
        and known.began_at == since
    ):
        return known
    return Trouble(kind=kind, detail=source.last_error or "no reason was given", began_at=since)


def _silent(suspect: Suspect) -> Trouble | None:
    source, known = suspect.source, suspect.trouble
    if known is not None and known.kind is TroubleKind.SILENT:
        # Its briefs are tidied away in the meantime; what is usual for it is not asked again.
        is_back = source.last_news_at is not None and source.last_news_at > known.began_at
        return None if is_back else known
    usual = usual_rest(suspect.published_on)
    if usual is None or source.visited_at is None:
        return None
    last = max(_end_of(suspect.published_on[-1]), source.last_news_at or source.added_at)
    if source.visited_at - last <= max(TIMES_USUAL * usual, PATIENCE):
        return None
    days = "every day" if usual.days <= 1 else f"at least every {usual.days} days"
    return Trouble(kind=TroubleKind.SILENT, detail=f"it used to publish {days}", began_at=last)


def _well_until(source: Source) -> datetime:
    """The last visit that went well; where there was none, the day it was added."""
    return source.visited_at or source.added_at


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(days=1)
