"""A scene for storage's tests: a real SQLite file, and the few steps from a source to an outbox."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from storage import Storage, open_storage
from storage.model import NO_THREAD, Brief, BriefId, Bundle, ChatId, ChatKind, DeliveryId, ThreadId, TopicId
from storage.model_hours import Timing, at_once
from tests.builders import AT, a_visit


class Scene:
    """An open storage, and ways to furnish it and to look at it from outside."""

    def __init__(self, storage: Storage, path: Path) -> None:
        self.storage = storage
        self.path = path

    async def topic(self, query: str = "harbour") -> TopicId:
        return (await self.storage.remember_topic(query, now=AT)).id

    async def follows(
        self, chat: int, query: str = "harbour", *, thread: ThreadId = NO_THREAD, at: datetime = AT
    ) -> ChatId:
        """A chat that follows a topic."""
        chat_id = ChatId(chat)
        kind = ChatKind.PRIVATE if chat > 0 else ChatKind.GROUP
        await self.storage.meet_chat(chat_id, kind, f"chat {chat}", now=at)
        await self.storage.follow(chat_id, thread, await self.topic(query), words=query.title(), now=at)
        return chat_id

    async def news(self, *briefs: Brief, at: datetime = AT, address: str = "https://news.test/feed") -> list[BriefId]:
        """These briefs, brought by a visit."""
        source = await self.storage.add_source(address, now=at)
        return await self.storage.store_visit(source.id, a_visit(*briefs, at=at))

    async def plan(
        self,
        *briefs: BriefId,
        query: str = "harbour",
        at: datetime = AT,
        limit: int = 100,
        story: BriefId | None = None,
    ) -> int:
        """Fan these briefs out to who follows the topic."""
        planned = 0
        topic = await self.topic(query)
        for brief in briefs:
            await self.storage.begin_plan(brief, [topic], story_id=story)
            done = False
            while not done:
                step = await self.storage.plan_chunk(brief, now=at, limit=limit)
                planned, done = planned + step.planned, step.done
        return planned

    async def owed(self, *briefs: Brief, at: datetime = AT) -> list[BriefId]:
        """These briefs, brought and planned."""
        ids = await self.news(*briefs, at=at)
        await self.plan(*ids, at=at)
        return ids

    async def claim(self, at: datetime = AT, *, limit: int = 100, each: int = 10) -> list[Bundle]:
        return await self.storage.claim_bundles(at, limit=limit, not_to=(), each=each)

    async def claimed_ids(self, at: datetime = AT) -> list[DeliveryId]:
        """Claim all that is due, and say which deliveries that were."""
        return [delivery.id for bundle in await self.claim(at) for delivery in bundle.deliveries]

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """What another program would read in the file."""
        connection = sqlite3.connect(self.path)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def names(self) -> list[str]:
        """The files in the folder of the database."""
        return sorted(file.name for file in self.path.parent.iterdir())

    def sizes(self) -> list[int]:
        """How large they are."""
        return [file.stat().st_size for file in self.path.parent.iterdir()]

    def states(self) -> list[object]:
        """The states of all deliveries, in the order of their ids."""
        return [state for (state,) in self.rows("SELECT state FROM deliveries ORDER BY id")]


@asynccontextmanager
async def opened(path: Path, *, timing: Timing = at_once) -> AsyncIterator[Scene]:
    """A scene on this file; it is closed in the end."""
    storage = await open_storage(f"sqlite://{path}", timing=timing)
    try:
        yield Scene(storage, path)
    finally:
        await storage.close()


def keys(bundles: Sequence[Bundle]) -> list[tuple[int, list[str]]]:
    """Who gets what: chat and keys of briefs, bundle by bundle."""
    return [(bundle.chat_id, [delivery.brief.brief.key for delivery in bundle.deliveries]) for bundle in bundles]
