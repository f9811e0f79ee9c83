"""The elements of a part of a page by the names its author gave them.

A selector costs a look at every element, and of the dozens of names that themes use a page has few: those it has are
read from its source once, and the tree is only asked for them.
"""

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CLASS: Final = re.compile(r"\.([\w-]+)")
_VALUE: Final = re.compile(r"class\s*=\s*[\"']?([^\"'>]*)")
_VALUE_IN_CAPITALS: Final = re.compile(_VALUE.pattern, re.IGNORECASE)
_PLAIN: Final = re.compile(r"-?[A-Za-z_][\w-]*")


class Elements:
    """What lies within `root`, whose source is `source`, by class."""

    def __init__(self, root: "LexborNode", source: str) -> None:
        self._root = root
        self._source = source

    @cached_property
    def names(self) -> frozenset[str]:
        """Every class that something here has; what else the source has of that form, in a script say, too."""
        values = _VALUE_IN_CAPITALS if "CLASS" in self._source else _VALUE
        return frozenset(word for value in set(values.findall(self._source)) for word in value.split())

    def names_in(self, markup: str) -> frozenset[str]:
        """The classes in a piece of the source, as the parser writes it."""
        return frozenset(word for value in set(_VALUE.findall(markup)) for word in value.split())

    def matching(self, selector: str) -> "list[LexborNode]":
        """What the selector matches, in the page's order."""
        # Where the names are not known yet, a look at the tree costs less than they do.
        if "names" in self.__dict__ and (plain := _CLASS.fullmatch(selector)) and plain[1] not in self.names:
            return []
        return self._root.css(selector)

    def named(self, words: frozenset[str]) -> "list[LexborNode]":
        """What has any of these classes, in the page's order, each once."""
        known = sorted(word for word in words & self.names if _PLAIN.fullmatch(word))
        found = self._root.css(", ".join(f".{word}" for word in known)) if known else []
        return found if len(known) < 2 else list({node.mem_id: node for node in found}.values())


def words(table: str) -> frozenset[str]:
    """The names in a table of names."""
    return frozenset(table.split())


def attribute(node: "LexborNode | None", *names: str) -> str | None:
    """The first of these attributes that the node has and that says something."""
    if node is None:
        return None
    attributes = node.attributes
    for name in names:
        value = attributes.get(name)
        if value and not value.isspace():
            return value
    return None


def text_of(node: "LexborNode | None") -> str:
    """The node's text as one line, as it stands: clean it before it is shown."""
    return " ".join(node.text().split()) if node is not None else ""
