"""Reads documents in a process that can be killed: bytes go in, a Document or UnreadableDocument comes out.

    read ─▶ turn ─▶ pool (one process, started at the first document) ─▶ Document
                ├─ says why not ─────────────▶ UnreadableDocument
                ├─ over its time ─▶ killed ──▶ UnreadableDocument; the next document gets a new process
                └─ dies (memory, a C fault) ─▶ UnreadableDocument; likewise

A thread could not be stopped, and the libraries that read feeds can be made to run for minutes. Every document goes
this way: what a document is shows only when it is read, so none is known to be harmless before.
"""

import asyncio
import importlib
import multiprocessing
import os
import resource
import signal
from concurrent.futures.process import BrokenProcessPool
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.ingest.reading.document import Document, UnreadableDocument
from bot.ingest.turns import Turns
from bot.logs import logger

if TYPE_CHECKING:
    from bot.ingest.reading.surveys import Survey

_LEAST_SECONDS = 3.0
_SECONDS_A_MEGABYTE = 0.7
"""For one document. Honest ones take a fiftieth of it; what is meant to hang should not keep the others for long."""

_MOST_STARVED = 5
"""Times as long may pass on the wall: time is counted in the processor's, for on a busy machine an honest document
waits more than it works. What sleeps instead of working is ended all the same."""

_MOST_MEMORY = 1 << 30
"""Bytes of address space for the process: ten megabytes of hostile markup must not take the machine's memory."""
_MOST_DOCUMENTS = 500
"""Then the process is replaced: what the libraries leak or fragment stays bounded."""
_POLITE = 5
"""Niceness: on a small machine people in the chats are answered first."""
_QUEUE_SECONDS = 180.0
"""The longest wait for a turn, behind documents that all use up their time."""
_LIBRARIES = ("bot.ingest.reading.reader", "lxml.etree", "selectolax.lexbor")
"""Loaded before the first document comes: their loading is none of its time."""
_FIRST_WORDS = b"Harbour news\n\nThe harbour is open again.\n\nRead more"
"""Read before the first document comes: it makes the tables of tails, which takes a quarter of a second."""

_log = logger("ingest")


Read_co = TypeVar("Read_co", covariant=True)


class Reader(Protocol[Read_co]):
    """What reads a document: a function of a module, so that another process can find it."""

    def __call__(self, body: bytes, *, address: str, content_type: str | None) -> Read_co:
        """Raises UnreadableDocument."""


def read_here(body: bytes, *, address: str, content_type: str | None) -> Document:
    """Read in this very process, without any limit."""
    # Only the reading process loads the libraries for it: the others save their memory and their start.
    from bot.ingest.reading.reader import read_document  # noqa: PLC0415 - see above

    return read_document(body, address=address, content_type=content_type)


def survey_here(body: bytes, *, address: str, content_type: str | None) -> "Survey":
    """Look a document over in this very process, without any limit."""
    from bot.ingest.reading.surveys import survey  # noqa: PLC0415 - as above

    return survey(body, address=address, content_type=content_type)


class Haste(IntEnum):
    """Who is waiting for a document: a person; a source that is due; one that kept everybody waiting last time."""

    MUCH = 0
    SOME = 1
    NONE = 2


_Task = tuple[Reader[Read_co], bytes, str, str | None]
"""Who reads what: the document, its address, its type."""


