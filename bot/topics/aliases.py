"""A topic → the same topic, each name in it joined with the other names of the same thing: Ukraine, Ukrainian, Україна.

    ukraine energy      ukraine, or one of its other names; and energy
    north korea         both words, or another name of North Korea; no name of the other Korea
    war -ukraine        war, and none of the names

Words in quotes, behind `exact:` and with a star mean what they say. A name of several words is known in any order,
because a topic asks for its words in any order.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.topics.alias_tables import Name, key_of, keys_of, lines_among, lines_of, names_in, parts_of
from bot.topics.nodes import And, InTitle, Mark, Near, Node, Not, Or, Phrase, Word
from bot.topics.normal import normalised


class _Alias(NamedTuple):
    """Another name as it is looked for; the language that a brief must be in, "": any; what a brief must not have."""

    leaf: Word | Phrase
    language: str
    unless: tuple[Word | Phrase, ...]


def expanded(root: Node) -> Node:
    """A normalised tree with its names joined with their other names; normalised again."""
    tree = _expanded(root)
    return root if tree == root else normalised(tree)


def aliases_of(words: str) -> tuple[str, ...]:
    """The other names of what a word, or several words together, mean: as people write them, the most telling first."""
    typed = words.split()
    names = [((words,), lines_of(words))] if len(typed) == 1 else lines_among(typed)
    return tuple(name.written for found, lines in names if {*found} == {*typed} for name in _others(lines, typed))


def covered(root: Node) -> dict[str, tuple[str, ...]]:
    """What a topic asks for that has other names: the word, or the words of the name, → the other names.

    A name of several words is given as people write it (north korea), not as the topic sorts it.
    """
    found = {}
    for typed, lines in _asked(root):
        if others := tuple(name.written for name in _others(lines, typed)):
            found[" ".join(typed)] = others
    return found


def _asked(node: Node) -> Iterator[tuple[Sequence[str], tuple[int, ...]]]:
    """The names that are asked for: their words, and the lines they stand in."""
    match node:
        case Word(word) | InTitle(Word(word)):
            yield (word,), lines_of(word)
        case And(nodes):
            left = list(nodes)
            for in_title in (False, True):
                for words, lines in lines_among(_words(nodes, in_title=in_title)):
                    yield words, lines
                    left = [each for each in left if _word(each, in_title=in_title) not in words]
            for each in left:
                yield from _asked(each)
        case Or(nodes) | Near(nodes):
            for each in nodes:
                yield from _asked(each)
        case _:
            pass


def _expanded(node: Node) -> Node:
    match node:
        case Word(word) | InTitle(Word(word)):
            return _any_of(node, _aliases(lines_of(word), (word,)), in_title=isinstance(node, InTitle))
        case And(nodes):
            return _all(nodes)
        case Or(nodes):
            # Some excluded words may be a name: -(north korea) is kept as -korea OR -north.
            excluded = tuple(each.node for each in nodes if isinstance(each, Not))
            wanted = tuple(_expanded(each) for each in nodes if not isinstance(each, Not))
            return Or((*wanted, Not(_all(excluded)))) if len(excluded) > 1 else Or(tuple(map(_expanded, nodes)))
        case Not(of):
            return Not(_expanded(of))
        case Near(nodes, distance):
            return Near(tuple(map(_beside, nodes)), distance)
        case _:
            return node


def _all(nodes: Sequence[Node]) -> Node:
    """All of these; words that together are a name are taken together."""
    parts: list[Node] = []
    left = list(nodes)
    for in_title in (False, True):
        for words, lines in lines_among(_words(nodes, in_title=in_title)):
            together = And(tuple(each for each in nodes if _word(each, in_title=in_title) in words))
            parts.append(_any_of(together, _aliases(lines, words), in_title=in_title))
            left = [each for each in left if _word(each, in_title=in_title) not in words]
    return And((*map(_expanded, left), *parts))


def _words(nodes: Iterable[Node], *, in_title: bool) -> list[str]:
    return [word for each in nodes if (word := _word(each, in_title=in_title))]


def _word(node: Node, *, in_title: bool) -> str | None:
    """The word that a node is, if it is one that is looked for here."""
    leaf = node.node if in_title and isinstance(node, InTitle) else node
    is_here = in_title == isinstance(node, InTitle)
    return leaf.spelled if is_here and isinstance(leaf, Word) else None


def _beside(node: Node) -> Node:
    """An operand of NEAR: a leaf, or some of them. What depends on the rest of the brief cannot stand here."""
    leaves = node.nodes if isinstance(node, Or) else (node,)
    others = [
        alias.leaf
        for leaf in leaves
        if isinstance(leaf, Word)
        for alias in _aliases(lines_of(leaf.spelled), (leaf.spelled,))
        if not alias.language and not alias.unless
    ]
    return Or((*leaves, *others)) if others else node


def _any_of(node: Node, aliases: Sequence[_Alias], *, in_title: bool) -> Node:
    return Or((node, *(_placed(alias, in_title=in_title) for alias in aliases))) if aliases else node


def _placed(alias: _Alias, *, in_title: bool) -> Node:
    leaf, *others = (InTitle(each) if in_title else each for each in (alias.leaf, *alias.unless))
    parts: list[Node] = [leaf, *map(Not, others)]
    if alias.language:
        parts.append(Mark("lang", (alias.language,)))
    return And(tuple(parts)) if len(parts) > 1 else leaf


def _aliases(lines: Iterable[int], typed: Iterable[str]) -> list[_Alias]:
    return [
        _Alias(
            Word(name.written) if name.is_as_written else _leaf(name.written),
            name.language if name.is_bound else "",
            tuple(map(_leaf, name.unless)),
        )
        for name in _others(lines, typed)
    ]


def _leaf(written: str) -> Word | Phrase:
    words = tuple(part if key_of(part) == part else part.lower() for part in parts_of(written))
    return Word(words[0]) if len(words) == 1 else Phrase(words)


def _others(lines: Iterable[int], typed: Iterable[str]) -> Iterator[Name]:
    """The names to look for, each once, but for what was typed; those in its own language first."""
    keys = frozenset(map(key_of, typed))
    names = [name for line in lines for name in names_in(line)]
    spoken = [name.language for name in names if frozenset(keys_of(name.written)) == keys]
    seen: set[tuple[tuple[str, ...], str]] = set()
    for name in sorted(names, key=lambda name: name.language not in spoken):
        own = tuple(map(key_of, parts_of(name.written)))
        place = own, name.language if name.is_bound else ""
        is_typed = frozenset(keys_of(name.written)) == keys
        if name.is_looked_for and not is_typed and place not in seen and (own, "") not in seen:
            seen.add(place)
            yield name
