"""The catalogue: ready-made topics in a tree, ours and those an operator adds, whose text comes in.

europe ─┬─ ukraine     an entry has a query, or other entries in it, or both
└─ germany
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from bot.mistakes import Mistake
from bot.topics.query import Query, QueryError, parse_topic

INTERFACE: Final = ("en", "de", "es", "fr", "ru", "uk")
"""The languages in which our entries have names."""

_ID = re.compile(r"[a-z0-9-]{1,24}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LONGEST_NAME: Final = 40
"""Characters: two buttons stand side by side on a phone."""

_KEYS: Final = frozenset({"in", "query", "names", "hidden"})


class CatalogueError(Mistake):
    """A catalogue cannot be used: one line, with the file, the entry and the place in it."""


@dataclass(frozen=True)
class Entry:
    """One place in the tree. `parent` "": it stands at the top. `query` None: it only holds others."""

    id: str
    parent: str
    query: str | None
    names: Mapping[str, str]

    @property
    def topic(self) -> Query | None:
        """The query as a topic. It can be read: an operator's was tried when it came, ours is in the tests."""
        return _topic(self.query) if self.query else None

    def name(self, language: str | None = None) -> str:
        """What it is called in a language ("de", "pt-BR"), else in English, else in any."""
        code = (language or "en").split("-")[0].lower()
        return self.names.get(code) or self.names.get("en") or next(iter(self.names.values()))


class ReadyMade:
    """The tree. Entries stand in the order of their files."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = dict(entries)
        self._children: dict[str, list[Entry]] = {}
        for entry in entries.values():
            self._children.setdefault(entry.parent, []).append(entry)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def by_id(self, entry_id: str) -> Entry | None:
        """The entry of this id, if there is one."""
        return self._entries.get(entry_id)

    def children(self, entry_id: str = "") -> tuple[Entry, ...]:
        """What stands in an entry; by default at the top."""
        return tuple(self._children.get(entry_id, ()))

    def within(self, entry_id: str) -> Iterator[Entry]:
        """The entry and all that stands in it, however deep."""
        if entry := self.by_id(entry_id):
            yield entry
        for child in self.children(entry_id):
            yield from self.within(child.id)


@lru_cache(512)
def _topic(query: str) -> Query:
    return parse_topic(query)


@cache
def our_catalogue() -> ReadyMade:
    """The catalogue that comes with the bot; read at first use."""
    return ReadyMade(_checked(_tables(_our_text(), "our catalogue"), "our catalogue"))


def catalogue_with(text: str, file: str) -> ReadyMade:
    """Our catalogue with an operator's `text` laid over it. Raises CatalogueError, which calls the text `file`."""
    ours, own = _tables(_our_text(), "our catalogue"), _tables(text, file)
    for entry_id, table in own.items():
        _check_form(entry_id, table, file)
    merged = {entry_id: ours.get(entry_id, {}) | own.get(entry_id, {}) for entry_id in (ours | own)}
    hidden = {entry_id for entry_id, table in merged.items() if table.get("hidden")}
    left = {entry_id: table for entry_id, table in merged.items() if not _is_within(entry_id, hidden, merged)}
    return ReadyMade(_checked(left, file))


def _our_text() -> str:
    return files(__package__).joinpath("ready_made.toml").read_text(encoding="utf-8")


def _tables(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise CatalogueError(f"{file} is not valid TOML: {exc}") from exc


def _check_form(entry_id: str, table: object, file: str) -> None:
    """What can be said of one entry by itself."""
    if not isinstance(table, dict):
        raise CatalogueError(f"{file}: {entry_id} stands outside of any entry: begin with [an-id]")
    where = f"{file} [{entry_id}]"
    if not _ID.fullmatch(entry_id):
        raise CatalogueError(f"{where}: an id has at most 24 of a-z, 0-9 and -")
    if unknown := sorted(table.keys() - _KEYS):
        raise CatalogueError(f"{where}: unknown {unknown[0]}; known are {', '.join(sorted(_KEYS))}")
    for key, kind, said in (
        ("in", str, 'the id of another entry: in = "world"'),
        ("query", str, 'a text: query = "fico OR slovakia"'),
        ("hidden", bool, "true or false"),
        ("names", dict, 'a table: names = { en = "Harbours" }'),
    ):
        if key in table and not isinstance(table[key], kind):
            raise CatalogueError(f"{where} {key}: this is {said}")
    if "query" in table:
        _check_query(table["query"], where)
    for language, name in table.get("names", {}).items():
        if not _LANGUAGE.fullmatch(language) or not isinstance(name, str) or not 0 < len(name.strip()) <= _LONGEST_NAME:
            raise CatalogueError(f'{where} names: {language} = "a name of 1 to {_LONGEST_NAME} characters"')


def _is_within(entry_id: str, hidden: set[str], tables: Mapping[str, Any]) -> bool:
    """Whether an entry or one it stands in is hidden. What stands in a circle is not: it is refused later."""
    seen: set[str] = set()
    while entry_id and entry_id not in seen:
        if entry_id in hidden:
            return True
        seen.add(entry_id)
        entry_id = tables.get(entry_id, {}).get("in", "")
    return False


def _checked(tables: Mapping[str, Any], file: str) -> dict[str, Entry]:
    """The entries, each complete and in its place. Raises CatalogueError."""
    holders = {table.get("in", "") for table in tables.values()}
    entries = {}
    for entry_id, table in tables.items():
        where = f"{file} [{entry_id}]"
        if not table.get("names"):
            raise CatalogueError(f'{where}: it has no name: names = {{ en = "Harbours" }}')
        if (parent := table.get("in", "")) and parent not in tables:
            raise CatalogueError(f"{where} in: there is no entry {parent}")
        if _stands_in_itself(entry_id, tables):
            raise CatalogueError(f"{where} in: it stands in itself")
        if "query" not in table and entry_id not in holders:
            raise CatalogueError(f"{where}: it has no query, and nothing stands in it")
        names = {language: name.strip() for language, name in table["names"].items()}
        entries[entry_id] = Entry(entry_id, parent, table.get("query"), names)
    return entries


def _stands_in_itself(entry_id: str, tables: Mapping[str, Any]) -> bool:
    seen: set[str] = set()
    place = entry_id
    while place and place not in seen:
        seen.add(place)
        place = tables.get(place, {}).get("in", "")
    return place in seen


def _check_query(query: str, where: str) -> None:
    try:
        parse_topic(query)
    except QueryError as exc:
        rest = " ".join(exc.text[exc.position :].split())[:24]
        raise CatalogueError(f"{where} query, at “{rest}” (character {exc.position + 1}): {exc.message}") from exc
