"""RSS, RDF and Atom, well made or not: fastfeedparser first, feedparser where the fast one would fail or guess.

The fast parser reads nearly every feed in a thirtieth of the time. It is not believed where it would guess: it fills
partial dates up from today, knows no xml:base; nor where it would miss something (see doubts.py). Both are given bytes
that begin with a tag, never text, an address or a path: they would go and fetch what looks like one.
"""

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any, Final, NamedTuple

from bot.ingest.reading.bounds import refuse_endless
from bot.ingest.reading.dates import published_at
from bot.ingest.reading.doctypes import without_doctype
from bot.ingest.reading.document import NO_LINKS, HubLinks, UnreadableDocument
from bot.ingest.reading.doubts import has_gaps, has_odd_dates, is_beyond_fast, without_foreign_names
from bot.ingest.reading.entries import Entry
from bot.ingest.reading.languages import declared_language
from bot.ingest.reading.pacing import asked_pause

MOST_ENTRIES: Final = 1_000
"""Entries that are read of one document; the newest stand first, and nobody reads a thousand."""

_MOST_ITEMS: Final = 2 * MOST_ENTRIES
"""Items that any parser is given, with room for a text about feeds that has "<item>" in it: some cost a parser a
millisecond each."""

_MOST_UNCLOSED: Final = 100_000
"""Tags that never close, of which the tolerant parser is given no more: it takes two seconds for these."""

_PROLOGS: Final = 1_000
"""Characters in which the prolog ends."""

_HEADER: Final = 20_000
"""Bytes before the first item in which a feed speaks of itself."""

