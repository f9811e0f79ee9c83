"""What the last visit left of a document, so that what has not changed since is not read again. Pure.

    body ─▶ shell and items ─▶ items whose very bytes left a trace are dropped ─▶ Rest: a small feed, read as usual
               │                   └─ nothing is left to read ─▶ None
               └─ cannot be taken apart safely ─▶ the whole body, unless all of it is the same ─▶ None

A wrongly dropped item is news lost, so whatever is in doubt is read: a feed whose items do not end where the next one
begins, in which an id is used twice, whose shell (title, language, base, vocabularies) is another, whose bytes may
mean other letters without the rest, and everything that another version of the reader has read.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib import metadata
from itertools import islice
from os import urandom
from pathlib import Path
from platform import python_version
from typing import Final, NamedTuple

from bot.ingest.reading.counted_cuts import outgrows, with_excerpts
from bot.ingest.reading.decoding import hides_in_ascii
from bot.ingest.reading.document import MOST_ENTRIES, Document
from bot.ingest.reading.guessing import with_usual_language
from bot.stories import tellings

_TOLD_APART: Final = "#text:"
"""What is in the key of a brief whose id another one has (see keys.py)."""

_DIGEST: Final = 16
"""Bytes of a digest: two different items of 128 bits each are never alike by chance."""

_KEY: Final = 8
"""Bytes that stand for a key. Two alike are harmless: then everything is read."""

_LANGUAGE: Final = 16
"""Bytes of a language's tag."""

_CUT: Final = 4
"""Bytes of a number of characters; 0: none."""

_LONGEST_SHELL: Final = 100_000
"""Bytes. What is longer is no feed of small items, and searching it would take long."""

_LARGEST: Final = 2_000_000
"""Bytes of a feed that is taken apart. Its pieces are copies, and lie in the memory of the whole bot."""

_FIRST: Final = re.compile(rb"<(item|entry)[\s>]")
_STARTS: Final = {b"item": re.compile(rb"<item[\s>]"), b"entry": re.compile(rb"<entry[\s>]")}
_VOLATILE: Final = re.compile(
    rb"<((?:\w{1,20}:)?(?:lastBuildDate|pubDate|updated|modified|date|totalResults))(?:\s[^<>]*+)?>[^<]*+</\1>"
    rb"|<!--(?:[^-]++|-(?!->))*+-->|<rdf:li\b[^<>]*+>"
)
"""What in a shell changes by itself: when it was built, and, in RDF, the list of its items. No item is read by it."""

_LIBRARIES: Final = ("lxml", "feedparser", "selectolax")


class Traces(NamedTuple):
    """What a visit leaves: a digest of the shell (or of the whole), and of each item, with that of its brief's key.

    `is_utf8`: all of the document was. `language`: of all its briefs, where it declares none itself. `cut_from`: the
    characters from which on its texts are cut by count.
    """

    frame: bytes
    is_utf8: bool
    language: str | None
    keys_of_items: Mapping[bytes, bytes]
    cut_from: int | None = None

    def to_bytes(self) -> bytes:
        """As they are stored: the reader's version, then what is told above, in pieces of fixed lengths."""
        language = (self.language or "").encode().ljust(_LANGUAGE)[:_LANGUAGE]
        items = (item + key for item, key in self.keys_of_items.items())
        cut = (self.cut_from or 0).to_bytes(_CUT, "big")
        return b"".join((_reader(), self.frame, b"1" if self.is_utf8 else b"0", language, cut, *items))

    @classmethod
    def from_bytes(cls, stored: bytes | None) -> "Traces":
        """What was stored; nothing where nothing was, or by another version of the reader."""
        if not stored or stored[:_DIGEST] != _reader():
            return NO_TRACES
        version_and_frame, kind = 2 * _DIGEST, 2 * _DIGEST + 1
        cut = kind + _LANGUAGE
        items = stored[cut + _CUT :]
        pairs = (items[at : at + _DIGEST + _KEY] for at in range(0, len(items), _DIGEST + _KEY))
        return cls(
            frame=stored[_DIGEST:version_and_frame],
            is_utf8=stored[version_and_frame:kind] == b"1",
            language=stored[kind:cut].decode(errors="replace").strip() or None,
            keys_of_items={pair[:_DIGEST]: pair[_DIGEST:] for pair in pairs},
            cut_from=int.from_bytes(stored[cut : cut + _CUT], "big") or None,
        )


NO_TRACES: Final = Traces(b"", is_utf8=False, language=None, keys_of_items={})


