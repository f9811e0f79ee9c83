"""The beginnings of words that topics ask for (`ukrain*`), and which of them the words of a brief have."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

_Key = TypeVar("_Key", str, int)

_HEAD = 2
"""Letters by which beginnings are found: few of those that begin alike differ in length."""


class Beginnings:
    """Those in use; what a brief costs grows with the lengths in use, not with their number."""

    def __init__(self) -> None:
        self._uses: dict[str, int] = {}
        self._lengths: dict[str, dict[int, int]] = {}

    def is_used(self) -> bool:
        """Whether anything is kept here."""
        return bool(self._uses or self._lengths)

    def learn(self, keys: Iterable[str]) -> None:
        """One topic more asks for each of the beginnings among these keys."""
        for beginning in _beginnings(keys):
            self._uses[beginning] = self._uses.get(beginning, 0) + 1
            lengths = self._lengths.setdefault(beginning[:_HEAD], {})
            lengths[len(beginning)] = lengths.get(len(beginning), 0) + 1

    def unlearn(self, keys: Iterable[str]) -> None:
        """One topic less asks for each of them."""
        for beginning in _beginnings(keys):
            lengths = self._lengths[beginning[:_HEAD]]
            _count_down(self._uses, beginning)
            _count_down(lengths, len(beginning))
            if not lengths:
                del self._lengths[beginning[:_HEAD]]

    def shown(self, folds: set[str]) -> Iterator[str]:
        """The keys of those that words of a brief have."""
        for fold in folds if self._uses else ():
            lengths = {*self._lengths.get(fold[:_HEAD], ()), *self._lengths.get(fold[:1], ())}
            yield from (f"{fold[:length]}*" for length in lengths if fold[:length] in self._uses)


def _beginnings(keys: Iterable[str]) -> list[str]:
    return [key[:-1] for key in keys if key[-1:] == "*"]


def _count_down(counts: dict[_Key, int], key: _Key) -> None:
    counts[key] -= 1
    if not counts[key]:
        del counts[key]
