"""The words in which the world's blogs say "there is more": one table, read by tails.py, tested row by row.

The rows stand in tail_words_latin.py and tail_words_scripts.py, the sentences of footers in tail_footers.py.

A row is a language, a sort, and phrases. They are written as they stand at the beginning of a link; case and the form
of an apostrophe do not matter when they are looked for, but a capital counts as evidence. The sorts:

  link        "Read more": what stands before it may be the whole summary
  excerpt     "Continue reading": what stands before it is only the beginning of something
  hint        a word too common to be believed alone ("more"): needs an ellipsis, brackets or an arrow
  navigation  a line that leads to other pages and is no part of any brief
"""

from enum import StrEnum
from typing import Final, NamedTuple
from unicodedata import normalize

from bot.ingest.reading.tail_footers import SENTENCES
from bot.ingest.reading.tail_words_latin import LATIN
from bot.ingest.reading.tail_words_scripts import SCRIPTS


class Sort(StrEnum):
    """What a phrase says about the text before it."""

    LINK = "link"
    EXCERPT = "excerpt"
    HINT = "hint"
    NAVIGATION = "navigation"


class Phrase(NamedTuple):
    """One phrase of the table."""

    language: str
    sort: Sort
    words: str


class Footer(NamedTuple):
    """What stands before, between and after the two names in "The post TITLE appeared first on BLOG".

    Its apostrophes are plain, as those of the lines in which it is looked for.
    """

    language: str
    opening: str
    middle: str
    closing: str


def _rows(table: str) -> tuple[Phrase, ...]:
    rows = (line.split(maxsplit=2) for line in table.strip().splitlines())
    return tuple(
        Phrase(language, Sort(sort), words.strip())
        for language, sort, phrases in rows
        for words in phrases.split(" | ")
    )


def _footers(table: str) -> tuple[Footer, ...]:
    rows = (line.split(maxsplit=1) for line in table.replace("’", "'").strip().splitlines())
    return tuple(_footer(language, words) for language, sentences in rows for words in sentences.split(" | "))


def _footer(language: str, words: str) -> Footer:
    opening, _, rest = words.partition("TITLE")
    middle, _, closing = rest.partition("BLOG")
    return Footer(language, opening, middle, closing)


HERE: Final = tuple(
    f" {word}"
    for word in (
        *("here", "hier", "ici", "aquí", "aqui", "qui", "tutaj", "tu", "zde", "här", "her", "tästä", "täältä", "itt"),
        *("aici", "burada", "buradan", "ovdje", "ovde", "tukaj", "siit", "šeit", "čia", "εδώ", "здесь", "тут", "тук"),
    )
)
"""Where the rest is to be read, in languages whose links may say so at their end."""

_DOTTED: Final = tuple((letter, normalize("NFC", letter)) for letter in "\u095c\u095d\u09dc\u09dd\u09df\u0a5c\u0b5d")
"""Letters that normalisation takes apart, unlike what keyboards send."""


def spellings(words: str) -> tuple[str, ...]:
    """A phrase with its letters composed and not: Indian letters with a dot below are typed in both ways."""
    composed = normalize("NFC", words)
    for letter, pair in _DOTTED:
        composed = composed.replace(pair, letter)
    return tuple(dict.fromkeys((words, normalize("NFC", words), composed)))


PHRASES: Final = (*_rows(LATIN), *_rows(SCRIPTS))
FOOTERS: Final = _footers(SENTENCES)
