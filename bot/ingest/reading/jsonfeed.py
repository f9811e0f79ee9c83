"""JSON Feed 1 and 1.1 (jsonfeed.org), and what calls itself so: wrong types are left out, never an error."""

import json
from collections.abc import Mapping
from html import escape
from typing import Final

from bot.ingest.reading.dates import published_at
from bot.ingest.reading.document import MOST_ENTRIES, UnreadableDocument
from bot.ingest.reading.entries import Entry, Feed
from bot.ingest.reading.hubs import links_of_json
from bot.ingest.reading.languages import declared_language

_ADVICE: Final = "a JSON Feed has a “version” and a list of “items” (see jsonfeed.org)"


def read_json_feed(text: str, *, address: str) -> Feed:
    """The entries of a JSON Feed in its order. Raises UnreadableDocument when it is other or broken JSON."""
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise UnreadableDocument(f"its JSON is broken: {_ADVICE}") from exc
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(items, list):
        raise UnreadableDocument(f"JSON, but no feed: {_ADVICE}")
    language = declared_language(_text(document.get("language")))
    base = _text(document.get("home_page_url")) or address
    entries = [_entry(item) for item in items[:MOST_ENTRIES] if isinstance(item, dict)]
    return Feed(_text(document.get("title")), language, base, entries, links=links_of_json(document, base=address))


def _entry(item: Mapping[str, object]) -> Entry:
    plain, html = _text(item.get("content_text")), _text(item.get("content_html"))
    summary = _text(item.get("summary"))
    # 1.0 asked for a string; feeds that write a number mean the same id.
    id_ = item.get("id")
    return Entry(
        id=str(id_) if isinstance(id_, int | float) and not isinstance(id_, bool) else _text(id_),
        title=_plain(_text(item.get("title"))),
        summary=_plain(summary),
        content=html or _plain(plain),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        published_at=published_at(_text(item.get("date_published")), _text(item.get("date_modified"))),
        language=declared_language(_text(item.get("language"))),
        tags=tuple(filter(None, (_plain(_text(tag)) for tag in _list(item.get("tags"))))),
        images=tuple(filter(None, (_text(item.get(name)) for name in ("image", "banner_image")))),
    )


def _plain(text: str | None) -> str | None:
    """Plain text as markup: in JSON Feed only `content_html` is HTML, "<b>" in a title is what it looks like."""
    return None if text is None else escape(text, quote=False)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
