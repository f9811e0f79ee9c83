"""Words as `exact:` compares them: as they are written, hyphens, dots and accents included; only case is forgiven."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.topics.spellings import Word, is_short_name, words_of

_PLAIN = str.maketrans(dict.fromkeys("’‘`´ʼ＇", "'") | dict.fromkeys("\u2010\u2011", "-") | dict.fromkeys("&_", ""))
"""AT&T is found as att: without capitals its sign would part two words."""

_REMEMBERED = 4096


def exactly(written: str) -> str:
    """A word of a text as it is compared: without capitals, with plain hyphens and apostrophes."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).casefold()).translate(_PLAIN)


def exact_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase; one with hyphens is one. A short name in capitals keeps them."""
    return tuple(
        word.spelled if is_short_name(word.spelled) else exactly(phrase[word.start : word.end])
        for word in longest(words_of(phrase))
    )


@lru_cache(_REMEMBERED)
def exact_fold(word: str) -> str:
    """The fold under which an exact word is found: that of every word that is written so."""
    return " ".join(each.fold for each in longest(words_of(word)))


def longest(words: Sequence[Word]) -> Iterator[Word]:
    """The way through the words of a text that takes the fewest (F-16 is one); of several at a place the last."""
    at: dict[int, Word] = {}
    for word in words:
        if word.position not in at or word.after >= at[word.position].after:
            at[word.position] = word
    position = 0
    while position in at:
        yield at[position]
        position = at[position].after
