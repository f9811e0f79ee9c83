"""Where does a topic match one brief?

Positions decide phrases and nearness, characters are what people see marked. Words under NOT lie nowhere; of
alternatives only those that match are shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, assert_never

from bot.topics.exactness import exact_fold, exactly
from bot.topics.inflection import forms
from bot.topics.near import Run, near_runs
from bot.topics.nodes import And, Exact, InTitle, Leaf, Mark, Near, Node, Not, Or, Phrase, Prefix, Word
from bot.topics.query import Query
from bot.topics.readable import Readable
from bot.topics.spellings import is_short_name
from bot.topics.words import Occurrence, Reading, words_of

Span = tuple[int, int]
"""Characters, from start to before end."""


class Found(NamedTuple):
    """Where the words of a topic lie in a brief: merged, in order; those under NOT lie nowhere."""

    title: tuple[Span, ...]
    text: tuple[Span, ...]


class Finder:
    """Answers for one brief; remembers what it has worked out, because topics share words."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.folds = reading.folds
        self._runs: dict[Node, Sequence[Run]] = {}
        self._found: dict[Node, Found] = {}

    def matches(self, node: Node) -> bool:
        """Whether the brief has what this asks for and nothing that it leaves out."""
        match node:
            case And(nodes):
                return all(map(self.matches, nodes))
            case Or(nodes):
                return any(map(self.matches, nodes))
            case Not(of):
                return not self.matches(of)
            case _:
                return self._has(node)

    def _has(self, leaf: Leaf) -> bool:
        match leaf:
            case Word(spelled):
                return not self.folds.isdisjoint(self._forms(spelled))
            case Phrase(words):
                return not any(self.folds.isdisjoint(self._forms(word)) for word in words) and bool(self._runs_of(leaf))
            case Mark():
                return self._is_marked(leaf)
            case Exact() | Prefix() | Near() | InTitle():
                return bool(self._runs_of(leaf))
            case _:
                assert_never(leaf)

    def found(self, node: Node) -> Found:
        """Where a matching node lies."""
        if not isinstance(node, Word):
            return _merged(self._shown(node))
        if node not in self._found:
            self._found[node] = _merged(self._shown(node))
        return self._found[node]

    def _shown(self, node: Node) -> Iterator[Run]:
        if isinstance(node, Not):
            return
        if not isinstance(node, And | Or):
            yield from self._runs_of(node)
            return
        for each in node.nodes:
            if isinstance(node, And) or self.matches(each):
                yield from self._shown(each)

    def _runs_of(self, node: Node) -> Sequence[Run]:
        """Where a leaf lies, or any of several; a known fact lies nowhere."""
        if node not in self._runs:
            self._runs[node] = self._worked_out(node)
        return self._runs[node]

    def _worked_out(self, node: Node) -> Sequence[Run]:
        runs: Sequence[Run] = ()
        match node:
            case Word(word):
                runs = _one_after_the_other([self._at(word)])
            case Phrase(words):
                runs = _one_after_the_other([self._at(word) for word in words])
            case Exact(words):
                runs = _one_after_the_other([self._at_exactly(word) for word in words])
            case Prefix(beginning):
                folds = [each for each in self.folds if each.startswith(beginning)]
                runs = _one_after_the_other([self._at_folds(folds)])
            case Or(leaves):
                runs = [run for leaf in leaves for run in self._runs_of(leaf)]
            case Near(leaves, distance):
                runs = list(chain.from_iterable(near_runs([self._runs_of(leaf) for leaf in leaves], distance)))
            case InTitle(leaf):
                runs = [run for run in self._runs_of(leaf) if not run.in_text]
        return runs

    def _forms(self, spelled: str) -> tuple[str, ...]:
        """The folds by which a word of a topic is found in this brief."""
        return forms(spelled, self.reading.language)

    def _at(self, spelled: str) -> list[Occurrence]:
        return self._at_folds(self._forms(spelled))

    def _at_folds(self, folds: Sequence[str]) -> list[Occurrence]:
        if len(folds) == 1:
            return self.reading.occurrences(folds[0])
        return sorted({each for key in folds for each in self.reading.occurrences(key)})

    def _at_exactly(self, word: str) -> list[Occurrence]:
        readable, is_here = self.reading.readable, is_short_name(word)
        occurrences = []
        for each in self.reading.occurrences(exact_fold(word)):
            _, _, in_text, start, end = each
            if is_here or exactly((readable.text if in_text else readable.title or "")[start:end]) == word:
                occurrences.append(each)
        return occurrences

    def _is_marked(self, mark: Mark) -> bool:
        if not self.folds.issuperset(f"{mark.kind}:{word}" for word in mark.words):
            return False
        readable = self.reading.readable
        return len(mark.words) == 1 or any(
            _runs_through(mark.words, name) for name in (readable.tags if mark.kind == "tag" else (readable.source,))
        )


def _one_after_the_other(words: Sequence[Sequence[Occurrence]]) -> list[Run]:
    """Where these follow one another: each begins at the position where the one before ended."""
    runs = [Run(in_text, position, after, start, end) for position, after, in_text, start, end in words[0]]
    for occurrences in words[1:]:
        following: dict[int, list[tuple[int, int]]] = {}
        for position, after, _, _, end in occurrences:
            following.setdefault(position, []).append((after, end))
        # Each once, or words that can be read in two ways would double the runs at every step.
        longer = (run._replace(after=after, end=end) for run in runs for after, end in following.get(run.after, ()))
        runs = list(dict.fromkeys(longer))
    return runs


def _runs_through(words: tuple[str, ...], name: str) -> bool:
    ends: set[int] | None = None
    there = words_of(name)
    for word in words:
        ends = {each.after for each in there if each.fold == word and (ends is None or each.position in ends)}
    return bool(ends)


def find(query: Query, readable: Readable) -> Found | None:
    """Where one topic matches one brief; None where it does not."""
    finder = Finder(Reading(readable))
    return finder.found(query.matched) if finder.matches(query.matched) else None


def _merged(runs: Iterable[Run]) -> Found:
    spans: dict[bool, list[Span]] = {False: [], True: []}
    for in_text, start, end in sorted((run.in_text, run.start, run.end) for run in runs):
        so_far = spans[in_text]
        if so_far and start <= so_far[-1][1]:
            so_far[-1] = so_far[-1][0], max(end, so_far[-1][1])
        else:
            so_far.append((start, end))
    return Found(tuple(spans[False]), tuple(spans[True]))
