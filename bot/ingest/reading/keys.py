"""By what a brief is known again: its feed's id as it is, else its canonical url, else its whole folded text.

Never by page, position or fetch time: a brief that slides down the page stays the same brief.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from storage.model import Brief

_SAME: Final = str.maketrans(
    {
        **dict.fromkeys('‘’‚‛′`´“”„‟″«»‹›"', "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    }
)
"""Editors and themes exchange quotes and dashes; the brief is the same."""

_LONGEST_ID: Final = 512
"""Characters. A longer id is a text somebody put into the wrong field: its digest identifies as well."""


def brief_key(*, id_: str | None, url: str | None, title: str | None, text: str) -> str:
    """The key of a brief within its source."""
    if id_:
        return id_ if len(id_) <= _LONGEST_ID else f"id:{_digest(id_)}"
    return url or text_key(title, text)


def text_key(title: str | None, text: str) -> str:
    """The key of a brief that has neither id nor address: title and text without tail, folded."""
    return f"text:{_digest(fold(' '.join((title or '', text))))}"


def reads_alike(a: str, b: str) -> bool:
    """Whether two texts are the same but for what folding makes alike; very different lengths are not looked at."""
    if abs(len(a) - len(b)) > 10 + len(b) // 2:
        return False
    first, second = a[:1].lower(), b[:1].lower()
    # Folding never makes two different plain letters alike: most texts and titles differ in their first one.
    if first != second and first.isascii() and first.isalnum() and second.isascii() and second.isalnum():
        return False
    return fold(a) == fold(b)


def fold(text: str) -> str:
    """The text with quotes, dashes, spaces, case and compositions made alike."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.translate(_SAME)).casefold())
    return re.sub(r"\s+", " ", folded.translate(_SAME)).strip()


def told_apart(briefs: Iterable[Brief]) -> tuple[Brief, ...]:
    """The briefs, order and number kept, no key standing for two different contents.

    Where a source uses an id twice, the last one keeps it: documents list the newest first, so that it is the one that
    had the id already; the others are known by their address and text.
    """
    owners: dict[str, tuple[str | None, str]] = {}
    apart: list[Brief] = []
    for brief in reversed(list(briefs)):
        owner = owners.setdefault(brief.key, (brief.title, brief.text))
        if owner == (brief.title, brief.text):
            apart.append(brief)
        else:
            apart.append(brief.model_copy(update={"key": f"{brief.key}#{text_key(brief.title, brief.text)}"}))
    return tuple(reversed(apart))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:32]
