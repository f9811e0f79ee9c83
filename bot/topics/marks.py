"""What is known about a brief beside its words, as keys that no word looks like: `lang:de`, `tag:war`, `source:bbc`."""

from collections.abc import Iterator
from functools import lru_cache

from bot.topics.inflection import forms_told
from bot.topics.readable import Readable
from bot.topics.spellings import words_of

_REMEMBERED = 4096
"""Sources and tags that come again and again."""


def mark(kind: str, word: str) -> str:
    """The key of a mark; `kind` is lang, tag or source."""
    return f"{kind}:{word}"


def marks_of(readable: Readable, language: str) -> Iterator[str]:
    """The marks of a brief.

    Its language with and without the region; of tags and source each word in all its forms.
    """
    if readable.language:
        yield from _marks_of_language(readable.language)
    if readable.source:
        yield from _marks_of_words("source", readable.source, language)
    for tag in readable.tags:
        yield from _marks_of_words("tag", tag, language)


@lru_cache(_REMEMBERED)
def _marks_of_language(language: str) -> tuple[str, ...]:
    tag = language.lower()
    return mark("lang", tag), mark("lang", tag.split("-")[0])


@lru_cache(_REMEMBERED)
def _marks_of_words(kind: str, text: str, language: str) -> tuple[str, ...]:
    words = words_of(text)
    keys = [form for word in words for form in (word.fold, *forms_told(word.written, language))]
    return tuple(dict.fromkeys(mark(kind, key) for key in keys))
