"""Forms of words that no dictionary knows: mostly names, in cases and with glued articles. Light rules, by language."""

import re
from collections.abc import Iterator
from typing import Final

from bot.topics.dictionaries import lemma_of
from bot.topics.plurals import singular

_WITHOUT_S_PLURAL: Final = frozenset(
    ("it", "pl", "cs", "sk", "sl", "hbs", "hu", "fi", "et", "tr", "ro", "lt", "lv", "sq", "is"),
)
"""Of languages in Latin script: here a final s tells no plural."""

_LATIN_SLAVIC: Final = frozenset({"pl", "cs", "sk", "sl", "hbs"})
_MASCULINE_CASE = re.compile("(?<=.{3})(?:owi|ovi|iem|em|om|a|u|e)$")
_FEMININE_CASE = re.compile("(?<=.{3})(?:ie|[yieęąou])$")
_FINNISH_CASE = re.compile("(?<=.{4})i?(?:n|lle|lta|lla|ssa|sta|ksi)$")

_CYRILLIC = re.compile("[а-яіїєґў'-]+")
_ADJECTIVE = re.compile("(?<=[сц]к|ьк)(?:(ий|ого|ому|им|ом)|(?:ая|а|ой|ій|ою|ую|у))$")
"""Names in -ский, -цький: of a man, or of a woman."""
_CASE = re.compile("(?<=[а-яіїєґ]{3})(?:ами|ями|ові|еві|ом|ем|ым|им|ой|ою|ей|ею|ам|ям|ах|ях|а|я|у|ю|е|є|ы|и|і|ь|й)$")

_ARABIC_ARTICLE = re.compile("^[وفبك]?ال(?=.{3})|^[وف]?لل(?=.{3})|^[وفبلك](?=.{5})")
_HEBREW_PREFIX = re.compile("^(?:[וש]?[הבלמכ]|ו)(?=.{3})")
_PERSIAN_PLURAL = re.compile("(?<=.{2})ها(?:ی|يی|یی)?$")


_GLUED: Final = {"ar": _ARABIC_ARTICLE, "he": _HEBREW_PREFIX, "fa": _PERSIAN_PLURAL}


def guessed(word: str, folded: str, language: str) -> Iterator[str]:
    """What a word (as spelled, and its fold) may be a form of."""
    if language in _GLUED:
        yield from _without(_GLUED[language], word, language)
    if language in _LATIN_SLAVIC:
        yield _MASCULINE_CASE.sub("", word)
        yield _FEMININE_CASE.sub("a", word)
    elif language == "fi":
        yield _FINNISH_CASE.sub("", word)
    elif folded.isascii() and language not in _WITHOUT_S_PLURAL:
        yield singular(folded)
    elif _CYRILLIC.fullmatch(folded):
        yield in_first_case(folded)


def in_first_case(name: str) -> str:
    """A Slavic name as its other cases have it in common: Зеленского is зеленский, Байдена is байден."""
    adjective = _ADJECTIVE.search(name)
    if adjective and len(name) > 5:
        return name[: adjective.start()] + ("ий" if adjective[1] else "ая")
    return _CASE.sub("", name)


def _without(glued: re.Pattern[str], word: str, language: str) -> Iterator[str]:
    rest = glued.sub("", word)
    if rest != word:
        yield rest
        lemma = lemma_of(rest, language)
        if lemma:
            yield lemma
