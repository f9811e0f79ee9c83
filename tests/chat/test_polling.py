"""Every update is dealt with, whatever comes with it, and nobody waits for somebody else's flood."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.app import Rooms, open_rooms
from bot.chat.polling import PER_CHAT, Poller
from bot.sandbox import EventKind, Fault, NoLimits, Sandbox
from bot.settings import Settings
from storage import open_storage
from tests.ingest.servers import hanging, serving
from tests.newsroom import AT_ONCE, at_the_sandbox

AT_ONCE_AGAIN = timedelta(milliseconds=5)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A Telegram without limits."""
    sandbox = Sandbox(limits=NoLimits(clock.monotonic))
    await sandbox.open()
    yield sandbox
    await sandbox.close()


@asynccontextmanager
async def rooms_in(folder: Path, sandbox: Sandbox, settings: Settings | None = None) -> AsyncIterator[Rooms]:
    """A bot that polls only where a test lets it."""
    storage = await open_storage(f"sqlite:///{folder}/briefbot.db")
    try:
        async with open_rooms(storage, at_the_sandbox(settings or Settings(), sandbox), AT_ONCE) as rooms:
            yield rooms
    finally:
        await storage.close()


@asynccontextmanager
async def polling(rooms: Rooms) -> AsyncIterator[asyncio.Task[None]]:
    """A poller at work; at the end it is told to stop, and has to."""
    stop = asyncio.Event()
    running = asyncio.ensure_future(Poller(rooms.api, rooms.application, first_pause=AT_ONCE_AGAIN).run(stop))
    try:
        yield running
    finally:
        stop.set()
        await asyncio.wait_for(running, 5)


def answered(sandbox: Sandbox, name: str) -> int:
    """How many messages a person got."""
    chat_id = sandbox.world.person(name).id
    return sum(delivery.chat_id == chat_id for delivery in sandbox.deliveries)


async def test_killed_before_the_confirmation_the_batch_comes_again(tmp_path: Path, sandbox: Sandbox) -> None:
    """Fault 44."""
    async with rooms_in(tmp_path, sandbox) as rooms:
        sandbox.faults.add(Fault.hang(30, method="sendMessage"))  # its answer is on the way when the process dies
        sandbox.say("anna", "/help")
        killed = asyncio.ensure_future(Poller(rooms.api, rooms.application).run(asyncio.Event()))
        assert await sandbox.until(lambda: answered(sandbox, "anna") == 1)
        killed.cancel()
        await asyncio.wait([killed])
        assert sandbox.updates_waiting == 1
        async with polling(rooms):
            assert await sandbox.until(lambda: answered(sandbox, "anna") == 2)
            assert await sandbox.until(lambda: sandbox.updates_waiting == 0)


async def test_ended_in_good_order_nothing_comes_again(tmp_path: Path, sandbox: Sandbox) -> None:
    async with rooms_in(tmp_path, sandbox) as rooms:
        stop = asyncio.Event()
        sandbox.say("anna", "/help")
        sandbox.on_event = lambda event: stop.set() if event.kind is EventKind.SENT else None  # while it is dealt with
        await asyncio.wait_for(Poller(rooms.api, rooms.application).run(stop), 5)
        assert answered(sandbox, "anna") == 1
        assert sandbox.updates_waiting == 0


