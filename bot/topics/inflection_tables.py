"""What rules and dictionaries get wrong about the forms of single words, read once from `inflection.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class InflectionTables:
    """Folded words. `names` end like plurals; `apart` is another word than what a dictionary makes of it."""

    names: frozenset[str]
    apart: frozenset[str]
    base: Mapping[str, frozenset[str]]
    """Language → words that are base forms themselves, whatever else the dictionary calls them: saw, fell."""
    plurals: Mapping[str, str]
    also: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Language → word → further words it may be a form of: `rose` of `rise`."""


@cache
def inflection_tables() -> InflectionTables:
    """The tables; read at first use, because most commands never need them."""
    tables = tomllib.loads(files(__package__).joinpath("inflection.toml").read_text(encoding="utf-8"))
    return InflectionTables(
        names=frozenset(tables["names"]),
        apart=frozenset(tables["apart"]),
        base={language: frozenset(words.split()) for language, words in tables["base"].items()},
        plurals=tables["plurals"],
        also={
            language: {word: tuple(lemmas.split()) for word, lemmas in words.items()}
            for language, words in tables["also"].items()
        },
    )
