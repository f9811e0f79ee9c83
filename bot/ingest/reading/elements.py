"""The elements of a part of a page by the names its author gave them: read once, asked often.

A selector costs a look at every element; a theme's dozens of names would cost dozens of looks. Classes are therefore
collected in one look, and a plain ".name" is answered from that collection.
"""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CLASS: Final = re.compile(r"\.([\w-]+)")


class Elements:
    """What lies within `root`, by class. It is a memory: what is taken out of the tree later is still found."""

    def __init__(self, root: "LexborNode") -> None:
        self._root = root
        self._nodes = root.css("[class]")
        self._places: dict[str, list[int]] = {}
        written: dict[str, list[int]] = {}
        for place, node in enumerate(self._nodes):
            written.setdefault(node.attributes["class"] or "", []).append(place)
        for value, places in written.items():
            for word in set(value.split()):
                self._places.setdefault(word, []).extend(places)

    def __contains__(self, word: str) -> bool:
        return word in self._places

    def names(self) -> frozenset[str]:
        """Every class that something here has."""
        return frozenset(self._places)

    def matching(self, selector: str) -> "list[LexborNode]":
        """What the selector matches, in the page's order. A ".name" costs nothing."""
        plain = _CLASS.fullmatch(selector)
        if plain is None:
            return self._root.css(selector)
        return [self._nodes[place] for place in sorted(self._places.get(plain[1], ()))]

    def named(self, words: frozenset[str]) -> "list[LexborNode]":
        """What has any of these classes, in the page's order, each once."""
        places = {place for word in words & self._places.keys() for place in self._places[word]}
        return [self._nodes[place] for place in sorted(places)]


def words(table: str) -> frozenset[str]:
    """The names in a table of names."""
    return frozenset(table.split())


def attribute(node: "LexborNode | None", *names: str) -> str | None:
    """The first of these attributes that the node has and that says something."""
    if node is None:
        return None
    attributes = node.attributes
    return next((value for name in names if (value := attributes.get(name)) and not value.isspace()), None)


def text_of(node: "LexborNode | None") -> str:
    """The node's text as one line, as it stands: clean it before it is shown."""
    return " ".join(node.text().split()) if node is not None else ""
