"""Where does a topic match one brief?

Positions decide phrases, characters are what people see marked. Words under NOT lie nowhere; of alternatives only those
that match are shown.
"""

from collections.abc import Sequence
from typing import NamedTuple, assert_never

from bot.topics.nodes import And, Node, Not, Or, Phrase, Word
from bot.topics.query import Query
from bot.topics.readable import Readable
from bot.topics.words import Reading

Span = tuple[int, int]
"""Characters, from start to before end."""


class Found(NamedTuple):
    """Where the words of a topic lie in a brief: merged, in order; those under NOT lie nowhere."""

    title: tuple[Span, ...]
    text: tuple[Span, ...]


Place = tuple[bool, int, int]
"""In the text (else in the title), start, end: sorts as one reads."""


class Finder:
    """Answers for one brief; remembers what it has worked out, because topics share words."""

    def __init__(self, reading: Reading) -> None:
        self.folds = reading.folds
        self._reading = reading
        self._phrases: dict[tuple[str, ...], list[Place]] = {}
        self._found: dict[str, Found] = {}
        self._ends: dict[str, dict[int, list[tuple[int, int]]]] = {}

    def matches(self, node: Node) -> bool:
        """Whether the brief has what this asks for and nothing that it leaves out."""
        match node:
            case Word(fold):
                return fold in self.folds
            case Phrase(folds):
                return self.folds.issuperset(folds) and bool(self._phrase(folds))
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

    def _places(self, node: Node) -> Sequence[Place]:
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
        runs = [(after, (in_text, start, end)) for _, after, in_text, start, end in self._reading.occurrences(folds[0])]
        for fold in folds[1:]:
            following = self._following(fold)
            runs = [
                (after, (in_text, start, end))
                for position, (in_text, start, _) in runs
                if position in following
                for after, end in following[position]
            ]
        return [place for _, place in runs]

    def _following(self, fold: str) -> dict[int, list[tuple[int, int]]]:
        """Position → where a word there ends."""
        if fold not in self._ends:
            ends: dict[int, list[tuple[int, int]]] = {}
            for position, after, _, _, end in self._reading.occurrences(fold):
                ends.setdefault(position, []).append((after, end))
            self._ends[fold] = ends
        return self._ends[fold]


def find(query: Query, readable: Readable) -> Found | None:
    """Where one topic matches one brief; None where it does not."""
    reading = Finder(Reading(readable))
    return reading.found(query.root) if reading.matches(query.root) else None


def _merged(places: Sequence[Place]) -> Found:
    if len(places) == 1:
        in_text, start, end = places[0]
        return Found((), ((start, end),)) if in_text else Found(((start, end),), ())
    spans: dict[bool, list[Span]] = {False: [], True: []}
    for in_text, start, end in sorted(places):
        so_far = spans[in_text]
        if so_far and start <= so_far[-1][1]:
            so_far[-1] = so_far[-1][0], max(end, so_far[-1][1])
        else:
            so_far.append((start, end))
    return Found(tuple(spans[False]), tuple(spans[True]))
