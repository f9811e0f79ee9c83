"""Which topics does a brief match, and where? An inverted index over topics, not over briefs.

    topic ──▶ per alternative its rarest word, then its second rarest ──▶ index
    brief ──▶ its words ──▶ topics kept under one of them that have their second word too ──▶ verified ──▶ where

A brief asks only about its own words, so nearly all topics are never looked at. Adding and removing take time in the
size of the topic. NOT never leads to a topic; it only verifies.
"""

from collections.abc import Iterator
from typing import NamedTuple, assert_never

from bot.topics.asked import AskedWords
from bot.topics.catalogue import catalogue
from bot.topics.folding import fold
from bot.topics.nodes import And, Exact, InTitle, Mark, Near, Node, Not, Or, Phrase, Prefix, Word
from bot.topics.places import Finder, Found, Span, find
from bot.topics.query import Query
from bot.topics.readable import Readable
from bot.topics.words import Reading

__all__ = ["Found", "Matcher", "Span", "find"]


class _Key(NamedTuple):
    """Where an alternative is kept: under `first`; looked at only if `second` is there too ("" needs no other).

    `is_enough`: the first word alone makes the topic match.
    """

    first: str
    second: str
    is_enough: bool


class _Plain(NamedTuple):
    """A topic of words only, some of them excluded: verified by two operations on sets."""

    needed: frozenset[str]
    excluded: frozenset[str]


class Matcher:
    """All topics somebody follows. Not thread-safe: whoever matches also adds and removes."""

    def __init__(self) -> None:
        self._topics: dict[int, tuple[Node, tuple[_Key, ...]]] = {}
        self._plain: dict[int, _Plain] = {}
        self._enough: dict[str, set[int]] = {}
        self._pairs: dict[str, dict[str, set[int]]] = {}
        self._asked = AskedWords()

    def __len__(self) -> int:
        return len(self._topics)

    def add(self, topic_id: int, query: Query) -> None:
        """Keep a topic; one of the same id is replaced."""
        self.remove(topic_id)
        keys = tuple(dict.fromkeys(self._keys(query.matched)))
        self._topics[topic_id] = query.matched, keys
        for word in _inflected(query.matched):
            self._asked.add(word)
        plain = _plain(query.matched)
        if plain:
            self._plain[topic_id] = plain
        for key in keys:
            if key.is_enough:
                self._enough.setdefault(key.first, set()).add(topic_id)
            else:
                self._pairs.setdefault(key.first, {}).setdefault(key.second, set()).add(topic_id)

    def remove(self, topic_id: int) -> None:
        """Forget a topic; an unknown one is no mistake."""
        node, keys = self._topics.pop(topic_id, (None, ()))
        for word in _inflected(node) if node else ():
            self._asked.remove(word)
        self._plain.pop(topic_id, None)
        for key in keys:
            if key.is_enough:
                _discard(self._enough, key.first, topic_id)
            else:
                seconds = self._pairs[key.first]
                _discard(seconds, key.second, topic_id)
                if not seconds:
                    del self._pairs[key.first]

    def matching(self, readable: Readable) -> set[int]:
        """Every topic that matches: all that planning needs; where, is worked out for what is shown."""
        return self._matching(Finder(Reading(readable)))

    def match(self, readable: Readable) -> dict[int, Found]:
        """Every topic that matches, and where."""
        finder = Finder(Reading(readable))
        return {topic_id: finder.found(self._topics[topic_id][0]) for topic_id in self._matching(finder)}

    def _matching(self, finder: Finder) -> set[int]:
        folds = finder.folds | self._asked.there(finder.reading)
        matching: set[int] = set()
        for each in folds & self._enough.keys():
            matching |= self._enough[each]
        candidates: set[int] = set()
        for first in (*(folds & self._pairs.keys()), ""):
            seconds = self._pairs.get(first, {})
            for second in seconds.keys() & folds:
                candidates |= seconds[second]
            if "" in seconds:
                candidates |= seconds[""]
        for topic_id in candidates - matching:
            plain = self._plain.get(topic_id)
            if plain is None:
                is_there = finder.matches(self._topics[topic_id][0])
            else:
                is_there = plain.needed <= folds and plain.excluded.isdisjoint(folds)
            if is_there:
                matching.add(topic_id)
        return matching

    def _keys(self, node: Node) -> Iterator[_Key]:
        """One key for each alternative. Every brief the node matches has both words of at least one of them."""
        match node:
            case Word(spelled):
                yield _Key(spelled, "", is_enough=True)
            case Or(nodes):
                for each in nodes:
                    yield from self._keys(each)
            case And() | Phrase() | Exact() | Prefix() | Near() | InTitle() | Mark():
                needed = sorted(set(needed_folds(node)), key=self._commonness)
                if needed:
                    is_enough = isinstance(node, Phrase | Mark) and len(node.words) == 1
                    yield _Key(needed[0], needed[1] if len(needed) > 1 else "", is_enough)
                elif isinstance(node, And) and any(map(_has_words, node.nodes)):
                    yield from self._keys_of_rarest(node.nodes)
                else:
                    yield _Key("", "", is_enough=False)  # no word leads to it: looked at for every brief
            case Not():
                pass
            case _:
                assert_never(node)

    def _keys_of_rarest(self, nodes: tuple[Node, ...]) -> Iterator[_Key]:
        """Of alternatives all joined by AND, those with the rarest words; the topic is looked at for each of them."""
        groups = [list(self._keys(each)) for each in nodes if _has_words(each)]
        rarest = min(groups, key=lambda keys: max(self._commonness(key.first) for key in keys))
        return (key._replace(is_enough=False) for key in rarest)

    def _commonness(self, word: str) -> tuple[int, int, str]:
        """By how many topics are kept there already: a new one goes where a brief will seldom find it in vain."""
        kept = len(self._pairs.get(word, ()))
        return kept, -len(word), word