async def test_an_update_nobody_can_read_does_not_hold_up_the_others(
    tmp_path: Path, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 52."""
    async with rooms_in(tmp_path, sandbox) as rooms:
        sandbox.world.updates.add("message", {"message_id": "?", "chat": []})
        sandbox.world.updates.add("callback_query", {"id": "1", "from": {"id": 1}, "data": None})
        sandbox.say("anna", "/help")
        async with polling(rooms):
            assert await sandbox.until(lambda: answered(sandbox, "anna") == 1)
            assert await sandbox.until(lambda: sandbox.updates_waiting == 0)
    assert "update.unreadable" in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        b'{"ok":true,"result":[1,null,{"update_id":"x"},{"update_id":null},{"update_id":1e999},{}]}',
        b'{"ok":true,"result":' + b"[" * 100_000,
        b'{"ok":true,"result":[]}',
        b'{"ok":true,"result":{"update_id":1}}',
        b'{"ok":true,"result":"' + b"x" * 17_000_000 + b'"}',
        b'{"ok":false,"error_code":"x"}',
        b"<html><title>Log in to this network</title></html>",
        b"",
    ],
    ids=["without numbers", "nested", "at once", "no list", "huge", "no code", "a page", "empty"],
)
async def test_whatever_a_poll_is_answered_the_next_one_goes_on(tmp_path: Path, sandbox: Sandbox, body: bytes) -> None:
    async with rooms_in(tmp_path, sandbox) as rooms:
        sandbox.faults.add(Fault.answer(200, body, method="getUpdates", times=2))
        async with polling(rooms) as running:
            sandbox.say("anna", "/help")
            assert await sandbox.until(lambda: answered(sandbox, "anna") == 1)
            assert not running.done()


async def test_a_second_poller_is_told_once_and_the_first_recovers(
    tmp_path: Path, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    conflict = {"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates request"}
    async with rooms_in(tmp_path, sandbox) as rooms:
        sandbox.faults.add(Fault.answer(409, json.dumps(conflict).encode(), method="getUpdates", times=3))
        async with polling(rooms):
            sandbox.say("anna", "/help")
            assert await sandbox.until(lambda: answered(sandbox, "anna") == 1)
    assert caplog.text.count("poll.conflict") == 1


async def test_an_outage_of_days_does_not_end_the_polling(tmp_path: Path, sandbox: Sandbox) -> None:
    async with rooms_in(tmp_path, sandbox) as rooms:
        poller = Poller(rooms.api, rooms.application)
        waits = [poller._backoff() for _ in range(5000)]  # a day of waiting, without the waiting
    assert (waits[0], waits[1], max(waits)) == (timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=30))


async def test_nobody_waits_for_somebody_elses_flood(
    tmp_path: Path, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 54."""
    async with rooms_in(tmp_path, sandbox) as rooms:
        flooder = sandbox.world.person("flo").id
        sandbox.faults.add(Fault.hang(30, method="sendMessage", chat_id=flooder))
        for _ in range(250):
            sandbox.say("flo", "/help")
        sandbox.say("anna", "/help")
        async with polling(rooms):
            assert await sandbox.until(lambda: answered(sandbox, "anna") == 1, within=2)
            await sandbox.close()  # the late answer comes now
    assert caplog.text.count("chat.flooding") == 1
    assert answered(sandbox, "flo") <= PER_CHAT + 1


async def test_nobody_waits_for_somebody_elses_slow_site(tmp_path: Path, sandbox: Sandbox) -> None:
    settings = Settings(chat_sources=1, allow_private_networks=True)
    async with serving(hanging) as site, rooms_in(tmp_path, sandbox, settings) as rooms:
        stop = asyncio.Event()
        running = asyncio.ensure_future(Poller(rooms.api, rooms.application, patience=600).run(stop))
        sandbox.say("flo", f"{site}/feed")
        assert await sandbox.until(lambda: answered(sandbox, "flo") == 1)
        sandbox.say("anna", "/help")
        assert await sandbox.until(lambda: answered(sandbox, "anna") == 1)

        stop.set()  # the site still hangs
        await asyncio.wait_for(running, 5)
        told = [line.text for one in sandbox.transcript() if one.name == "flo" for line in one.lines if line.from_bot]
        assert len(told) == 1
        assert "please send the address again" in told[0]


async def test_told_to_stop_in_a_poll_it_stops_at_once(
    tmp_path: Path, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with rooms_in(tmp_path, sandbox) as rooms, polling(rooms):
        assert await sandbox.until(lambda: sandbox.polling)
    assert "Traceback" not in caplog.text
