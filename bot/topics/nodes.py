"""The tree of a topic and its canonical form: what is equal looks equal.

    typed ──parse──▶ tree ──normalised──▶ tree ──canonical──▶ text, which parses to the same tree

Normalised: NOT stands only before words and phrases, AND and OR are flat, sorted and without repetitions, common words
beside others are gone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import assert_never

from bot.topics.catalogue import catalogue
from bot.topics.words import is_without_spaces


@dataclass(frozen=True)
class Word:
    """A brief that has this fold."""

    fold: str


@dataclass(frozen=True)
class Phrase:
    """A brief that has these folds one after the other, all in the title or all in the text."""

    folds: tuple[str, ...]


@dataclass(frozen=True)
class And:
    """A brief that all of these match."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True)
class Or:
    """A brief that at least one of these matches."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True)
class Not:
    """A brief that this does not match."""

    node: "Node"


Node = Word | Phrase | And | Or | Not


def canonical(node: Node) -> str:
    """The text of a normalised tree."""
    match node:
        case Word(fold):
            return fold
        case Phrase(folds):
            return f'"{_spelled(folds)}"'
        case And(nodes):
            return " ".join(f"({canonical(each)})" if isinstance(each, Or) else canonical(each) for each in nodes)
        case Or(nodes):
            return " OR ".join(canonical(each) for each in nodes)
        case Not(of):
            return f"-{canonical(of)}"
        case _:
            assert_never(node)


def _spelled(folds: tuple[str, ...]) -> str:
    """Words with spaces between, except between two characters of a script that has none."""
    text = folds[0]
    for before, fold in pairwise(folds):
        text += fold if is_without_spaces(before) and is_without_spaces(fold) else f" {fold}"
    return text


def normalised(node: Node) -> Node:
    """The same topic in the one way we write it."""
    match node:
        case Word() | Phrase():
            return node
        case Not(of):
            return _negated(of)
        case And(nodes):
            return _flat(And, _without_common(normalised(each) for each in nodes))
        case Or(nodes):
            return _flat(Or, (normalised(each) for each in nodes))
        case _:
            assert_never(node)


def _negated(node: Node) -> Node:
    """NOT moved inwards (De Morgan), so that what is asked for and what is excluded never mix."""
    match node:
        case Word() | Phrase():
            return Not(node)
        case Not(of):
            return normalised(of)
        case And(nodes):
            return _flat(Or, map(_negated, nodes))
        case Or(nodes):
            return _flat(And, map(_negated, nodes))
        case _:
            assert_never(node)


def _flat(kind: type[And] | type[Or], nodes: Iterable[Node]) -> Node:
    parts = {part for node in nodes for part in (node.nodes if isinstance(node, kind) else (node,))}
    if len(parts) == 1:
        return parts.pop()
    return kind(tuple(sorted(parts, key=_order)))


def _order(node: Node) -> tuple[int, str]:
    """As one would say it: words, then choices, then what is left out."""
    return 2 if isinstance(node, Not) else int(isinstance(node, And | Or)), canonical(node)


def _without_common(nodes: Iterable[Node]) -> list[Node]:
    """`the war` asks for `war`: a headline without `the` must not be missed."""
    parts = list(nodes)
    rarer = [part for part in parts if not is_common(part)]
    return rarer if any(not isinstance(part, Not) for part in rarer) else parts


def is_common(node: Node) -> bool:
    """Whether this is a word that nearly every brief has."""
    return isinstance(node, Word) and node.fold in catalogue().stop_words


def wanted_words(node: Node) -> Iterator[str]:
    """The folds that are asked for, in order: those of words and phrases that no NOT stands before."""
    match node:
        case Word(fold):
            yield fold
        case Phrase(folds):
            yield from folds
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from wanted_words(each)
        case Not():
            pass
        case _:
            assert_never(node)


def wants_something(node: Node) -> bool:
    """Whether every brief it matches has some word it asks for: what a topic needs to be found by its words."""
    match node:
        case Word():
            return not is_common(node)
        case Phrase(folds):
            return len(folds) > 1 or folds[0] not in catalogue().stop_words
        case And(nodes):
            return any(map(wants_something, nodes))
        case Or(nodes):
            return all(map(wants_something, nodes))
        case Not():
            return False
        case _:
            assert_never(node)
