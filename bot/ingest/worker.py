"""Visits the sources that are due, for as long as it runs.

    claim (nobody else has it for a while) ─▶ visit, many at once ─▶ told in one line ─▶ claim …

A clock that was set back (it was ahead when the last visits were planned) is noticed: what it put off is due at once.
A visit that dies half-way has stored nothing: the source is due again when the claim runs out.
"""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import assert_never

from bot import clock
from bot.clock import pause
from bot.ingest.cadence import longest_pause
from bot.ingest.door import Door
from bot.ingest.fetch import Fetcher
from bot.ingest.hubs import Announcements
from bot.ingest.parsing import Parser
from bot.ingest.visits import Outcome, Unchanged, Visited, VisitFailed, Visits
from bot.logs import logger
from storage import Storage
from storage.errors import StorageError
from storage.model import Source

AT_ONCE = 32
"""Visits under way: most only wait for a server. How many may hold a large document is decided in `memory`."""
LEASE = timedelta(minutes=10)
"""How long a claimed source is ours: longer than the slowest visit may take (a turn, a fetch, a place in the queue
of documents to be read). What a killed process had claimed is freed at the next start."""
LONGEST_OUTSIDE = timedelta(minutes=4)
"""How much of it a source may wait to be let in; after that the claim is left to run out."""
LOOK_EVERY = timedelta(seconds=5)
"""How soon a source is noticed that another process added, or that a hub called for there; here a bell rings."""
LAST_MOMENT = timedelta(seconds=5)
"""What visits under way have to end when the word to stop comes. Then they are cut off, which harms nothing: a visit
stores all it brings in one shielded transaction, or nothing."""

_log = logger("ingest")


class Visitor:
    """Visits every source when it is due, many at once, each for itself: one that hangs or fails stops no other."""

    def __init__(
        self,
        storage: Storage,
        fetcher: Fetcher,
        parser: Parser,
        *,
        visit_every: timedelta,
        now: Callable[[], datetime],
        jitter: Callable[[], float] = lambda: random.uniform(-1, 1),
        last_moment: timedelta = LAST_MOMENT,
        announcements: Announcements | None = None,
    ) -> None:
        self._storage = storage
        self._visits = Visits(
            storage,
            fetcher,
            parser,
            visit_every=visit_every,
            now=now,
            jitter=jitter,
            announcements=announcements,
        )
        self._visit_every = visit_every
        self._now = now
        self._last_moment = last_moment
        self._door = Door(AT_ONCE)
        self._under_way: dict[asyncio.Task[None], Source] = {}
        self._looked_at: datetime | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Visit what is due until told to stop; then begin nothing more, and give what is under way a moment."""
        async with asyncio.TaskGroup() as visits:
            while not stop.is_set():
                self._storage.sources_bell.clear()
                await self._let_in(visits)
                await pause(stop, min(LOOK_EVERY, self._visit_every), self._storage.sources_bell)
            if self._under_way:
                _done, late = await asyncio.wait(self._under_way, timeout=self._last_moment.total_seconds())
                for visit in late:
                    visit.cancel()

    async def _let_in(self, visits: asyncio.TaskGroup) -> None:
        """Begin the visits that there is room for: of those that are due, and of those that had to wait."""
        is_looking = True
        while is_looking:
            wanted = self._door.wanted
            claimed = await self._claim(wanted) if wanted else []
            self._door.come(claimed, until=self._now() + LONGEST_OUTSIDE)
            for source in self._door.let_in(self._now()):
                visit = visits.create_task(self._visit_in_time(source), name=f"visit {source.id}")
                self._under_way[visit] = source
                visit.add_done_callback(self._land)
            # Behind a crowd that has to wait there may be others who have not.
            is_looking = 0 < len(claimed) == wanted

    async def visit(self, source: Source) -> Outcome:
        """Visit one source now and store what came of it. Raises StorageError."""
        return await self._visits.visit(source)

    async def _claim(self, limit: int) -> list[Source]:
        now = self._now()
        try:
            if self._looked_at is None or now < self._looked_at:
                await self._begin_by(now)
            self._looked_at = now
            return await self._storage.claim_due_sources(now, lease_until=now + LEASE, limit=limit)
        except StorageError as error:
            # The database is full or locked: what is due stays due, and is asked for again at the next look.
            _log.error("sources.unclaimed", reason=str(error))
            return []

    async def _begin_by(self, now: datetime) -> None:
        """At the start, and where the clock was set back: nothing that another process or clock planned holds."""
        await self._storage.end_leases()
        latest = now + longest_pause(self._visit_every)
        if hastened := await self._storage.hasten_from_the_future(now=now, latest=latest):
            _log.warning("sources.planned_by_another_clock", sources=hastened)

    async def _visit_in_time(self, source: Source) -> None:
        """One unit of work: whatever one source does to us, the others go on."""
        began = clock.monotonic()
        try:
            outcome = await self.visit(source)
        except Exception:  # noqa: BLE001  # the unit of work ends here; it is due again when its claim runs out
            _log.exception("source.visit_broke", source=source.id)
        else:
            _tell(source, outcome, took=clock.monotonic() - began)

    def _land(self, visit: asyncio.Task[None]) -> None:
        self._door.leave(self._under_way.pop(visit))
        if self._door.is_crowded:
            self._storage.sources_bell.set()


def _tell(source: Source, outcome: Outcome, *, took: float) -> None:
    match outcome:
        case Visited(news, silent, revised):
            _log.info("source.visited", source=source.id, new=news, silent=silent, revised=revised, took=took)
        case Unchanged():
            _log.info("source.unchanged", source=source.id, took=took)
        case VisitFailed(reason, gone):
            event = "source.gone" if gone else "source.failed"
            _log.warning(event, source=source.id, failures=source.failures + 1, reason=reason, took=took)
        case _:
            assert_never(outcome)
