"""Is this the same telling? Two texts tell alike when they open alike and most of the shorter is in the longer.

An opening is cheap to store and to look up; containment then confirms. Both look at folded words only, so that quotes,
dashes, spaces, case and composed or decomposed letters make no difference.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_OPENING = 12
"""Words. Long enough that two tellings seldom share it by chance, short enough that revisions seldom touch it."""

_NEAR = 120
_FAR = 4_000
"""Characters in which those words are looked for: in nearly every text they stand near; what has none far, has none."""

_LEAST = 6
"""Words. A shorter text ("Happy New Year to all readers") has no opening: too many tellings would share it."""

_CONTAINED = 0.85
"""Share of the shorter text's word pairs: an updated number or a mended typo stays above, another day's text below."""

_REMEMBERED = 20
"""Texts whose word pairs are kept: one is compared with several of its opening, then the next one with the same."""

_WITHOUT_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, kana, Han: no spaces between words, so each character counts as one."""

_WORD = re.compile(rf"[{_WITHOUT_SPACES}]|[^\W_{_WITHOUT_SPACES}]+")

_PLAIN = bytes(code if code < 128 and chr(code).isalnum() else 32 for code in range(256)).lower()
"""ASCII with a space for all that is in no word: to translate and to split takes a quarter of the time of a pattern."""
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]+")


def opening(text: str) -> str:
    """The folded first twelve words of `text`, by which copies and revisions are looked up; '' below six words."""
    words = _words(text[:_NEAR])
    # A thirteenth word proves that the cut, which may fall within a letter and its accent, is behind the twelfth.
    if len(words) <= _OPENING and len(text) > _NEAR:
        words = _words(text[:_FAR])
    return " ".join(words[:_OPENING]) if len(words) >= _LEAST else ""


def containment(a: str, b: str) -> float:
    """How much of the shorter text's adjacent word pairs the longer one has, 0 to 1 (Broder 1997). 0 when empty."""
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    shorter, longer = sorted((pairs_a, pairs_b), key=len)
    return len(shorter & longer) / len(shorter) if shorter else 0.0


def is_same_telling(a: str, b: str) -> bool:
    """Whether one text is the other one, a revision of it, or an excerpt."""
    start = opening(a)
    return bool(start) and start == opening(b) and containment(a, b) >= _CONTAINED


_PUNCTUATION = "’“”‘–—…•"
"""All that most texts have beyond ASCII; it parts words, whatever folding makes of it."""


def _words(text: str) -> list[str]:
    if not text.isascii():
        for mark in _PUNCTUATION:
            text = text.replace(mark, " ")
    if text.isascii():
        # Nothing to compose, nothing invisible.
        return text.encode().translate(_PLAIN).decode().split()
    folded = _composed(_composed(text).casefold())
    return _WORD.findall(_INVISIBLE.sub("", folded))


def _composed(text: str) -> str:
    # Nearly every text is so already, and a look is cheap.
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=_REMEMBERED)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(_words(text)))
