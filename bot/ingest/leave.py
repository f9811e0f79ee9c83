"""Opens a source the way a visit does: a page only with its host's leave.

known to be a page ─▶ robots.txt ─▶ Failed, or open (and wait as long between two visits as its host wants)
anything else ─▶ open ─▶ read ─▶ it turns out to be a page ─▶ robots.txt ─▶ Failed, or go on
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.ingest.fetch import Failed, Fetched, Fetcher, NotModified
from bot.ingest.files import is_path, visiting_source
from bot.ingest.reading.document import Document
from bot.ingest.robots import Allowed, Robots, Unknown
from storage.model import Source, SourceKind


@asynccontextmanager
async def visiting_with_leave(
    fetcher: Fetcher, robots: Robots, source: Source
) -> AsyncIterator[Fetched | NotModified | Failed]:
    """The document of a source, if it changed since its last visit, for as long as it is needed.

    A page that may not be read is not asked for.
    """
    delay = None
    if source.kind is SourceKind.ARCHIVE and not is_path(source.address):
        access = await robots.access(source.address, failures=source.failures)
        if not isinstance(access, Allowed):
            yield Failed(access.reason, is_silence=isinstance(access, Unknown) and access.is_silence)
            return
        delay = access.delay
    async with visiting_source(fetcher, source.address, etag=source.etag, last_modified=source.last_modified) as answer:
        yield answer if isinstance(answer, Failed) or delay is None else replace(answer, crawl_delay=delay)


async def refusal_of_page(robots: Robots, source: Source, fetched: Fetched, document: Document) -> str | None:
    """Why a document that turned out to be a page may not be read, or None. Whoever was asked before is not again."""
    if document.kind is not SourceKind.ARCHIVE or source.kind is SourceKind.ARCHIVE or is_path(source.address):
        return None
    access = await robots.access(fetched.address, failures=source.failures)
    return None if isinstance(access, Allowed) else access.reason
