"""One written word → the form that is compared. Whatever folds alike matches alike.

NFKC and casefold; accents fall where they are optional (Latin, Greek, Hebrew, Arabic) and stay where they make another
letter (й, ї, Indic vowel signs, kana); English plurals become singulars. Folding a fold changes nothing, so that a
topic can be stored as its folds.
"""

import re
import unicodedata

from bot.topics.catalogue import catalogue

_INVISIBLE = "\u00ad\u034f\u200b\u200c\u200d\u2060\ufeff\u0640"
"""Soft hyphen, grapheme joiner, zero-width characters, the Arabic lengthening stroke: nobody types them."""

# ł, ø and their like have no decomposition, yet people type l and o for them; ё is typed as е by most who write it.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ё": "е"}
    | dict.fromkeys(_INVISIBLE, ""),
)

_OPTIONAL_MARKS = re.compile(r"(?<=[\u0000-\u03ff\u0590-\u06ff])[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]+")
_STRESS = re.compile("(?<=[аеиоуыэюяєі])[\u0300\u0301]")
"""Stress marks of dictionaries and encyclopedias. On a consonant the same mark makes another letter (ѓ, ќ)."""


def fold(written: str) -> str:
    """`written` without what people leave out when they type: case, optional accents, invisible characters."""
    if written.isascii():
        return written.lower()
    folded = _folded_once(written)
    # A few characters need a second round (a ligature of an accented letter); no known one needs a fourth.
    for _ in range(4):
        again = _folded_once(folded)
        if again == folded:
            break
        folded = again
    return folded


def _folded_once(written: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).casefold()).translate(_LETTERS)
    text = _OPTIONAL_MARKS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", _STRESS.sub("", text)).translate(_LETTERS)


def singular(word: str) -> str:
    """The English singular of a folded word, by rule (after Harman 1991) and table; other words are left alone.

    It need not be right, only alike on both sides, and must not unite different words: news is not new.
    """
    for _ in range(3):
        shorter = _without_plural(word)
        if shorter == word:
            break
        word = shorter
    return word


def _without_plural(word: str) -> str:
    tables = catalogue()
    if word in tables.plurals:
        return tables.plurals[word]
    if len(word) <= 3 or not word.isascii() or word[0].isdigit() or not word.endswith("s") or word in tables.no_plurals:
        return word
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4 and word[-4] not in "ae":
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return word[:-2]
    return word[:-1]
