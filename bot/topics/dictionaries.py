"""The dictionaries of word forms, by language, and how a word must be written to be found in them."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

_MOST_DICTIONARIES: Final = 16
"""Kept in memory at 1 to 47 MB each (English 2, German 15, Russian 21); the one used longest ago goes first."""

_OTHER_CODES: Final = {
    **dict.fromkeys(("sr", "hr", "bs", "sh", "cnr"), "hbs"),
    "no": "nb",
    "iw": "he",
    "in": "id",
    "fil": "tl",
    "mo": "ro",
}
"""Tags of languages whose dictionary has another name."""

_PERSIAN = str.maketrans({"ي": "ی", "ك": "ک"})


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


def lemma_of(word: str, language: str) -> str | None:
    """The base form of a word written just so, capitals included; None where the dictionary does not know it."""
    words = _dictionary(language)
    return next((lemma for each in _respelled(word, language) if (lemma := words.get(each))), None)


def _respelled(word: str, language: str) -> Iterator[str]:
    """The word, and how the dictionary has it where people write it in more ways than one."""
    yield word
    match language:
        case "tr" if "i" in word:
            yield word.replace("i", "ı")  # IŞIK in lower case is işik to everybody but Turks
        case "fa":
            yield word.translate(_PERSIAN)
        case "ar" if word.endswith("ه"):
            yield word[:-1] + "ة"
        case "ar" if word.startswith("ا"):
            yield "أ" + word[1:]
            yield "إ" + word[1:]
        case "uk" | "be" if "'" in word:
            yield word.replace("'", "’")
        case _:
            pass


@cache
def _dictionaries() -> "StreamDictionaryFactory":
    # Imported here: it takes a tenth of a second, and few commands look words up.
    from simplemma.strategies.dictionaries.stream_dictionary_factory import (  # noqa: PLC0415 - see above
        StreamDictionaryFactory,
    )

    # The other factories hold each dictionary as a dict, up to 390 MB (Polish), or write tries to the disk.
    return StreamDictionaryFactory(_MOST_DICTIONARIES)


def _dictionary(language: str) -> Mapping[str, str]:
    try:
        return _dictionaries().get_dictionary(language)
    except ValueError:  # there is none for this language
        return {}
