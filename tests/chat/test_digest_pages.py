"""A digest arrives as one message in the real bot, and its pages are turned in place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot import clock
from bot.dispatch.hours import due_at
from bot.sandbox import NoLimits, Sandbox
from bot.settings import Settings
from storage import open_storage
from storage.model import NO_THREAD, ChatId
from tests.builders import DAY, a_brief, a_visit
from tests.newsroom import Newsroom, work_in

BRIEFS = 20


@asynccontextmanager
async def told(folder: Path, briefs: int) -> AsyncIterator[Newsroom]:
    """Anna has a digest; so many briefs wait for it since the day before yesterday, when the bot went down."""
    sandbox = Sandbox(limits=NoLimits(clock.monotonic))
    await sandbox.open()
    try:
        async with work_in(folder, sandbox, Settings()) as room:
            await room.say("anna", "/follow harbour")
            await room.say("anna", "/digest 08:00")
            anna = ChatId(room.sandbox.deliveries[0].chat_id)
        storage = await open_storage(f"sqlite:///{folder}/briefbot.db", timing=due_at)
        now = clock.now()
        source = await storage.add_source("https://news.test/feed", now=now)
        (topic,) = await storage.subscriptions(anna, NO_THREAD)
        news = [
            a_brief(f"b{number:02}", title=f"Title {number:02}", published_at=now - DAY + timedelta(seconds=number))
            for number in range(briefs)
        ]
        for brief in await storage.store_visit(source.id, a_visit(*news, at=now)):
            await storage.begin_plan(brief, [topic.topic.id], story_id=None)
            await storage.plan_chunk(brief, now=now - 2 * DAY, limit=9)
        await storage.close()
        async with work_in(folder, sandbox, Settings()) as room:
            await room.idle()
            yield room
    finally:
        await sandbox.close()


async def test_what_waited_comes_as_one_message_whose_pages_are_turned(tmp_path: Path) -> None:
    async with told(tmp_path, BRIEFS) as room:
        messages = len(room.told("anna"))
        first = room.told("anna")[-1]
        assert first.startswith("Your digest: 20 briefs")
        assert "Title 07" in first
        assert "Title 08" not in first

        await room.press("anna", "▶")
        assert "Title 08" in room.told("anna")[-1]
        await room.press("anna", "▶")
        assert "Title 19" in room.told("anna")[-1]
        await room.press("anna", "▶")
        assert room.told("anna")[-1] == first
        await room.press("anna", "◀")
        await room.press("anna", "3/3")
        assert "Title 19" in room.told("anna")[-1]
        assert len(room.told("anna")) == messages
        assert len(room.received("Your digest: 20 briefs")) == 1


async def test_a_digest_that_was_forgotten_says_so_and_stays(tmp_path: Path) -> None:
    async with told(tmp_path, BRIEFS) as room:
        await room.storage.forget_chat(ChatId(room.sandbox.deliveries[0].chat_id))
        await room.press("anna", "▶")
        assert room.told("anna")[-2].startswith("Your digest: 20 briefs")
        assert "too old to be turned" in room.told("anna")[-1]


async def test_a_digest_of_one_brief_is_that_brief(tmp_path: Path) -> None:
    async with told(tmp_path, 1) as room:
        assert room.told("anna")[-1].startswith("Title 00\n\nThe council decided about b00")
