"""Any document as briefs: looks at the bytes, asks the right reader, checks that what comes out can be told apart.

bytes ─▶ text ─┬─ {…}                    ─▶ jsonfeed ─┐
               ├─ <rss> <feed> <rdf:RDF> ─▶ feeds    ─┴▶ entries ─┐
               ├─ other markup           ─▶ archives ─────────────┼▶ Document
               └─ plain text             ─▶ texts ────────────────┘
"""

import re
from typing import Final

from bot.ingest.reading.archives import read_archive
from bot.ingest.reading.counted_cuts import counted_cut, with_excerpts
from bot.ingest.reading.decoding import clean, decode
from bot.ingest.reading.doctypes import without_doctype
from bot.ingest.reading.document import MOST_ENTRIES, Document, UnreadableDocument
from bot.ingest.reading.entries import LONGEST_TITLE, Feed, brief_of, shortened
from bot.ingest.reading.feeds import read_feed, read_plain_feed
from bot.ingest.reading.guessing import with_languages
from bot.ingest.reading.hubs import links_of_markup
from bot.ingest.reading.jsonfeed import read_json_feed
from bot.ingest.reading.keys import told_apart
from bot.ingest.reading.markup import plain_line
from bot.ingest.reading.texts import briefs_of_text
from storage.model import SourceKind

__all__ = ["Document", "UnreadableDocument", "read_document"]

_LARGEST: Final = 16 * 1024 * 1024
"""Bytes. Fetching is capped lower; a local file may be anything."""

_HEAD: Final = 16_000
"""Characters in which a document shows what it is; servers print warnings before the prolog."""

_FEED = re.compile(r"<(?:[\w-]{1,20}:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|div|span|p|a|article|section|main|ul|ol|table|h[1-6]|br|b|i"
    r"|strong|em|img)[\s/>]",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def read_document(body: bytes, *, address: str, content_type: str | None = None) -> Document:
    """The briefs of a document in its order.

    `address`: where it came from, for relative links. `content_type`: HTTP's word, believed for the encoding only, as
    servers call feeds anything. Raises UnreadableDocument, and nothing else, whatever the bytes are.
    """
    document = _read(body, address, content_type)
    if document.language is not None:
        return document
    return document.model_copy(update={"briefs": with_languages(document.briefs)})


def _read(body: bytes, address: str, content_type: str | None) -> Document:
    if len(body) > _LARGEST:
        raise UnreadableDocument(f"larger than {_LARGEST // 1024 // 1024} MB: is this the right address?")
    plain = read_plain_feed(body, address=address, content_type=content_type)
    if plain is not None:
        return _of_feed(plain)
    text = decode(body, content_type).lstrip("\ufeff \t\r\n\x00")
    if text.startswith("<") and "<!ENTITY" in text[:_HEAD]:
        # Long declarations would hide the root of the document, too.
        text = without_doctype(text)
    if not text.strip():
        raise UnreadableDocument("empty: there is nothing to read at this address yet")
    head = _COMMENT.sub("", text[:_HEAD])
    if text[0] in "{[":
        return _of_feed(read_json_feed(text, address=address))
    if _is_feed(head):
        feed = read_feed(text[_feed_start(text) :], address=address)
        return _of_feed(feed._replace(links=links_of_markup(text, base=address)))
    if _HTML.search(head):
        return read_archive(text, address=address)
    return _of_text(text)


def _is_feed(head: str) -> bool:
    """Whether a feed's root comes before anything of HTML."""
    feed, html = _FEED.search(head), _HTML.search(head)
    return feed is not None and (html is None or feed.start() < html.start())


def _feed_start(text: str) -> int:
    prolog = text.find("<?xml", 0, _HEAD)
    root = _FEED.search(text)
    start = text.find("<!DOCTYPE", 0, _HEAD)
    places = [place for place in (prolog, start, root.start() if root else 0) if place >= 0]
    return min(places)


def _of_feed(feed: Feed) -> Document:
    read = (brief_of(entry, base=feed.base, language=feed.language) for entry in feed.entries)
    briefs = [brief for brief in read if brief is not None]
    cut_from = counted_cut(briefs)
    return Document(
        kind=SourceKind.FEED,
        title=shortened(plain_line(feed.title or ""), LONGEST_TITLE).text or None,
        language=feed.language,
        ttl=feed.ttl,
        briefs=told_apart(with_excerpts(briefs, cut_from)),
        links=feed.links,
        cut_from=cut_from,
    )


def _of_text(text: str) -> Document:
    if text.startswith("<?xml") or _looks_binary(text):
        raise UnreadableDocument(
            "neither a feed, a page nor a text: try the address of the blog's feed or archive page"
        )
    briefs = briefs_of_text(clean(text))[:MOST_ENTRIES]
    if not briefs:
        raise UnreadableDocument("no briefs found: the text has no paragraphs; try the address of the page itself")
    return Document(kind=SourceKind.TEXT, briefs=told_apart(briefs))


def _looks_binary(text: str) -> bool:
    """Whether this is a picture or an archive: a text has hardly a character that no text can have."""
    sample = text[:4000]
    return (len(sample) - len(clean(sample)) + sample.count("\ufffd")) * 10 > len(sample)
