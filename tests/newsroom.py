"""The whole bot against the sandbox, in one process, for tests: real HTTP, a real database, the real workers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot import clock
from bot.app import Rooms, chat_workers, dispatch_workers, keep_running, open_rooms
from bot.dispatch.hours import due_at
from bot.dispatch.pace import Limits
from bot.sandbox import TOKEN, NoLimits, Sandbox
from bot.settings import Settings
from bot.trial import until_idle
from storage import Storage, open_storage
from storage.model import Brief, BriefId, SourceKind, Visit

AT_ONCE = Limits(per_second=1000, private_every=0, group_every=0)


class Newsroom:
    """A running bot, people who talk to it, and a source that publishes."""

    def __init__(self, sandbox: Sandbox, rooms: Rooms) -> None:
        self.sandbox = sandbox
        self.rooms = rooms
        self._never = asyncio.Event()

    @property
    def storage(self) -> Storage:
        """The bot's memory."""
        return self.rooms.storage

    async def say(self, name: str, text: str) -> None:
        """A person writes, and the bot deals with it."""
        self.sandbox.say(name, text)
        await self.idle()

    async def press(self, name: str, label: str) -> None:
        """A person presses a button, and the bot deals with it."""
        assert self.sandbox.press(name, label), f"{name} has no button with {label!r}:\n{self.told(name)}"
        await self.idle()

    async def publish(self, *briefs: Brief) -> list[BriefId]:
        """A source that was visited before brings these briefs, oldest first."""
        now = clock.now()
        source = await self.storage.add_source("https://news.test/feed", now=now)
        visit = Visit(at=now, next_visit_at=now + timedelta(hours=1), kind=SourceKind.FEED, title="Harbour News")
        return await self.storage.store_visit(source.id, visit.model_copy(update={"news": briefs}))

    async def idle(self) -> None:
        """Until the bot has nothing left to do."""
        await until_idle(self.sandbox, self.rooms, self._never)

    def told(self, name: str) -> list[str]:
        """What the bot said to a person, each message as it stands now."""
        return [
            line.text
            for transcript in self.sandbox.transcript()
            if transcript.name == name
            for line in transcript.lines
            if line.from_bot and not line.deleted
        ]

    def received(self, text: str) -> list[int]:
        """The chats that really received a message with `text`, repeats and all."""
        return [delivery.chat_id for delivery in self.sandbox.deliveries if text in delivery.text]


@asynccontextmanager
async def open_newsroom(folder: Path, settings: Settings | None = None) -> AsyncIterator[Newsroom]:
    """A newsroom on a database in `folder`, running until the block ends; a worker that dies fails the test.

    Without Telegram's limits on either side, which are proved by themselves: a test must not wait for seconds.
    """
    sandbox = Sandbox(limits=NoLimits(clock.monotonic))
    await sandbox.open()
    try:
        async with work_in(folder, sandbox, settings or Settings()) as room:
            yield room
    finally:
        await sandbox.close()


def at_the_sandbox(settings: Settings, sandbox: Sandbox) -> Settings:
    """The same settings, but for where Telegram is."""
    return settings.model_copy(update={"token": SecretStr(TOKEN), "api_url": sandbox.address})


@asynccontextmanager
async def work_in(folder: Path, sandbox: Sandbox, settings: Settings) -> AsyncIterator[Newsroom]:
    """The bot alone, against a sandbox that outlives it."""
    storage = await open_storage(f"sqlite:///{folder}/briefbot.db", exclusive=True, timing=due_at)
    try:
        async with open_rooms(storage, at_the_sandbox(settings, sandbox), AT_ONCE) as rooms:
            stop = asyncio.Event()
            workers = chat_workers(rooms) | dispatch_workers(rooms, settings)
            running = asyncio.ensure_future(keep_running(workers, stop))
            try:
                yield Newsroom(sandbox, rooms)
            finally:
                stop.set()
                await running
    finally:
        await storage.close()
