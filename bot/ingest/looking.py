"""Looks at a source: what comes of it is a document that was read, or why there is none. Nothing is stored."""

from dataclasses import dataclass, replace

from bot.ingest.fetch import Failed, Fetched, Fetcher, NotModified
from bot.ingest.leave import refusal_of_page, visiting_with_leave
from bot.ingest.parsing import Haste, Parser
from bot.ingest.reading.document import Document, UnreadableDocument
from bot.ingest.rereading import read_changes
from bot.ingest.robots import Robots
from bot.ingest.traces import Rest
from storage.model import Source, SourceKind


@dataclass(frozen=True)
class Read:
    """A document that was read; `fetched` is what else came with it, `rest` what of it was not read before.

    The bytes of both have been let go.
    """

    fetched: Fetched
    document: Document
    rest: Rest


@dataclass(frozen=True)
class Same:
    """A document that is as the last visit left it; `fetched` is what else came with it."""

    fetched: Fetched


@dataclass(frozen=True)
class Unreadable:
    """A document that is no use; `reason` is one clear line."""

    reason: str


Look = Read | Same | Unreadable | NotModified | Failed


async def look(fetcher: Fetcher, robots: Robots, parser: Parser, source: Source) -> Look:
    """The source's document as it is now, if it may be read."""
    seen = await _read(fetcher, robots, parser, source)
    if isinstance(seen, Read):
        refusal = await refusal_of_page(robots, source, seen.fetched, seen.document)
        return Failed(refusal) if refusal else seen
    return seen


async def _read(fetcher: Fetcher, robots: Robots, parser: Parser, source: Source) -> Look:
    """What came and what it says; it takes room in memory only until it has been read."""
    async with visiting_with_leave(fetcher, robots, source) as answer:
        if not isinstance(answer, Fetched):
            return answer
        try:
            changes = await read_changes(parser, source, answer, haste=_haste(source))
        except UnreadableDocument as error:
            return Unreadable(str(error))
        fetched = replace(answer, body=b"")
        if changes is None:
            return Same(fetched)
        doubt = _doubt(source, changes.document)
        return Unreadable(doubt) if doubt else Read(fetched, changes.document, changes.rest._replace(body=b""))


def _haste(source: Source) -> Haste:
    # One that failed last time may have kept the reader busy, one that is new may do so: everybody else comes first.
    if source.failures:
        return Haste.NONE
    return Haste.LITTLE if source.visited_at is None else Haste.SOME


def _doubt(source: Source, document: Document) -> str | None:
    """Why a document cannot be what its source usually publishes, or None.

    Taken at its word it would be "0 new", or everything would be: an error page or a new layout has other briefs.
    """
    if not document.briefs and document.kind is not SourceKind.FEED:
        return "no briefs were found there: its layout may have changed"
    if source.visited_at is not None and source.kind not in {None, document.kind}:
        return (
            f"it was {_named(source.kind)} and is {_named(document.kind)} now: if it is to stay so, "
            "remove the source and add it again"
        )
    return None


def _named(kind: SourceKind | None) -> str:
    return {SourceKind.FEED: "a feed", SourceKind.ARCHIVE: "a page", SourceKind.TEXT: "a text", None: "unknown"}[kind]
