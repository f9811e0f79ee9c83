"""SQLite behind the interface of storage.database: aiosqlite, one writer, one reader, WAL.

A transaction runs as a whole in the thread of its connection: one way there and back, however many statements it has,
and a busy event loop never prolongs the time for which it holds the write lock.
synchronous=FULL: "sent" must survive a power cut, or it is sent again. The only file that imports sqlite3.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from storage.database import Connection, Row, Sql
from storage.errors import DatabaseCorrupt, DatabaseUnavailable, StorageError
from storage.lockfile import LockFile

Result = TypeVar("Result")

BUSY_TIMEOUT = timedelta(seconds=10)
"""How long a statement waits for the lock of another process (`sources add`, a backup) before we give up."""

ADVICE = {
    sqlite3.SQLITE_BUSY: "is locked by another program: stop that program, then try again",
    sqlite3.SQLITE_LOCKED: "is locked by another program: stop that program, then try again",
    sqlite3.SQLITE_READONLY: "cannot be written: check the permissions of the file and of its folder",
    sqlite3.SQLITE_PERM: "cannot be written: check the permissions of the file and of its folder",
    sqlite3.SQLITE_FULL: "cannot grow, the disk is full: make room, then try again",
    sqlite3.SQLITE_IOERR: "cannot be read or written, the disk reports an error: check the disk and its free space",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: check that its folder exists and may be written",
}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

EVERYWHERE = ("PRAGMA foreign_keys = ON", "PRAGMA cache_size = -32768", "PRAGMA temp_store = MEMORY")
"""32 MiB of pages: with SQLite's 2 MiB, changing a long queue reads most pages of its indexes again and again."""


