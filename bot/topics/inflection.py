"""Which words are forms of one another in a language: number, case, tense. Not derivation: university is not universe.

    brief  "struck" ──▶ struck, strike          all that it may be a form of
    topic  "strike" ──▶ strike                  a word that is itself in the dictionary's base form stays itself

A topic's word matches where the two share a form. Words that a dictionary knows (simplemma, some fifty languages) are
looked up, and nothing is guessed about them; what no dictionary knows is mostly a name, and gets light rules.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.topics.catalogue import catalogue
from bot.topics.dictionaries import dictionary_of, lemma_of, prepare
from bot.topics.folding import fold, spelled, unaccented
from bot.topics.inflection_tables import inflection_tables
from bot.topics.unknown_words import guessed

__all__ = ["dictionary_of", "forms", "forms_told", "prepare"]

_REMEMBERED: Final = 65_536

_LONGEST_ACRONYM: Final = 5

_SHORTEST_INFLECTED: Final = 3
"""Of Latin letters: to a dictionary `ai` is a form of `be`, and `js` one of `j`."""

_COMPARED: Final = ("er", "est", "worse", "worst")

_WITH_CAPITAL_NOUNS: Final = frozenset({"de", "lb"})

_WITH_CASES_OF_NAMES: Final = frozenset({"ru", "uk", "be", "bg", "mk", "pl", "cs", "sk", "sl", "hbs"})
"""Where a name may look like another word in another case: Лавровым is of Лавров or of the laurel."""


@lru_cache(_REMEMBERED)
def forms(word: str, language: str | None) -> tuple[str, ...]:
    """What a topic's word, as spelled, is found by in briefs of this language: its fold, then those of its lemmas."""
    if word in catalogue().capitals or word in catalogue().as_written:
        return (word,)
    return _distinct(word, _lemmas_asked(word, dictionary_of(language)))


def forms_told(written: str, language: str | None) -> tuple[str, ...]:
    """What a word of a brief of this language, as written there, may be a form of: its fold, then folds of lemmas.

    The last ones are only for what is asked by its beginning: the fold as it is, where it has another spelling.
    """
    word = spelled(written)
    return _distinct(word, _lemmas_told(written, word, dictionary_of(language)), unaccented(word))


def _distinct(word: str, lemmas: Iterator[str], *others: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((fold(word), *map(fold, lemmas), *others)))


def _lemmas_asked(word: str, language: str) -> Iterator[str]:
    """A capital may have been typed or not, so both are looked up."""
    folded = unaccented(word)
    tables = inflection_tables()
    if _is_apart(folded) or folded in tables.names or folded in tables.base.get(language, ()):
        return
    known = [lemma for lemma in (lemma_of(word, language), lemma_of(word.capitalize(), language)) if lemma]
    if not known:
        yield from guessed(word, folded, language)
    elif language in _WITH_CAPITAL_NOUNS:
        yield known[-1]  # the noun: `rat` means Rat, not a form of raten
    elif all(fold(lemma) != fold(word) for lemma in known) and not _is_comparative(word, known[0], language):
        yield known[0]


def _lemmas_told(written: str, word: str, language: str) -> Iterator[str]:
    folded = unaccented(word)
    tables = inflection_tables()
    is_capital = written[:1].isupper()
    if _is_apart(folded) or (is_capital and folded in tables.names) or _is_acronym(written):
        return
    yield from tables.also.get(language, {}).get(folded, ())
    if language == "en" and folded in tables.plurals:
        yield tables.plurals[folded]
    yield from _looked_up(word, language, is_capital=is_capital)


def _looked_up(word: str, language: str, *, is_capital: bool) -> Iterator[str]:
    capital, small = word.capitalize(), word
    first, second = (capital, small) if is_capital else (small, capital)
    known = lemma_of(first, language)
    lemma = known or lemma_of(second, language)
    if lemma and not _is_comparative(word, lemma, language):
        yield lemma
    if not lemma or (is_capital and not known and language in _WITH_CASES_OF_NAMES):
        yield from guessed(word, unaccented(word), language)
    if language == "de" and lemma == capital and capital.endswith("s") and lemma_of(capital[:-1], "de") == capital[:-1]:
        yield capital[:-1]  # the dictionary has Russlands as a word of its own


def _is_apart(folded: str) -> bool:
    is_short = len(folded) < _SHORTEST_INFLECTED and folded.isascii()
    return is_short or folded in inflection_tables().apart or folded in catalogue().stop_words


def _is_acronym(written: str) -> bool:
    """LED is no form of lead, nor SPAN of spin."""
    return 1 < len(written) <= _LONGEST_ACRONYM and written.isupper()


def _is_comparative(word: str, lemma: str, language: str) -> bool:
    """Dictionaries call `better` and `best` forms of `good`; who reads of the best hotels wants no good ones."""
    return language == "en" and word.endswith(_COMPARED) and not lemma.endswith(_COMPARED)
