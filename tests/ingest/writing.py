"""Feeds as a test writes them, and reads them again."""

from bot.ingest.reading.reader import Document, read_document
from storage.model import Brief

ADDRESS = "https://desk.example/feed/"
DATE = "<pubDate>Tue, 11 Mar 2025 17:45:00 +0100</pubDate>"


def read(feed: str, address: str = ADDRESS) -> Document:
    """The document of a feed, read as if it came from the address."""
    return read_document(feed.encode(), address=address)


def rss(*items: str, channel: str = "") -> str:
    """An RSS 2.0 feed of these items."""
    namespaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/"'
    )
    told = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {namespaces}><channel><title>The Desk</title>'
        f"<link>https://desk.example/</link>{channel}{told}</channel></rss>"
    )


def atom(*entries: str, attributes: str = "") -> str:
    """An Atom feed of these entries."""
    told = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>The Desk</title>{told}</feed>'


def only(document: Document) -> Brief:
    """The one brief of a document."""
    (brief,) = document.briefs
    return brief
