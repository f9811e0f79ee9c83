"""One visit to one source: from its address to what storage is told.

    open ─▶ read ─▶ what is known? ─▶ decide ─▶ store ─▶ Visited
      ├─ 304, or nothing that is to be read ───────────▶ Unchanged
      └─ anything else, no leave, or no briefs ────────▶ VisitFailed, back-off

A visit that dies half-way has stored nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import assert_never

from bot.ingest.cadence import Rhythm, next_visit_at, rhythm_after
from bot.ingest.fetch import Failed, Fetched, Fetcher, NotModified
from bot.ingest.files import is_path
from bot.ingest.hubs import Announcements, offer_of
from bot.ingest.looking import Look, Read, Same, Unreadable, look
from bot.ingest.moving import is_for_good, move_after
from bot.ingest.news import Decision
from bot.ingest.outages import Outages
from bot.ingest.parsing import Parser
from bot.ingest.rereading import decide_changes
from bot.ingest.robots import Robots
from bot.logs import logger
from storage import Storage
from storage.model import BriefId, FailureKind, Source, Visit

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
    """Nothing has changed, as the source said or as its bytes show."""


@dataclass(frozen=True)
class VisitFailed:
    """Nothing was read; `reason` is one clear line. `gone`: it is not visited any more."""

    reason: str
    gone: bool = False


Outcome = Visited | Unchanged | VisitFailed


class Visits:
    """How a source is visited: what is asked, read, decided and stored. It does not know when, nor how many at once."""

    def __init__(
        self,
        storage: Storage,
        fetcher: Fetcher,
        parser: Parser,
        *,
        visit_every: timedelta,
        now: Callable[[], datetime],
        jitter: Callable[[], float],
        announcements: Announcements | None,
    ) -> None:
        self._storage = storage
        self._fetcher = fetcher
        self._robots = Robots(fetcher, now=now)
        self._parser = parser
        self._visit_every = visit_every
        self._announcements = announcements
        self._now = now
        self._jitter = jitter
        self._outages = Outages()

    async def visit(self, source: Source) -> Outcome:
        """Visit a source now and store what came of it. Raises StorageError."""
        began_at = self._now()
        outcome = await self._come_and_look(source)
        if self._announcements is not None and not isinstance(outcome, VisitFailed):
            brought_news = isinstance(outcome, Visited) and outcome.news > 0
            await self._announcements.settle(source, began_at=began_at, ended_at=self._now(), brought_news=brought_news)
        return outcome

    async def _come_and_look(self, source: Source) -> Outcome:
        seen = await look(self._fetcher, self._robots, self._parser, source)
        self._note(source, seen)
        match seen:
            case Read():
                return await self._store(source, seen)
            case Same(fetched):
                return await self._leave_as_it_is(source, fetched)
            case Unreadable(reason):
                return await self._fail(source, Failed(reason), FailureKind.UNREADABLE)
            case NotModified():
                return await self._leave_as_it_is(source, seen)
            case Failed():
                return await self._fail(source, seen)
            case _:
                assert_never(seen)

    def _note(self, source: Source, seen: Look) -> None:
        if isinstance(seen, Failed) and seen.is_silence:
            self._outages.note_silence(source.id)
        elif not is_path(source.address) and not (isinstance(seen, Failed) and seen.status is None):
            self._outages.note_answer()

    async def _leave_as_it_is(self, source: Source, answer: Fetched | NotModified) -> Unchanged:
        now = self._now()
        next_visit_at = self._next(
            now,
            asked_to_wait=answer.crawl_delay,
            cache=_longer(answer.cache, source.ttl),
            rhythm=_known_since(source, Rhythm(source.latest_at, source.usual_gap)),
            known_for=now - source.added_at,
            is_announced=await self._is_announced(source, None, now),
        )
        etag, last_modified = (answer.etag, answer.last_modified) if isinstance(answer, Fetched) else (None, None)
        visit = Visit(at=now, next_visit_at=next_visit_at, etag=etag, last_modified=last_modified)
        await self._remember(source, visit, moved_to=answer.moved_to)
        return Unchanged()

    async def _store(self, source: Source, seen: Read) -> Visited:
        fetched, document = seen.fetched, seen.document
        now = self._now()
        decision = await decide_changes(self._storage, source, document, seen.rest, now=now)
        rhythm = self._rhythm_after(source, decision, now)
        visit = Visit(
            at=now,
            next_visit_at=self._next(
                now,
                asked_to_wait=fetched.crawl_delay,
                cache=_longer(fetched.cache, document.ttl),
                rhythm=_known_since(source, rhythm),
                known_for=now - source.added_at,
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
            traces=seen.rest.left_by(document).to_bytes(),
            news=decision.news,
            silent=decision.silent,
            revisions=decision.revisions,
        )
        news = await self._remember(source, visit, moved_to=fetched.moved_to)
        return Visited(len(news), len(decision.silent), len(decision.revisions))

    def _rhythm_after(self, source: Source, decision: Decision, now: datetime) -> Rhythm:
        brought = decision.silent if source.visited_at is None else decision.news
        return rhythm_after(
            Rhythm(source.latest_at, source.usual_gap),
            [brief.published_at for brief in brought],
            visited_at=source.visited_at,
            now=now,
            apart=self._visit_every,
        )

    async def _remember(self, source: Source, visit: Visit, *, moved_to: str | None) -> list[BriefId]:
        """Store a visit that was read, and where it was led; the ids of its news."""
        move = move_after(source.address, source.move, moved_to, visited_at=source.visited_at, now=visit.at)
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
        failures = 1 if failed.is_silence and self._outages.are_ours else source.failures + 1
        next_visit_at = self._next(now, failures=failures, asked_to_wait=failed.retry_after)
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
        known_for: timedelta | None = None,
        is_announced: bool = False,
    ) -> datetime:
        return next_visit_at(
            now,
            visit_every=self._visit_every,
            failures=failures,
            asked_to_wait=asked_to_wait,
            cache=cache,
            rhythm=rhythm,
            known_for=known_for,
            is_announced=is_announced,
            jitter=self._jitter(),
        )


def _known_since(source: Source, rhythm: Rhythm) -> Rhythm:
    # One that never published as far as we know is looked at the less, the longer it has been with us.
    return Rhythm(rhythm.latest_at or source.added_at, rhythm.gap)


def _longer(cache: timedelta | None, ttl: timedelta | None) -> timedelta:
    return max(cache or timedelta(), ttl or timedelta())