class SqliteConnection:
    """The Connection of one transaction, in the thread of its connection: nothing here ever really waits."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    async def fetch_all(self, statement: Sql, parameters: Mapping[str, object] | None = None) -> Sequence[Row]:
        """All rows."""
        return self._raw.execute(statement, parameters or {}).fetchall()

    async def fetch_one(self, statement: Sql, parameters: Mapping[str, object] | None = None) -> Row | None:
        """The first row, or None."""
        rows = self._raw.execute(statement, parameters or {}).fetchall()
        return rows[0] if rows else None

    async def execute(self, statement: Sql, parameters: Mapping[str, object] | None = None) -> int:
        """Run a statement that returns no rows."""
        return self._raw.execute(statement, parameters or {}).rowcount

    async def execute_many(self, statement: Sql, parameters: Sequence[Mapping[str, object]]) -> int:
        """Run it once for each set of parameters; without any, nothing is asked of the engine."""
        if not parameters:
            return 0
        return self._raw.executemany(statement, parameters).rowcount


class SqliteDatabase:
    """One SQLite file. Whoever hands in a lock file makes it theirs alone while it is open."""

    def __init__(self, path: Path, *, lock: LockFile | None = None, busy_timeout: timedelta = BUSY_TIMEOUT) -> None:
        self.path = path
        self._lock = lock
        self._busy_timeout = busy_timeout
        self._writer: aiosqlite.Connection | None = None
        self._reader: aiosqlite.Connection | None = None
        self._writing = asyncio.Lock()
        self._reading = asyncio.Lock()

    async def open(self) -> None:
        """Take the lock file, connect twice. What fails half-way is let go of again."""
        try:
            with _translated(self.path):
                await _to_the_end(self._open())
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """End both worker threads, after the transactions under way, and give the lock file back."""
        with _translated(self.path):
            await _to_the_end(self._close())

    async def transact(self, work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """Run `work` in one transaction that may write.

        A caller that is cancelled while it waits for its turn goes at once: nothing has begun. Afterwards the
        transaction is brought to its end first, and the cancellation is raised then.
        """
        async with self._writing:
            return await _to_the_end(self._transaction(self._writer, "BEGIN IMMEDIATE", work))

    async def read(self, work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """Run `work` on one view of the database; an attempt to write in it is an error."""
        async with self._reading:
            return await _to_the_end(self._transaction(self._reader, "BEGIN", work))

    async def backup(self, path: Path) -> None:
        """Copy to a neighbour of `path` and rename: an interrupted backup never looks like a whole one."""
        partial = path.with_name(path.name + ".partial")

        async def copy() -> None:
            partial.unlink(missing_ok=True)
            async with self._connection() as connection:
                await connection.execute("VACUUM INTO :path", {"path": str(partial)})
            await asyncio.to_thread(_settle, partial, path)

        with _translated(path):
            await _to_the_end(copy())

    async def _transaction(
        self, raw: aiosqlite.Connection | None, begin: str, work: Callable[[Connection], Awaitable[Result]]
    ) -> Result:
        if raw is None:
            raise DatabaseUnavailable(f"the database {self.path} is not open")
        with _translated(self.path):
            # aiosqlite has no public, nor typed, way to run more than one statement in its thread.
            trip = raw._execute(_whole, raw._conn, begin, work)  # type: ignore[no-untyped-call]  # noqa: SLF001  # see above
            result: Result = await trip
            return result

    async def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self._lock is not None:
            self._lock.take()
        self._writer = await self._connect("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")
        self._reader = await self._connect("PRAGMA query_only = ON")
        if self._lock is not None:  # whoever stays for days hears now that it is read-only, not with the first news
            for statement in ("BEGIN IMMEDIATE", "PRAGMA user_version = 0", "ROLLBACK"):
                await self._writer.execute_fetchall(statement)

    async def _connect(self, *pragmas: str) -> aiosqlite.Connection:
        connection = aiosqlite.connect(
            self.path, isolation_level=None, timeout=self._busy_timeout.total_seconds(), cached_statements=256
        )
        # A process whose main task dies without closing us must end: SQLite rolls back what its death interrupts.
        connection._thread.daemon = True  # noqa: SLF001 - aiosqlite has no public way to say it
        await connection
        try:
            connection.row_factory = sqlite3.Row
            for pragma in (*pragmas, *EVERYWHERE):
                await connection.execute_fetchall(pragma)
        except BaseException:
            await connection.close()
            raise
        return connection

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[aiosqlite.Connection]:
        connection = await self._connect()
        try:
            yield connection
        finally:
            await connection.close()

    async def _close(self) -> None:
        try:
            async with self._reading, self._writing:
                await self._disconnect()
        finally:
            if self._lock is not None:
                self._lock.release()

    async def _disconnect(self) -> None:
        reader, self._reader = self._reader, None
        writer, self._writer = self._writer, None
        for connection in (reader, writer):  # the writer last: it folds the WAL back into the file
            if connection is not None:
                await connection.close()


def _whole(raw: sqlite3.Connection, begin: str, work: Callable[[Connection], Awaitable[Result]]) -> Result:
    """One transaction from its beginning to its end; what raises leaves nothing written."""
    try:
        raw.execute(begin)
        result = _driven(work(SqliteConnection(raw)))
        raw.commit()
    except BaseException:
        raw.rollback()  # where nothing began, this does nothing
        raise
    return result


def _driven(work: Awaitable[Result]) -> Result:
    """The result of a unit of work. It awaits its connection only, which never waits: so it needs no event loop."""
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as end:
        result: Result = end.value
        return result
    steps.close()
    raise RuntimeError("a transaction awaits its connection and nothing else: it holds the lock meanwhile")


async def _to_the_end(work: Coroutine[Any, Any, Result]) -> Result:
    """Await `work` and do not leave before it is over; a cancellation in the meantime is raised then."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError:
                continue  # asked again: the answer is the same, and the first request is still to be honoured
        if not task.cancelled():
            task.exception()  # looked at, so that nobody warns of it: the caller has gone
        raise


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Raise what SQLite and the file system say as one of our errors: one line that says what to do."""
    try:
        yield
    except OSError as error:
        raise DatabaseUnavailable(f"{path} cannot be opened: {error.strerror or error}") from error
    except sqlite3.Error as error:
        raise _storage_error(path, error) from error


def _storage_error(path: Path, error: sqlite3.Error) -> StorageError:
    code = getattr(error, "sqlite_errorcode", None)  # absent where Python itself complains
    primary = None if code is None else code & 0xFF  # the upper bits say more exactly what we do not need
    if primary in ADVICE:
        return DatabaseUnavailable(f"the database {path} {ADVICE[primary]} ({error})")
    if primary in DAMAGED:
        return DatabaseCorrupt(
            f"{path} is damaged or no database of ours ({error}): nothing was deleted;"
            " restore a backup, or choose another place"
        )
    return StorageError(f"the database {path} refused a statement: {error}")


def _settle(partial: Path, path: Path) -> None:
    """Write the copy through to the disk before it takes its name."""
    with partial.open("rb+") as copy:
        os.fsync(copy.fileno())
    partial.replace(path)
