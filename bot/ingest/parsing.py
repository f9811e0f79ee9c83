"""Reads documents where they can hang or kill nobody: bytes go in, a Document or UnreadableDocument comes out.

small, of a source that was read before ─▶ the quick process ─┬▶ Document
large, unknown, or slow last time ───────▶ the slow process ──┘

A thread could not be stopped, and the libraries that read feeds can be made to run for minutes. Every document goes
this way: what a document is shows only when it is read, so none is known to be harmless before.
"""

import importlib
from collections import OrderedDict
from enum import IntEnum
from typing import TYPE_CHECKING, Self

from bot.ingest.killable import KillableReader, Read_co, Reader, Task, TooSlow
from bot.ingest.reading.document import Document

if TYPE_CHECKING:
    from bot.ingest.reading.surveys import Survey

_LEAST_SECONDS = 3.0
_SECONDS_A_MEGABYTE = 0.7
"""For one document. Honest ones take a fiftieth of it; what is meant to hang should not keep the others for long."""

_LARGE = 1_000_000
"""Bytes. Of honest documents one in fifty is larger, and waits among its likes."""
_SLOW_SECONDS = 0.5
"""Of the processor's. Honest documents of that size take a tenth of it."""
_MOST_SLOW = 1_000
"""Addresses remembered as slow; the oldest are forgotten."""
_NICE, _NICER = 5, 15
"""Niceness of the two: on a small machine people in the chats are answered first, and what is slow comes last."""
_IDLE_SECONDS = 60.0
"""Then the slow process is let go: on a quiet day nobody needs it, and it has the memory of half a bot."""

_LIBRARIES = ("bot.ingest.reading.reader", "lxml.etree", "selectolax.lexbor")
"""Loaded before the first document comes: their loading is none of its time."""
_FIRST_WORDS = b"Harbour news\n\nThe harbour is open again.\n\nRead more"
"""Read before the first document comes: it makes the tables of tails, which takes a quarter of a second."""


def read_here(body: bytes, *, address: str, content_type: str | None) -> Document:
    """Read in this very process, without any limit."""
    # Only the reading process loads the libraries for it: the others save their memory and their start.
    from bot.ingest.reading.reader import read_document  # noqa: PLC0415 - see above

    return read_document(body, address=address, content_type=content_type)


def survey_here(body: bytes, *, address: str, content_type: str | None) -> "Survey":
    """Look a document over in this very process, without any limit."""
    from bot.ingest.reading.surveys import survey  # noqa: PLC0415 - as above

    return survey(body, address=address, content_type=content_type)


def _warm_up() -> None:
    for library in _LIBRARIES:
        importlib.import_module(library)
    read_here(_FIRST_WORDS, address="words.txt", content_type=None)


class Haste(IntEnum):
    """Who is waiting: a person; a source that is due; one that was never read; one that was not read last time."""

    MUCH = 0
    SOME = 1
    LITTLE = 2
    NONE = 3


class Parser:
    """Two reading processes, so that what is slow keeps only its likes waiting. Whoever opens it closes it.

    It may be used again after that.
    """

    def __init__(self, reader: Reader[Document] = read_here, *, idle_seconds: float = _IDLE_SECONDS) -> None:
        self._reader = reader
        self._idle_seconds = idle_seconds
        prepare = _warm_up if reader is read_here else None
        self._quick = KillableReader(prepare, niceness=_NICE)
        self._slow = KillableReader(prepare, niceness=_NICER)
        self._slow_addresses: OrderedDict[str, None] = OrderedDict()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop the processes, whatever they are doing."""
        await self._quick.close()
        await self._slow.close()

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
        return await self._read(Task(self._reader, body, address, content_type, seconds or seconds_for(body)), haste)

    async def survey(
        self, body: bytes, *, address: str, content_type: str | None = None, seconds: float | None = None
    ) -> "Survey":
        """The same for somebody who looks for what to follow there: what the document is, and what it leads to."""
        return await self._read(
            Task(survey_here, body, address, content_type, seconds or seconds_for(body)), Haste.MUCH
        )

    async def _read(self, task: Task[Read_co], haste: Haste) -> Read_co:
        if self._slow.is_idle_for(self._idle_seconds):
            await self._slow.close()
        is_suspect = haste > Haste.SOME or len(task.body) > _LARGE or task.address in self._slow_addresses
        process = self._slow if is_suspect else self._quick
        try:
            read, seconds = await process.read(task, (haste, len(task.body)))
        except TooSlow:
            self._note(task.address, is_slow=True)
            raise
        self._note(task.address, is_slow=seconds > _SLOW_SECONDS)
        return read

    def _note(self, address: str, *, is_slow: bool) -> None:
        self._slow_addresses.pop(address, None)
        if is_slow:
            self._slow_addresses[address] = None
        if len(self._slow_addresses) > _MOST_SLOW:
            self._slow_addresses.popitem(last=False)


def seconds_for(body: bytes) -> float:
    """How long a document of this size may be read."""
    return _LEAST_SECONDS + _SECONDS_A_MEGABYTE * len(body) / 1_000_000