_PROLOG = re.compile(r"<\?(?i:xml)\b[^>]{0,300}?>")
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_LANGUAGE = re.compile(r"<(?:\w+:)?language\b[^<>]*>\s*(?:<!\[CDATA\[)?\s*([\w-]{2,35})")
_XML_LANG = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF|channel)\b[^<>]*?\sxml:lang\s*=\s*[\"']([\w-]{2,35})", re.IGNORECASE)
_XML_BASE = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF|channel)\b[^<>]*?\sxml:base\s*=\s*[\"']([^\"'<>]+)", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_CONTROLS: Final = bytes((*range(9), 11, 12, *range(14, 32)))
"""Bytes that XML forbids; in UTF-8 they are never part of another character."""

_TOLD = re.compile(
    rb"<(?!media:)(?:\w+:)?(item|entry|description|summary|guid|id"
    rb"|pubDate|published|issued|date|updated|modified|lastBuildDate)\b[^<>]*>\s*(?:<!\[CDATA\[\s*)?([^<\]]{0,100})",
    re.IGNORECASE,
)
_ITEMS: Final = frozenset((b"item", b"entry"))
_SUMMARIES: Final = frozenset((b"description", b"summary"))
_IDS: Final = frozenset((b"guid", b"id"))
_FULL_DATE = re.compile(rb"\s*(?:\d{4}-\d\d-\d\d|(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-]+[A-Za-z]{3,9}[\s-]+\d{4}\b)")


class Feed(NamedTuple):
    """A feed as it was read; `base`: what relative links are relative to; `ttl`: how long it wants to be left alone."""

    title: str | None
    language: str | None
    base: str
    entries: list[Entry]
    ttl: timedelta | None = None
    links: HubLinks = NO_LINKS


class _Header(NamedTuple):
    """What the feed says of itself that the fast parser does not tell."""

    language: str | None
    base: str | None
    ttl: timedelta | None
    length: int


class _Look(NamedTuple):
    """What a look over the tags tells: dates as they are written, which items have a summary, whether one has an id."""

    dates: list[bytes]
    own_summaries: list[bool]
    has_ids: bool


def read_feed(text: str, *, address: str) -> Feed:
    """The entries of a feed in its order. Raises UnreadableDocument for what neither parser can make anything of."""
    refuse_endless(text)
    text = without_doctype(text)
    # Only where it stands: a megabyte of prologs that never end would be searched from each of them.
    text = (_PROLOG.sub("", text[:_PROLOGS], count=1) + text[_PROLOGS:]).lstrip()
    body = text.encode(errors="ignore").translate(None, _CONTROLS)
    body = _first_items(body)
    header = _header(body)
    feed = _read_fast(body, header, address) or _read_tolerant(body, header, address)
    if feed is None:
        raise UnreadableDocument(
            "looks like a feed, but its XML is too broken to read: try the address in a feed validator"
        )
    return feed._replace(ttl=header.ttl)


def _header(body: bytes) -> _Header:
    first = _ITEM.search(body)
    length = min(first.start() if first else len(body), _HEADER)
    head = body[:length].decode(errors="ignore")
    found = _LANGUAGE.search(head) or _XML_LANG.search(head)
    base = _XML_BASE.search(head)
    language = declared_language(found[1]) if found else None
    return _Header(language, base[1] if base else None, asked_pause(head), length)


def _first_items(body: bytes) -> bytes:
    """The feed up to its last item that may be read; both parsers read what is not closed."""
    if body.count(b"<item") + body.count(b"<entry") + body.count(b":item") + body.count(b":entry") <= _MOST_ITEMS:
        return body
    beyond = next(islice(_ITEM.finditer(body), _MOST_ITEMS, None), None)
    return body if beyond is None else body[: beyond.start()]


def _look(body: bytes) -> _Look:
    dates: list[bytes] = []
    own_summaries: list[bool] = []
    has_ids = False
    for tag, text in _TOLD.findall(body):
        name = tag.lower()
        if name in _ITEMS:
            own_summaries.append(False)
        elif name in _SUMMARIES:
            if own_summaries and text:
                own_summaries[-1] = True
        elif name in _IDS:
            has_ids = has_ids or bool(own_summaries)
        else:
            dates.append(text)
    return _Look(dates, own_summaries, has_ids)


def _read_fast(body: bytes, header: _Header, address: str) -> Feed | None:
    """What the fast parser reads; None where it raises, finds nothing, or would guess."""
    if is_beyond_fast(body, header.length):
        return None
    body = without_foreign_names(body, header.length)
    parsed = _parsed_fast(body)
    if parsed is None or not parsed.get("entries"):
        return None
    entries: list[dict[str, Any]] = parsed["entries"][:MOST_ENTRIES]
    look = _look(body)
    if _would_guess(look.dates, entries) or _has_bases_within(body, header, entries):
        return None
    if has_gaps(entries, body) or has_odd_dates(look.dates, entries, body, header.length):
        return None
    summaries = _own_summaries(body, look, entries)
    about = parsed.get("feed") or {}
    base = _text(header.base) or _text(about.get("link")) or address
    has_ids, has_dates = look.has_ids or body.find(b"rdf:about", header.length) >= 0, bool(look.dates)
    return Feed(
        _text(about.get("title")),
        header.language or declared_language(_text(about.get("language"))),
        base,
        [
            _fast_entry(entry, summary, has_ids=has_ids, has_dates=has_dates)
            for entry, summary in zip(entries, summaries, strict=True)
        ],
    )


def _parsed_fast(body: bytes, **options: bool) -> Mapping[str, Any] | None:
    import fastfeedparser  # noqa: PLC0415 - late: costs a tenth of a second at the start

    try:
        parsed: Mapping[str, Any] = fastfeedparser.parse(body, include_content=options.get("include_content", True))
    except Exception:  # noqa: BLE001 - foreign parser, hostile bytes: whatever it raises means "ask the tolerant one"
        return None
    return parsed


def _would_guess(dates: Sequence[bytes], entries: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the fast parser had to make dates up: from today, or from an id that looks like one."""
    if not dates:
        return False
    return len(dates) < len(entries) or not all(_FULL_DATE.match(date) for date in dates if date.strip())


def _has_bases_within(body: bytes, header: _Header, entries: Sequence[Mapping[str, Any]]) -> bool:
    relative = any(":" not in (_text(entry.get("link")) or ":") for entry in entries)
    return relative and b"xml:base" in body[header.length :]


def _own_summaries(body: bytes, look: _Look, entries: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """The summaries that the feed itself has: the fast parser makes one from the content where there is none."""
    summaries = [_text(entry.get("description")) for entry in entries]
    if len(look.own_summaries) == len(entries):
        return [
            summary if own or not _may_be_made(summary, _first_value(entry.get("content"))) else None
            for summary, own, entry in zip(summaries, look.own_summaries, entries, strict=True)
        ]
    # A comment, or a text about feeds, has "<item>" in it. Asked without contents, the parser makes no summaries.
    again = _parsed_fast(body, include_content=False)
    if again is None or len(again["entries"]) < len(entries):
        return summaries
    return [_text(entry.get("description")) for entry in again["entries"][: len(entries)]]


def _may_be_made(summary: str | None, content: str | None) -> bool:
    if summary is None or content is None or summary == content or "<" in summary:
        return False
    beginning = _ANY_TAG.sub(" ", content[:2_000]).split(maxsplit=1)
    return not beginning or "&" in beginning[0] or summary.startswith(beginning[0])


def _fast_entry(entry: Mapping[str, Any], summary: str | None, *, has_ids: bool, has_dates: bool) -> Entry:
    media = entry.get("media_content") or []
    content = _first_value(entry.get("content"))
    # Video sites write their only text into the media description.
    summary = summary or next(filter(None, (_text(medium.get("description")) for medium in media)), None)
    id_ = _text(entry.get("id")) if has_ids else None
    return Entry(
        id=id_,
        title=_text(entry.get("title")),
        summary=summary,
        content=None if content == summary else content,
        # An id that is an address is where the entry stands, unless it says otherwise.
        link=_text(entry.get("link")) or (id_ if id_ and id_.startswith(("http://", "https://")) else None),
        published_at=published_at(_text(entry.get("published")), _text(entry.get("updated"))) if has_dates else None,
        language=None,
        tags=tuple(filter(None, (_text(tag.get("term")) for tag in entry.get("tags") or []))),
        images=(*_pictures(entry.get("enclosures") or []), *_pictures(media)),
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


def _read_tolerant(body: bytes, header: _Header, address: str) -> Feed | None:
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
                response_headers={"content-location": address, "content-type": "application/xml; charset=utf-8"},
            )
    except Exception:  # noqa: BLE001 - foreign parser, hostile bytes: whatever it raises means that it is no feed
        return None
    if not parsed.get("entries") and not parsed.get("version"):
        return None
    about = parsed.get("feed") or {}
    is_atom = str(parsed.get("version", "")).startswith("atom")
    return Feed(
        _text(about.get("title")),
        header.language or declared_language(_text(about.get("language"))),
        _text(header.base) or _text(about.get("link")) or address,
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


def _first_value(contents: object) -> str | None:
    if isinstance(contents, list) and contents and isinstance(contents[0], Mapping):
        return _text(contents[0].get("value"))
    return None


def _text(value: object) -> str | None:
    """A string with something in it, or None: hostile feeds put other things into these places."""
    return value if isinstance(value, str) and value.strip() else None
