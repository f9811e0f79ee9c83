"""Many phrases as one regular expression that shares their beginnings: a plain alternation tries each everywhere."""

import re
from collections.abc import Iterable
from itertools import groupby


def any_of(phrases: Iterable[str]) -> str:
    """A pattern that matches any of the phrases at one place, of two the longer."""
    return _branches(sorted(set(phrases)))


def _branches(phrases: list[str]) -> str:
    """The pattern of sorted phrases; an empty one among them makes the rest optional."""
    rest = [phrase for phrase in phrases if phrase]
    branches = []
    for first, group in groupby(rest, key=lambda phrase: phrase[0]):
        branches.append(re.escape(first) + _branches([phrase[1:] for phrase in group]))
    if not branches:
        return ""
    pattern = f"(?:{'|'.join(branches)})"
    return pattern if len(rest) == len(phrases) else f"{pattern}?"
