"""Reads a source once, outside its visits: for the command line."""

from bot.ingest.fetch import Fetched, Fetcher
from bot.ingest.files import no_such_file, open_source
from bot.ingest.reading.reader import Document, UnreadableDocument, read_document


async def read_once(fetcher: Fetcher, address: str) -> Document:
    """The document at a path or web address. Raises UnreadableDocument: one line that names the address and why."""
    if missing := no_such_file(address):
        raise UnreadableDocument(missing)
    fetched = await open_source(fetcher, address)
    if not isinstance(fetched, Fetched):
        raise UnreadableDocument(f"{address}: {getattr(fetched, 'reason', 'nothing new')}")
    try:
        return read_document(fetched.body, address=fetched.address, content_type=fetched.content_type)
    except UnreadableDocument as exc:
        raise UnreadableDocument(f"{address}: {exc}") from exc
