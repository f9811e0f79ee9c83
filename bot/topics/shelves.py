"""The topics that stand under one key: one of them, a few, or a shelf that is ordered by a second key.

Nearly all keys have one topic, which costs little more than the entry. A key that many topics share has a shelf, so
that a brief with this key looks only at those topics whose second key it has too.
"""

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

Ids = int | tuple[int, ...] | set[int]
"""Topics: one, a few, many. Each takes the least memory for so many."""

_FEW = 8
"""Up to here, looking at each costs less than a table of them would."""


def with_id(ids: Ids | None, topic_id: int) -> Ids:
    """`ids` and this one."""
    if ids is None:
        return topic_id
    if isinstance(ids, set):
        ids.add(topic_id)
        return ids
    several = (ids,) if isinstance(ids, int) else ids
    if topic_id in several:
        return ids
    return (*several, topic_id) if len(several) < _FEW else {*several, topic_id}


def without_id(ids: Ids, topic_id: int) -> Ids | None:
    """`ids` but for this one; None: nothing is left."""
    if isinstance(ids, set):
        ids.discard(topic_id)
        return ids or None
    if isinstance(ids, int):
        return None if ids == topic_id else ids
    left = tuple(each for each in ids if each != topic_id)
    return left[0] if len(left) == 1 else left or None


def put(index: dict[str, Ids], key: str, topic_id: int) -> None:
    """Stand a topic under a key."""
    ids = index.get(key)
    index[key] = topic_id if ids is None else with_id(ids, topic_id)


def drop(index: dict[str, Ids], key: str, topic_id: int) -> None:
    """Take it away; that it does not stand there is no mistake."""
    ids = index.get(key)
    left = None if ids is None else without_id(ids, topic_id)
    if left is not None:
        index[key] = left
    elif ids is not None:
        del index[key]


def each_of(ids: Ids) -> Iterable[int]:
    """One after the other."""
    return (ids,) if isinstance(ids, int) else ids


class Asks(Enum):
    """What a topic asks for beside the key it stands under, by another key (or "" where there is none)."""

    SECOND = "another one"
    ABSENCE = "the absence of another"
    NEXT = "another right after it"
    MORE = "more than keys tell: it must be looked at"


_NOTHING: dict[str, Ids] = {}
"""Of shelves where nothing asks for an absence."""


class Lone(NamedTuple):
    """The only topic under a key, which asks for more than the key."""

    topic_id: int
    asks: Asks
    other: str


Next = tuple[int | str, ...]
"""What two words side by side are to: topics that they are all of, and their own key where others need it."""


class Shelf:
    """All that stands under one key."""

    __slots__ = ("absent", "alone", "more", "next", "second", "unless")

    def __init__(self) -> None:
        self.alone: Ids | None = None
        self.second: dict[str, Ids] | None = None
        self.more: dict[str, Ids] | None = None
        self.absent: dict[str, Ids] = _NOTHING
        self.unless: set[int] | None = None
        self.next: dict[str, Next] | None = None

    def __len__(self) -> int:
        """How much a brief with the key has to look at."""
        return len(self.second or ()) + len(self.more or ()) + len(self.unless or ())

    def is_empty(self) -> bool:
        """Whether nothing stands there any more."""
        return self.alone is None and not len(self) and not self.next

    def put_alone(self, topic_id: int) -> None:
        """Stand a topic there that asks for the key only."""
        self.alone = with_id(self.alone, topic_id)

    def put(self, topic_id: int, asks: Asks, other: str) -> None:
        """Stand a topic there that asks for more."""
        if asks is Asks.SECOND:
            self.second = self.second or {}
            put(self.second, other, topic_id)
        elif asks is Asks.NEXT:
            self.put_next(topic_id, other)
        elif asks is Asks.MORE:
            self.more = self.more or {}
            put(self.more, other, topic_id)
        else:
            self.absent, self.unless = self.absent or {}, self.unless or set()
            put(self.absent, other, topic_id)
            self.unless.add(topic_id)

    def put_next(self, found: int | str, other: str) -> None:
        """What is found where the other word follows."""
        self.next = self.next or {}
        self.next[other] = (*self.next.get(other, ()), found)

    def take(self, topic_id: int, others: Iterable[str]) -> None:
        """Take a topic from wherever it stands, with any of these other keys."""
        self.alone = None if self.alone is None else without_id(self.alone, topic_id)
        for other in others:
            for index in (self.second, self.more, self.absent):
                if index:
                    drop(index, other, topic_id)
            self.take_next(topic_id, other)
        if self.unless:
            self.unless.discard(topic_id)

    def take_next(self, found: int | str, other: str) -> None:
        """Find it no more where the other word follows."""
        if self.next and other in self.next:
            left = tuple(each for each in self.next[other] if each != found)
            if left:
                self.next[other] = left
            else:
                del self.next[other]

    def look(self, words: set[str], matching: set[int], candidates: set[int]) -> None:
        """Add the topics that match a brief with the key and these words, and those to be looked at."""
        if self.alone is not None:
            matching.update(each_of(self.alone))
        if self.second:
            for other in self.second.keys() & words:
                matching.update(each_of(self.second[other]))
        if self.unless:
            there = self.absent.keys() & words
            matching |= self.unless.difference(*map(each_of, map(self.absent.__getitem__, there)))
        if self.more:
            for other in self.more.keys() & words:
                candidates.update(each_of(self.more[other]))


Entry = int | Lone | Shelf
"""What stands under one key: a topic that asks for nothing else, one that does, or several."""


def look(entries: Iterable[Lone | Shelf], words: set[str], matching: set[int], candidates: set[int]) -> None:
    """Under the keys of a brief with these words: add the topics that match, and those to be looked at."""
    for entry in entries:
        if type(entry) is Shelf:
            entry.look(words, matching, candidates)
        elif type(entry) is Lone:
            topic_id, asks, other = entry
            if (other in words) is not (asks is Asks.ABSENCE):
                (candidates if asks is Asks.MORE else matching).add(topic_id)
