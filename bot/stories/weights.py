"""Briefs → vectors of weighted words: what a brief is about, as far as it differs from the others of its window.

Weight: square root of how often, names counted four times (names tell events apart, and headlines of one event share
little else), times how rare the word is in the window (idf), capped, because a word nobody else uses links nothing.
Vectors have length 1, so that the product of two is their cosine.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from storage.model import Brief

Vector = Mapping[str, float]

_NAME = 4
"""How many plain words a name counts for. Tried on 2,622 headlines and a page of ten briefs: 3 and 4 are best."""

_RAREST = 4.0
"""Highest idf: a word in one of fifty briefs. Beyond it rareness is mostly misspelling."""

_HEADLINE = 0.5
"""Share of capitalised words from which capitals are a style of headlines and say nothing about names."""

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){2,}")
_COMMON = frozenset(
    (
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "more",
        "new",
        "no",
        "not",
        "of",
        "on",
        "or",
        "other",
        "our",
        "out",
        "over",
        "said",
        "say",
        "says",
        "she",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "up",
        "was",
        "we",
        "were",
        "what",
        "when",
        "which",
        "while",
        "who",
        "will",
        "with",
        "would",
        "you",
        "your",
    ),
)
_ENDINGS = (
    *("ations", "ation", "ingly", "ings", "ing", "edly", "ed", "ers", "er", "ion", "ment", "ian", "an", "ly", "al"),
)


def vectors(briefs: Sequence[Brief]) -> list[Vector]:
    """One vector a brief, in the same order; that of a brief without words is empty."""
    counted = [_counted(brief) for brief in briefs]
    in_briefs = Counter(word for words in counted for word in words)
    rareness = {word: min(_RAREST, math.log((len(briefs) + 1) / count)) for word, count in in_briefs.items()}
    return [_of_length_one({word: math.sqrt(n) * rareness[word] for word, n in words.items()}) for words in counted]


def _counted(brief: Brief) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in (brief.title or "", brief.text):
        words = _written_words(text)
        capitalised = sum(word[0].isupper() for word in words)
        names_show = capitalised < _HEADLINE * len(words)
        for word in words:
            folded = word.casefold()
            if len(folded) > 1 and folded not in _COMMON:
                counts[_stem(folded)] += _NAME if names_show and word[0].isupper() else 1
    return counts


def _written_words(text: str) -> list[str]:
    text = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", text))
    return _WORD.findall(_ABBREVIATION.sub(lambda dotted: dotted.group().replace(".", ""), text))


def _stem(word: str) -> str:
    """A crude English stem: Ukrainian and Ukraine, crash and crashed may meet, since other words must agree too."""
    if not word.isalpha() or len(word) <= 3:
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us")):
        word = word[:-1]
    if len(word) <= 5:
        return word
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= 4), "")
    word = word.removesuffix(ending).removesuffix("e")
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def _of_length_one(weights: dict[str, float]) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items() if weight} if length else {}
