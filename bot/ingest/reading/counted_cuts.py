"""Excerpts that a program cut by counting characters, without a word or dots: "…which is stored in a .PRG file so w".

One such text shows nothing: captions and headlines end without a full stop, too. A feed shows it: nearly all its texts
are of one length, and nearly none of them ends where a sentence does.
"""

import re
from collections.abc import Sequence
from typing import Final

from storage.model import Brief

_SHORTEST: Final = 150
"""Characters. Nobody cuts shorter than two lines; what people write in so few characters often has one length."""

_FEWEST: Final = 5
"""Texts of which a rule may be read off."""

_ALIKE: Final = 0.9
"""What is no shorter than this part of the longest was cut at the same count: the last word may have been left out."""

_NEARLY_ALL: Final = 0.8

_OPEN = re.compile(r"[\w,;–—-]\Z")
"""The end of a text that does not end: a letter, not a mark, quotation mark, bracket or emoji."""


def with_excerpts(briefs: Sequence[Brief]) -> tuple[Brief, ...]:
    """The briefs of a feed, those that were cut by count known as excerpts."""
    lengths = [len(brief.text) for brief in briefs if len(brief.text) >= _SHORTEST and not brief.truncated]
    if len(lengths) < _FEWEST:
        return tuple(briefs)
    least = _ALIKE * max(lengths)
    full = [brief for brief in briefs if len(brief.text) >= least and not brief.truncated]
    is_open = [_OPEN.search(brief.text) is not None for brief in full]
    if len(full) < _NEARLY_ALL * len(lengths) or sum(is_open) < _NEARLY_ALL * len(full):
        return tuple(briefs)
    cut = {id(brief) for brief, opened in zip(full, is_open, strict=True) if opened}
    return tuple(brief.model_copy(update={"truncated": True}) if id(brief) in cut else brief for brief in briefs)
