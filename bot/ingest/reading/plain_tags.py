"""The tags of a plain source, without a tree: where an element with a name stands and where it ends."""

import re
from typing import Final, NamedTuple

_LONGEST: Final = 4_000
"""Characters of a tag."""

_CLASS: Final = re.compile(r"\sclass=\"([^\"]*)\"")
_NAME: Final = re.compile(r"<([a-z][a-z0-9]*)[\s>]")
_ODD: Final = re.compile(
    r"<(?=[!A-Zimnopstx])(?:!(?!--[^<>]*-->)|[A-Z]|s(?:cript|tyle|vg|elect)|t(?:able|emplate|extarea|itle)|iframe|math"
    r"|no(?:embed|frames)|object|plaintext|xmp)"
)
"""Elements in which tags are no tags, or that a parser puts elsewhere, and what old programs write in capitals."""


class Tag(NamedTuple):
    """A start tag, and the places in the source where it starts and ends."""

    name: str
    written: str
    start: int
    end: int


def is_plain(source: str) -> bool:
    """Whether no element has rules of its own, and comments hold no tags: then what looks like a tag is one."""
    return _ODD.search(source) is None


def tag_named(source: str, name: str) -> Tag | None:
    """The first tag that has this class."""
    place = source.find(name)
    while place >= 0:
        tag = _tag_at(source, place)
        if tag is not None and name in classes_of(tag.written):
            return tag
        place = source.find(name, place + 1)
    return None


def _tag_at(source: str, place: int) -> Tag | None:
    """The start tag in which this place lies."""
    start, end = source.rfind("<", max(0, place - _LONGEST), place), source.find(">", place, place + _LONGEST)
    if start < 0 or end < 0 or source.find(">", start, place) >= 0:
        return None
    found = _NAME.match(source, start)
    return Tag(found[1], source[start : end + 1], start, end + 1) if found else None


def classes_of(tag: str) -> list[str]:
    """The classes of a tag."""
    found = _CLASS.search(tag)
    return found[1].split() if found else []


def end_of(source: str, name: str, start: int) -> int:
    """Where the end tag begins of an element of this name whose inside starts there; -1 where it has none."""
    opening, closing = f"<{name}", f"</{name}>"
    end = source.find(closing, start)
    open_ones = source.count(opening, start, end) if end >= 0 else 0
    while open_ones and end >= 0:
        after = source.find(closing, end + 1)
        open_ones += source.count(opening, end, after) - 1
        end = after
    return end
