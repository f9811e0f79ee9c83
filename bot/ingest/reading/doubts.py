"""What the fast parser would read wrong or not at all, told by a look: then the tolerant one is asked, or words moved.

It reads a title up to its first element, knows no base64, and takes the first element of a name in whatever namespace:
a podcast's <itunes:title> for its <title>.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

_XHTML = re.compile(rb"<(?:\w+:)?(?:title|summary)\b[^<>]*\stype\s*=\s*[\"'](?:xhtml|application/xhtml\+xml)")
_BASE64 = re.compile(
    rb"<(?:\w+:)?(?:title|summary|content)\b[^<>]*\s(?:mode\s*=\s*[\"']base64|type\s*=\s*[\"']application/octet-stream)"
)
_NAKED = re.compile(rb"<(?:title|summary|description)\b[^<>]*(?<!/)>[^<]*<(?![/!])")
_PUBLISHED = re.compile(rb"<(?:\w+:)?(?:pubDate|published|issued|date)\b", re.IGNORECASE)
_PREFIXED = re.compile(rb"<(\w+):(title|link|guid|id|description|summary)[\s>]")
_FEEDS_OWN: Final = frozenset((b"dc", b"dcterms", b"atom", b"atom10", b"a10", b"rss", b"content", b"rdf"))
"""Vocabularies whose elements mean the same as those of feeds."""

_BESIDE_A_FEEDS: Final = frozenset((b"media", b"itunes"))
"""Vocabularies that are told from a feed's own, but for their titles."""

_FIRST_ITEMS: Final = 4_000
"""Bytes. A feed is made by one program: what its first items have, the others have."""


def is_beyond_fast(body: bytes, start: int) -> bool:
    """Whether some of the texts are written in a way that the fast parser does not know. `start`: of the items."""
    end = start + _FIRST_ITEMS
    if b"xhtml" in body and _XHTML.search(body):
        return True
    return _BASE64.search(body, start, end) is not None or _NAKED.search(body, start, end) is not None


def without_foreign_names(body: bytes, start: int) -> bytes:
    """The feed with elements of other vocabularies renamed where they are called as those of feeds are."""
    for prefix, name in set(_PREFIXED.findall(body, start, start + _FIRST_ITEMS)):
        if prefix in _FEEDS_OWN or (prefix in _BESIDE_A_FEEDS and name != b"title"):
            continue
        body = body.replace(b"<%b:%b" % (prefix, name), b"<%b:other-%b" % (prefix, name))
        body = body.replace(b"</%b:%b" % (prefix, name), b"</%b:other-%b" % (prefix, name))
    return body


def has_gaps(entries: Sequence[Mapping[str, Any]], body: bytes) -> bool:
    """Whether an entry came out with nothing to read or nothing to know it by: it may be written in another way."""
    untitled = any(not entry.get("title") for entry in entries)
    textless = any(
        not (entry.get("description") or entry.get("content") or entry.get("media_content")) for entry in entries
    )
    if untitled and (textless or b"<media:other-title" in body):
        return True
    return (textless and b"<media:description" in body) or any(
        not (entry.get("link") or entry.get("id")) for entry in entries
    )


def has_odd_dates(dates: Sequence[bytes], entries: Sequence[Mapping[str, Any]], body: bytes, start: int) -> bool:
    """Whether dates have a name it does not know ("created"), or only one for which it would rather try the id."""
    if not dates:
        return b"created>" in body
    return body.startswith(b"<item", start) and "updated" in entries[0] and not _PUBLISHED.search(body, start)
