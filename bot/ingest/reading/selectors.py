"""Which selectors a page can match at all: each costs a look at every element, and a page knows few of the names."""

import re
from functools import lru_cache
from typing import Final

_VALUE = re.compile(r"=(?=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))")
_TAG = re.compile(r"<([a-zA-Z][\w-]*)")
_WORD = re.compile(r"[.#]([\w-]+)|\"([^\"]+)\"")
_PLAIN: Final = re.compile(r"[a-z]+")


class Names:
    """The names that a page's source has: of its tags, and whatever its attributes hold."""

    def __init__(self, source: str) -> None:
        self._values = "\n".join(set(_VALUE.findall(source))).lower()
        self._tags = {tag.lower() for tag in set(_TAG.findall(source))}

    def matching(self, selectors: str) -> str:
        """Those of the selectors, parted by commas, that may match something on this page; '' when none does."""
        return ", ".join(
            selector
            for selector, word in _with_words(selectors)
            if (selector in self._tags if _PLAIN.fullmatch(selector) else word in self._values)
        )


@lru_cache(maxsize=64)
def _with_words(selectors: str) -> tuple[tuple[str, str], ...]:
    """Each selector with a word that stands in an attribute of what it matches; '', which is anywhere, if unknown."""
    found = ((selector, _WORD.search(selector)) for selector in selectors.split(", "))
    return tuple((selector, (word[1] or word[2]).lower() if word else "") for selector, word in found)
