"""Archive pages: the next file to be written."""

from bot.ingest.readings import Document, UnreadableDocument


def read_archive(text: str, *, address: str) -> Document:
    """Refuse every page."""
    raise UnreadableDocument(f"no briefs found: {address} is a page of {len(text)} characters; try its feed")
