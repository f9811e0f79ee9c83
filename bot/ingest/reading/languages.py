"""The language that a document declares. Where it declares none, see guessing.py."""

import re
from typing import Final

_TAG: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_].{1,40})?")
_NONE: Final = frozenset({"und", "mul", "zxx", "xx", "xxx", "mis"})


def declared_language(tag: str | None) -> str | None:
    """A language tag in its usual form ("en", "pt-BR", "zh-Hant"); None where none, or none known, is declared."""
    found = _TAG.fullmatch((tag or "").strip()[:60])
    if found is None or found[1].lower() in _NONE:
        return None
    parts = (found[1].lower(), found[2] and found[2].title(), found[3] and found[3].upper())
    return "-".join(part for part in parts if part)
