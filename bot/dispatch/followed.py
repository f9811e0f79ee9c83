"""Keeps the matcher up to date with what people follow, in this process and in others.

    start ──▶ every followed topic, by its stored plan; what has none of this version is made one from its query
    then, before each batch ──▶ topics left by everybody go, a page at a time ──▶ topics taken up since come

In this order: who left and came back in between is seen by the second look, for a topic is marked when it is taken up.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.logs import logger
from bot.topics.matcher import Matcher
from bot.topics.plans import plan_of, plans_version
from bot.topics.query import QueryError, parse_topic
from storage import Storage
from storage.model import TopicId, TopicPlan
from storage.subscriptions import STILL_NEWS

PAGE = 5_000
"""Topics read at once."""

SWEPT = 2_000
"""Topics looked at for being left, before each batch of briefs: some milliseconds of the reader."""

_STEP = 500
"""Topics put into the matcher, or a tenth as many made plans of, between two turns of the event loop."""

_LOOK_BACK = timedelta(minutes=1)
"""The clock may have been set back, or another machine's may lag; a topic that is known already does no harm."""

_log = logger("planner")


class FollowedTopics:
    """The topics somebody follows, in the matcher. Until `learn` has ended for the first time some are missing."""

    def __init__(self, storage: Storage, matcher: Matcher, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._matcher = matcher
        self._now = now
        self._known_until: datetime | None = None
        self._swept = TopicId(0)

    async def learn(self) -> None:
        """Everything that is followed by now is in the matcher, and sooner or later nothing else."""
        asked_at = self._now()
        if self._known_until is None:
            await self._learn_all()
        else:
            await self._forget_left()
            taken_up = await self._storage.topics_followed_since(self._known_until)
            await self._add(TopicPlan(topic.id, None, topic.query) for topic in taken_up)
        self._known_until = asked_at - _LOOK_BACK

    async def _learn_all(self) -> None:
        """Page by page. What is taken up meanwhile is learnt with the next batch."""
        last = TopicId(0)
        while True:
            page = await self._storage.followed_plans(
                plans_version(), after=last, limit=PAGE, since=self._now() - STILL_NEWS
            )
            await self._add(page)
            if len(page) < PAGE:
                return
            last = page[-1].id

    async def _forget_left(self) -> None:
        left = await self._storage.topics_left(after=self._swept, limit=SWEPT, since=self._now() - STILL_NEWS)
        for topic_id in left.ids:
            self._matcher.remove(topic_id)
        self._swept = TopicId(0) if left.last is None else left.last

    async def _add(self, topics: Iterable[TopicPlan]) -> None:
        """Put topics into the matcher, and store the plans that had to be made."""
        made: dict[TopicId, str] = {}
        work = 0
        for topic in topics:
            if topic.id in self._matcher:
                continue
            plan = topic.plan
            if plan is None:
                plan = self._plan(topic)
                work += 9
            if plan is not None:
                self._matcher.load(topic.id, plan)
                if topic.plan is None:
                    made[topic.id] = plan
            work += 1
            if work >= _STEP:
                work = 0
                await asyncio.sleep(0)
        if made:
            await self._storage.keep_plans(plans_version(), made)

    def _plan(self, topic: TopicPlan) -> str | None:
        try:
            return plan_of(parse_topic(topic.query or "").matched)
        except QueryError:
            # Stored by another version with another language: it must not keep everybody else's news from them.
            _log.error("topic.unreadable", topic=topic.id)
            return None
