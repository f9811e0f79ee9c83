"""Operators hear of a trouble exactly once, whatever Telegram does; over real HTTP, from the visit to the message."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.app import open_rooms
from bot.chat.sender import TelegramSender
from bot.dispatch.notifier import Notifier
from bot.dispatch.outcomes import Outcome
from bot.dispatch.settlement import ATTEMPTS
from bot.ingest.watch import Watch
from bot.messages.message import Message
from bot.sandbox import Fault, NoLimits, Sandbox
from bot.settings import Settings
from storage import Storage, open_storage
from storage.model import ChatId, ChatKind, FailureKind, SourceKind, ThreadId
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief, a_visit
from tests.newsroom import AT_ONCE, at_the_sandbox

ADDRESS = "https://harbour.test/blog"


@dataclass
class Watchroom:
    """A database, a Telegram, the two who look and tell, and a clock that a test moves on."""

    sandbox: Sandbox
    storage: Storage
    watch: Watch
    notifier: Notifier
    at: list[datetime]
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def pass_by(self, time: timedelta = timedelta()) -> None:
        """Time passes; then both look once."""
        self.at[0] += time
        await self.watch.look(self.stop)
        await self.notifier.tell(self.stop)

    async def fail(self, times: int = 1, kind: FailureKind = FailureKind.UNREADABLE, why: str = "no briefs") -> None:
        """Visits fail."""
        source = (await self.storage.sources())[0]
        for _ in range(times):
            await self.storage.store_failure(source.id, error=why, at=self.at[0], next_visit_at=self.at[0], kind=kind)

    async def succeed(self) -> None:
        """A visit goes well, and brings a brief."""
        source = await self.storage.add_source(ADDRESS, now=self.at[0])
        visit = a_visit(a_brief(str(self.at[0])), at=self.at[0], kind=SourceKind.ARCHIVE, title="Harbour Blog")
        await self.storage.store_visit(source.id, visit)

    @property
    def told(self) -> list[str]:
        """What really arrived, whoever got it."""
        return [delivery.text.replace("\n", " ") for delivery in self.sandbox.deliveries]

    def plan(self, fault: Fault) -> None:
        """An accident is to happen to the next message."""
        self.sandbox.faults.add(fault)


@asynccontextmanager
async def a_watchroom(folder: Path, sender: type[TelegramSender] = TelegramSender) -> AsyncIterator[Watchroom]:
    """A room with a source that was read at AT, and Anna, who runs the bot and has written to it."""
    sandbox = Sandbox(limits=NoLimits(clock.monotonic))
    await sandbox.open()
    storage = await open_storage(f"sqlite:///{folder}/briefbot.db")
    at = [AT]
    try:
        async with open_rooms(storage, at_the_sandbox(Settings(), sandbox), AT_ONCE) as rooms:
            anna = sandbox.meet("anna")
            sandbox.say("anna", "/start")
            await storage.meet_chat(ChatId(anna), ChatKind.PRIVATE, "anna", now=AT)
            notifier = Notifier(
                storage,
                sender(rooms.api),
                rooms.pace,
                operators=[anna],
                resend_after=MINUTE,
                now=lambda: at[0],
                monotonic=clock.monotonic,
            )
            room = Watchroom(sandbox, storage, Watch(storage, now=lambda: at[0]), notifier, at)
            await room.succeed()
            yield room
    finally:
        await storage.close()
        await sandbox.close()


TROUBLE = "Trouble with a source • Harbour Blog: unreadable since 3 Nov, 14:05 UTC: no briefs. /sources shows them all."


async def test_a_broken_source_is_told_once_and_so_is_that_it_is_well_again(tmp_path: Path) -> None:
    async with a_watchroom(tmp_path) as room:
        await room.pass_by()
        assert room.told == []
        room.at[0] += 7 * HOUR
        await room.fail(times=5)
        for _ in range(3):
            await room.pass_by(HOUR)
        assert room.told == [TROUBLE]
        await room.succeed()
        for _ in range(3):
            await room.pass_by(HOUR)
        assert room.told == [TROUBLE, "Well again: Harbour Blog."]


async def test_a_feed_that_is_gone_is_told_at_once(tmp_path: Path) -> None:
    async with a_watchroom(tmp_path) as room:
        source = (await room.storage.sources())[0]
        await room.storage.mark_source_gone(source.id, error="HTTP 410: it says this source is gone", at=AT)
        await room.pass_by(MINUTE)
        assert len(room.told) == 1
        assert "Harbour Blog: switched off: HTTP 410: it says this source is gone." in room.told[0]
        await room.storage.add_source(ADDRESS, now=room.at[0])
        await room.pass_by(MINUTE)
        assert len(room.told) == 1
        await room.succeed()
        await room.pass_by(MINUTE)
        assert room.told[1:] == ["Well again: Harbour Blog."]


async def test_a_daily_source_that_falls_silent_is_told_once(tmp_path: Path) -> None:
    async with a_watchroom(tmp_path) as room:
        for _ in range(20):
            room.at[0] += DAY
            await room.succeed()
        source = (await room.storage.sources())[0]
        for _ in range(9):
            room.at[0] += DAY
            await room.storage.store_visit(source.id, a_visit(at=room.at[0]))
            await room.pass_by()
        assert len(room.told) == 1
        assert "Harbour Blog: nothing new since " in room.told[0]
        await room.succeed()
        await room.pass_by()
        assert room.told[1:] == ["Well again: Harbour Blog."]


async def in_trouble(room: Watchroom) -> None:
    """The source is broken, nobody knows it yet."""
    room.at[0] += 7 * HOUR
    await room.fail(times=5)


@pytest.mark.parametrize("accident", [Fault.lose_answer, Fault.bad_gateway, Fault.garbage])
async def test_a_lost_answer_permits_one_repeat(tmp_path: Path, accident: type) -> None:
    async with a_watchroom(tmp_path) as room:
        await in_trouble(room)
        room.plan(accident(method="sendMessage", times=5))
        for _ in range(10):
            await room.pass_by(HOUR)
        assert len(room.sandbox.faults) == 3
        assert len(room.told) == (2 if accident == Fault.lose_answer else 0)


@pytest.mark.parametrize(
    "accident",
    [
        Fault.server_error(method="sendMessage"),
        Fault.too_many(3, method="sendMessage"),
        Fault.revoke_token(method="sendMessage"),
        Fault.reject("not enough rights to send text messages to the chat", method="sendMessage"),
        Fault.reject("chat not found", method="sendMessage"),
    ],
)
async def test_what_was_not_sent_is_told_later_once(tmp_path: Path, accident: Fault) -> None:
    async with a_watchroom(tmp_path) as room:
        await in_trouble(room)
        room.plan(accident)
        await room.pass_by()
        assert room.told == []
        for _ in range(3):
            await room.pass_by(DAY)
        assert room.told == [TROUBLE]


async def test_a_notice_that_is_always_refused_is_given_up(tmp_path: Path) -> None:
    async with a_watchroom(tmp_path) as room:
        await in_trouble(room)
        room.plan(Fault.server_error(method="sendMessage", times=ATTEMPTS + 5))
        for _ in range(ATTEMPTS + 5):
            await room.pass_by(3 * HOUR)
        assert len(room.sandbox.faults) == 5
        room.sandbox.faults.clear()
        await room.pass_by(DAY)
        assert room.told == []


async def test_who_blocked_the_bot_is_told_when_they_are_back(tmp_path: Path) -> None:
    async with a_watchroom(tmp_path) as room:
        await in_trouble(room)
        room.sandbox.block("anna")
        await room.pass_by()
        assert room.told == []
        room.sandbox.unblock("anna")
        await room.storage.wake_chat(ChatId(room.sandbox.meet("anna")), now=room.at[0])
        await room.pass_by()
        assert room.told == [TROUBLE]


async def test_the_word_to_stop_leaves_nothing_in_flight(tmp_path: Path) -> None:
    async with a_watchroom(tmp_path) as room:
        await in_trouble(room)
        await room.watch.look(room.stop)
        room.stop.set()
        await room.notifier.run(room.stop)
        assert room.told == []
        room.stop.clear()
        await room.pass_by()
        assert room.told == [TROUBLE]


async def test_a_sender_that_breaks_stops_nobody_and_permits_one_repeat(tmp_path: Path) -> None:
    class Breaking(TelegramSender):
        async def send(self, chat_id: ChatId, thread_id: ThreadId, message: Message) -> Outcome:
            if message.html.startswith("<b>Trouble") and not broken:
                broken.append(message.html)
                raise RuntimeError("out of order")
            return await super().send(chat_id, thread_id, message)

    broken: list[str] = []
    async with a_watchroom(tmp_path, Breaking) as room:
        await in_trouble(room)
        await room.pass_by()
        assert (len(broken), room.told) == (1, [])
        await room.pass_by(HOUR)
        assert room.told == [TROUBLE]
