"""A topic in the one way we write it, and whether it asks for anything.

Normalised: NOT stands only before leaves, AND and OR are flat, sorted and without repetitions, common words beside
others are gone.
"""

from collections.abc import Iterable, Iterator

from bot.topics.catalogue import catalogue
from bot.topics.folding import fold
from bot.topics.nodes import And, Exact, InTitle, Mark, Near, Node, Not, Or, Phrase, Prefix, Word, order
from bot.topics.operators import is_stop_word


def normalised(node: Node) -> Node:
    """The same topic in the one way we write it."""
    match node:
        case Not(of):
            return _negated(of)
        case And(nodes):
            return _flat(And, _without_common(normalised(each) for each in nodes))
        case Or(nodes):
            return _flat(Or, (normalised(each) for each in nodes))
        case Near():
            return _nearby(node)
        case InTitle(Near() as near):
            return InTitle(_nearby(near))
        case _:
            return node


def _nearby(node: Near) -> Near:
    """Nearness has no direction: the way that sorts first is written."""
    nodes = tuple(map(normalised, node.nodes))
    return Near(min(nodes, nodes[::-1], key=lambda each: tuple(map(order, each))), node.distance)


def _negated(node: Node) -> Node:
    """NOT moved inwards (De Morgan), so that what is asked for and what is excluded never mix."""
    match node:
        case Not(of):
            return normalised(of)
        case And(nodes):
            return _flat(Or, map(_negated, nodes))
        case Or(nodes):
            return _flat(And, map(_negated, nodes))
        case _:
            return Not(normalised(node))


def _flat(kind: type[And] | type[Or], nodes: Iterable[Node]) -> Node:
    parts = {part for node in nodes for part in (node.nodes if isinstance(node, kind) else (node,))}
    if len(parts) == 1:
        return parts.pop()
    return kind(tuple(sorted(parts, key=order)))


def _without_common(nodes: Iterable[Node]) -> list[Node]:
    """`the war` asks for `war`: a headline without `the` must not be missed."""
    # Brackets first: the word may be common beside what stands outside of them.
    parts = [part for node in nodes for part in (node.nodes if isinstance(node, And) else (node,))]
    rarer = [part for part in parts if not is_common(part)]
    return rarer if any(not isinstance(part, Not) for part in rarer) else parts


def is_common(node: Node) -> bool:
    """Whether this is a word that nearly every brief has."""
    if isinstance(node, InTitle):
        return is_common(node.node)
    return isinstance(node, Word) and _is_stop_word(node.spelled)


def _is_stop_word(word: str) -> bool:
    return is_stop_word(word) or (word if word in catalogue().capitals else fold(word)) in catalogue().stop_words


def wanted_words(node: Node) -> Iterator[str]:
    """The words that are asked for, in order: those that no NOT stands before; a prefix without its star."""
    match node:
        case Word(word) | Prefix(word):
            yield word
        case Phrase(words) | Exact(words) | Mark(_, words):
            yield from words
        case And(nodes) | Or(nodes) | Near(nodes):
            for each in nodes:
                yield from wanted_words(each)
        case InTitle(of):
            yield from wanted_words(of)
        case Not():
            pass


def wants_something(node: Node) -> bool:
    """Whether every brief it matches has some word it asks for: what a topic needs to be found by its words."""
    match node:
        case And(nodes):
            return any(map(wants_something, nodes))
        case Or(nodes):
            return all(map(wants_something, nodes))
        case InTitle(of):
            return wants_something(of)
        case Phrase((word,)) | Exact((word,)) | Word(word):
            return not _is_stop_word(word)
        case _:
            return not isinstance(node, Not)
