"""Text → tokens, as written: where a word begins and ends in any script.

    text ──one expression──▶ tokens ("F-16s", "U.S.", "l’Ukraine") ──▶ parts ("F", "16s"; "U.S."; "l", "Ukraine")

Scripts without spaces are split into single characters, which makes any word of theirs a phrase.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain

_WITHOUT_SPACES = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"  # Thai letters; its vowel and tone marks join the letter before
    "\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6"  # Lao
    "\u1000-\u102a\u103f\u1780-\u17b3"  # Burmese, Khmer
    "\u1100-\u115f\u3131-\u318e\uac00-\ud7a3"  # Korean has spaces, but glues its particles to the words
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9d"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
)


def _ranges(characters: Iterator[int]) -> str:
    runs: list[list[int]] = []
    for character in characters:
        if runs and runs[-1][1] == character - 1:
            runs[-1][1] = character
        else:
            runs.append([character, character])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in runs)


# Python's \w leaves out combining marks, and would cut हिन्दी into pieces. All marks of living scripts are below U+AC00,
# most of what lies between U+3100 and U+A800 is Han.
_MARKS = _ranges(
    c for c in chain(range(0x300, 0x3100), range(0xA800, 0xAC00)) if unicodedata.category(chr(c))[0] == "M"
)
_JOINERS = "\u00ad\u200c\u200d\u2060\u1160-\u11ff\uff9e\uff9f"
"""Belong to the letter before: invisible characters, ends of decomposed Korean syllables, halfwidth voicing marks."""
_JOINS = f"[{_MARKS}{_JOINERS}]*+"
_RUN = rf"(?:[0-9A-Za-z]++{_JOINS}|[^\W_{_WITHOUT_SPACES}]{_JOINS})++"
_IN_WORDS = rf"[\w{_MARKS}{_JOINERS}]"
_STARTS = f"(?<!{_IN_WORDS})"
HYPHENS = "\\-\u2010\u2011"
APOSTROPHES = "'’‘`´ʼ＇"

_JOINED = (
    # nytimes.com, 11,000, AT&T (but not war&peace, which is two words)
    rf"(?:(?=[{HYPHENS}{APOSTROPHES}._,&])"
    rf"(?:[{HYPHENS}{APOSTROPHES}._]|(?<=\d),(?=\d)|(?:(?<={_STARTS}[A-Z])|(?<={_STARTS}[A-Z][A-Z]))&(?=[A-Z]{{1,2}}(?!{_IN_WORDS}))){_RUN})*+"
)
# the last dot of U.S., the signs of C++ and C#
_ENDING = rf"(?:(?=[.+#])(?:(?<=\.[^\W\d_])\.|(?<={_STARTS}[A-Za-z])(?:\+\+|\#)(?!\w)))?"
_TOKEN = (
    # The first two lines only save time: most tokens are plain and followed by a space.
    r"(?![ .,\n])(?:"
    r"[0-9A-Za-z]++(?=[ \n]|[,.] )"
    rf"|{_RUN}{_JOINED}{_ENDING}"
    rf"|[{_WITHOUT_SPACES}]{_JOINS})"
)
_ATOM = (
    r"\d+(?:[.,]\d+)++(?!\w)"  # 1.25, 11,000
    rf"|[^\W\d_]{_JOINS}(?:\.[^\W\d_]{_JOINS})++\.?(?!\w)"  # U.S., e.g.
    r"|[A-Za-z](?:\+\+|\#)(?!\w)"
    rf"|{_RUN}"
    rf"|[{_WITHOUT_SPACES}]{_JOINS}"
)


@cache
def token_expression() -> re.Pattern[str]:
    """One token, as group 1. Compiled at first use, in some milliseconds that most commands never need."""
    return re.compile(f"({_TOKEN})")


@cache
def part_expression() -> re.Pattern[str]:
    """One part of a token: a word, a number with its separators, an abbreviation with its dots."""
    return re.compile(_ATOM)


@cache
def _unspaced_expression() -> re.Pattern[str]:
    return re.compile(f"[{_WITHOUT_SPACES}]")


def is_without_spaces(word: str) -> bool:
    """Whether this is one character of a script that writes no spaces between words."""
    return _unspaced_expression().match(word) is not None
