"""Whether a topic asks for something and leaves it out: nothing could ever match, and nobody would be told."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.topics.nodes import And, Exact, InTitle, Mark, Near, Node, Not, Or, Phrase, Word


def contradicts_itself(node: Node) -> bool:
    """Whether no brief can match this normalised tree, as far as its words tell."""
    if isinstance(node, Or):
        return all(map(contradicts_itself, node.nodes))
    if not isinstance(node, And):
        return False
    excluded = {each.node for each in node.nodes if isinstance(each, Not)}
    wanted = [each for each in node.nodes if not isinstance(each, Not)]
    return any(_is_refused(each, excluded) for each in wanted) or _are_several_languages(wanted)


def _is_refused(node: Node, excluded: set[Node]) -> bool:
    """Whether whatever has this has something that is excluded."""
    match node:
        case Or(nodes):
            return all(_is_refused(each, excluded) for each in nodes)
        case And(nodes):
            return any(_is_refused(each, excluded) for each in nodes) or contradicts_itself(node)
        case Not():
            return False
        case _:
            return not excluded.isdisjoint(_implied(node))


def _implied(node: Node) -> Iterator[Node]:
    """Itself, and what every brief that has this leaf has too."""
    yield node
    match node:
        case InTitle(of):
            for each in _implied(of):
                yield each
                yield InTitle(each)  # type: ignore[arg-type]  # what a leaf of a title implies is one, too
        case Phrase(words):
            yield from map(Phrase, _stretches(words))
            yield from map(Word, words)
        case Exact(words):
            yield from map(Exact, _stretches(words))
        case Near(nodes):
            for each in nodes:
                yield from () if isinstance(each, Or) else _implied(each)
        case Mark(kind, words):
            yield from (Mark(kind, stretch) for stretch in _stretches(words))


def _stretches(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (words[first:after] for first, after in combinations(range(len(words) + 1), 2))


def _are_several_languages(wanted: Sequence[Node]) -> bool:
    codes = [each.words[0] for each in wanted if isinstance(each, Mark) and each.kind == "lang"]
    return any(not (one.startswith(other) or other.startswith(one)) for one, other in combinations(codes, 2))
