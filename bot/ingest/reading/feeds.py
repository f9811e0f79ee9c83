"""RSS, RDF and Atom, well made or not: what is well-formed is read from lxml's tree, all else by feedparser.

feedparser makes something of nearly everything and takes sixteen times as long. It is given bytes that begin with a
tag, never text, an address or a path: it would go and fetch what looks like one.
"""

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Final

from bot.ingest.reading.bounds import refuse_endless
from bot.ingest.reading.dates import published_at
from bot.ingest.reading.decoding import hides_in_ascii, without_half_references
from bot.ingest.reading.doctypes import without_doctype
from bot.ingest.reading.document import MOST_ENTRIES, UnreadableDocument
from bot.ingest.reading.entries import Entry, Feed
from bot.ingest.reading.hubs import links_of_markup
from bot.ingest.reading.languages import declared_language
from bot.ingest.reading.pacing import asked_pause
from bot.ingest.reading.wellformed import read_well_formed

_MOST_ITEMS: Final = 2 * MOST_ENTRIES
"""Items that the tolerant parser is given, with room for a text about feeds that has "<item>" in it: some cost it a
millisecond each."""

_MOST_UNCLOSED: Final = 100_000
"""Tags that never close, of which the tolerant parser is given no more: it takes two seconds for these."""

_PROLOGS: Final = 1_000
"""Characters in which the prolog ends."""

_HEADER: Final = 20_000
"""Bytes before the first item in which a feed speaks of itself."""

_PLAIN = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml\b[^<>]{0,300}+>)?(?:\s++|<\?[^<>]{0,300}+>|<!--(?:[^-]++|-(?!->))*+-->)*+"
    rb"<(?:\w{1,20}:)?(?:rss|feed|RDF)[\s>]"
)
_PROLOG = re.compile(r"<\?(?i:xml)\b[^>]{0,300}?>")
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_LANGUAGE = re.compile(r"<(?:\w+:)?language\b[^<>]*>\s*(?:<!\[CDATA\[)?\s*([\w-]{2,35})")
_XML_LANG = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF|channel)\b[^<>]*?\sxml:lang\s*=\s*[\"']([\w-]{2,35})", re.IGNORECASE)
_XML_BASE = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF|channel)\b[^<>]*?\sxml:base\s*=\s*[\"']([^\"'<>]+)", re.IGNORECASE)
_CONTROLS: Final = bytes((*range(9), 11, 12, *range(14, 32)))
"""Bytes that XML forbids; in UTF-8 they are never part of another character."""


def read_plain_feed(body: bytes, *, address: str, content_type: str | None) -> Feed | None:
    """The entries of a feed that is plain UTF-8 to its last byte, as nearly all are; None: look closer.

    Nothing is decoded or copied before it is parsed.
    """
    if _PLAIN.match(body) is None or hides_in_ascii(body, content_type):
        return None
    feed = read_well_formed(body, address=address)
    if feed is None:
        return None
    head = _head(body)
    return feed._replace(ttl=asked_pause(head), links=links_of_markup(head, base=address))


def read_feed(text: str, *, address: str) -> Feed:
    """The entries of a feed in its order. Raises UnreadableDocument for what neither parser can make anything of."""
    text = without_half_references(without_doctype(text))
    # Only where it stands: a megabyte of prologs that never end would be searched from each of them.
    text = (_PROLOG.sub("", text[:_PROLOGS], count=1) + text[_PROLOGS:]).lstrip()
    body = text.encode(errors="ignore").translate(None, _CONTROLS)
    feed = read_well_formed(body, address=address)
    if feed is None:
        refuse_endless(text)
        feed = _read_tolerant(_first_items(body), address)
    if feed is None:
        raise UnreadableDocument(
            "looks like a feed, but its XML is too broken to read: try the address in a feed validator"
        )
    return feed._replace(ttl=asked_pause(_head(body)))


def _head(body: bytes) -> str:
    """What stands before the first item: there a feed speaks of itself."""
    first = _ITEM.search(body, 0, _HEADER)
    return body[: first.start() if first else _HEADER].decode(errors="ignore")


