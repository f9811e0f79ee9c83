"""Turns unplanned briefs into deliveries: which topics match, and who follows them.

    unplanned brief ──▶ told already? ──▶ topics that match ──▶ deliveries, a chunk of chats at a time

Each step is one short transaction and may be repeated: a planner that dies in the middle goes on where it was.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.clock import pause
from bot.dispatch.downtime import Return
from bot.dispatch.followed import FollowedTopics
from bot.logs import logger
from bot.stories.tellings import is_same_telling
from bot.topics.inflection import prepare
from bot.topics.matcher import Matcher
from bot.topics.readable import readable_of
from bot.topics.scripts import language_of
from storage import Storage
from storage.model import BriefId, StoredBrief, TopicId

CHUNK = 250
"""Chats a transaction: below 20 ms of the write lock on a small, busy machine; replies must not wait for a fan-out."""

BATCH = 100
"""Briefs listed at once; before each list the topics followed since are learnt."""

RETELLING_WITHIN = timedelta(days=3)
"""A copy that comes later than this is news again."""

_MOST_COMPARED = 20
"""Earlier briefs of the same opening that are compared: a source that opens all alike must not cost a square."""

_IDLE = timedelta(seconds=30)
"""The bell wakes the planner; this only bounds the wait where another process stored the brief."""

_log = logger("planner")


class Planner:
    """Plans every unplanned brief. Keeps all followed topics in memory, compiled, and up to date by itself.

    `back`: the bot was away for long.
    """

    def __init__(
        self, storage: Storage, matcher: Matcher, *, now: Callable[[], datetime], back: Return | None = None
    ) -> None:
        self._storage = storage
        self._matcher = matcher
        self._now = now
        self._back = back
        self._topics = FollowedTopics(storage, matcher, now=now)

    async def run(self, stop: asyncio.Event) -> None:
        """Plan until told to stop; between two briefs, never in the middle of one chunk."""
        # In a thread: the first person who searches would else load it on the event loop, and everybody would wait.
        await asyncio.to_thread(prepare, "en")
        while not stop.is_set():
            self._storage.briefs_bell.clear()
            if not await self.plan_waiting(stop):
                await pause(stop, _IDLE, self._storage.briefs_bell)

    async def plan_waiting(self, stop: asyncio.Event) -> int:
        """Plan one batch of what waits, oldest first; how many briefs that were."""
        waiting = await self._storage.unplanned_briefs(BATCH)
        # After the list, not before: whoever followed before a brief was stored is in the list of topics then.
        await self._topics.learn()
        planned = 0
        for stored in waiting:
            if stop.is_set():
                break
            await self._plan(stored, stop)
            planned += 1
        return planned

    async def _plan(self, stored: StoredBrief, stop: asyncio.Event) -> None:
        topics = [TopicId(topic_id) for topic_id in await self._matching(stored)]
        story_id = await self._story_of(stored)
        await self._storage.begin_plan(stored.id, topics, story_id=story_id)
        chats = 0
        while not stop.is_set():
            now = self._now()
            not_before = self._back.not_before(stored, now) if self._back else None
            step = await self._storage.plan_chunk(stored.id, now=now, limit=CHUNK, not_before=not_before)
            chats += step.planned
            if step.done:
                _log.info("brief.planned", brief=stored.id, topics=len(topics), chats=chats)
                return

    async def _matching(self, stored: StoredBrief) -> Iterable[int]:
        """The topics it matches; none, told as an error, where it breaks the matching: it would at every start."""
        try:
            brief = readable_of(stored)
            await self._learn_language(language_of(brief))
            return self._matcher.matching(brief)
        except Exception:  # noqa: BLE001  # whatever one brief does to the matching, the others are planned
            _log.exception("brief.unmatchable", brief=stored.id)
            return ()

    async def _learn_language(self, language: str) -> None:
        """With the first brief in it, and without keeping anybody waiting: a dictionary takes up to two seconds."""
        if not self._matcher.knows(language):
            await asyncio.to_thread(prepare, language)
            for _ in self._matcher.add_language(language):
                await asyncio.sleep(0)

    async def _story_of(self, stored: StoredBrief) -> BriefId:
        """The story this brief tells: that of an earlier brief which tells it in the same words, else its own."""
        if stored.story_id:
            return stored.story_id
        if stored.brief.opening:
            since = stored.seen_at - RETELLING_WITHIN
            for earlier in await self._storage.same_opening(
                stored.brief.opening, since=since, before=stored.id, limit=_MOST_COMPARED
            ):
                if is_same_telling(earlier.brief.text, stored.brief.text):
                    return earlier.story_id or earlier.id
        return stored.id
