"""SQLite keeps its word: whole transactions, no lock that stays, clear errors, nothing left behind."""

import asyncio
import os
import random
import resource
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from storage import Storage, open_storage
from storage.database import Connection, Sql
from storage.errors import DatabaseCorrupt, DatabaseUnavailable, StorageError
from storage.sqlite import ADVICE, DAMAGED, SqliteDatabase, _storage_error
from tests.builders import AT
from tests.storage.scene import Scene, opened

ADD = Sql("INSERT INTO topics (query, created_at) VALUES (:query, 0)")
COUNT = Sql("SELECT COUNT(*) AS found FROM topics")


async def count(conn: Connection) -> int:
    row = await conn.fetch_one(COUNT)
    assert row is not None
    return int(row["found"])


def workers() -> list[threading.Thread]:
    """The threads that aiosqlite started and that still run."""
    return [thread for thread in threading.enumerate() if "_connection_worker_thread" in thread.name]


async def test_what_raises_leaves_nothing_written(scene: Scene) -> None:
    database = SqliteDatabase(scene.path)
    await database.open()

    async def work(conn: Connection) -> None:
        await conn.execute(ADD, {"query": "a"})
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        await database.transact(work)

    assert await database.read(count) == 0
    await database.close()


async def test_a_read_cannot_write(scene: Scene) -> None:
    database = SqliteDatabase(scene.path)
    await database.open()

    async def work(conn: Connection) -> None:
        await conn.execute(ADD, {"query": "a"})

    with pytest.raises(StorageError):
        await database.read(work)
    assert await database.read(count) == 0
    await database.close()


async def test_a_cancelled_transaction_ends_before_its_caller_hears_of_it(scene: Scene) -> None:
    database = SqliteDatabase(scene.path)
    await database.open()
    begun, go_on = threading.Event(), threading.Event()

    async def work(conn: Connection) -> None:
        await conn.execute(ADD, {"query": "a"})
        begun.set()
        go_on.wait()  # in the thread of the connection: it keeps no loop waiting
        await conn.execute(ADD, {"query": "b"})

    caller = asyncio.create_task(database.transact(work))
    await asyncio.to_thread(begun.wait)
    caller.cancel()
    caller.cancel()
    await asyncio.wait([caller], timeout=0.01)
    still_under_way = not caller.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await caller

    assert still_under_way
    assert await database.read(count) == 2
    await database.close()


async def test_cancellations_at_random_moments_never_keep_the_write_lock(scene: Scene) -> None:
    """Each transaction is whole or not at all, and another connection can write at once afterwards."""
    database = SqliteDatabase(scene.path)
    await database.open()
    dice = random.Random(7)

    def pair(number: int) -> asyncio.Task[None]:
        async def work(conn: Connection) -> None:
            await conn.execute(ADD, {"query": f"{number}a"})
            await conn.execute(ADD, {"query": f"{number}b"})

        return asyncio.create_task(database.transact(work))

    for number in range(150):
        tasks = [pair(3 * number + place) for place in range(3)]
        for _ in range(dice.randrange(30)):
            await asyncio.sleep(0)
        for task in tasks:
            if dice.random() < 0.7:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        outsider = sqlite3.connect(scene.path, timeout=0, isolation_level=None)
        outsider.execute("BEGIN IMMEDIATE")
        outsider.execute("ROLLBACK")
        outsider.close()

    halves = scene.rows("SELECT COUNT(*) FROM topics GROUP BY CAST(query AS INTEGER)")
    assert halves
    assert set(halves) == {(2,)}
    await database.close()


async def test_a_loop_that_cancels_everything_leaves_no_lock(scene: Scene) -> None:
    """asyncio.run cancels the inner task as well, where no shield helps."""
    database = SqliteDatabase(scene.path)
    await database.open()
    before = asyncio.all_tasks()

    async def work(conn: Connection) -> None:
        await conn.execute(ADD, {"query": "a"})
        begun.set()
        go_on.wait()

    begun, go_on = threading.Event(), threading.Event()
    caller = asyncio.create_task(database.transact(work))
    await asyncio.to_thread(begun.wait)
    for task in asyncio.all_tasks() - before:
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()

    assert await database.transact(count) == 1  # it came to its end all the same
    await database.close()


async def test_a_transaction_that_waits_for_anything_else_is_refused(scene: Scene) -> None:
    """It would hold the write lock for as long as that takes."""
    database = SqliteDatabase(scene.path)
    await database.open()

    async def work(conn: Connection) -> None:
        await conn.execute(ADD, {"query": "a"})
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="awaits its connection and nothing else"):
        await database.transact(work)

    assert await database.transact(count) == 0
    await database.close()


async def test_closing_ends_the_threads(scene: Scene) -> None:
    before = set(workers())
    database = SqliteDatabase(scene.path)
    await database.open()
    opened = set(workers()) - before

    await database.close()
    await database.close()

    assert len(opened) == 2
    for thread in opened:
        thread.join(timeout=2)
    assert not any(thread.is_alive() for thread in opened)
    with pytest.raises(DatabaseUnavailable, match="not open"):
        await database.read(count)


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to look at" * 100, b"SQLite format 3\0" + b"x" * 4000]
)
async def test_what_is_no_database_is_said_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(content)
    before = set(workers())

    with pytest.raises(DatabaseCorrupt, match="nothing was deleted"):
        await open_storage(f"sqlite://{path}")

    assert path.read_bytes() == content
    for thread in set(workers()) - before:
        thread.join(timeout=2)
    assert set(workers()) <= before


