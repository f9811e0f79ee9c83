"""Which words are forms of one another in a language: number, case, tense. Not derivation: university is not universe.

    brief  "struck" ──▶ struck, strike          all that it may be a form of
    topic  "strike" ──▶ strike                  a word that is itself in the dictionary's base form stays itself

A topic's word matches where the two share a form. Words that a dictionary knows (simplemma, some fifty languages) are
looked up, and nothing is guessed about them; what no dictionary knows is mostly a name, and gets light rules.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from bot.topics.catalogue import catalogue
from bot.topics.folding import fold, spelled
from bot.topics.inflection_tables import inflection_tables
from bot.topics.plurals import singular

if TYPE_CHECKING:
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

_MOST_DICTIONARIES: Final = 16
"""Kept in memory at 1 to 47 MB each (English 2, German 15, Russian 21); the one used longest ago goes first."""

_REMEMBERED: Final = 65_536

_OTHER_CODES: Final = {
    **dict.fromkeys(("sr", "hr", "bs", "sh", "cnr"), "hbs"),
    "no": "nb",
    "iw": "he",
    "in": "id",
    "fil": "tl",
    "mo": "ro",
    "nds": "de",
}
"""Tags of languages whose dictionary has another name."""

_COMPARED: Final = ("er", "est", "worse", "worst")

_WITH_CAPITAL_NOUNS: Final = frozenset({"de", "lb"})

_WITHOUT_S_PLURAL: Final = frozenset(
    (
        "it",
        "pl",
        "cs",
        "sk",
        "sl",
        "hbs",
        "hu",
        "fi",
        "et",
        "tr",
        "ro",
        "lt",
        "lv",
        "sq",
        "is",
        "el",
        "la",
        "da",
        "nb",
        "nn",
        "sv",
    ),
)
"""Of languages in Latin script: here a final s tells no plural."""


@cache
def dictionary_of(language: str | None) -> str:
    """The code under which the words of a language are looked up: "en-GB" is "en", Serbian and Croatian are "hbs"."""
    code = (language or "en").replace("_", "-").split("-")[0].lower()
    return _OTHER_CODES.get(code, code)


def prepare(language: str | None) -> None:
    """Load the dictionary of a language, if there is one. Takes up to two seconds (Polish; English a tenth of one).

    A word of the language loads it by itself when first looked up; where a loop runs, call this in a thread before.
    """
    _dictionary(dictionary_of(language))


@lru_cache(_REMEMBERED)
def forms(word: str, language: str | None) -> tuple[str, ...]:
    """What a topic's word, as spelled, is found by in briefs of this language: its fold, then those of its lemmas."""
    if word in catalogue().capitals or word in catalogue().as_written:
        return (word,)
    return _distinct(fold(word), _lemmas_asked(word, dictionary_of(language)))


def forms_told(written: str, language: str | None) -> tuple[str, ...]:
    """What a word of a brief of this language, as written there, may be a form of: its fold, then folds of lemmas."""
    return _distinct(fold(written), _lemmas_told(written, dictionary_of(language)))


def _distinct(folded: str, lemmas: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((folded, *map(fold, lemmas))))


def _lemmas_asked(word: str, language: str) -> Iterator[str]:
    """A capital may have been typed or not, so both are looked up."""
    folded = fold(word)
    if _is_apart(folded) or folded in inflection_tables().names:
        return
    words = _dictionary(language)
    known = [lemma for lemma in (words.get(word), words.get(word.capitalize())) if lemma]
    if not known:
        yield from _guessed(folded, language)
    elif language in _WITH_CAPITAL_NOUNS:
        yield from known
    elif all(fold(lemma) != folded for lemma in known):
        yield known[0]


def _lemmas_told(written: str, language: str) -> Iterator[str]:
    word = spelled(written)
    folded = fold(word)
    is_name = written[:1].isupper() and folded in inflection_tables().names
    if is_name or _is_apart(folded):
        return
    yield from inflection_tables().also.get(language, {}).get(folded, ())
    words = _dictionary(language)
    lemma = (
        (words.get(word.capitalize()) if written[:1].isupper() else None)
        or words.get(word)
        or words.get(word.capitalize())
    )
    if lemma is None:
        yield from _guessed(folded, language)
    elif not _is_comparative(word, lemma, language):
        yield lemma


def _is_apart(folded: str) -> bool:
    return folded in inflection_tables().apart or folded in catalogue().stop_words


def _is_comparative(word: str, lemma: str, language: str) -> bool:
    """Dictionaries call `better` and `best` forms of `good`; who reads of the best hotels wants no good ones."""
    return (
        language == "en"
        and word.endswith(("er", "est", "better", "worse", "worst"))
        and not lemma.endswith(("er", "est"))
    )


def _guessed(folded: str, language: str) -> Iterator[str]:
    """Of a word that no dictionary knows."""
    if folded.isascii() and language not in _WITHOUT_S_PLURAL:
        yield singular(folded)


@cache
def _dictionaries() -> "StreamDictionaryFactory":
    # Imported here: it takes a tenth of a second, and few commands look words up.
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory  # noqa: PLC0415 - see above

    # The other factories hold each dictionary as a dict, up to 390 MB (Polish), or write tries to the disk.
    return StreamDictionaryFactory(_MOST_DICTIONARIES)


def _dictionary(language: str) -> Mapping[str, str]:
    try:
        return _dictionaries().get_dictionary(language)
    except ValueError:  # there is none for this language
        return {}
