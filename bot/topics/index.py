"""The keys of all topics: what matches as soon as its key is there, and what asks for more than that.

ukraine          alone under its key
gas pipeline     under the rarer of the two, with the other one
gas -oil         under gas, with the key that must not be there
"north_korea     under north, with korea; nothing else has to be looked at where korea follows
anything else    under the rarest key, with the next one; it is looked at when both are there
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.topics.plans import is_side_by_side, keys_of, lines_of, words_of_key
from bot.topics.shelves import Asks, Entry, Lone, Next, Shelf


class Entries(NamedTuple):
    """What stands under the words of a brief.

    Topics that match; entries that ask for other words as well; what is found where which word follows which.
    """

    alone: set[int]
    others: list[Lone | Shelf]
    followed: dict[str, Mapping[str, Next]]


class Index:
    """Topics by their rarest key. Rare is where few topics are kept: a brief will seldom look there in vain.

    A key under which one topic stands alone costs no object beside its entry.
    """

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._pairs: dict[str, int] = {}

    def is_used(self) -> bool:
        """Whether anything is kept here."""
        return bool(self._entries or self._pairs)

    def put_alone(self, topic_id: int, key: str) -> None:
        """A topic that matches with this key, which is not two words side by side."""
        if self._entries.setdefault(key, topic_id) != topic_id:
            self._shelf(key).put_alone(topic_id)

    def put(self, topic_id: int, plan: str) -> None:
        """A topic, by each line of its plan."""
        for line in lines_of(plan):
            if " " in line:
                first, *others = sorted(_kept_by(keys_of(line)[0]), key=self._commonness)
                self._put(topic_id, first, *_asked(line, plan, others))
            elif is_side_by_side(line):
                first, second = words_of_key(line)
                self._put(topic_id, first, Asks.NEXT, second)
            else:
                self.put_alone(topic_id, line)

    def take(self, topic_id: int, plan: str) -> None:
        """Take it from wherever its lines may have put it."""
        for line in lines_of(plan):
            needed, excluded = keys_of(line)
            keys = _kept_by(needed)
            for first in keys:
                self._take(topic_id, first, ("", *keys, *excluded))

    def need_pair(self, key: str) -> None:
        """Some topic asks for these two words side by side, and for more."""
        self._pairs[key] = self._pairs.get(key, 0) + 1
        if self._pairs[key] == 1:
            first, second = words_of_key(key)
            self._shelf(first).put_next(key, second)

    def leave_pair(self, key: str) -> None:
        """One topic less does."""
        self._pairs[key] -= 1
        if not self._pairs[key]:
            del self._pairs[key]
            first, second = words_of_key(key)
            shelf = self._shelf(first)
            shelf.take_next(key, second)
            if shelf.is_empty():
                del self._entries[first]

    def found(self, words: Iterable[str]) -> Entries:
        """What stands under these words."""
        alone: set[int] = set()
        others: list[Lone | Shelf] = []
        followed: dict[str, Mapping[str, Next]] = {}
        get = self._entries.get
        for word in words:
            entry = get(word)
            if entry is None:
                continue
            if type(entry) is int:
                alone.add(entry)
            elif type(entry) is Shelf:
                others.append(entry)
                if entry.next:
                    followed[word] = entry.next
            elif type(entry) is Lone:
                if entry.asks is Asks.NEXT:
                    followed[word] = {entry.other: (entry.topic_id,)}
                else:
                    others.append(entry)
        return Entries(alone, others, followed)

    def _put(self, topic_id: int, first: str, asks: Asks, other: str) -> None:
        if first in self._entries:
            self._shelf(first).put(topic_id, asks, other)
        else:
            self._entries[first] = Lone(topic_id, asks, other)

    def _take(self, topic_id: int, first: str, others: Iterable[str]) -> None:
        entry = self._entries.get(first)
        if isinstance(entry, Shelf):
            entry.take(topic_id, others)
            if entry.is_empty():
                del self._entries[first]
        elif entry == topic_id or (isinstance(entry, Lone) and entry.topic_id == topic_id):
            del self._entries[first]

    def _shelf(self, key: str) -> Shelf:
        """The shelf under a key; whatever stood there alone is on it."""
        entry = self._entries.get(key)
        if isinstance(entry, Shelf):
            return entry
        shelf = self._entries[key] = Shelf()
        if isinstance(entry, Lone):
            shelf.put(*entry)
        elif entry is not None:
            shelf.put_alone(entry)
        return shelf

    def _commonness(self, key: str) -> tuple[int, int, str]:
        entry = self._entries.get(key)
        return (len(entry) if isinstance(entry, Shelf) else int(entry is not None)), -len(key), key


def _kept_by(needed: Sequence[str]) -> list[str]:
    """The keys a line may be kept by: words side by side by each of them."""
    words: dict[str, None] = {}
    for key in needed:
        words.update(dict.fromkeys(words_of_key(key) if is_side_by_side(key) else (key,)))
    return list(words)


def _asked(line: str, plan: str, others: Sequence[str]) -> tuple[Asks, str]:
    needed, excluded = keys_of(line)
    if line[:2] != "? " and not any(map(is_side_by_side, (*needed, *excluded))):
        if len(needed) == 2 and len(others) == 1 and not excluded:
            return Asks.SECOND, others[0]
        # The other lines of a topic may be met whatever this one excludes.
        if len(needed) == len(excluded) == 1 and "\n" not in plan:
            return Asks.ABSENCE, excluded[0]
    return Asks.MORE, others[0] if others else ""
