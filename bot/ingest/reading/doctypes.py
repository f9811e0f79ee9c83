"""XML without its document type: what a feed declares for itself is expanded within bounds, everything else refused.

No parser after this one meets a DOCTYPE, so none can be made to expand "billion laughs", to read a file or to call
a server for an external entity: the declarations are gone before they look.
"""

import re
from typing import Final

from bot.ingest.reading.document import UnreadableDocument

_DOCTYPE = re.compile(r"<!(?i:DOCTYPE)\b")
_SUBSET_END = re.compile(r"\]\s*>")
_ENTITY = re.compile(r"<!ENTITY\s+([\w.:-]{1,100})\s+(?:\"([^\"]*)\"|'([^']*)')\s*>")
_ANY_ENTITY = re.compile(r"<!(?i:ENTITY)\b")
_REFERENCE = re.compile(r"&([\w.:-]{1,100});")

_MOST: Final = 300
"""Declarations. HTML's three entity sets together are 252; nobody else needs more."""

_LONGEST: Final = 1_000
"""Characters of one expansion. Feeds declare characters and names, not texts."""

_MOST_ADDED: Final = 1_000_000
"""Characters that all references together may become."""


def without_doctype(text: str) -> str:
    """The document without its DOCTYPE, its own plain entities expanded. Raises UnreadableDocument for a bomb."""
    found = _DOCTYPE.search(text, 0, 20_000)
    if found is None:
        if _ANY_ENTITY.search(text, 0, 20_000):
            raise UnreadableDocument("declares entities outside a document type: not a feed")
        return text
    bracket, close = text.find("[", found.start()), text.find(">", found.start())
    if close < 0:
        return text[: found.start()]
    if bracket < 0 or close < bracket:
        return text[: found.start()] + text[close + 1 :]
    end = _SUBSET_END.search(text, bracket)
    if end is None:
        raise UnreadableDocument("its document type never ends: not a feed")
    entities = _entities(text[bracket : end.start()])
    return text[: found.start()] + _expanded(text[end.end() :], entities)


def _entities(subset: str) -> dict[str, str]:
    """The plain entities of a document type, each expanded; external and parameter entities are left undefined."""
    if len(_ANY_ENTITY.findall(subset)) > _MOST:
        raise UnreadableDocument(f"declares more than {_MOST} entities: refused, no feed needs them")
    values: dict[str, str] = {}
    for found in _ENTITY.finditer(subset):
        # Only what was declared before is expanded: nothing can refer to itself.
        value = _REFERENCE.sub(lambda inside: values.get(inside[1], inside[0]), found[2] or found[3] or "")
        if len(value) > _LONGEST:
            raise UnreadableDocument("its entities expand without bound (“billion laughs”): refused")
        values.setdefault(found[1], value)
    return values


def _expanded(text: str, entities: dict[str, str]) -> str:
    if not entities:
        return text
    added = sum(len(entities.get(found[1], "")) for found in _REFERENCE.finditer(text))
    if added > _MOST_ADDED:
        raise UnreadableDocument("its entities expand without bound (quadratic blow-up): refused")
    return _REFERENCE.sub(lambda found: entities.get(found[1], found[0]), text)
