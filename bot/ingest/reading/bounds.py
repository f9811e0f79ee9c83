"""Markup that would keep a parser busy for minutes, told by a look: it takes time quadratic in depth and attributes.

A look cannot see everything; the process that reads documents is killed when it takes too long (see parsing.py).
"""

import re
from typing import Final

from bot.ingest.reading.document import UnreadableDocument

_DEEPEST: Final = 1_000
_NESTING = re.compile(
    r"<(/?)(?:a|div|span|section|article|main|ul|ol|table|blockquote|font|center|form|dl|rss|feed|channel|item|entry)[\s/>]",
    re.IGNORECASE,
)
_LONG_TAG: Final = 20_000
"""Characters. Shorter ones cannot keep a parser busy."""

_BROKEN: Final = 50
"""Tags of a piece that may lack their end: scripts compare."""

_PIECE: Final = 16_384
_MOST_ATTRIBUTES: Final = 2_000


def refuse_endless(markup: str) -> None:
    """Raise UnreadableDocument for markup that no people's page and no feed has."""
    if _has_endless_attributes(markup):
        raise UnreadableDocument(
            "one of its elements has thousands of attributes: refused; try the address of its feed"
        )
    if is_too_deep(markup):
        raise UnreadableDocument("its markup is nested too deep to be a page for people; try the address of its feed")


def _has_endless_attributes(markup: str) -> bool:
    half = _LONG_TAG // 2
    # A long tag has one of these halves to itself; a page for people begins a tag in each.
    if all(markup.find("<", start, start + half) >= 0 for start in range(0, len(markup) - half, half)):
        return False
    pieces = (piece for piece in markup.split("<") if len(piece) > _LONG_TAG)
    return any(piece.partition(">")[0].count("=") > _MOST_ATTRIBUTES for piece in pieces)


def _stays_shallow(markup: str) -> bool:
    """Whether tags close about as often as they open, piece by piece: then it does not matter which ones they are."""
    depth = 0
    for start in range(0, len(markup), _PIECE):
        piece = markup[start : start + _PIECE]
        tags, closing = piece.count("<"), piece.count("</")
        opening = tags - closing
        # Tags that never end close nothing.
        if depth + opening > _DEEPEST or tags - piece.count(">") > _BROKEN:
            return False
        depth = max(0, depth + opening - closing)
    return True


def is_too_deep(markup: str) -> bool:
    """Whether elements are nested so deep that parsing would take minutes; honest pages stay below a hundred."""
    if _stays_shallow(markup):
        return False
    slashes = _NESTING.findall(markup)
    if len(slashes) - slashes.count("/") <= _DEEPEST:
        return False
    depth = 0
    for slash in slashes:
        depth = max(depth - 1, 0) if slash else depth + 1
        if depth > _DEEPEST:
            return True
    return False
