"""Visits the sources that are due and hands storage what is new.

    claim (nobody else has it for a while) ─▶ open ─▶ read ─▶ what is known? ─▶ decide ─▶ store ─▶ Visited
                                               ├─ 304 ───────────────────────────────────▶ Unchanged
                                               └─ anything else, or no briefs ───────────▶ VisitFailed, back-off

A visit that dies half-way has stored nothing: the source is due again when the claim runs out.
"""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import assert_never

from bot import clock
from bot.clock import pause
from bot.ingest.cadence import Rhythm, next_visit_at, rhythm_after
from bot.ingest.fetch import Failed, Fetched, Fetcher, NotModified
from bot.ingest.files import is_path, open_source
from bot.ingest.hubs import Announcements, offer_of
from bot.ingest.moving import is_for_good, move_after
from bot.ingest.news import MOST_COMPARED, Decision, decide
from bot.ingest.parsing import Parser
from bot.ingest.reading.document import Document, UnreadableDocument
from bot.logs import logger
from storage import Storage
from storage.errors import StorageError
from storage.model import BriefId, FailureKind, Source, SourceKind, Visit

AT_ONCE = 32
"""Visits under way: each may hold a document of ten megabytes, and most only wait for a server."""
LEASE = timedelta(minutes=10)
"""How long a claimed source is ours: longer than the slowest visit may take (a turn, a fetch, a place in the queue
of documents to be read). What a killed process had claimed is freed at the next start."""
LOOK_EVERY = timedelta(seconds=5)
"""How soon a source is noticed that another process added, or that a hub called for there; here a bell rings."""
LAST_MOMENT = timedelta(seconds=5)
"""What visits under way have to end when the word to stop comes. Then they are cut off, which harms nothing: a visit
stores all it brings in one shielded transaction, or nothing."""
REVISIONS_FOR = timedelta(days=30)
"""How long a brief with the same opening counts as an earlier version."""
_LONGEST_REASON = 300

_log = logger("ingest")


@dataclass(frozen=True)
class Visited:
    """The source was read: how many briefs are news, stored silently, and revised."""

    news: int
    silent: int
    revised: int


@dataclass(frozen=True)
class Unchanged:
    """The source said that nothing has changed."""


@dataclass(frozen=True)
class VisitFailed:
    """Nothing was read; `reason` is one clear line. `gone`: it is not visited any more."""

    reason: str
    gone: bool = False