async def test_a_file_that_cannot_be_written_is_said_before_work_begins(tmp_path: Path) -> None:
    path = tmp_path / "briefbot.db"
    await (await open_storage(f"sqlite:///{path}")).close()
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        pytest.skip("this user may write whatever the permissions say")

    with pytest.raises(DatabaseUnavailable, match="cannot be written: check the permissions"):
        await open_storage(f"sqlite:///{path}", exclusive=True)
    await (await open_storage(f"sqlite:///{path}")).close()  # to look at it is still possible


async def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    before = set(workers())  # an earlier test's last one may still be on its way out

    with pytest.raises(DatabaseUnavailable, match="cannot be opened"):
        await open_storage(f"sqlite://{tmp_path}/file/briefbot.db")
    with pytest.raises(DatabaseUnavailable, match="cannot be opened"):
        await open_storage(f"sqlite://{tmp_path}")

    for thread in set(workers()) - before:
        thread.join(timeout=2)
    assert set(workers()) <= before


@pytest.mark.parametrize(
    "url", ["", "briefbot.db", "sqlite://", "sqlite:///", "sqlite://name.db", "postgresql://me:secret@there/db"]
)
async def test_an_address_we_cannot_use_is_explained_without_repeating_it(url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="sqlite:///absolute/path") as refusal:
        await open_storage(url)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("slashes", ["sqlite://", "sqlite:///"])
async def test_an_absolute_path_may_bring_its_own_slash(tmp_path: Path, slashes: str) -> None:
    storage = await open_storage(f"{slashes}{tmp_path}/new folder/a.db")
    await storage.close()

    assert (tmp_path / "new folder" / "a.db").is_file()


async def test_a_lock_held_by_another_program_is_said(scene: Scene) -> None:
    database = SqliteDatabase(scene.path, busy_timeout=timedelta(milliseconds=20))
    await database.open()
    outsider = sqlite3.connect(scene.path, isolation_level=None)
    outsider.execute("BEGIN IMMEDIATE")

    with pytest.raises(DatabaseUnavailable, match="is locked by another program"):
        await database.transact(count)
    reader_goes_on = await database.read(count)
    outsider.execute("ROLLBACK")
    outsider.close()

    assert reader_goes_on == 0
    assert await database.transact(count) == 0
    await database.close()


async def test_a_full_disk_is_said_and_nothing_half_written(scene: Scene) -> None:
    """A limit on the size of files stands for the end of the disk (SIGXFSZ is ignored by Python)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    used = max(scene.sizes())
    resource.setrlimit(resource.RLIMIT_FSIZE, (used + 8192, hard))
    try:
        with pytest.raises(DatabaseUnavailable, match="disk"):
            await scene.storage.remember_topic("x" * 1_000_000, now=AT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert (await scene.storage.remember_topic("y", now=AT)).query == "y"
    assert scene.rows("SELECT query FROM topics") == [("y",)]


def test_every_error_of_sqlite_becomes_one_of_ours() -> None:
    """The mapping is complete: no code of SQLite leaves this room as it is."""
    codes = {name: getattr(sqlite3, name) for name in dir(sqlite3) if name.startswith("SQLITE_")}
    results = {code for name, code in codes.items() if isinstance(code, int) and 0 < code <= 26 and "LIMIT" not in name}

    def told(code: int) -> StorageError:
        error = sqlite3.OperationalError("as SQLite says it")
        error.sqlite_errorcode = code
        return _storage_error(Path("briefbot.db"), error)

    kinds = {code: type(told(code)) for code in results}
    assert {code for code, kind in kinds.items() if kind is DatabaseUnavailable} == set(ADVICE)
    assert {code for code, kind in kinds.items() if kind is DatabaseCorrupt} == DAMAGED
    assert {kinds[code] for code in results - set(ADVICE) - DAMAGED} == {StorageError}
    assert isinstance(told(sqlite3.SQLITE_IOERR_WRITE), DatabaseUnavailable)
    assert all("\n" not in str(told(code)) for code in results)


async def test_a_backup_is_a_whole_database_while_others_write(scene: Scene, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("an older backup")
    chat_id = await scene.follows(1)

    async def write(storage: Storage) -> None:
        for number in range(50):
            await storage.remember_topic(f"topic {number}", now=AT)

    await asyncio.gather(write(scene.storage), scene.storage.backup(copy))

    async with opened(copy) as restored:
        assert await restored.storage.chat(chat_id) is not None
        assert restored.rows("PRAGMA integrity_check") == [("ok",)]
        assert not any(name.endswith(".partial") for name in restored.names())


async def test_a_backup_to_nowhere_is_said(scene: Scene, tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="cannot be opened"):
        await scene.storage.backup(tmp_path / "no folder" / "copy.db")