class Rest(NamedTuple):
    """What is to be read of a document: `body`. `fresh`: the digests of its items, in order, where it was taken apart.

    `skipped`: of the items that are not in it, the digests with those of their keys; `language`: what these are in;
    `cut_from`: where their texts were cut by count.
    """

    body: bytes
    frame: bytes
    is_utf8: bool
    fresh: Sequence[bytes] = ()
    skipped: Mapping[bytes, bytes] = {}
    language: str | None = None
    cut_from: int | None = None

    def holds_back(self, key: str) -> bool:
        """Whether an item with this key stands in the document and is not read."""
        return _key(key) in self.skipped.values()

    def completed(self, document: Document) -> Document:
        """The document, with what its briefs alone are too few or too short to tell: their language, and their cut."""
        briefs = with_excerpts(document.briefs, self.cut_from)
        if document.language is None and self.language is not None:
            briefs = with_usual_language(briefs, self.language)
        return document.model_copy(update={"briefs": briefs, "cut_from": document.cut_from or self.cut_from})

    def is_entangled(self, document: Document) -> bool:
        """Whether only the whole document tells enough.

        Whose a key is that something skipped has, too; which language a brief is in that alone is certainly in another
        one than all the others; where texts are cut now of which one is longer than any was.
        """
        if not self.skipped:
            return False
        if self.cut_from is not None and outgrows(document.briefs, self.cut_from):
            return True
        if document.language is None and self._languages(document) != {self.language}:
            return True
        return any(self.holds_back(brief.key) for brief in document.briefs)

    def left_by(self, document: Document) -> Traces:
        """The traces that the document leaves after this was read of it."""
        briefs, languages = document.briefs, self._languages(document)
        # Not each item is one brief, or two share an id: what is skipped would not be known by its key.
        is_clear = len(self.fresh) == len(briefs) and not any(_TOLD_APART in brief.key for brief in briefs)
        if not is_clear or len(languages) > 1:
            return Traces(self.frame, self.is_utf8, None, {})
        keys = (_key(brief.key) for brief in briefs)
        items = {**self.skipped, **dict(zip(self.fresh, keys, strict=True))}
        return Traces(self.frame, self.is_utf8, next(iter(languages), None), items, document.cut_from)

    def _languages(self, document: Document) -> set[str | None]:
        """The languages of an undeclared document's briefs: they were guessed, from one another."""
        return {brief.language for brief in document.briefs} if document.language is None else set()


class _Feed(NamedTuple):
    """A feed taken apart: what stands before its first item and after its last one; the items, and how each ends."""

    before: bytes
    items: Sequence[bytes]
    after: bytes
    end: bytes


def rest_of(body: bytes, left: Traces, *, place: Sequence[str], content_type: str | None) -> Rest | None:
    """What of a document is to be read when the last visit left these traces; None: all of it was read then.

    `place`: where it was found, and whatever else is not in the bytes but is read with them.
    """
    is_whole = len(body) > _LARGEST or hides_in_ascii(body, content_type)
    feed = None if is_whole else _taken_apart(body)
    if feed is None:
        whole = _digest(*place, content_type or "", body)
        return None if whole == left.frame else Rest(body, whole, is_utf8=False)
    frame = _digest(*place, *(_VOLATILE.sub(b"", part) for part in (feed.before, feed.after)))
    digests = [sha256(item).digest()[:_DIGEST] for item in feed.items]
    known = left.keys_of_items if frame == left.frame else {}
    fresh = [digest for digest in digests if digest not in known]
    if not fresh:
        return None
    new = [item for item, digest in zip(feed.items, digests, strict=True) if digest not in known]
    if not all(_is_sound(item, feed.end) for item in new):
        return Rest(body, frame, is_utf8=False)
    rest = b"".join((feed.before, *new, feed.after)) if len(fresh) < len(digests) else b""
    if rest and (rest.isascii() or (left.is_utf8 and _is_utf8(rest))):
        skipped = {digest: known[digest] for digest in digests if digest in known}
        return Rest(rest, frame, left.is_utf8, fresh, skipped, left.language, left.cut_from)
    return Rest(body, frame, _is_utf8(body), digests)


def _taken_apart(body: bytes) -> _Feed | None:
    """The feed in its parts; None where it is none, or its items do not end where the next ones begin."""
    first = _FIRST.search(body)
    if first is None:
        return None
    name = first[1]
    # By one name: a search for one beginning takes a third of the time.
    starts = [found.start() for found in islice(_STARTS[name].finditer(body, first.start()), MOST_ENTRIES + 1)]
    end = b"</%b>" % name
    last = body.rfind(end) + len(end)
    if last < starts[-1] or starts[0] + len(body) - last > _LONGEST_SHELL:
        return None
    # More items than are read: the last start is the end of the last one that is.
    ends = [*starts[1:], last] if len(starts) <= MOST_ENTRIES else starts[1:]
    items = [body[start:stop].rstrip() for start, stop in zip(starts, ends, strict=False)]
    if not all(item.endswith(end) for item in items):
        return None
    return _Feed(body[: starts[0]], items, body[last:], end)


def _is_sound(item: bytes, end: bytes) -> bool:
    """Whether an item is one by itself: no text within it, about feeds, has an item of its own in it."""
    return (
        item.count(end) == 1
        and item.count(b"<![CDATA[") == item.count(b"]]>")
        and item.count(b"<!--") == item.count(b"-->")
    )


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _digest(*parts: bytes | str) -> bytes:
    digest = sha256()
    for part in parts:
        digest.update(part.encode(errors="replace") if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.digest()[:_DIGEST]


def _key(key: str) -> bytes:
    return _digest(key)[:_KEY]


@cache
def _reader() -> bytes:
    """The version of the reader, told by its very words: nobody has to remember to count it up."""
    rooms = sorted([*(Path(__file__).parent / "reading").glob("*.py"), Path(tellings.__file__), Path(__file__)])
    # Where there are none to read (an archive), what another process left is not trusted.
    words = [room.read_bytes() for room in rooms if room.is_file()] or [urandom(_DIGEST)]
    return _digest(python_version(), *(metadata.version(library) for library in _LIBRARIES), *words)
