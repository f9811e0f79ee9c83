"""Excerpts that a program cut by counting characters, without a word or dots: "…which is stored in a .PRG file so w".

One such text shows nothing: captions and headlines end without a full stop, too. A feed shows it: nearly all its texts
are of one length, and nearly none of them ends where a sentence does.
"""

import math
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


def counted_cut(briefs: Sequence[Brief]) -> int | None:
    """The characters from which on a text of this feed that does not end was cut by count; None where none was."""
    lengths = [len(brief.text) for brief in briefs if len(brief.text) >= _SHORTEST and not brief.truncated]
    if len(lengths) < _FEWEST:
        return None
    least = math.ceil(_ALIKE * max(lengths))
    full = [brief for brief in briefs if len(brief.text) >= least and not brief.truncated]
    opened = sum(_OPEN.search(brief.text) is not None for brief in full)
    return None if len(full) < _NEARLY_ALL * len(lengths) or opened < _NEARLY_ALL * len(full) else least


def with_excerpts(briefs: Sequence[Brief], least: int | None) -> tuple[Brief, ...]:
    """The briefs of a feed, those that were cut by count, at `least` characters or a few more, known as excerpts."""
    if least is None:
        return tuple(briefs)
    return tuple(
        brief.model_copy(update={"truncated": True})
        if len(brief.text) >= least and not brief.truncated and _OPEN.search(brief.text)
        else brief
        for brief in briefs
    )


def outgrows(briefs: Sequence[Brief], least: int) -> bool:
    """Whether one of the briefs is longer than any that was cut so."""
    return any(_ALIKE * len(brief.text) > least for brief in briefs)
