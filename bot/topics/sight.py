"""What one brief shows of the keys that topics are kept under.

folds of a brief ──▶ words that have one of them as a form in its language ──▶ words side by side ──▶ choices
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from bot.topics.places import Finder
from bot.topics.shelves import Next
from bot.topics.words import Reading

_NOTHING: Mapping[str, Next] = {}


class Sight:
    """One brief. `words`: every key that is there, but for words side by side.

    Of these `pairs` are the keys that topics need beside others, and `phrases` the topics that they are all of.
    """

    def __init__(self, reading: Reading, others: Mapping[str, Sequence[str]], beginnings: Iterable[str]) -> None:
        self._reading = reading
        self._others = others
        self.words = reading.folds.union(*others.values())
        self.words.update(beginnings)
        self.words.add("")  # of topics that no word leads to
        self.pairs: set[str] = set()
        self.phrases: set[int] = set()

    @cached_property
    def finder(self) -> Finder:
        """For what keys do not decide."""
        return Finder(self._reading)

    def has(self, key: str) -> bool:
        """Whether a key is there."""
        return key in self.words or key in self.pairs

    def look_for_pairs(self, followed: dict[str, Mapping[str, Next]]) -> None:
        """Find what stands side by side, given what is found where a word is followed by which word."""
        if not followed:
            return
        neighbours = self._reading.neighbours()
        get = followed.get
        for found in [get(before[0], _NOTHING).get(after[0]) for before, after in neighbours]:
            if found is not None:
                self._note(found)
        for before, after in (
            neighbours if self._others else [pair for pair in neighbours if pair[0][1:] or pair[1][1:]]
        ):
            self._look_in_all_forms(before, after, followed)

    def _look_in_all_forms(
        self, before: Iterable[str], after: Sequence[str], followed: dict[str, Mapping[str, Next]]
    ) -> None:
        seconds = [word for form in after for word in (form, *self._others.get(form, ()))]
        firsts = [word for form in before for word in (form, *self._others.get(form, ()))]
        for first in followed.keys() & firsts:
            for second in seconds:
                self._note(followed[first].get(second, ()))

    def _note(self, found: Next) -> None:
        for each in found:
            if isinstance(each, int):
                self.phrases.add(each)
            else:
                self.pairs.add(each)
