"""The tree of a topic and its canonical form: what is equal looks equal.

    typed ──parse──▶ tree ──normalised──▶ tree ──canonical──▶ text, which parses to the same tree

Words are kept as they are spelled: inflection, variants and aliases are a matter of matching.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import assert_never

from bot.topics.words import is_without_spaces


@dataclass(frozen=True)
class Word:
    """A brief that has this word in any of its forms."""

    spelled: str


@dataclass(frozen=True)
class Phrase:
    """A brief that has these words, in any of their forms, one after the other, all in the title or all in the text."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Exact:
    """A brief that has these words as they are written here, one after the other; only capitals make no difference."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Prefix:
    """A brief that has a word whose fold begins with this fold."""

    fold: str


@dataclass(frozen=True)
class Near:
    """A brief where each of these stands near the one before, in either order, both in the title or both in the text.

    `distance`: at most so many words lie between the two. An operand is a leaf, or an Or of leaves.
    """

    nodes: "tuple[Node, ...]"
    distance: int


@dataclass(frozen=True)
class InTitle:
    """A brief that has this in its title."""

    node: "Word | Phrase | Exact | Prefix | Near"


@dataclass(frozen=True)
class Mark:
    """A brief of which something is known. `kind`: source, lang or tag; `words` of its name, one after the other."""

    kind: str
    words: tuple[str, ...]


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


Leaf = Word | Phrase | Exact | Prefix | Near | InTitle | Mark
Node = Leaf | And | Or | Not


def canonical(node: Node) -> str:
    """The text of a normalised tree."""
    match node:
        case And(nodes):
            return " ".join(map(_operand, nodes))
        case Or(nodes):
            return " OR ".join(map(canonical, nodes))
        case Not(of):
            return f"-{_operand(of)}"
        case _:
            return _leaf(node)


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Word(spelled):
            text = spelled
        case Phrase(words):
            text = f'"{joined(words)}"'
        case Exact(words):
            text = f"exact:{_name(words)}"
        case Prefix(fold):
            text = f"{fold}*"
        case Near(nodes, distance):
            text = f" NEAR/{distance} ".join(map(_operand, nodes))
        case InTitle(of):
            text = f"title:{_operand(of)}"
        case Mark(kind, words):
            text = f"{kind}:{_name(words)}"
        case _:
            assert_never(leaf)
    return text


def _operand(node: Node) -> str:
    return f"({canonical(node)})" if isinstance(node, Or | Near) else canonical(node)


def _name(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f'"{joined(words)}"'


def joined(words: tuple[str, ...]) -> str:
    """Words with spaces between, except between two characters of a script that has none."""
    text = words[0]
    for before, word in pairwise(words):
        text += word if is_without_spaces(before) and is_without_spaces(word) else f" {word}"
    return text


def order(node: Node) -> tuple[int, str]:
    """As one would say it: words, then choices, then where they come from, then what is left out."""
    if isinstance(node, Not):
        return 3, canonical(node)
    return 2 if isinstance(node, Mark) else int(isinstance(node, And | Or)), canonical(node)
