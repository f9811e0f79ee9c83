"""The text of an article line by line, and which of its lines are the article's own.

A line is a block's text with what is known of it: whether it is a heading, how much of it leads elsewhere, where it
stands. Lines go that only lead elsewhere, that name who and when, that credit a picture; and everything after a line
that turns to something else ("Related", "Kommentare"), if the article's larger part stands before it.
"""

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.ingest.reading.article_ends import CREDITS, TURNS
from bot.ingest.reading.decoding import clean
from bot.ingest.reading.elements import words
from bot.ingest.reading.post_names import HEADINGS
from bot.ingest.reading.tails import is_tail_phrase
from bot.ingest.reading.tries import any_of
from bot.ingest.reading.written_dates import written_date

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCKS: Final = HEADINGS | words("""
    p div ul ol li dl dt dd blockquote pre table tbody thead tr section article header footer main hr address center
    details summary fieldset figure figcaption aside form
    """)
_BREAKS: Final = frozenset(("br", "td", "th"))
_SKIPPED: Final = words("""
    script style noscript template svg nav form button iframe select textarea audio video object canvas math figcaption
    """)

_PROSE: Final = 60
_PROSE_WITHOUT_SPACES: Final = 25
"""Characters of a line that is a paragraph; one of Chinese or Japanese says as much in fewer."""

_LONGEST_LABEL: Final = 60
_LONGEST_TURN: Final = 80
"""Characters of a line that may be a label, and of one that may turn to something else."""

_LONGEST_DATELINE: Final = 140
_NOTICE: Final = re.compile(
    r"(?:PHP )?(?:Warning|Notice|Deprecated|Fatal error): .{1,400} on line \d+|(?=.{1,300}\Z)"
    r"(?=.*\b(?:we|our|you|your|this (?:web)?site|wir|uns\w*|sie|du|nous|vous|notre|usamos|nuestr\w+|sito|sitio)\b)"
    r".*\bcookies?\b.*"
    r"\b(?:nutzung|zustimm\w*|einverstanden|akzeptier\w*|accept|agree|consent|continu\w+|acept\w+|utiliz\w+|accett\w+"
    r"|zgod\w+)\b",
    re.IGNORECASE | re.DOTALL,
)
"""What programs say on a page, to its operator or to everybody: errors, and that they use cookies."""

_LONGEST_REQUEST: Final = 300

_BRACKETS: Final = re.compile(r"\s*[\[(][^\[\]()]{2,40}[\])]\Z")
_REQUEST: Final = re.compile(
    r"newsletter|telegram|whatsapp|facebook|instagram|twitter|youtube|google news|mastodon|bluesky|podcast|rss|patreon",
    re.IGNORECASE,
)

_MOST_LINKED: Final = 0.55
"""Share of a line that may be links; above it the line leads elsewhere ("Also interesting: …")."""

_LEAST_UNLINKED: Final = 40
"""Characters beside its links with which even such a line says something itself."""

_MOST_BEHIND: Final = 0.35
_MOST_BEHIND_A_HEADING: Final = 0.6
"""Share of the prose that may stand behind a turn; where more does, the turn is a box within the article."""

