"""Formatted text as the Bot API carries it: plain text, and entities counted in UTF-16 units."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

MOST_ENTITIES = 100
"""Telegram keeps the first hundred entities of a message and silently forgets the rest."""

_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?'()\[\]]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_OPAQUE = frozenset({"text_link", "pre", "code"})
"""Telegram looks for no commands or addresses within these."""


@dataclass(frozen=True)
class Entity:
    """A stretch of text that is special. Offsets and lengths are UTF-16 units, as everywhere in the Bot API."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        """The unit after the last one."""
        return self.offset + self.length

    def as_json(self) -> dict[str, Any]:
        """The MessageEntity object: only the fields that are there."""
        return {field: value for field, value in vars(self).items() if value is not None}


class Formatted(NamedTuple):
    """Text and what is special in it."""

    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    """Length of `text` as Telegram counts: characters beyond the basic plane count twice."""
    return len(text) + sum(char > "\uffff" for char in text)


def clean(text: str) -> str:
    """`text` as Telegram stores it: no carriage returns, control characters as spaces."""
    return _CONTROL.sub(" ", text.replace("\r", ""))


def trim(formatted: Formatted) -> Formatted:
    """Without white space at both ends, the entities moved and cut along."""
    text = formatted.text.strip()
    skipped = utf16_length(formatted.text) - utf16_length(formatted.text.lstrip())
    whole = utf16_length(text)
    moved = []
    for entity in formatted.entities:
        start = min(max(entity.offset - skipped, 0), whole)
        end = min(max(entity.end - skipped, 0), whole)
        if end > start:
            moved.append(replace(entity, offset=start, length=end - start))
    return Formatted(text, tuple(moved))


def with_detected(formatted: Formatted) -> Formatted:
    """With the commands and web addresses that Telegram finds by itself, in order, as many as it keeps."""
    opaque = [entity for entity in formatted.entities if entity.type in _OPAQUE]
    found: list[Entity] = []
    for entity in _detected(formatted.text):
        if not any(entity.offset < other.end and other.offset < entity.end for other in (*opaque, *found)):
            found.append(entity)
    return Formatted(formatted.text, in_order([*formatted.entities, *found])[:MOST_ENTITIES])


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """By place, the enclosing one first."""
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length)))


def _detected(text: str) -> Iterable[Entity]:
    for kind, pattern in (("url", _ADDRESS), ("bot_command", _COMMAND)):
        for match in pattern.finditer(text):
            yield Entity(kind, utf16_length(text[: match.start()]), utf16_length(match.group()))
