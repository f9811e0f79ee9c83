"""Plain text to Telegram HTML: escaping, marking words, measuring and cutting.

Telegram counts a text in UTF-16 units after parsing (docs/telegram.md, "Sizes"); a character outside the basic plane
counts two.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

Span = tuple[int, int]

TEXT_LIMIT = 4000
"""UTF-16 units a message may have: Telegram's 4096, less a margin for its own way of counting."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters and lone surrogates: the first are never shown, the second cannot even be encoded."""

_JOINERS = "\u200d\ufe0f\ufe0e\u20e3"
"""Zero-width joiner, variation selectors, keycap: what holds an emoji sequence together."""


def escape(text: str) -> str:
    """`text` as it stands inside an element or a quoted attribute of Telegram's HTML."""
    clean = _FORBIDDEN.sub("", text)
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def units(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def mark(text: str, spans: Sequence[Span], tag: str, *, between: Span | None = None) -> str:
    """`text` escaped, with each of `spans` (sorted, disjoint, in characters) inside `<tag>`.

    With `between`, only that slice of the text, the spans clipped to it.
    """
    start, stop = between or (0, len(text))
    pieces = []
    for left, right in spans:
        left, right = max(left, start), min(right, stop)  # noqa: PLW2901  # the span, clipped to the slice
        if left < right:
            pieces += [escape(text[start:left]), f"<{tag}>{escape(text[left:right])}</{tag}>"]
            start = right
    pieces.append(escape(text[start:stop]))
    return "".join(pieces)


def slices(text: str, limit: int) -> list[Span]:
    """Cut `text` into consecutive slices of at most `limit` UTF-16 units (at least 2), losing only white space.

    Cuts lie between paragraphs where possible, else between sentences, else between words, else between
    characters, but not inside a sequence shown as one, which may have 40 units. An empty text is one empty slice.
    """
    found: list[Span] = []
    start = 0
    while units(text[start:]) > limit:
        end = start + _fitting(text, start, limit)
        cut = _best_cut(text, start, end)
        found.append((start, start + len(text[start:cut].rstrip())))
        start = cut + len(text[cut:]) - len(text[cut:].lstrip())
    found.append((start, len(text)))
    return found


def shorten(text: str, limit: int) -> str:
    """`text`, or its beginning and "…" where it has more than `limit` UTF-16 units (at least 4)."""
    if units(text) <= limit:
        return text
    left, right = slices(text, limit - 2)[0]
    beginning = text[left:right]
    return f"{beginning} …" if beginning.endswith((".", "!", "?")) else f"{beginning}…"


def _fitting(text: str, start: int, limit: int) -> int:
    """How many characters from `start` fit into `limit` units."""
    used = count = 0
    for character in text[start : start + limit]:
        used += 2 if character > "\uffff" else 1
        if used > limit:
            break
        count += 1
    return count


def _best_cut(text: str, start: int, end: int) -> int:
    earliest = start + (end - start) // 2  # a cut before the middle would waste half a message
    for separator in ("\n\n", "\n", ". ", " "):
        at = text.rfind(separator, earliest, end)
        if at > start:
            return at + len(separator)
    return next((at for at in _whole_characters(text, end) if at > start), end)


def _whole_characters(text: str, end: int) -> Iterator[int]:
    """Places at or shortly before `end` that split nothing shown as one character."""
    for at in range(end, max(end - 40, 0), -1):  # the longest emoji sequences have about 20 code points
        before, after = text[at - 1 : at], text[at : at + 1]
        joined = after in _JOINERS or before == "\u200d" or "\U0001f3fb" <= after <= "\U0001f3ff"
        if after and not joined and not unicodedata.combining(after):
            yield at
