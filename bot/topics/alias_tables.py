"""The names that mean the same, read from `aliases.txt`: which of them a topic holds, and what goes with each.

Only keys are made at first use, in some milliseconds; a group of names is read when one of them is asked for.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from bot.topics.catalogue import catalogue
from bot.topics.folding import fold

LANGUAGES: Final = ("en", "de", "es", "fr", "ru", "uk")
"""Of the columns, in their order."""

_NAME = re.compile(r"(?P<marks>[~>^=]*)(?P<written>[^\[]+?)(?: \[(?P<unless>.+)\])?")
_PARTS = re.compile(r"[^\W_]+")
_SLAVIC: Final = (
    ("ого|ому|им|ым|ом|ій|ой|ая|а|ую|у|ою|ое|е|ие|ые|і|их|ых|ими|ыми|ої|ім", ("ий",)),
    ("ца|цу|цем|це|цы|ці|цев|цов|ців|цам|цями|цами|цах|цях|цю|ця", ("ец", "ець")),
    ("ии|ию|ией|ії|ію|ією", ("ия", "ія")),
    ("ы|и|і|е|у|ю|ой|ою|ей", ("а", "я")),
    ("а|у|ом|ем|е|ы|и|і|ов|ів|ам|ами|ах|ові", ("",)),
    ("я|ю|ем|ём|е|і|и|ей|ям|ями|ях", ("ь",)),
)
_ENDINGS: Final = {
    language: tuple((ending, base) for alike, bases in endings for ending in alike.split("|") for base in bases)
    for language, endings in (
        ("en", (("s|es", ("",)),)),
        ("de", (("e|en|er|es|em|n|s|ns|in|innen", ("",)), ("en", ("e",)))),
        ("es", (("a|as|os", ("o",)), ("s|es|a|as", ("",)))),
        ("fr", (("e|s|es|ne|nes", ("",)),)),
        ("ru", _SLAVIC),
        ("uk", _SLAVIC),
    )
}
"""What forms of names end in, and what the name itself ends in then. Dictionaries do not know half of these names."""

_SHORTEST: Final = 4
"""Letters of a word that may be a form of a name."""

_STEM: Final = 3
"""Letters that all forms of a name begin with."""


class Name(NamedTuple):
    """One name of a thing, as it is written, in the language of its column. The marks are explained in the file."""

    written: str
    language: str
    marks: str
    unless: tuple[str, ...]
    """Longer names that hold this one; a brief that has one of them is not meant."""

    @property
    def is_looked_for(self) -> bool:
        """Whether briefs are looked through for it."""
        return "~" not in self.marks

    @property
    def is_as_written(self) -> bool:
        """Whether only its capitals tell it from another word."""
        return "^" in self.marks

    @property
    def is_bound(self) -> bool:
        """Whether it means this only in its own language."""
        return "=" in self.marks


@dataclass(frozen=True)
class AliasTables:
    """Where each name stands. Keys are folds; short names that are also ordinary words (US) keep their capitals."""

    lines: tuple[str, ...]
    words: Mapping[str, tuple[int, ...]]
    """Names of one word → lines. A hyphened word is one word (sudcoreen)."""
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]
    """The longest word of each longer name → all its words, common ones left out, and its line."""
    within: frozenset[str]
    """The words of longer names."""
    stems: frozenset[str]
    """What words begin with that may be a form of one of these."""


@cache
def alias_tables() -> AliasTables:
    """The tables; read at first use."""
    text = files(__package__).joinpath("aliases.txt").read_text(encoding="utf-8")
    lines = tuple(line for line in text.splitlines() if line and not line.startswith("#"))
    words: dict[str, list[int]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    within: set[str] = set()
    for number, line in enumerate(lines):
        for keys in dict.fromkeys(map(keys_of, dict.fromkeys(_understood(line)))):
            if len(keys) == 1:
                words.setdefault(keys[0], []).append(number)
            else:
                phrases.setdefault(max(keys, key=len), []).append((keys, number))
                within.update(keys)
    return AliasTables(
        lines,
        words={word: tuple(dict.fromkeys(numbers)) for word, numbers in words.items()},
        phrases={word: tuple(names) for word, names in phrases.items()},
        within=frozenset(within),
        stems=frozenset(word[:_STEM] for word in within.union(words)),
    )


def _understood(line: str) -> Iterator[str]:
    for each in line.replace("|", ",").split(","):
        if (name := _NAME.fullmatch(each.strip())) and ">" not in name["marks"]:
            yield name["written"]


def parts_of(written: str) -> tuple[str, ...]:
    """The words of a name as they are written, those with hyphens and apostrophes taken apart."""
    return tuple(_PARTS.findall(written.replace(".", "")))


def keys_of(written: str) -> tuple[str, ...]:
    """What a name is found by when it is typed: its words, common ones left out unless there is but one other."""
    if " " in written:
        keys = [key_of("".join(_PARTS.findall(word))) for word in written.split()]
        telling = tuple(key for key in keys if key and key not in catalogue().stop_words)
        if len(telling) > 1:
            return telling
    return (key_of("".join(_PARTS.findall(written))),)


def key_of(word: str) -> str:
    """The key of one word."""
    if word in catalogue().capitals:
        return word
    return fold(word)


def lines_of(word: str) -> tuple[int, ...]:
    """Where a name of one word stands, also when it is typed in another form (Ukrainians, украины)."""
    words, key = alias_tables().words, key_of(word)
    if key in words:
        return words[key]
    return next((words[base] for base in _bases(key, LANGUAGES) if base in words), ())


def lines_among(words: Collection[str]) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """The names of several words that are among these: their words in the order of the name, and where it stands.

    None that lies within a longer one.
    """
    tables = alias_tables()
    typed: dict[str, str] = {}
    for word in words:
        key = key_of(word)
        typed |= {base: word for base in _bases(key, LANGUAGES) if base in tables.within} | {key: word}
    found: dict[frozenset[str], tuple[tuple[str, ...], tuple[int, ...]]] = {}
    for keys, line in (name for key in typed if key in tables.phrases for name in tables.phrases[key]):
        if typed.keys() >= set(keys):
            whole = tuple(typed[key] for key in keys)
            first, lines = found.get(frozenset(whole), (whole, ()))
            found[frozenset(whole)] = first, tuple(dict.fromkeys((*lines, line)))
    return [name for words, name in found.items() if not any(words < other for other in found)]


def names_told(folded: str, language: str) -> tuple[str, ...]:
    """The names, folded, that a word of a brief in this language may be a form of: алжира is алжир."""
    names = alias_tables().words
    return tuple(base for base in dict.fromkeys(_bases(folded, (language,))) if base in names)


def _bases(key: str, languages: Iterable[str]) -> Iterator[str]:
    if len(key) < _SHORTEST or key[:_STEM] not in alias_tables().stems:
        return
    for language in languages:
        for ending, base in _ENDINGS.get(language, ()):
            if key.endswith(ending):
                yield key.removesuffix(ending) + base


@lru_cache(512)
def names_in(line: int) -> tuple[Name, ...]:
    """The names in one line, those of each language together."""
    return tuple(
        Name(name["written"], language, name["marks"], _longer(name["written"], name["unless"]))
        for language, column in zip(LANGUAGES, alias_tables().lines[line].split("|"), strict=False)
        for each in column.split(",")
        if (name := _NAME.fullmatch(each.strip()))
    )


def _longer(written: str, unless: str | None) -> tuple[str, ...]:
    return tuple(each.strip().replace("_", written) for each in unless.split(";")) if unless else ()
