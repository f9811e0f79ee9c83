"""Where the sentence begins with which WordPress closes an entry in a feed: "The post TITLE appeared first on BLOG".

The words alone prove nothing ("The post he left behind appeared first on television"): the sentence names the post's
title, or it stands in the place of a footer, behind a text and alone in its line.
"""

import re
from functools import cache
from typing import Final

from bot.ingest.reading.tail_words import FOOTERS, Footer
from bot.ingest.reading.titles import folded_title
from bot.ingest.reading.tries import any_of

_WINDOW: Final = 700
"""Characters. Two names (title and blog) and the words between them."""

_AROUND_WORDS: Final = ".,:;!?…()[]\"'“”‘’«»"
_ENDS: Final = ".!?。！？।؟…]”’»“\"'"


def footer_start(text: str, end: int, title: str | None) -> int | None:
    """Where the footer begins in which `text[:end]` ends; None where there is none."""
    start = max(0, end - _WINDOW)
    offset = max(start, text.rfind("\n", start, end) + 1)
    line = text[offset:end].replace("’", "'").rstrip(" .。")
    if title and not _may_name(line, title) and not (offset and _may_be_alone(line)):
        return None
    found = _middles().search(line)
    if found is None:
        return None
    words = folded_title(title) if title else ""
    for footer in FOOTERS:
        begins, told = _told(line, footer)
        if begins < 0:
            continue
        if words and words in folded_title(told):
            return offset + begins
        if _is_alone(text, offset, line, begins, footer, words):
            return offset + begins
    return None


def _may_name(line: str, title: str) -> bool:
    """Whether the first and the last word of the title stand in a line: a quick look, for mostly they do not."""
    folded = line.casefold()
    for end in (title.rpartition(" ")[2], title.partition(" ")[0]):
        word = end.strip(_AROUND_WORDS).casefold()
        if word.isalnum() and word not in folded:
            return False
    return True


def _may_be_alone(line: str) -> bool:
    """Whether a line may be a footer from its first word on."""
    openings, closings = _edges()
    return line.startswith(openings) or line.endswith(closings)


@cache
def _edges() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What footers begin with, and what those end with that begin with the title."""
    return (
        tuple({footer.opening for footer in FOOTERS if footer.opening}),
        tuple({footer.closing for footer in FOOTERS if footer.closing and not footer.opening}),
    )


def _is_alone(text: str, offset: int, line: str, begins: int, footer: Footer, title: str) -> bool:
    """Whether a footer that does not name the title stands where footers do."""
    if not footer.opening:
        # Nothing says where it begins: "The virus first appeared in Wuhan" is a sentence in some languages.
        return begins == 0 and bool(footer.closing) and bool(text[:offset].strip())
    if begins > 0:
        return line[:begins].rstrip()[-1:] in _ENDS and not title
    return bool(text[:offset].strip())


@cache
def _middles() -> re.Pattern[str]:
    return re.compile(any_of(footer.middle for footer in FOOTERS))


def _told(line: str, footer: Footer) -> tuple[int, str]:
    """Where the footer begins in the line, and what it names as the title; -1 when it does not stand there."""
    if not line.endswith(footer.closing):
        return -1, ""
    middle = line.rfind(footer.middle)
    if middle <= 0 or middle + len(footer.middle) >= len(line):
        return -1, ""
    begins = line.rfind(footer.opening, 0, middle) if footer.opening else 0
    return begins, line[begins + len(footer.opening) : middle]
