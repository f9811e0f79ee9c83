"""The delivery line alone: storage, dispatcher, door and sandbox, real ones, all by the clock of a leaping loop."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.chat.bot_api import BotApi
from bot.chat.sender import TelegramSender
from bot.clock import SteadyClock, pause
from bot.dispatch.pace import Pace
from bot.dispatch.settlement import Settlement
from bot.dispatch.worker import Dispatcher
from bot.sandbox import TOKEN, Sandbox
from bot.sandbox import Limits as SandboxLimits
from storage import Storage
from storage.model import NO_THREAD, Brief, ChatId, ChatKind, ThreadId
from storage.sqlite import SqliteDatabase
from tests.builders import AT, DAY, MINUTE, a_visit

SHORT = timedelta(milliseconds=20)
"""How long a lock of somebody else is waited for, in real time: the bot itself waits for ten seconds."""


class Line:
    """People who follow one topic, a source that publishes, and what arrived."""

    def __init__(self, storage: Storage, sandbox: Sandbox) -> None:
        self.storage = storage
        self.sandbox = sandbox
        self.set_forward = timedelta()
        """By how much somebody has set the wall clock, as seen by the dispatcher."""
        self._began_at = _seconds()
        self._clock = SteadyClock(self.wall, _seconds)

    def wall(self) -> datetime:
        """What the clock on the wall shows."""
        return AT + timedelta(seconds=_seconds() - self._began_at) + self.set_forward

    def now(self) -> datetime:
        """What the bot takes for the present."""
        return self._clock.now()

    async def people(self, count: int, *, start: int = 0) -> list[ChatId]:
        """So many, in private chats, who follow the topic."""
        names = [f"reader {number}" for number in range(start, start + count)]
        for name in names:
            self.sandbox.say(name, "/start")
        chats = [ChatId(self.sandbox.meet(name)) for name in names]
        for chat_id in chats:
            await self.follows(chat_id, ChatKind.PRIVATE)
        return chats

    async def groups(self, count: int) -> list[ChatId]:
        """So many groups."""
        groups = [self.sandbox.world.membership.add_group(f"group {number}", ["anna"]) for number in range(count)]
        chats = [ChatId(group.id) for group in groups]
        for chat_id in chats:
            await self.follows(chat_id, ChatKind.GROUP)
        return chats

    async def follows(self, chat_id: ChatId, kind: ChatKind, thread_id: ThreadId = NO_THREAD) -> None:
        """A chat, or a thread of it, follows the topic."""
        topic = await self.storage.remember_topic("council", now=AT - DAY)
        await self.storage.meet_chat(chat_id, kind, "A reader", now=AT - DAY)
        await self.storage.follow(chat_id, thread_id, topic.id, words="council", now=AT - DAY)

    async def publish(self, *briefs: Brief) -> None:
        """These are owed to everybody who follows the topic."""
        topic = await self.storage.remember_topic("council", now=self.now())
        source = await self.storage.add_source("https://news.test/feed", now=AT - DAY)
        for brief_id in await self.storage.store_visit(source.id, a_visit(*briefs, at=self.now())):
            await self.storage.begin_plan(brief_id, [topic.id], story_id=None)
            while not (await self.storage.plan_chunk(brief_id, now=self.now(), limit=500)).done:
                pass

    @asynccontextmanager
    async def dispatching(self, *, address: str | None = None) -> AsyncIterator[None]:
        """A dispatcher at work, as long as the block lasts; told to stop in good order at its end.

        `address`: where it looks for Telegram, if not at the sandbox.
        """
        pace, stop = Pace(), asyncio.Event()
        settlement = Settlement(
            self.storage, pace, resend_after=MINUTE, fresh_for=DAY, now=self.now, monotonic=_seconds
        )
        async with BotApi(TOKEN, address or self.sandbox.address) as api:
            dispatcher = Dispatcher(
                self.storage, TelegramSender(api), pace, settlement, now=self.now, monotonic=_seconds
            )
            running = asyncio.ensure_future(dispatcher.run(stop))
            try:
                yield
            finally:
                stop.set()
                await running

    async def until(self, condition: Callable[[], bool], *, within: float = 3600.0) -> None:
        """Wait, by the loop's clock."""
        assert await self.sandbox.until(condition, within=within), self.received()

    async def over(self, seconds: float) -> None:
        """So much time goes by."""
        await pause(asyncio.Event(), timedelta(seconds=seconds))

    async def settled(self) -> bool:
        """Whether nothing is owed and nothing in flight."""
        backlog = await self.storage.backlog(self.now() + 100 * DAY)
        return (backlog.due, backlog.later, backlog.sending) == (0, 0, 0)

    def received(self, text: str = "") -> Counter[int]:
        """How many messages with `text` each chat really received."""
        return Counter(one.chat_id for one in self.sandbox.deliveries if text in one.text)

    def instants(self, chat_id: int | None = None) -> list[float]:
        """When messages arrived, by the loop's clock: all, or those of one chat."""
        return [one.at for one in self.sandbox.deliveries if chat_id in {None, one.chat_id}]


@asynccontextmanager
async def open_line(folder: Path, limits: SandboxLimits | None = None) -> AsyncIterator[Line]:
    """A delivery line on a database in `folder`, before a sandbox with Telegram's limits unless others are given."""
    sandbox = Sandbox(now=_seconds, limits=limits)
    await sandbox.open()
    storage = Storage(SqliteDatabase(folder / "briefbot.db", busy_timeout=SHORT))
    await storage.open()
    try:
        yield Line(storage, sandbox)
    finally:
        await storage.close()
        await sandbox.close()


def _seconds() -> float:
    return asyncio.get_running_loop().time()
