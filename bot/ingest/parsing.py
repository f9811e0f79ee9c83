"""Reads documents in a process that can be killed: bytes go in, a Document or UnreadableDocument comes out.

    read ─▶ pool (one process, started at the first document) ─▶ Document
                ├─ says why not ─────────────▶ UnreadableDocument
                ├─ over its time ─▶ killed ──▶ UnreadableDocument; the next document gets a new process
                └─ dies (memory, a C fault) ─▶ UnreadableDocument; likewise

A thread could not be stopped, and the libraries that read feeds can be made to run for minutes. Every document goes
this way: what a document is shows only when it is read, so none is known to be harmless before.
"""

import asyncio
import multiprocessing
import os
import resource
import signal
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.ingest.reading.document import Document, UnreadableDocument
from bot.logs import logger

if TYPE_CHECKING:
    from bot.ingest.reading.surveys import Survey

SECONDS = 10.0
"""For one document. The largest honest feeds take half a second."""

_MOST_MEMORY = 1 << 30
"""Bytes of address space for the process: ten megabytes of hostile markup must not take the machine's memory."""
_MOST_DOCUMENTS = 500
"""Then the process is replaced: what the libraries leak or fragment stays bounded."""
_POLITE = 5
"""Niceness: on a small machine people in the chats are answered first."""
_QUEUE_SECONDS = 300.0
"""The longest wait for a turn, behind documents that all use up their time."""

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


class Parser:
    """One reading process, started when first needed. Whoever opens it closes it; it may be used again after that."""

    def __init__(self, reader: Reader[Document] = read_here) -> None:
        self._reader = reader
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
        self, body: bytes, *, address: str, content_type: str | None = None, seconds: float = SECONDS
    ) -> Document:
        """The document in `body`. Raises UnreadableDocument, after `seconds` of reading at the latest."""
        return await self.read_by(self._reader, body, address=address, content_type=content_type, seconds=seconds)

    async def survey(
        self, body: bytes, *, address: str, content_type: str | None = None, seconds: float = SECONDS
    ) -> "Survey":
        """The same for somebody who looks for what to follow there: what the document is, and what it leads to."""
        return await self.read_by(survey_here, body, address=address, content_type=content_type, seconds=seconds)

    async def read_by(
        self, reader: Reader[Read_co], body: bytes, *, address: str, content_type: str | None, seconds: float
    ) -> Read_co:
        """What `reader` makes of `body`. Raises UnreadableDocument, after `seconds` of reading at the latest."""
        try:
            return await self._read(reader, body, address, content_type, seconds)
        except BrokenProcessPool:
            # The process died between two documents (the system was short of memory): not this document's fault.
            await self.close()
        try:
            return await self._read(reader, body, address, content_type, seconds)
        except BrokenProcessPool as error:
            await self.close()
            raise UnreadableDocument("the process that reads documents cannot be started") from error

    async def _read(
        self, reader: Reader[Read_co], body: bytes, address: str, content_type: str | None, seconds: float
    ) -> Read_co:
        if self._pool is None:
            self._pool = _new_pool()
        if not self._pool.active:
            raise BrokenProcessPool
        reading = self._pool.schedule(_read_in_process, args=(reader, body, address, content_type), timeout=seconds)
        try:
            async with asyncio.timeout(seconds + _QUEUE_SECONDS):
                return await asyncio.wrap_future(reading)
        except TimeoutError as error:
            raise UnreadableDocument(f"it takes longer than {seconds:g} seconds to read") from error
        except ProcessExpired as error:
            raise UnreadableDocument("reading it took too much memory or broke the reader") from error
        except _ReaderFault as error:
            _log.exception("document.broke_the_reader", error, fault=str(error))
            raise UnreadableDocument(f"it cannot be read ({error})") from error


async def read_within(
    body: bytes, *, address: str, content_type: str | None = None, seconds: float = SECONDS
) -> Document:
    """Read one document in a process for it alone. Raises UnreadableDocument."""
    async with Parser() as parser:
        return await parser.read(body, address=address, content_type=content_type, seconds=seconds)


class _ReaderFault(Exception):
    """A mistake in reading, told in a word. It stands for exceptions that might not survive the way home."""


def _new_pool() -> ProcessPool:
    # Spawned, not forked: a fork would copy our threads' locks, and our memory.
    return ProcessPool(
        max_workers=1,
        max_tasks=_MOST_DOCUMENTS,
        initializer=_limit_process,
        context=multiprocessing.get_context("spawn"),
    )


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves this one method without types
    pool.join()


def _limit_process() -> None:
    # The pool's own handler runs only between two lines of Python: a hanging C library would live on for seconds.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(_POLITE)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def _read_in_process(reader: Reader[Read_co], body: bytes, address: str, content_type: str | None) -> Read_co:
    try:
        return reader(body, address=address, content_type=content_type)
    except UnreadableDocument:
        raise
    except Exception as error:
        raise _ReaderFault(type(error).__name__) from error