_END_MARKS: Final = '.!?…:;。！？”’»)"。」』।؟'
_WIDE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_BYLINE: Final = re.compile(
    r"(?:by|von|par|por|di|door|av|af|autor(?:in)?|author|text|written|posted|published|updated|veröffentlicht|publié|publicado"
    r"|aktualisiert|stand|last)\b",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """One block of text. `linked`: characters of it within links; `holder`: the block itself."""

    text: str
    tag: str
    linked: int
    holder: "LexborNode"

    @property
    def is_heading(self) -> bool:
        """Whether it heads what follows."""
        return self.tag in HEADINGS

    @property
    def is_prose(self) -> bool:
        """Whether it is a paragraph that tells something."""
        least = _PROSE_WITHOUT_SPACES if _WIDE.search(self.text[:20]) else _PROSE
        return len(self.text) >= least and not (self.is_heading or self.leads_elsewhere or self.is_dateline)

    @property
    def is_dateline(self) -> bool:
        """Whether it only says who wrote when, and what about."""
        return (
            len(self.text) <= _LONGEST_DATELINE
            and self.text[-1] not in ".!?…。"
            and written_date(self.text) is not None
        )

    @property
    def leads_elsewhere(self) -> bool:
        """Whether it is hardly more than links."""
        return self.linked > len(self.text) * _MOST_LINKED and len(self.text) - self.linked < _LEAST_UNLINKED


class _Walk:
    """One walk over the blocks of a node, in the page's order."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._linked = self._links = 0

    def over(self, root: "LexborNode") -> list[Line]:
        """The lines of the root. A stack, not recursion: nesting is the page's choice."""
        holders = [root]
        stack = [(child, False) for child in _children(root)]
        while stack:
            node, ends = stack.pop()
            tag = node.tag or ""
            if tag == "-text":
                self._add(node.text())
            elif ends:
                self._leave(tag, holders)
            elif not _is_skipped(node, tag):
                self._enter(node, tag, holders)
                stack.append((node, True))
                stack.extend((child, False) for child in _children(node))
        self._end(root)
        return self.lines

    def _enter(self, node: "LexborNode", tag: str, holders: "list[LexborNode]") -> None:
        if tag in _BLOCKS:
            self._end(holders[-1])
            holders.append(node)
            if tag == "li":
                self._pieces.append("• ")
        elif tag in _BREAKS:
            self._pieces.append("\n")
        elif tag == "a":
            self._links += 1

    def _leave(self, tag: str, holders: "list[LexborNode]") -> None:
        if tag in _BLOCKS:
            self._end(holders[-1])
            if len(holders) > 1:
                holders.pop()
        elif tag == "a":
            self._links -= 1

    def _add(self, text: str) -> None:
        if text.isspace():
            self._pieces.append(" ")
            return
        # A line break of the source is a space.
        self._pieces.append(" ".join(text.split("\n")))
        if self._links:
            self._linked += len(text.strip())

    def _end(self, holder: "LexborNode") -> None:
        if self._pieces:
            whole = clean("".join(self._pieces))
            parts = [_lines(part) for part in re.split(r"\n\s*\n", whole)]
            linked = self._linked / max(1, len(whole))
            self.lines.extend(
                Line(part, holder.tag or "", round(linked * len(part)), holder) for part in parts if part.strip("•\n ")
            )
        self._pieces, self._linked = [], 0


def lines_of(root: "LexborNode") -> list[Line]:
    """The lines of a part of a page, in its order."""
    return _Walk().over(root)


def _children(node: "LexborNode") -> "list[LexborNode]":
    return list(node.iter(include_text=True))[::-1]


def _is_skipped(node: "LexborNode", tag: str) -> bool:
    if tag == "figure":
        return node.css_first("table, blockquote, p + p", default=None) is None
    return tag in _SKIPPED


def _lines(block: str) -> str:
    lines = (" ".join(line.split()) for line in block.split("\n"))
    return "\n".join(line for line in lines if line and line != "•")


def own_lines(lines: list[Line]) -> list[Line]:
    """The lines that are the article's own."""
    told = [_without_link_onward(line) for line in _before_the_end(lines) if _is_told(line)]
    start = next((place for place, line in enumerate(told) if line.is_prose), 0)
    told = [line for line in told[:start] if _is_introduction(line)] + told[start:]
    told = [line for place, line in enumerate(told) if not _heads_nothing(told, place) and not _is_turn(line)]
    home = _home_of(told)
    while told and (_is_label(told[-1], home) or _asks_to_follow(told[-1])):
        told.pop()
    return told


def _is_told(line: Line) -> bool:
    return not (line.leads_elsewhere or line.is_dateline or _is_credit(line) or _NOTICE.match(line.text))


def _without_link_onward(line: Line) -> Line:
    """The line without "[read more]" at its end, where it is a link to something else."""
    found = _BRACKETS.search(line.text) if line.linked else None
    return (
        line._replace(text=line.text[: found.start()]) if found and found.start() and is_tail_phrase(found[0]) else line
    )


def _asks_to_follow(line: Line) -> bool:
    """Whether it asks to subscribe, to join, to follow elsewhere."""
    return line.linked > 0 and len(line.text) <= _LONGEST_REQUEST and _REQUEST.search(line.text) is not None


def _before_the_end(lines: list[Line]) -> list[Line]:
    """The lines before the first turn behind which little of the prose stands, and none of it where the rest does."""
    prose = [len(line.text) if line.is_prose else 0 for line in lines]
    whole, behind = sum(prose), sum(prose)
    home = _home_of(lines)
    last = ([-1, -1] + [place for place, line in enumerate(lines) if line.is_prose and _home(line) == home])[-2]
    for place, line in enumerate(lines):
        behind -= prose[place]
        goes_on = place < last
        if (
            not goes_on
            and behind <= whole * (_MOST_BEHIND_A_HEADING if line.is_heading else _MOST_BEHIND)
            and behind < whole
            and _is_turn(line)
            and not line.leads_elsewhere
        ):
            return lines[:place]
    return lines


def _home_of(lines: list[Line]) -> int:
    """Where most of the paragraphs stand; 0 where each stands elsewhere."""
    homes = Counter(_home(line) for line in lines if line.is_prose).most_common(1)
    return homes[0][0] if homes and homes[0][1] > 1 else 0


def _home(line: Line) -> int:
    parent = line.holder.parent
    return parent.mem_id if parent is not None else 0


def _is_turn(line: Line) -> bool:
    return len(line.text) <= _LONGEST_TURN and _turns().match(line.text.lower().lstrip("•-–—#>»›| \t")) is not None


def _is_credit(line: Line) -> bool:
    if len(line.text) > 2 * _LONGEST_TURN:
        return False
    return ("©" in line.text and line.text[-1] not in _END_MARKS) or (
        _credits().match(line.text.lower().lstrip("• ")) is not None
    )


def _is_introduction(line: Line) -> bool:
    """Whether a short line before the first paragraph belongs to the article: it does where it is a sentence."""
    return line.text[-1] in ".!?…。！？" and len(line.text) > 25 and not _BYLINE.match(line.text)


def _heads_nothing(lines: list[Line], place: int) -> bool:
    if not lines[place].is_heading:
        return False
    following = lines[place + 1] if place + 1 < len(lines) else None
    return following is None or (following.is_heading and following.tag <= lines[place].tag)


def _is_label(line: Line, home: int) -> bool:
    """A heading with nothing below it, initials, a button."""
    above = line.holder.parent
    if line.tag == "li" and above is not None and above.parent is not None and above.parent.mem_id == home:
        # The last item of a list among the paragraphs.
        return False
    return line.is_heading or (len(line.text) <= _LONGEST_LABEL and line.text[-1] not in _END_MARKS)


@cache
def _turns() -> re.Pattern[str]:
    return re.compile(rf"(?:\d+ )?(?:{_any_of(TURNS)})")


@cache
def _credits() -> re.Pattern[str]:
    return re.compile(_any_of(CREDITS))


def _any_of(table: str) -> str:
    """A pattern that matches any phrase of a table."""
    rows = (row.partition("  ")[2] for row in table.splitlines())
    phrases = [phrase.strip().lower() for row in rows for phrase in row.split("|") if phrase.strip()]
    lines = any_of(phrase[:-1] for phrase in phrases if phrase.endswith("$"))
    stems = any_of(phrase[:-1] for phrase in phrases if phrase.endswith("*"))
    whole = any_of(phrase for phrase in phrases if phrase[-1] not in "*$")
    return "|".join(filter(None, (rf"(?:{whole})(?![^\W_])", stems, lines and rf"(?:{lines})[\s\W\d]*\Z")))
