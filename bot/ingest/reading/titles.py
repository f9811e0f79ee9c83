"""A title that a tail repeats for screen readers: "Continue reading “TITLE”", "„TITLE“ weiterlesen"."""

import re
from typing import Final

_QUOTES: Final = "\"'”’»“„«‘‚›‹「」『』〈〉《》"
_QUOTED = re.compile(r"(?:\w{1,4}\s+)?[\"'“„«‘‚‹「『〈《]\s?[^\"“”„«»「」『』〈〉《》]{2,240}\s?[\"'”“»’‘›」』〉》]")
_QUOTED_BEFORE = re.compile(r"[\"“„«»‹「『〈《][^\"“”„«»「」『』〈〉《》]{2,240}[\"”“»«›」』〉》]\Z")
_LONGEST_LINK: Final = 2
"""Words between a tail and the title: "Continuer la lecture de TITLE"."""

_LEAST_BEGINNING: Final = 10
"""Characters of a title's beginning that stand for it: themes shorten long ones."""


def folded_title(title: str) -> str:
    """The words of a title, in lower case, with one space between them."""
    return " ".join(re.findall(r"\w+", title.casefold()))


def repeats(words: str, title: str) -> bool:
    """Whether `words`, which follow a tail, are the title, or its beginning, behind two words at most."""
    a, b = folded_title(words), folded_title(title)
    if not a or not b:
        return False
    if a.endswith(b):
        return a[: -len(b)].count(" ") <= _LONGEST_LINK
    return len(a) >= _LEAST_BEGINNING and b.startswith(a)


def is_quoted(words: str) -> bool:
    """Whether all of `words` is one name in quotation marks."""
    return _QUOTED.fullmatch(words) is not None


def without_title(before: str, words: str, title: str | None) -> str | None:
    """What stands before a title that the words of a tail follow; None where none does.

    Another title than the given one is believed in quotation marks, where the words go on in small letters.
    """
    core = before.rstrip(" \t\u00a0")
    genitive = core.endswith("の")
    core = core.removesuffix("の").rstrip()
    bare = core.rstrip(_QUOTES + " ")
    wanted = (title or "").strip(_QUOTES + " .…")
    if len(wanted) > 2 and bare[-len(wanted) :].casefold() == wanted.casefold():
        return bare[: -len(wanted)].rstrip(_QUOTES)
    found = _QUOTED_BEFORE.search(core[-250:]) if genitive or words[0].islower() else None
    return None if found is None else core[: len(core) - len(found[0])]
