"""The words of the topic language itself, read once from `operators.toml`: operators, fields, names of languages."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bot.topics.folding import fold


class Kind(StrEnum):
    """The terminals of the grammar."""

    WORD = "WORD"
    PHRASE = "PHRASE"
    PREFIX = "PREFIX"
    FIELD = "FIELD"
    NEAR = "NEAR"
    AND = "_AND"
    OR = "_OR"
    NOT = "_NOT"
    OPEN = "_OPEN"
    CLOSE = "_CLOSE"


FIELDS = ("title", "source", "lang", "tag", "exact")
_OPERATORS = {"and": Kind.AND, "or": Kind.OR, "not": Kind.NOT, "near": Kind.NEAR}


@dataclass(frozen=True)
class Operators:
    """`kinds`: operator in lower case → what it is. The others: folded name → what is meant by it."""

    kinds: Mapping[str, Kind]
    fields: Mapping[str, str]
    languages: Mapping[str, str]
    stop_words: frozenset[str]
    behind_o: frozenset[str]


@cache
def operators() -> Operators:
    """The tables; read at first use, because most commands never need them."""
    tables = tomllib.loads(files(__package__).joinpath("operators.toml").read_text(encoding="utf-8"))
    languages, stop_words, names = (tables.pop(name) for name in ("languages", "stop_words", "names"))
    return Operators(
        kinds={word: kind for name, kind in _OPERATORS.items() for word in _all(tables, name)},
        fields={fold(word): field for field in FIELDS for word in _all(tables, field)},
        languages={fold(name): code for code, known in languages.items() for name in known},
        stop_words=frozenset(word for words in stop_words.values() for word in words),
        behind_o=frozenset(names["behind_o"]),
    )


def _all(tables: Mapping[str, Mapping[str, list[str]]], name: str) -> Iterator[str]:
    for language in tables.values():
        yield from language[name]


def field_named(name: str) -> str | None:
    """Which field somebody means who writes this before a colon; None: there is none of that name."""
    return operators().fields.get(fold(name))


def field_like(name: str) -> str | None:
    """The field whose name is nearly this."""
    near = get_close_matches(fold(name), operators().fields, n=1, cutoff=0.75)
    return operators().fields[near[0]] if near else None


def language_named(name: str) -> str | None:
    """The code of a language that is written as a code ("de", "de-AT") or by its name ("German", "Deutsch")."""
    folded = fold(name)
    if folded in operators().languages:
        return operators().languages[folded]
    code, _, region = folded.partition("-")
    is_code = code.isascii() and code.isalpha() and len(code) in {2, 3}
    return folded if is_code and (not region or region.replace("-", "").isalnum()) else None


def is_stop_word(spelled: str) -> bool:
    """Whether nearly every brief of some language has this word; as spelled, with its accents."""
    return spelled in operators().stop_words


def language_called(code: str) -> str:
    """The English name of a language; where none is known, its code ("de-at" is German (AT))."""
    language, _, region = code.partition("-")
    name = next((name.capitalize() for name, each in operators().languages.items() if each == language), language)
    return f"{name} ({region.upper()})" if region else name