def _plain(node: Node) -> _Plain | None:
    if not isinstance(node, And):
        return None
    needed = {each.spelled for each in node.nodes if isinstance(each, Word)}
    excluded = {each.node.spelled for each in node.nodes if isinstance(each, Not) and isinstance(each.node, Word)}
    return _Plain(frozenset(needed), frozenset(excluded)) if len(needed) + len(excluded) == len(node.nodes) else None


def _discard(index: dict[str, set[int]], key: str, topic_id: int) -> None:
    ids = index[key]
    ids.discard(topic_id)
    if not ids:
        del index[key]


def needed_folds(node: Node) -> Iterator[str]:
    """Folds and marks that every brief this matches must have, as far as they are seen at once."""
    match node:
        case Word(spelled):
            yield spelled
        case Phrase(words):
            yield from words
        case Exact(words):
            yield from (word if word in catalogue().capitals else fold(word) for word in words)
        case Mark(kind, words):
            yield from (f"{kind}:{word}" for word in words)
        case And(nodes) | Near(nodes):
            for each in nodes:
                yield from needed_folds(each)
        case InTitle(of):
            yield from needed_folds(of)
        case Or() | Not() | Prefix():
            pass
        case _:
            assert_never(node)


def _inflected(node: Node) -> Iterator[str]:
    """Words that are found in other forms too, those under NOT among them."""
    match node:
        case Word(spelled):
            yield spelled
        case Phrase(words):
            yield from words
        case And(nodes) | Or(nodes) | Near(nodes):
            for each in nodes:
                yield from _inflected(each)
        case Not(of) | InTitle(of):
            yield from _inflected(of)
        case Exact() | Prefix() | Mark():
            pass
        case _:
            assert_never(node)


def _has_words(node: Node) -> bool:
    """Whether every brief this matches has some word of it, so that the words lead to it."""
    match node:
        case And(nodes) | Near(nodes):
            return any(map(_has_words, nodes))
        case Or(nodes):
            return all(map(_has_words, nodes))
        case InTitle(of):
            return _has_words(of)
        case Not() | Prefix():
            return False
        case Word() | Phrase() | Exact() | Mark():
            return True
        case _:
            assert_never(node)
