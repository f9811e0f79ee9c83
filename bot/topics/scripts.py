"""In which language is a brief read where nobody told? Its letters say, cheaply: ingest has guessed what can be."""

import re
from functools import cache
from typing import Final

from bot.topics.dictionaries import dictionary_of
from bot.topics.readable import Readable
from bot.topics.small_words import latin_language

_LOOKED_AT: Final = 400
"""Characters: the language of a brief shows in its first lines."""

_SCRIPTS: Final = {
    "ru": "\u0400-\u052f",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "ar": "\u0600-\u06ff",
    "he": "\u0590-\u05ff",
    "hi": "\u0900-\u097f",
    "hy": "\u0530-\u058f",
    "ka": "\u10a0-\u10ff",
    "ml": "\u0d00-\u0d7f",
    "zh": "\u3400-\u4dbf\u4e00-\u9fff",
    "th": "\u0e00-\u0e7f",
    "ko": "\uac00-\ud7a3",
    "ja": "\u3040-\u30ff",
    "en": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
}
"""The language most written in a script → its letters."""

_OF_THEIR_OWN: Final = {
    "ru": {"uk": "іїєґ", "hbs": "ђјљњћџ", "be": "ў"},
    "ar": {"fa": "پچژگ"},
}
"""Letters that the commonest language of a script has not."""


def language_of(readable: Readable) -> str:
    """The language whose dictionary reads this brief: the one that is known, else by its letters and small words."""
    if readable.language:
        return dictionary_of(readable.language)
    text = readable.text[:_LOOKED_AT] or (readable.title or "")
    language = "en" if text.isascii() else _by_script(text)
    return dictionary_of(latin_language(text) or language) if language == "en" else language


def _by_script(text: str) -> str:
    counts = {language: sum(map(len, letters.findall(text))) for language, letters in _letters().items()}
    language = max(counts, key=lambda each: counts[each])
    lowered = text.lower()
    for other, letters in _OF_THEIR_OWN.get(language, {}).items():
        if any(letter in lowered for letter in letters):
            return other
    return language if counts[language] else "en"


@cache
def _letters() -> dict[str, re.Pattern[str]]:
    return {language: re.compile(f"[{ranges}]+") for language, ranges in _SCRIPTS.items()}
