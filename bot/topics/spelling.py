"""Which spellings are the same word: British and American, and names by the ways they come into Latin letters.

    Zelenskyy, Zelenskiy, Selenskyj ──▶ zelensky      organisation ──▶ organization      colour ──▶ color

A table of words, and rules where they unite no different words.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_NAMES_IN_SKY = re.compile(r"(?<=[a-z]{3}s)k(?:yy|iy|ij|yj|yi|ii|i)$")
"""Names in -ський and -ский. Shorter words are others (ski)."""

_ISE = re.compile(r"(?<=[a-z]{4})is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)")
"""Words that never have a z (promise, exercise) get one on both sides, which does no harm; none of five letters does
(rise, wise, prise)."""


@cache
def _table() -> Mapping[str, str]:
    tables = tomllib.loads(files(__package__).joinpath("spelling.toml").read_text(encoding="utf-8"))
    words = (text.split() for table in tables.values() for text in table)
    return {_by_rule(other): first for first, *others in words for other in others}


def one_spelling(word: str) -> str:
    """The spelling that stands for all spellings of a folded word."""
    ruled = _by_rule(word) if word.isascii() else word
    return _table().get(ruled, ruled)


def _by_rule(word: str) -> str:
    return _ISE.sub("iz", _NAMES_IN_SKY.sub("ky", word))
