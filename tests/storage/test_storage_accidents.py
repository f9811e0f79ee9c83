"""Power cuts, kills and a second process: what was written stays, and nothing else is there."""

import asyncio
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from storage import open_storage
from storage.errors import DatabaseCorrupt, DatabaseInUse
from tests.builders import AT, a_brief
from tests.storage.scene import Scene, opened

RUN = """
import asyncio, sys
from storage import open_storage

async def main():
    storage = await open_storage(sys.argv[1], exclusive=True)
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await storage.close()

asyncio.run(main())
"""

SEND = """
import asyncio, sys
from datetime import datetime, UTC
from storage import open_storage

async def main():
    storage = await open_storage(sys.argv[1], exclusive=True)
    now = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
    for message_id in range(1, 10_000):
        for bundle in await storage.claim_bundles(now, limit=1, not_to=(), each=1):
            ids = [delivery.id for delivery in bundle.deliveries]
            print(*ids, flush=True)
            await storage.record_sent(ids, message_id, now=now)

asyncio.run(main())
"""


@asynccontextmanager
async def process(script: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Another Python with this script; it is killed in the end, if it still runs."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, *arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.communicate()


async def line(running: asyncio.subprocess.Process) -> str:
    assert running.stdout is not None
    return (await asyncio.wait_for(running.stdout.readline(), timeout=20)).decode().strip()


async def test_one_exclusive_process_at_a_time_and_a_kill_frees_the_database(tmp_path: Path) -> None:
    """Fault 34. Others, such as `sources add`, work beside it."""
    url = f"sqlite://{tmp_path}/briefbot.db"
    async with process(RUN, url) as first:
        assert await line(first) == "open"
        with pytest.raises(DatabaseInUse, match=f"process {first.pid}.*stop it first"):
            await open_storage(url, exclusive=True)
        beside = await open_storage(url)
        await beside.add_source("https://news.test/feed", now=AT)
        await beside.close()
        first.send_signal(signal.SIGKILL)
        await first.wait()

    heir = await open_storage(url, exclusive=True)
    with pytest.raises(DatabaseInUse):
        await open_storage(url, exclusive=True)
    assert len(await heir.sources()) == 1
    await heir.close()
    await (await open_storage(url, exclusive=True)).close()


async def test_a_process_that_is_refused_ends(tmp_path: Path) -> None:
    """No thread of a database that did not open keeps it alive."""
    url = f"sqlite://{tmp_path}/briefbot.db"
    holder = await open_storage(url, exclusive=True)
    async with process(RUN, url) as refused:
        code = await asyncio.wait_for(refused.wait(), timeout=20)
    await holder.close()

    assert code == 1


async def test_a_process_that_dies_of_an_error_ends(tmp_path: Path) -> None:
    """No thread of a database that nobody closed keeps it alive."""
    dies = RUN.replace("await asyncio.to_thread(sys.stdin.read)", "raise SystemExit(3)")
    async with process(dies, f"sqlite://{tmp_path}/briefbot.db") as dying:
        assert await asyncio.wait_for(dying.wait(), timeout=20) == 3


async def test_a_kill_in_the_middle_of_sending_repeats_at_most_what_was_in_flight(tmp_path: Path) -> None:
    """Fault 32, as far as the database goes."""
    path = tmp_path / "briefbot.db"
    async with opened(path) as scene:
        for chat in range(1, 201):
            await scene.follows(chat)
        await scene.owed(a_brief())
    begun = []
    for lines in (3, 11, 7):
        async with process(SEND, f"sqlite://{path}") as sender:
            begun += [int(await line(sender)) for _ in range(lines)]

    async with opened(path) as scene:
        assert scene.rows("PRAGMA integrity_check") == [("ok",)]
        sent = {row[0] for row in scene.rows("SELECT id FROM deliveries WHERE state = 'sent'")}
        in_flight = {row[0] for row in scene.rows("SELECT id FROM deliveries WHERE state = 'sending'")}
        assert set(begun) <= sent | in_flight
        assert len(in_flight) <= 3
        assert await scene.storage.recover_sending(AT) == len(in_flight)
        assert (await scene.storage.backlog(AT)).due == 200 - len(sent)


async def test_power_loss_leaves_whole_transactions(scene: Scene, tmp_path: Path) -> None:
    """Fault 85: a copy of the database whose WAL is cut at any byte opens, is sound, and marks nothing falsely sent."""
    for chat in range(1, 41):
        await scene.follows(chat)
    await scene.owed(a_brief("a"), a_brief("b"))
    for bundle in await scene.claim():
        await scene.storage.record_sent([delivery.id for delivery in bundle.deliveries], bundle.chat_id, now=AT)
    wal = scene.path.with_name(scene.path.name + "-wal")
    whole = _bytes(wal)
    dice = random.Random(85)

    for number, cut in enumerate([0, 1, 31, 33, *[dice.randrange(len(whole)) for _ in range(40)]]):
        copy = tmp_path / f"copy{number}" / "briefbot.db"
        _cut_copy(scene.path, copy, whole[:cut])
        async with opened(copy) as restored:
            assert restored.rows("PRAGMA integrity_check") == [("ok",)]
            assert restored.rows("PRAGMA foreign_key_check") == []
            halves = "SELECT chat_id FROM deliveries WHERE state = 'sent' GROUP BY chat_id HAVING COUNT(*) <> 2"
            assert restored.rows(halves) == []
            await restored.storage.recover_sending(AT)
            backlog = await restored.storage.backlog(AT)
            assert backlog.sending == 0


def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def _cut_copy(path: Path, copy: Path, wal: bytes) -> None:
    copy.parent.mkdir()
    shutil.copy(path, copy)
    copy.with_name(copy.name + "-wal").write_bytes(wal)


async def test_a_damaged_page_is_said_not_repaired(scene: Scene, tmp_path: Path) -> None:
    """Fault 83."""
    await scene.news(*[a_brief(f"k{n}") for n in range(200)])
    copy = tmp_path / "copy.db"
    await scene.storage.backup(copy)
    _damage(copy)

    with pytest.raises(DatabaseCorrupt, match="nothing was deleted"):
        async with opened(copy) as damaged:
            await damaged.storage.newest_briefs(limit=1000)


def _damage(path: Path) -> None:
    """Overwrite everything behind the first page."""
    with closing(sqlite3.connect(path)) as connection:
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    for start in range(page_size, len(content), page_size):
        content[start : start + 100] = b"\xff" * 100
    path.write_bytes(bytes(content))
