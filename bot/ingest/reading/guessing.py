"""The language of briefs whose document declares none: guessed where it is certain, else left unknown.

A document is written in one language nearly always. So its beginning and its end are looked at; where both say the
same, every brief has that language, but for those in another script. Otherwise each brief is guessed by itself.

Compact Language Detector 3 guesses: a small neural network over letter n-grams, 100 µs a text. English, which most
undeclared feeds are, is told by its small words in a twentieth of that.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from storage.model import Brief

if TYPE_CHECKING:
    from gcld3 import NNetLanguageIdentifier

_SAMPLE: Final = 160
"""Characters that are looked at. More are surer and cost as much more; with 80, one title in three hundred is wrong."""

_LEAST: Final = 80
"""Bytes of UTF-8: a line in Latin letters, half a line in Cyrillic, a third of one in Chinese say about as much."""

_SURE: Final = 0.97
"""Probability. Of 2,256 texts of at most 120 characters in 63 languages 0.1 % are wrong above it, and 7 % are below."""

_NO_WORDS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[@#]\w+")
_OTHER_LETTER = re.compile("[\u0370-\u1dff\u2c00-\ud7ff\uf900-\ufdff\ufe70-\uffdf]")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-z\u00aa-\u024f\u1e00-\u1eff]")
_ENGLISH: Final = frozenset(
    (
        *(
            "the",
            "and",
            "that",
            "with",
            "for",
            "from",
            "his",
            "her",
            "this",
            "have",
            "has",
            "not",
            "but",
            "they",
            "their",
        ),
        *(
            "which",
            "were",
            "been",
            "will",
            "who",
            "its",
            "are",
            "it",
            "you",
            "by",
            "to",
            "when",
            "what",
            "after",
            "would",
        ),
    )
)
"""Small words of English that no neighbour has in such number beside "the"."""

_NAMES: Final = {"iw": "he", "no": "nb", "fil": "tl"}
"""Names of the detector that are called otherwise today."""

_OTHER_SCRIPTS: Final = frozenset(
    (
        *("am", "ar", "be", "bg", "bn", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "kk", "km", "kn", "ko", "ky"),
        *("lo", "mk", "ml", "mn", "mr", "my", "ne", "pa", "ps", "ru", "sd", "si", "sr", "ta", "te", "tg", "th", "uk"),
        *("ur", "yi", "zh"),
    )
)
"""Languages that the detector knows in other letters than Latin ones."""


def with_languages(briefs: Sequence[Brief]) -> tuple[Brief, ...]:
    """The briefs, those without a language with the one that their texts are certainly written in."""
    unknown = [brief for brief in briefs if brief.language is None]
    if not unknown:
        return tuple(briefs)
    common = _common(unknown)
    return tuple(_told(brief, common) if brief.language is None else brief for brief in briefs)


def with_usual_language(briefs: Sequence[Brief], usual: str) -> tuple[Brief, ...]:
    """The briefs of a document whose others are in this language: so are those that say too little to tell."""
    return tuple(
        _in_language(brief, usual) if brief.language is None and _fits(brief, usual) else brief for brief in briefs
    )


def guess_language(text: str) -> str | None:
    """The language of a text by its beginning ("de", "zh"); None where it is too short, mixed or not certain."""
    plain = _NO_WORDS.sub(" ", text[: 3 * _SAMPLE])
    sample = plain[:_SAMPLE]
    if len(sample.encode(errors="ignore")) < _LEAST or _is_mixed(sample):
        return None
    words = plain.lower().split()
    if "the" in words and len(_ENGLISH.intersection(words)) >= 4:
        return "en"
    found = _detector().FindLanguage(text=sample)
    language: str = found.language
    # Names such as "ru-Latn" are of languages written in foreign letters: nothing that reads texts knows them.
    if not found.is_reliable or found.probability < _SURE or "-" in language:
        return None
    return _NAMES.get(language, language)


def _common(briefs: Sequence[Brief]) -> str | None:
    """The language of most of these briefs; None where their beginning and their end differ."""
    first = guess_language(_sample(briefs))
    if first is None or len(briefs) == 1:
        return first
    return first if guess_language(_sample(reversed(briefs))) == first else None


def _sample(briefs: Iterable[Brief]) -> str:
    """Words of the first briefs, as many as make up a sample: a feed of headlines has short ones."""
    sample = ""
    for brief in briefs:
        sample += f"{_words(brief)} "
        if len(sample) >= 2 * _SAMPLE:
            break
    return sample


def _words(brief: Brief) -> str:
    """What is looked at of a brief: the text, where it is long enough, for titles are full of names."""
    text = brief.text[: 2 * _SAMPLE]
    return text if len(text) >= _SAMPLE // 2 or brief.title is None else f"{brief.title}. {text}"


def _told(brief: Brief, common: str | None) -> Brief:
    language = common if common is not None and _fits(brief, common) else guess_language(_words(brief))
    return brief if language is None else _in_language(brief, language)


def _fits(brief: Brief, language: str) -> bool:
    """Whether a brief is written in the letters of a language."""
    text = brief.text[:_LEAST] or brief.title or ""
    return (text.isascii() or _is_latin(text)) == (language not in _OTHER_SCRIPTS)


def _in_language(brief: Brief, language: str) -> Brief:
    # Made and checked anew: that takes two thirds of a copy's time.
    return Brief(**{**brief.__dict__, "language": language})


def _is_latin(text: str) -> bool:
    # Most texts are beyond ASCII for their quotation marks only: a search is enough for these.
    return _OTHER_LETTER.search(text) is None or 2 * len(_LATIN.findall(text)) >= len(_LETTER.findall(text))


def _is_mixed(sample: str) -> bool:
    """Whether two scripts share the sample: then it is written in two languages."""
    if _OTHER_LETTER.search(sample) is None:
        return False
    letters, latin = len(_LETTER.findall(sample)), len(_LATIN.findall(sample))
    return letters < 4 * latin < 3 * letters


@cache
def _detector() -> "NNetLanguageIdentifier":
    from gcld3 import NNetLanguageIdentifier  # noqa: PLC0415 - late: only the process that reads has it in memory

    return NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=1000)
