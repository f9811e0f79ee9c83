"""Which topics does a brief match, and where? An inverted index over topics, not over briefs.

    topic ──▶ per alternative its rarest word, then its second rarest ──▶ index
    brief ──▶ its words ──▶ topics kept under one of them that have their second word too ──▶ verified ──▶ where

A brief asks only about its own words, so nearly all topics are never looked at. Adding and removing take time in the
size of the topic. NOT never leads to a topic; it only verifies.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, assert_never

from bot.topics.nodes import And, Node, Not, Or, Phrase, Word
from bot.topics.query import Query
from bot.topics.words import Reading

Span = tuple[int, int]
"""Characters, from start to before end."""


class Found(NamedTuple):
    """Where the words of a topic lie in a brief: merged, in order; those under NOT lie nowhere."""

    title: tuple[Span, ...]
    text: tuple[Span, ...]


def find(query: Query, title: str | None, text: str) -> Found | None:
    """Where one topic matches one brief; None where it does not."""
    reading = _Finder(Reading(title, text))
    return reading.found(query.root) if reading.matches(query.root) else None


class _Key(NamedTuple):
    """Where an alternative is kept: under `first`; looked at only if `second` is there too ("" needs no other).

    `is_enough`: the first word alone makes the topic match.
    """

    first: str
    second: str
    is_enough: bool


class Matcher:
    """All topics somebody follows. Not thread-safe: whoever matches also adds and removes."""

    def __init__(self) -> None:
        self._topics: dict[int, tuple[Node, tuple[_Key, ...]]] = {}
        self._enough: dict[str, set[int]] = {}
        self._pairs: dict[str, dict[str, set[int]]] = {}

    def __len__(self) -> int:
        return len(self._topics)

    def add(self, topic_id: int, query: Query) -> None:
        """Keep a topic; one of the same id is replaced."""
        self.remove(topic_id)
        keys = tuple(dict.fromkeys(self._keys(query.root)))
        self._topics[topic_id] = query.root, keys
        for key in keys:
            if key.is_enough:
                self._enough.setdefault(key.first, set()).add(topic_id)
            else:
                self._pairs.setdefault(key.first, {}).setdefault(key.second, set()).add(topic_id)

    def remove(self, topic_id: int) -> None:
        """Forget a topic; an unknown one is no mistake."""
        _, keys = self._topics.pop(topic_id, (None, ()))
        for key in keys:
            if key.is_enough:
                _discard(self._enough, key.first, topic_id)
            else:
                seconds = self._pairs[key.first]
                _discard(seconds, key.second, topic_id)
                if not seconds:
                    del self._pairs[key.first]

    def match(self, title: str | None, text: str) -> dict[int, Found]:
        """Every topic that matches, and where."""
        reading = Reading(title, text)
        finder = _Finder(reading)
        folds = reading.folds
        matching: set[int] = set()
        for fold in folds & self._enough.keys():
            matching |= self._enough[fold]
        candidates: set[int] = set()
        for fold in folds & self._pairs.keys():
            seconds = self._pairs[fold]
            for second in seconds.keys() & folds:
                candidates |= seconds[second]
            if "" in seconds:
                candidates |= seconds[""]
        topics = self._topics
        matching |= {topic_id for topic_id in candidates - matching if finder.matches(topics[topic_id][0])}
        return {topic_id: finder.found(topics[topic_id][0]) for topic_id in matching}

    def _keys(self, node: Node) -> Iterator[_Key]:
        """One key for each alternative. Every brief the node matches has both words of at least one of them."""
        match node:
            case Word(fold):
                yield _Key(fold, "", is_enough=True)
            case Or(nodes):
                for each in nodes:
                    yield from self._keys(each)
            case And() | Phrase():
                needed = sorted(set(_needed(node)), key=self._commonness)
                if needed:
                    is_enough = isinstance(node, Phrase) and len(node.folds) == 1
                    yield _Key(needed[0], needed[1] if len(needed) > 1 else "", is_enough)
                elif isinstance(node, And):
                    yield from self._keys_of_rarest(node.nodes)
            case Not():
                pass
            case _:
                assert_never(node)

    def _keys_of_rarest(self, nodes: tuple[Node, ...]) -> Iterator[_Key]:
        """Of alternatives all joined by AND, those with the rarest words; the topic is looked at for each of them."""
        groups = [list(self._keys(each)) for each in nodes if _has_words(each)]
        rarest = min(groups, key=lambda keys: max(self._commonness(key.first) for key in keys))
        return (key._replace(is_enough=False) for key in rarest)

    def _commonness(self, fold: str) -> tuple[int, int, str]:
        """By how many topics are kept there already: a new one goes where a brief will seldom find it in vain."""
        kept = len(self._pairs.get(fold, ()))
        return kept, -len(fold), fold


def _discard(index: dict[str, set[int]], key: str, topic_id: int) -> None:
    ids = index[key]
    ids.discard(topic_id)
    if not ids:
        del index[key]


def _needed(node: Node) -> Iterator[str]:
    """Folds that every brief this matches must have, as far as they are seen at once."""
    match node:
        case Word(fold):
            yield fold
        case Phrase(folds):
            yield from folds
        case And(nodes):
            for each in nodes:
                yield from _needed(each)
        case Or() | Not():
            pass
        case _:
            assert_never(node)


def _has_words(node: Node) -> bool:
    """Whether every brief this matches has some word of it, so that the words lead to it."""
    match node:
        case Word() | Phrase():
            return True
        case And(nodes):
            return any(map(_has_words, nodes))
        case Or(nodes):
            return all(map(_has_words, nodes))
        case Not():
            return False
        case _:
            assert_never(node)


Place = tuple[bool, int, int]
"""In the text (else in the title), start, end: sorts as one reads."""


class _Finder:
    """Answers for one brief; remembers what it has worked out, because topics share words."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._phrases: dict[tuple[str, ...], list[Place]] = {}
        self._found: dict[str, Found] = {}

    def matches(self, node: Node) -> bool:
        match node:
            case Word(fold):
                return fold in self._reading.folds
            case Phrase(folds):
                return self._reading.folds.issuperset(folds) and bool(self._phrase(folds))
            case And(nodes):
                return all(map(self.matches, nodes))
            case Or(nodes):
                return any(map(self.matches, nodes))
            case Not(of):
                return not self.matches(of)
            case _:
                assert_never(node)

    def found(self, node: Node) -> Found:
        """Where a matching node lies."""
        if not isinstance(node, Word):
            return _merged(self._places(node))
        if node.fold not in self._found:
            self._found[node.fold] = _merged(self._places(node))
        return self._found[node.fold]

    def _places(self, node: Node) -> Iterable[Place]:
        match node:
            case Word(fold):
                return self._phrase((fold,))
            case Phrase(folds):
                return self._phrase(folds)
            case And(nodes):
                return [place for each in nodes for place in self._places(each)]
            case Or(nodes):
                return [place for each in nodes if self.matches(each) for place in self._places(each)]
            case Not():
                return ()
            case _:
                assert_never(node)

    def _phrase(self, folds: tuple[str, ...]) -> list[Place]:
        """Where these folds follow one another: each begins at the position where the one before ended."""
        if folds not in self._phrases:
            self._phrases[folds] = self._runs(folds)
        return self._phrases[folds]

    def _runs(self, folds: tuple[str, ...]) -> list[Place]:
        runs = [
            (word.after, (not in_title, word.start, word.end)) for word, in_title in self._reading.occurrences(folds[0])
        ]
        for fold in folds[1:]:
            following: dict[int, list[tuple[int, int]]] = {}
            for word, _ in self._reading.occurrences(fold):
                following.setdefault(word.position, []).append((word.after, word.end))
            runs = [
                (after, (in_text, start, end))
                for position, (in_text, start, _) in runs
                for after, end in following.get(position, ())
            ]
        return [place for _, place in runs]


def _merged(places: Iterable[Place]) -> Found:
    spans: dict[bool, list[Span]] = {False: [], True: []}
    for in_text, start, end in sorted(places):
        so_far = spans[in_text]
        if so_far and start <= so_far[-1][1]:
            so_far[-1] = so_far[-1][0], max(end, so_far[-1][1])
        else:
            so_far.append((start, end))
    return Found(tuple(spans[False]), tuple(spans[True]))
