"""Markup whose text can be told without a parser: most of what feeds hold, and a parser takes ten times as long.

    "<p>Boats <b>wait</b>" ─▶ split at "<" ─▶ "p>Boats ", "b>wait", "/b>" ─▶ each tag is a mark, or nothing

Only tags that never move or hide text, and elements that hide all that is in them, are judged here. Whatever else
begins with "<", and whatever might be meant in two ways, is for the parser.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.ingest.reading.elements import words

PARAGRAPH: Final = "\ue000"
LINE: Final = "\ue001"
"""Marks of what parts paragraphs and lines: private characters, which no text has."""

_BLOCKS: Final = words(
    "p hr h1 h2 h3 h4 h5 h6 div section ul ol dl dt dd blockquote pre article aside header footer main center"
)
_WORDS: Final = words("a b i em strong u s q cite code small sub sup mark del ins abbr span font img picture source")
_DOCUMENT: Final = frozenset(("html", "body"))
"""Elements that every document has: their tags say nothing within it."""

_TAG = re.compile(r"(/?)([a-z][a-z0-9]*)(\s(?:[^\"']++|\"[^\"]*+\"|'[^']*+')*+)?/?", re.IGNORECASE)
"""A tag between its angles. An open quotation mark would go on behind them."""

_INCOMPLETE = re.compile(r"(/?br\b|li\b)|/?[a-z]|!--", re.IGNORECASE)
_MARKS: Final = {
    **{f"{slash}{name}": PARAGRAPH for name in _BLOCKS for slash in ("", "/")},
    **{f"{slash}{name}": "" for name in _WORDS | _DOCUMENT for slash in ("", "/")},
    **dict.fromkeys(("br", "/br", "br/", "br /"), LINE),
    "li": f"{LINE}• ",
    "/li": "",
}
"""The marks of tags without attributes, of which most texts are full."""

_RAW: Final = frozenset(("script", "style", "iframe"))
"""Elements in which nothing is markup."""

_HIDDEN: Final = {
    "figure": words("a b i em strong span small code img br p picture source figcaption"),
    "audio": frozenset(("source", "track")),
}
"""Elements that are not shown, and which tags in them leave no doubt where they end."""

_SHORT: Final = 200
"""Characters of attributes that are looked at once."""

_SPOKEN: Final = 'span class="screen-reader-text"'
"""What WordPress writes around the words that only a screen reader says."""


def text_of_plain_markup(markup: str, furniture: re.Pattern[str]) -> str | None:
    """The text with its marks, its references as they are; None where only a parser can tell.

    `furniture` finds in the attributes of an element that it may not be shown.
    """
    if PARAGRAPH in markup or LINE in markup:
        return None
    first, *others = markup.split("<")
    told = [first]
    pieces = iter(others)
    for piece in pieces:
        tag, end, text = piece.partition(">")
        mark = _MARKS.get(tag) if end else None
        if mark is None:
            judged = _judged(piece, pieces, furniture)
            if judged is None:
                return None
            mark, text = judged
        told.append(mark)
        told.append(text)
    return "".join(told)


def _judged(piece: str, pieces: Iterator[str], furniture: re.Pattern[str]) -> tuple[str, str] | None:
    """The mark of a tag and the text behind it; where it hides what it begins, the text behind all that."""
    tag, end, text = piece.partition(">")
    if not end:
        # The text ends within a tag: it is none then, but that a line ends before it.
        incomplete = _INCOMPLETE.match(piece) if next(pieces, None) is None else None
        return None if incomplete is None else (LINE if incomplete[1] else "", "")
    found = _TAG.fullmatch(tag)
    if found is None or _is_furniture(found[3], furniture):
        return _hidden_text(piece, tag, pieces)
    name = found[2].lower()
    mark = _MARKS.get(found[1] + name)
    if mark is not None:
        return mark, text
    behind = None if found[1] else _behind_hidden(name, pieces, furniture)
    return None if behind is None else (PARAGRAPH if name == "figure" else "", behind)


def _hidden_text(piece: str, tag: str, pieces: Iterator[str]) -> tuple[str, str] | None:
    """No mark, and the text behind a comment, or behind words for a screen reader."""
    if piece.startswith("!--"):
        behind = _behind_comment(piece)
        return None if behind is None else ("", behind)
    behind = next(pieces, "") if tag == _SPOKEN else ""
    return ("", behind[6:]) if behind.startswith("/span>") else None


def _is_furniture(attributes: str | None, furniture: re.Pattern[str]) -> bool:
    if not attributes:
        return False
    written = attributes.lower()
    suspicious = "class" in written or "style" in written or "hidden" in written
    if not suspicious:
        return False
    # The same names come again and again. What is long is not kept: a thousand such would be.
    return _finds(furniture, written) if len(written) <= _SHORT else furniture.search(written) is not None


@lru_cache(maxsize=1024)
def _finds(furniture: re.Pattern[str], written: str) -> bool:
    return furniture.search(written) is not None


def _behind_comment(piece: str) -> str | None:
    """The text behind a comment that ends within this piece; None where browsers and people might differ about it."""
    inside, end, text = piece[3:].partition("-->")
    return text if end and inside[:1] not in {">", "-"} and "--" not in inside else None


def _behind_hidden(name: str, pieces: Iterator[str], furniture: re.Pattern[str]) -> str | None:
    """The text behind the end of an element that is not shown; None where that end is in doubt."""
    if name in _RAW:
        return _behind_raw(name, pieces)
    known = _HIDDEN.get(name)
    if known is None:
        return None
    for piece in pieces:
        tag, end, text = piece.partition(">")
        if tag == f"/{name}" and end:
            return text
        found = _TAG.fullmatch(tag) if end else None
        # A link that does not end in there goes on behind it.
        if found is None or found[2].lower() not in known or _is_furniture(found[3], furniture):
            return None
    # A text that was cut within it; what never closes is not believed of a film.
    return "" if name == "figure" else None


def _behind_raw(name: str, pieces: Iterator[str]) -> str | None:
    for piece in pieces:
        if piece.startswith(f"/{name}>"):
            return piece[len(name) + 2 :]
        if piece.startswith("!--") or piece.lower().startswith((name, f"/{name}")):
            # In a script these may mean that its end is none.
            return None
    return None