def _first_items(body: bytes) -> bytes:
    """The feed up to its last item that may be read: the tolerant parser reads what is not closed."""
    if body.count(b"<item") + body.count(b"<entry") + body.count(b":item") + body.count(b":entry") <= _MOST_ITEMS:
        return body
    beyond = next(islice(_ITEM.finditer(body), _MOST_ITEMS, None), None)
    return body if beyond is None else body[: beyond.start()]


def _read_tolerant(body: bytes, address: str) -> Feed | None:
    """What feedparser makes of it; None when it is no feed to it either. Raises UnreadableDocument for endless tags."""
    # Counted by what closes, not by how many there are: a long feed in XHTML has as many, and is read.
    if body.count(b"<") - 2 * body.count(b"</") - body.count(b"/>") > _MOST_UNCLOSED:
        raise UnreadableDocument(
            f"its XML is broken, more than {_MOST_UNCLOSED:,} tags never close: try the address in a feed validator"
        )
    import feedparser  # noqa: PLC0415 - late: seldom needed

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            parsed = feedparser.parse(
                io.BytesIO(body),
                sanitize_html=False,
                resolve_relative_uris=False,
                # Without the feed's address: an id is what it says, and links are made absolute by ourselves.
                response_headers={"content-type": "application/xml; charset=utf-8"},
            )
    except Exception:  # noqa: BLE001 - foreign parser, hostile bytes: whatever it raises means that it is no feed
        return None
    if not parsed.get("entries") and not parsed.get("version"):
        return None
    about = parsed.get("feed") or {}
    is_atom = str(parsed.get("version", "")).startswith("atom")
    head = _head(body)
    language = _LANGUAGE.search(head) or _XML_LANG.search(head)
    base = _XML_BASE.search(head)
    return Feed(
        _text(about.get("title")),
        declared_language(language[1] if language else _text(about.get("language"))),
        base[1] if base else _text(about.get("link")) or address,
        [_tolerant_entry(entry, is_atom=is_atom) for entry in parsed["entries"][:MOST_ENTRIES]],
    )


def _tolerant_entry(entry: Mapping[str, Any], *, is_atom: bool) -> Entry:
    content, summary = _first_value(entry.get("content")), _text(entry.get("summary"))
    title = _text(entry.get("title"))
    if is_atom and title and (entry.get("title_detail") or {}).get("type") == "text/plain":
        # Here "<b>" is two brackets and a letter.
        title = title.replace("&", "&amp;").replace("<", "&lt;")
    # Plain dict.get: feedparser's own answers "updated" with "published", and warns.
    dates = [_text(dict.get(dict(entry), name)) for name in ("published", "updated", "created")]
    media = [*(entry.get("media_content") or []), *(entry.get("enclosures") or [])]
    thumbnails = [{"thumbnail_url": thumbnail.get("url")} for thumbnail in entry.get("media_thumbnail") or []]
    return Entry(
        id=_text(entry.get("id")),
        title=title,
        # feedparser copies the content into a missing summary.
        summary=None if summary == content else summary,
        content=content,
        link=_text(entry.get("link")),
        published_at=published_at(*dates),
        language=declared_language(_text((entry.get("title_detail") or {}).get("language"))),
        tags=tuple(filter(None, (_text(tag.get("term")) for tag in entry.get("tags") or []))),
        images=(*_pictures(media), *_pictures(thumbnails)),
    )


def _pictures(media: Sequence[Mapping[str, Any]]) -> list[str]:
    """The addresses of what is declared an image, and of thumbnails."""
    pictures = []
    for medium in media:
        is_image = str(medium.get("type") or "").startswith("image/") or medium.get("medium") == "image"
        address = medium.get("url") or medium.get("href") if is_image else medium.get("thumbnail_url")
        if isinstance(address, str):
            pictures.append(address)
    return pictures


def _first_value(contents: object) -> str | None:
    if isinstance(contents, list) and contents and isinstance(contents[0], Mapping):
        return _text(contents[0].get("value"))
    return None


def _text(value: object) -> str | None:
    """A string with something in it, or None: hostile feeds put other things into these places."""
    return value if isinstance(value, str) and value.strip() else None
