"""The phrases of tails as they are looked for: in small letters, all of them at once, from both ends of a text."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from bot.ingest.reading.tail_words import PHRASES, Phrase, Sort, spellings
from bot.ingest.reading.tries import any_of

EDGE: Final = 3
"""Characters of the shortest phrase: by so many of each a text is compared with all of them at once."""


@cache
def edges() -> tuple[frozenset[str], frozenset[str]]:
    """The first and the last characters of the phrases: a text that has neither needs no further look."""
    return frozenset(words[:EDGE] for words in _rows()), frozenset(words[-EDGE:] for words in _rows())


@cache
def beginnings() -> re.Pattern[str]:
    """The phrases, for the beginning of a text."""
    return re.compile(any_of(_rows()))


@cache
def longest_phrase() -> int:
    """Characters of the longest one."""
    return max(map(len, _rows()))


@cache
def endings() -> re.Pattern[str]:
    """The phrases from behind: so both ends of a text are compared with all of them in one step."""
    return re.compile(any_of(words[::-1] for words in _rows()))


def phrases_in(folded: str, start: int) -> Iterator[tuple[int, Phrase]]:
    """Where phrases stand with no letter after them, the earliest first, of two at one place the longer."""
    rows = _rows()
    for found in _phrases().finditer(folded, start):
        yield found.start(), rows[found[1]]


@cache
def _phrases() -> re.Pattern[str]:
    # Looked for ahead, so that a phrase within another one is found as well; first by the letters they begin with, for
    # at most places there is no such letter.
    firsts = "".join(sorted({re.escape(words[0]) for words in _rows()}))
    return re.compile(rf"(?=[{firsts}])(?=({any_of(_rows())})(?![^\W\d_]))")


@cache
def _rows() -> dict[str, Phrase]:
    """The phrases by what is looked for; where two languages share words, the first row decides."""
    rows: dict[str, Phrase] = {}
    for phrase in PHRASES:
        if phrase.sort is not Sort.NAVIGATION:
            for words in spellings(lowered(phrase.words)):
                rows.setdefault(words, Phrase(phrase.language, phrase.sort, words))
    return rows


def lowered(text: str) -> str:
    """Lower case, character by character where need be: places in the result must be places in the text."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(one if len(one := character.lower()) == 1 else character for character in text)
    # To the plain apostrophe, not from it: one beyond Latin-1 would make the whole text wider and slower to search.
    return low.replace("\u00a0", " ").replace("’", "'")
