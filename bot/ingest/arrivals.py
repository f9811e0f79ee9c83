"""A source that was just discovered is stored together with what it holds: known, owed to nobody, searchable at once.

So it need not be fetched again to be looked into, and everything that its next visit brings is news.
"""

from datetime import datetime, timedelta

from bot.ingest.cadence import Rhythm, next_visit_at, rhythm_after
from bot.ingest.discovered import Discovered
from bot.ingest.news import decide
from storage import Storage
from storage.model import Source, Visit


async def store_first_visit(
    storage: Storage, source: Source, found: Discovered, *, visit_every: timedelta, now: datetime
) -> None:
    """Store what was discovered as the first visit to `source`; one that was visited before stays as it is."""
    if source.visited_at is not None:
        return
    document = found.document
    decision = decide(document.briefs, (), kind=document.kind, first_visit=True)
    published = [brief.published_at for brief in decision.silent]
    rhythm = rhythm_after(Rhythm(), published, visited_at=None, now=now, apart=visit_every)
    soon = next_visit_at(now, visit_every=visit_every, cache=document.ttl, rhythm=rhythm, known_for=timedelta())
    await storage.store_visit(
        source.id,
        Visit(
            at=now,
            next_visit_at=soon,
            kind=document.kind,
            title=document.title,
            hub=found.hub,
            etag=found.etag,
            last_modified=found.last_modified,
            latest_at=rhythm.latest_at,
            usual_gap=rhythm.gap,
            ttl=document.ttl,
            silent=decision.silent,
        ),
    )
