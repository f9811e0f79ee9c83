"""One written word → how it is spelled, and its fold, which is compared.

    spelled  how a topic keeps its word: lower case, accents kept, so that a dictionary knows it
    fold     what matches: accents gone where they are optional (Latin, Greek), kept where they make another letter
             (й, ї, Indic vowel signs, kana)

Each is made of the one before or of what was written, and made again it stays as it is, so that a topic can be stored
as its words. The number and case of a word are no matter of spelling: see inflection.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from bot.topics.spelling import one_spelling

_INVISIBLE = "\u00ad\u034f\u200b\u200c\u200d\u2060\ufeff\u0640"
"""Soft hyphen, grapheme joiner, zero-width characters, the Arabic lengthening stroke: nobody types them."""

_UNSEEN = str.maketrans(dict.fromkeys(_INVISIBLE, ""))

# ł, ø and their like have no decomposition, yet people type l and o for them; ё is typed as е by most who write it.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ё": "е"}
    | {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ٱ": "ا"}  # Arabic, Persian and Urdu ways to write one letter
    | {"ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ"}  # the shapes of Hebrew letters at the end of a word
    | dict.fromkeys(_INVISIBLE, ""),
)

_OPTIONAL_MARKS = re.compile(r"(?<=[\u0000-\u03ff\u0590-\u06ff])[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]+")
_STRESS = re.compile("(?<=[аеиоуыэюяєі])[\u0300\u0301]")
"""Stress marks of dictionaries and encyclopedias. On a consonant the same mark makes another letter (ѓ, ќ)."""
_POINTS = re.compile(r"(?<=[\u0590-\u06ff])[\u0591-\u05c7\u064b-\u0652\u0670]+")
"""Vowel points of Hebrew and Arabic: written in poems and for learners."""

_REMEMBERED = 65_536


def spelled(written: str) -> str:
    """`written` in lower case, without invisible characters, stress marks and vowel points; accents stay."""
    return written.lower() if written.isascii() else _settled(_spelled, written)


@lru_cache(_REMEMBERED)
def fold(word: str) -> str:
    """What is compared: unaccented, and one spelling for all."""
    return one_spelling(unaccented(word))


def unaccented(word: str) -> str:
    """`word` without what people leave out when they type: case, optional accents, invisible characters."""
    return word.lower() if word.isascii() else _settled(_folded, word)


def _settled(once: Callable[[str], str], text: str) -> str:
    """The form that does not change any more: a few characters need two rounds (a ligature of an accented letter)."""
    for _ in range(4):
        again = once(text)
        if again == text:
            break
        text = again
    return text


def _compatible(written: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).translate(_UNSEEN))


def _spelled(written: str) -> str:
    # Lower case, not casefold: dictionaries have ß and the final sigma. The dot of İ is no accent anybody keeps.
    text = _compatible(written).lower().replace("i\u0307", "i")
    marked = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _POINTS.sub("", _STRESS.sub("", marked)))


def _folded(word: str) -> str:
    text = _compatible(_compatible(word).casefold()).translate(_LETTERS)
    text = _OPTIONAL_MARKS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", _STRESS.sub("", text)).translate(_LETTERS)
