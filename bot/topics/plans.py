"""A topic's tree → its plan: the line or lines under which the matcher keeps it, and in which storage remembers it.

    ukraine                 this key is enough
    gas pipeline -oil       all of these keys, and none of those with a sign before
    ? front kursk           a brief without all of these keys need not be looked at; the tree decides
    {["And",…]              the tree, as the last line, where a line with ? wants it

A key is a word, two words side by side (`"north_korea`), a mark (`lang:de`), the beginning of words (`ukrain*`), or a
choice among keys (`(ukraine|"north_korea)`). Of the lines one is enough. No word has a sign used here.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import assert_never, cast, get_args
from zlib import crc32

from bot.topics.exactness import exact_fold
from bot.topics.nodes import And, Exact, InTitle, Mark, Near, Node, Not, Or, Phrase, Prefix, Word

_FEW = 4
"""Alternatives that stand on a line each; more of them, which are mostly the names of one thing, become one key."""

_KINDS = {kind.__name__: kind for kind in get_args(Node)}


@cache
def plans_version() -> int:
    """Tells plans that other code or other tables have made: of what this package is made of, code and tables."""
    version = 0
    for file in sorted(files(__package__).iterdir(), key=lambda each: each.name):
        if file.name.endswith((".py", ".toml", ".txt", ".tsv")):
            version = crc32(file.read_bytes(), version)
    return version


def plan_of(root: Node) -> str:
    """The plan of a normalised tree that wants something."""
    lines = list(dict.fromkeys(_lines(root)))
    if any(line.startswith("? ") for line in lines):
        lines.append("{" + json.dumps(_encoded(root), ensure_ascii=False, separators=(",", ":")))
    return "\n".join(lines)


def node_of(plan: str) -> Node:
    """A tree that matches the same briefs in the same places."""
    lines = plan.split("\n")
    if lines[-1].startswith("{"):
        return cast("Node", _decoded(json.loads(lines[-1][1:])))  # it was encoded from one
    nodes = tuple(map(_node_of_line, lines))
    return nodes[0] if len(nodes) == 1 else Or(nodes)


def lines_of(plan: str) -> list[str]:
    """All lines but the tree."""
    lines = plan.split("\n")
    return lines[:-1] if lines[-1][:1] == "{" else lines


def keys_in(plan: str) -> list[str]:
    """All keys that its lines name, choices unopened."""
    keys: list[str] = []
    for line in lines_of(plan):
        keys += chain.from_iterable(keys_of(line))
    return keys


def words_of_key(key: str) -> Sequence[str]:
    """The words that a key asks for, in any form that the language of a brief gives them."""
    if key.isalnum():
        return (key,)
    if key.startswith('"'):
        return key[1:].split("_")
    return () if key.startswith("(") or key.endswith("*") or ":" in key else (key,)


def keys_of(line: str) -> tuple[Sequence[str], Sequence[str]]:
    """The keys that a line needs, and those it excludes."""
    if line.startswith("? "):
        return line[2:].split(" "), ()
    keys = line.split(" ")
    if "-" not in line:
        return keys, ()
    return [key for key in keys if key[0] != "-"], [key[1:] for key in keys if key[0] == "-"]


def side_by_side(first: str, second: str) -> str:
    """The key of two words that follow one another."""
    return f'"{first}_{second}'


def is_side_by_side(key: str) -> bool:
    """Whether this is such a key."""
    return key.startswith('"')


def choice_of(key: str) -> list[str]:
    """The keys of which one suffices."""
    return key[1:-1].split("|")


def _lines(node: Node) -> Iterator[str]:
    if isinstance(node, Or) and (len(node.nodes) <= _FEW or _key(node) is None):
        for each in node.nodes:
            yield from _lines(each)
    elif (key := _key(node)) is not None:
        yield key
    elif (line := _sets(node)) is not None:
        yield line
    else:
        for needed in _needed(node):
            yield "? " + " ".join(dict.fromkeys(needed))  # of what no key leads to, the key is nothing: always there


def _key(node: Node) -> str | None:
    """The one key whose presence decides about this node, if there is such a key."""
    match node:
        case Word(word) | Phrase((word,)):
            return word
        case Phrase((first, second)):
            return side_by_side(first, second)
        case Mark(kind, (word,)):
            return f"{kind}:{word}"
        case Or(nodes):
            members = [_key(each) for each in nodes]
            if all(members):
                return f"({'|'.join(sorted(set(chain.from_iterable(map(_members, members)))))})"
    return None


def _members(key: str | None) -> Iterable[str]:
    """Of a choice its parts, else the key itself: choices do not nest."""
    if key is None:
        return ()
    return key[1:-1].split("|") if key.startswith("(") else (key,)


def _sets(node: Node) -> str | None:
    """One line, where keys decide about every part."""
    if not isinstance(node, And):
        return None
    needed = [_key(each) for each in node.nodes if not isinstance(each, Not)]
    excluded = [_key(each.node) for each in node.nodes if isinstance(each, Not)]
    if not needed or not all(needed) or not all(excluded):
        return None
    return " ".join([*dict.fromkeys(filter(None, needed)), *(f"-{key}" for key in excluded)])


def _needed(node: Node) -> list[list[str]]:
    """Every brief the node matches has all keys of at least one of these lists; an empty one asks for none."""
    key = _key(node)
    if key is not None:
        return [[*words_of_key(key)] if is_side_by_side(key) else [key]]
    match node:
        case Or(nodes):
            return [needed for each in nodes for needed in _needed(each)]
        case And(nodes) | Near(nodes):
            groups = [_needed(each) for each in nodes]
            sure = [key for group in groups if len(group) == 1 for key in group[0]]
            return [sure] if sure else min((group for group in groups if all(group)), key=len, default=[[]])
        case InTitle(of):
            return _needed(of)
        case Not():
            return [[]]
        case _:
            return [list(_needed_of_leaf(node))]


def _needed_of_leaf(leaf: Phrase | Exact | Prefix | Mark | Word) -> Iterable[str]:
    match leaf:
        case Phrase(words):
            return words
        case Exact(words):
            return map(exact_fold, words)
        case Prefix(beginning):
            return (f"{beginning}*",)
        case Mark(kind, words):
            return (f"{kind}:{word}" for word in words)
        case Word(word):
            return (word,)
        case _:
            assert_never(leaf)


def _node_of_line(line: str) -> Node:
    needed, excluded = keys_of(line)
    nodes = (*map(_node_of_key, needed), *(Not(_node_of_key(key)) for key in excluded))
    return nodes[0] if len(nodes) == 1 else And(nodes)


def _node_of_key(key: str) -> Node:
    if key.startswith("("):
        return Or(tuple(map(_node_of_key, choice_of(key))))
    if key.startswith('"'):
        return Phrase(tuple(key[1:].split("_")))
    kind, colon, word = key.partition(":")
    return Mark(kind, (word,)) if colon else Word(key)


def _encoded(part: object) -> object:
    if isinstance(part, tuple):
        return ["", *map(_encoded, part)]
    if isinstance(part, str | int):
        return part
    node = cast("Node", part)  # nothing else has parts
    return [type(node).__name__, *(_encoded(getattr(node, field.name)) for field in fields(node))]


def _decoded(value: object) -> object:
    if not isinstance(value, list):
        return value
    parts = tuple(map(_decoded, value[1:]))
    return _KINDS[value[0]](*parts) if value[0] else parts