class Parser:
    """One reading process, started when first needed. Whoever opens it closes it; it may be used again after that."""

    def __init__(self, reader: Reader[Document] = read_here) -> None:
        self._reader = reader
        self._turns = Turns()
        self._pool: ProcessPool | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop the process, whatever it is doing."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(_stop, pool)

    async def read(
        self,
        body: bytes,
        *,
        address: str,
        content_type: str | None = None,
        seconds: float | None = None,
        haste: Haste = Haste.SOME,
    ) -> Document:
        """The document in `body`. Raises UnreadableDocument, after `seconds` of the processor's time at the latest.

        By default it gets what is plenty for its size. Of those that wait, the hastier is read first, then the smaller.
        """
        task = (self._reader, body, address, content_type)
        return await self._read_in_turn(task, seconds or seconds_for(body), haste)

    async def survey(
        self, body: bytes, *, address: str, content_type: str | None = None, seconds: float | None = None
    ) -> "Survey":
        """The same for somebody who looks for what to follow there: what the document is, and what it leads to."""
        task = (survey_here, body, address, content_type)
        return await self._read_in_turn(task, seconds or seconds_for(body), Haste.MUCH)

    async def _read_in_turn(self, task: _Task[Read_co], seconds: float, haste: Haste) -> Read_co:
        try:
            async with asyncio.timeout(_QUEUE_SECONDS) as waiting, self._turns.turn((haste, len(task[1]))):
                waiting.reschedule(None)
                return await self._read_again(task, seconds)
        except TimeoutError as error:
            raise UnreadableDocument("too many other documents are waiting to be read: it is tried again") from error

    async def _read_again(self, task: _Task[Read_co], seconds: float) -> Read_co:
        try:
            return await self._read(task, seconds)
        except BrokenProcessPool:
            # The process died between two documents (the system was short of memory): not this document's fault.
            await self.close()
        try:
            return await self._read(task, seconds)
        except BrokenProcessPool as error:
            await self.close()
            raise UnreadableDocument("the process that reads documents cannot be started") from error

    async def _read(self, task: _Task[Read_co], seconds: float) -> Read_co:
        if self._pool is None:
            self._pool = _new_pool(_LIBRARIES if self._reader is read_here else ())
        if not self._pool.active:
            raise BrokenProcessPool
        reading = self._pool.schedule(_read_in_process, args=(*task, seconds), timeout=_MOST_STARVED * seconds)
        try:
            return await asyncio.wrap_future(reading)
        except TimeoutError as error:
            raise _too_long(seconds) from error
        except ProcessExpired as error:
            if error.exitcode == -signal.SIGPROF:
                raise _too_long(seconds) from error
            raise UnreadableDocument("reading it took too much memory or broke the reader") from error
        except _ReaderFault as error:
            _log.exception("document.broke_the_reader", error, fault=str(error))
            raise UnreadableDocument(f"it cannot be read ({error})") from error


class _ReaderFault(Exception):
    """A mistake in reading, told in a word. It stands for exceptions that might not survive the way home."""


def seconds_for(body: bytes) -> float:
    """How long a document of this size may be read."""
    return _LEAST_SECONDS + _SECONDS_A_MEGABYTE * len(body) / 1_000_000


def _too_long(seconds: float) -> UnreadableDocument:
    return UnreadableDocument(f"it takes longer than {seconds:g} seconds to read")


def _new_pool(libraries: tuple[str, ...]) -> ProcessPool:
    # Spawned, not forked: a fork would copy our threads' locks, and our memory.
    return ProcessPool(
        max_workers=1,
        max_tasks=_MOST_DOCUMENTS,
        initializer=_prepare_process,
        initargs=(libraries,),
        context=multiprocessing.get_context("spawn"),
    )


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves this one method without types
    pool.join()


def _prepare_process(libraries: tuple[str, ...]) -> None:
    # The pool's own handler runs only between two lines of Python: a hanging C library would live on for seconds.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(_POLITE)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    for library in libraries:
        importlib.import_module(library)
    if libraries:
        read_here(_FIRST_WORDS, address="words.txt", content_type=None)


def _read_in_process(
    reader: Reader[Read_co], body: bytes, address: str, content_type: str | None, seconds: float
) -> Read_co:
    # Nobody handles the signal: it ends this process, also within a C library.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return reader(body, address=address, content_type=content_type)
    except UnreadableDocument:
        raise
    except Exception as error:
        raise _ReaderFault(type(error).__name__) from error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
