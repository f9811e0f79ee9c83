"""A plain text as briefs: the text of a blog's archive page, or any text whose briefs are parted by blank lines.

With tails, a tail line ends a brief (as a line of its own, or glued to the last sentence), since pages reduced to text
have no other border between briefs. Without tails, blank lines part them. In both forms a short first line without an
end mark, followed by more, is the title; a title is never invented. What leads to other pages is no brief.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from bot.ingest.reading.addresses import canonical_url
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.entries import LONGEST_TEXT, shortened
from bot.ingest.reading.keys import brief_key
from bot.ingest.reading.navigation import is_navigation
from bot.ingest.reading.tails import cut_tail, phrase_tail
from bot.stories.tellings import opening
from storage.model import Brief

_LONGEST_TITLE: Final = 160
"""Characters. Longer first lines are paragraphs whatever they end in."""

_END_MARKS: Final = '.!?…:;,。！？」』”"’»)'
_WRAPPED: Final = range(45, 101)
"""Characters. Lines of a text that was wrapped by hand have such lengths; a paragraph a line has others."""

_LARGEST: Final = 4_000_000
_MOST_LINES: Final = 20_000
"""Characters and lines of a text that are read: a thousand briefs, with room."""

_ADDRESS_AT_END = re.compile(r"[\s:(<\[]*(https?://[^\s<>()\[\]]{1,2000})[\s)>\]]*\Z", re.IGNORECASE)
_NO_BRIEF = re.compile(
    r"(?:tag|category|archives?|monthly archives|tag archives|category archives|month|author|day|year)s?\s*:.{0,120}"
    r"|(?:posted|published|filed|tagged)\s(?:on|in|by|under|with)\b.{0,160}|leave a (?:comment|reply)|\d+ comments?"
    r"|share this:?|tags?:.{0,200}|[-=_*•·~—]{3,}",
    re.IGNORECASE,
)


class Passage(NamedTuple):
    """One brief of a text: its title if it has one, its paragraphs without tail, and where its tail led."""

    title: str | None
    paragraphs: tuple[str, ...]
    url: str | None
    truncated: bool


def briefs_of_text(text: str) -> list[Brief]:
    """The briefs of a plain text, in its order."""
    return [_brief_of(passage) for passage in passages(text)]


def passages(text: str) -> list[Passage]:
    """The briefs of a plain text, in its order."""
    lines = [line.strip() for line in text[:_LARGEST].splitlines()[:_MOST_LINES]]
    ends = [_ends_brief(line) for line in lines]
    blocks = _between_tails(lines, ends) if any(ends) else _between_blanks(lines)
    return [passage for block in blocks if (passage := _passage(block)) is not None]


def _brief_of(passage: Passage) -> Brief:
    title = one_line(passage.title or "") or None
    whole = "\n\n".join(" ".join(paragraph.split()) for paragraph in passage.paragraphs)
    cut = shortened(whole, LONGEST_TEXT)
    return Brief(
        key=brief_key(id_=None, url=passage.url, title=title, text=whole),
        title=title,
        text=cut.text,
        url=passage.url,
        truncated=passage.truncated or cut.truncated,
        opening=opening(cut.text or title or ""),
    )


def _ends_brief(line: str) -> bool:
    # A line that holds nothing but an address after its tail counts too: "Read More https://…".
    return bool(line) and phrase_tail(_parted(line)[0]) is not None


def _parted(line: str) -> tuple[str, str | None]:
    """The line without the address at its end, and that address; together only where a tail stands before it."""
    found = _ADDRESS_AT_END.search(line, max(0, len(line) - 2100))
    if found is None or phrase_tail(line[: found.start()]) is None:
        return line, None
    return line[: found.start()], canonical_url(found[1])


def _between_tails(lines: list[str], ends: list[bool]) -> Iterator[list[str]]:
    block: list[str] = []
    for line, ends_here in zip(lines, ends, strict=True):
        block.append(line)
        if ends_here:
            yield block
            block = []
    # What follows the last tail is a brief too, unless it leads elsewhere; _passage tells.
    yield block


def _between_blanks(lines: list[str]) -> Iterator[list[str]]:
    """Blocks between blank lines; a title that stands alone belongs to the block after it."""
    if "" not in _without_edges(lines):
        yield from _without_blanks([line for line in lines if line])
        return
    heading: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
        elif len(block) == 1 and _is_title(block[0]) and not heading:
            heading, block = block, []
        elif block:
            yield [*heading, *block]
            heading, block = [], []
    yield heading


def _without_edges(lines: list[str]) -> list[str]:
    return "\n".join(lines).strip("\n").split("\n")


def _without_blanks(lines: list[str]) -> Iterator[list[str]]:
    """A text without blank lines: titles part it; else each long line is a brief of its own; else it is one brief."""
    if _is_wrapped(lines):
        yield lines
        return
    starts = [place for place, line in enumerate(lines[:-1]) if _is_title(line) and not _is_title(lines[place + 1])]
    if not starts:
        yield from ([line] for line in lines)
        return
    for start, end in zip([0, *starts[1:]], [*starts[1:], len(lines)], strict=True):
        yield lines[start:end]


def _passage(block: Iterable[str]) -> Passage | None:
    """The brief that these lines are; None when they are none."""
    lines = [line for line in block if line]
    while lines and (is_navigation(lines[0]) or _NO_BRIEF.fullmatch(lines[0])):
        lines.pop(0)
    while lines and (is_navigation(lines[-1]) or _NO_BRIEF.fullmatch(lines[-1])):
        lines.pop()
    if not lines:
        return None
    lines[-1], url = _parted(lines[-1])
    title = lines[0] if len(lines) > 1 and not _is_wrapped(lines) and _is_title(lines[0]) else None
    cut = cut_tail("\n\n".join(_joined(lines[1:] if title else lines)), title=title)
    if title and not cut.text:
        return Passage(title, (), url, cut.truncated)
    return Passage(title, tuple(cut.text.split("\n\n")), url, cut.truncated) if cut.text else None


def _is_title(line: str) -> bool:
    return 0 < len(line) <= _LONGEST_TITLE and line[-1] not in _END_MARKS and phrase_tail(line) is None


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines are one paragraph that was wrapped by hand: similar lengths, most not ending a sentence."""
    full = lines[:-1]
    open_ended = sum(line[-1] not in ".!?…。" for line in full)
    return len(full) >= 2 and all(len(line) in _WRAPPED for line in full) and open_ended * 2 > len(full)


def _joined(lines: list[str]) -> list[str]:
    return [" ".join(lines)] if _is_wrapped(lines) else lines