Outcome = Visited | Unchanged | VisitFailed


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
        self._fetcher = fetcher
        self._parser = parser
        self._visit_every = visit_every
        self._announcements = announcements
        self._now = now
        self._jitter = jitter
        self._last_moment = last_moment
        self._under_way: set[asyncio.Task[None]] = set()
        self._more_are_due = False

    async def run(self, stop: asyncio.Event) -> None:
        """Visit what is due until told to stop; then begin nothing more, and give what is under way a moment."""
        await self._storage.end_leases()
        async with asyncio.TaskGroup() as visits:
            while not stop.is_set():
                self._storage.sources_bell.clear()
                free = AT_ONCE - len(self._under_way)
                claimed = await self._claim(free) if free else []
                for source in claimed:
                    visit = visits.create_task(self._visit_in_time(source), name=f"visit {source.id}")
                    self._under_way.add(visit)
                    visit.add_done_callback(self._land)
                self._more_are_due = len(claimed) == free
                await pause(stop, min(LOOK_EVERY, self._visit_every), self._storage.sources_bell)
            if self._under_way:
                _done, late = await asyncio.wait(self._under_way, timeout=self._last_moment.total_seconds())
                for visit in late:
                    visit.cancel()

    async def visit(self, source: Source) -> Outcome:
        """Visit one source now and store what came of it. Raises StorageError."""
        began_at = self._now()
        outcome = await self._come_and_look(source)
        if self._announcements is not None and not isinstance(outcome, VisitFailed):
            brought_news = isinstance(outcome, Visited) and outcome.news > 0
            await self._announcements.settle(source, began_at=began_at, ended_at=self._now(), brought_news=brought_news)
        return outcome

    async def _come_and_look(self, source: Source) -> Outcome:
        answer = await open_source(self._fetcher, source.address, etag=source.etag, last_modified=source.last_modified)
        match answer:
            case Fetched():
                return await self._read(source, answer)
            case NotModified(cache, moved_to):
                now = self._now()
                rhythm = _known_since(source, Rhythm(source.latest_at, source.usual_gap))
                is_announced = await self._is_announced(source, None, now)
                next_visit_at = self._next(
                    now, cache=_longer(cache, source.ttl), rhythm=rhythm, is_announced=is_announced
                )
                await self._remember(source, Visit(at=now, next_visit_at=next_visit_at), moved_to=moved_to)
                return Unchanged()
            case Failed():
                return await self._fail(source, answer)
            case _:
                assert_never(answer)

    async def _read(self, source: Source, fetched: Fetched) -> Outcome:
        try:
            document = await self._parser.read(fetched.body, address=fetched.address, content_type=fetched.content_type)
        except UnreadableDocument as error:
            return await self._fail(source, Failed(str(error)), FailureKind.UNREADABLE)
        doubt = _doubt(source, document)
        if doubt:
            return await self._fail(source, Failed(doubt), FailureKind.UNREADABLE)
        return await self._store(source, fetched, document)

    async def _store(self, source: Source, fetched: Fetched, document: Document) -> Visited:
        now = self._now()
        known = await self._storage.known_briefs(
            source.id,
            keys={brief.key for brief in document.briefs},
            openings={brief.opening for brief in document.briefs},
            since=now - REVISIONS_FOR,
            of_each=MOST_COMPARED,
        )
        first = source.visited_at is None
        # In a thread: a thousand long briefs that open alike take a second to compare.
        decision = await asyncio.to_thread(decide, document.briefs, known, kind=document.kind, first_visit=first)
        rhythm = rhythm_after(
            Rhythm(source.latest_at, source.usual_gap),
            [brief.published_at for brief in (decision.silent if first else decision.news)],
            visited_at=source.visited_at,
            now=now,
            apart=self._visit_every,
        )
        visit = Visit(
            at=now,
            next_visit_at=self._next(
                now,
                cache=_longer(fetched.cache, document.ttl),
                rhythm=_known_since(source, rhythm),
                is_announced=await self._is_announced(source, decision, now),
            ),
            kind=document.kind,
            title=document.title or (Path(source.address).name if is_path(source.address) else None),
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            latest_at=rhythm.latest_at,
            usual_gap=rhythm.gap,
            ttl=document.ttl,
            hub=offer_of(source.address, fetched, document),
            news=decision.news,
            silent=decision.silent,
            revisions=decision.revisions,
        )
        news = await self._remember(source, visit, moved_to=fetched.moved_to)
        return Visited(len(news), len(decision.silent), len(decision.revisions))

    async def _remember(self, source: Source, visit: Visit, *, moved_to: str | None) -> list[BriefId]:
        """Store a visit that was read, and where it was led; the ids of its news."""
        move = move_after(source.address, source.move, moved_to, now=visit.at)
        news = await self._storage.store_visit(source.id, visit.model_copy(update={"move": move}))
        if move and is_for_good(move, now=visit.at):
            read_by = await self._storage.move_source(source.id, move.to, now=visit.at)
            _log.info("source.moved", source=source.id, read_by=read_by, visits=move.visits)
        return news

    async def _fail(self, source: Source, failed: Failed, kind: FailureKind = FailureKind.UNREACHABLE) -> VisitFailed:
        now = self._now()
        reason = failed.reason[:_LONGEST_REASON]
        if failed.gone:
            await self._storage.mark_source_gone(source.id, error=reason, at=now)
            return VisitFailed(reason, gone=True)
        next_visit_at = self._next(now, failures=source.failures + 1, asked_to_wait=failed.retry_after)
        await self._storage.store_failure(source.id, error=reason, at=now, next_visit_at=next_visit_at, kind=kind)
        return VisitFailed(reason)

    async def _is_announced(self, source: Source, found: Decision | None, now: datetime) -> bool:
        if self._announcements is None:
            return False
        return await self._announcements.are_expected(source, found, now=now)

    def _next(
        self,
        now: datetime,
        *,
        failures: int = 0,
        asked_to_wait: timedelta | None = None,
        cache: timedelta | None = None,
        rhythm: Rhythm | None = None,
        is_announced: bool = False,
    ) -> datetime:
        return next_visit_at(
            now,
            visit_every=self._visit_every,
            failures=failures,
            asked_to_wait=asked_to_wait,
            cache=cache,
            rhythm=rhythm,
            is_announced=is_announced,
            jitter=self._jitter(),
        )

    async def _claim(self, limit: int) -> list[Source]:
        now = self._now()
        try:
            return await self._storage.claim_due_sources(now, lease_until=now + LEASE, limit=limit)
        except StorageError as error:
            # The database is full or locked: what is due stays due, and is asked for again at the next look.
            _log.error("sources.unclaimed", reason=str(error))
            return []

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
        self._under_way.discard(visit)
        if self._more_are_due:
            self._storage.sources_bell.set()


def _doubt(source: Source, document: Document) -> str | None:
    """Why a document cannot be what its source usually publishes, or None.

    Taken at its word it would be "0 new", or everything would be: an error page or a new layout has other briefs.
    """
    if not document.briefs and document.kind is not SourceKind.FEED:
        return "no briefs were found there: its layout may have changed"
    if source.visited_at is not None and source.kind not in {None, document.kind}:
        return (
            f"it was {_named(source.kind)} and is {_named(document.kind)} now: if it is to stay so, "
            "remove the source and add it again"
        )
    return None


def _known_since(source: Source, rhythm: Rhythm) -> Rhythm:
    # One that never published as far as we know is looked at the less, the longer it has been with us.
    return Rhythm(rhythm.latest_at or source.added_at, rhythm.gap)


def _longer(cache: timedelta | None, ttl: timedelta | None) -> timedelta:
    return max(cache or timedelta(), ttl or timedelta())


def _named(kind: SourceKind | None) -> str:
    return {SourceKind.FEED: "a feed", SourceKind.ARCHIVE: "a page", SourceKind.TEXT: "a text", None: "unknown"}[kind]


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
