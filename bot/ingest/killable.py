"""One process that reads documents and can be killed: bytes go in, what was read or UnreadableDocument comes out.

read ─▶ turn ─▶ pool (one process, started at the first document) ─▶ what was read, and how long it took
            ├─ says why not ─────────────▶ UnreadableDocument
            ├─ over its time ─▶ killed ──▶ TooSlow; the next document gets a new process
            └─ dies (memory, a C fault) ─▶ UnreadableDocument; likewise
"""

import asyncio
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, NamedTuple, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot import clock
from bot.ingest.reading.document import UnreadableDocument
from bot.ingest.turns import Rank, Turns
from bot.logs import logger

_MOST_STARVED = 5
"""Times as long may pass on the wall: time is counted in the processor's, for on a busy machine an honest document
waits more than it works. What sleeps instead of working is ended all the same."""

_MOST_MEMORY = 1 << 30
"""Bytes of address space for the process: ten megabytes of hostile markup must not take the machine's memory."""
_MOST_DOCUMENTS = 500
"""Then the process is replaced: what the libraries leak or fragment stays bounded."""
_QUEUE_SECONDS = 180.0
"""The longest wait for a turn, behind documents that all use up their time."""

_log = logger("ingest")


Read_co = TypeVar("Read_co", covariant=True)


class Reader(Protocol[Read_co]):
    """What reads a document: a function of a module, so that another process can find it."""

    def __call__(self, body: bytes, *, address: str, content_type: str | None) -> Read_co:
        """Raises UnreadableDocument."""


class Task(NamedTuple, Generic[Read_co]):
    """Who reads what: the document, its address, its type; and how many seconds of the processor's it may take."""

    reader: Reader[Read_co]
    body: bytes
    address: str
    content_type: str | None
    seconds: float


class TooSlow(UnreadableDocument):
    """It was still being read when its time was over."""


class KillableReader:
    """One process, started when first needed. Whoever opens it closes it; it may be used again after that.

    prepare: called in the process before the first document comes; a function of a module. niceness: as of nice(1).
    """

    def __init__(self, prepare: Callable[[], None] | None = None, *, niceness: int = 0) -> None:
        self._prepare = prepare
        self._niceness = niceness
        self._turns = Turns()
        self._pool: ProcessPool | None = None
        self._under_way = 0
        self._ended_at = clock.monotonic()

    def is_idle_for(self, seconds: float) -> bool:
        """Whether there is a process, and it had nothing to read for so long."""
        return self._pool is not None and not self._under_way and clock.monotonic() - self._ended_at > seconds

    async def close(self) -> None:
        """Stop the process, whatever it is doing."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(_stop, pool)

    async def read(self, task: Task[Read_co], rank: Rank) -> tuple[Read_co, float]:
        """What was read, and how many seconds of the processor's it took. Of those that wait the lowest rank is first.

        Raises UnreadableDocument; TooSlow where that is why.
        """
        self._under_way += 1
        try:
            async with asyncio.timeout(_QUEUE_SECONDS) as waiting, self._turns.turn(rank):
                waiting.reschedule(None)
                return await self._read_again(task)
        except TimeoutError as error:
            raise UnreadableDocument("too many other documents are waiting to be read: it is tried again") from error
        finally:
            self._under_way -= 1
            self._ended_at = clock.monotonic()

    async def _read_again(self, task: Task[Read_co]) -> tuple[Read_co, float]:
        try:
            return await self._read(task)
        except BrokenProcessPool:
            # The process died between two documents (the system was short of memory): not this document's fault.
            await self.close()
        try:
            return await self._read(task)
        except BrokenProcessPool as error:
            await self.close()
            raise UnreadableDocument("the process that reads documents cannot be started") from error

    async def _read(self, task: Task[Read_co]) -> tuple[Read_co, float]:
        if self._pool is None:
            self._pool = _new_pool(self._prepare, self._niceness)
        if not self._pool.active:
            raise BrokenProcessPool
        reading = self._pool.schedule(_read_in_process, args=tuple(task), timeout=_MOST_STARVED * task.seconds)
        try:
            return await asyncio.wrap_future(reading)
        except TimeoutError as error:
            raise _too_slow(task) from error
        except ProcessExpired as error:
            if error.exitcode == -signal.SIGPROF:
                raise _too_slow(task) from error
            raise UnreadableDocument("reading it took too much memory or broke the reader") from error
        except _ReaderFault as error:
            _log.exception("document.broke_the_reader", error, fault=str(error))
            raise UnreadableDocument(f"it cannot be read ({error})") from error


class _ReaderFault(Exception):
    """A mistake in reading, told in a word. It stands for exceptions that might not survive the way home."""


def _too_slow(task: Task[Read_co]) -> TooSlow:
    return TooSlow(f"it takes longer than {task.seconds:g} seconds to read")


def _new_pool(prepare: Callable[[], None] | None, niceness: int) -> ProcessPool:
    # Spawned, not forked: a fork would copy our threads' locks, and our memory.
    return ProcessPool(
        max_workers=1,
        max_tasks=_MOST_DOCUMENTS,
        initializer=_prepare_process,
        initargs=(prepare, niceness),
        context=multiprocessing.get_context("spawn"),
    )


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves this one method without types
    pool.join()


def _prepare_process(prepare: Callable[[], None] | None, niceness: int) -> None:
    # The pool's own handler runs only between two lines of Python: a hanging C library would live on for seconds.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(niceness)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    if prepare is not None:
        prepare()


def _read_in_process(
    reader: Reader[Read_co], body: bytes, address: str, content_type: str | None, seconds: float
) -> tuple[Read_co, float]:
    # Nobody handles the signal: it ends this process, also within a C library.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    began = time.process_time()
    try:
        return reader(body, address=address, content_type=content_type), time.process_time() - began
    except UnreadableDocument:
        raise
    except Exception as error:
        raise _ReaderFault(type(error).__name__) from error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
