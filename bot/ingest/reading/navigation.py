"""Lines that lead to other pages: they stand between and after the briefs of a page reduced to text, and are none."""

import re
from functools import cache
from typing import Final

from bot.ingest.reading.tail_phrases import lowered
from bot.ingest.reading.tail_words import PHRASES, Sort
from bot.ingest.reading.tails import ARROWS
from bot.ingest.reading.tries import any_of

_LONGEST_NAVIGATION: Final = 200
"""Characters of a line of links to other pages."""


def is_navigation(line: str) -> bool:
    """Whether the line leads to other pages: "Older posts", "Page 2 of 54", "1 2 3 … 54", "« Previous | Next »"."""
    return len(line) <= _LONGEST_NAVIGATION and bool(_navigation().fullmatch(lowered(line)))


@cache
def _navigation() -> re.Pattern[str]:
    words = any_of(lowered(phrase.words) for phrase in PHRASES if phrase.sort is Sort.NAVIGATION)
    page = "page|seite|página|pagina|strona|страница|сторінка|sayfa|第"
    of = "of|von|de|sur|di|van|z|из|з|/"
    number = rf"(?:(?:{page})\s?)?(?<!\d)\d{{1,5}}(?!\d)(?:\s?(?:{of})\s?\d{{1,5}}(?!\d)|页|頁|ページ)?"
    return re.compile(rf"(?:{words}|{number}|\.\.\.|[\s|/·•«‹←{ARROWS}])+")
