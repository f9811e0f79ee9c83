"""The tables of the topic language, read once from `catalogue.toml`: words that rules alone get wrong."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Catalogue:
    """What is known about single words. `capitals` and `as_written` are as typed, everything else is folded."""

    capitals: frozenset[str]
    as_written: frozenset[str]
    stop_words: frozenset[str]
    calendar: frozenset[str]


@cache
def catalogue() -> Catalogue:
    """The tables; read at first use, because most commands never need them."""
    tables = tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text(encoding="utf-8"))
    return Catalogue(
        capitals=frozenset(tables["capitals"]),
        as_written=frozenset(tables["as_written"]),
        stop_words=frozenset(tables["stop_words"]),
        calendar=frozenset(tables["calendar"]),
    )
