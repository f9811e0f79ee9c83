"""Where a text ends and its tail begins: "Read More", "… Continue reading TITLE →", "The post X appeared first on Y".

A tail is believed for the place it stands in, never for its words alone, so that a brief that talks about reading
more keeps its words:

    place (what stands before)                 what must follow
    ───────────────────────────────────────    ─────────────────────────────────────────────
    a line of its own                          nothing, an arrow, a full stop, or a title
    an ellipsis                                nothing, an arrow, a full stop, or a title
    a bracket                                  the closing bracket
    the end of a sentence, or a word glued     nothing or an arrow, and the phrase begins in capitals
    plain words                                an arrow; or nothing, and Every Word Has A Capital
    the inside of a word                       nothing is believed

Only the last few hundred characters are looked at in each step, so the whole is linear.
"""

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache, lru_cache
from typing import Final, NamedTuple

from bot.ingest.reading.tail_words import FOOTERS, PHRASES, Footer, Phrase, Sort
from bot.ingest.reading.tries import any_of

_WINDOW: Final = 400
"""Characters. A tail with a repeated title is at most this long; what begins earlier is a paragraph."""

_LONGEST_WITH_TITLE: Final = 260
"""Characters of a phrase with the title it may repeat."""

_FOOTER_WINDOW: Final = 700
"""Characters. Two names (title and blog) and the words between them."""

ARROWS: Final = "»›>→⟶➝➔►▶▸⇒➜➡↠⇾⟩⤳…⬇↓"
_CLOSERS: Final = ")]）］】」"
_OPENERS: Final = "([（［【「"
_ENDS: Final = ".!?。！？।؟"
_QUOTES: Final = "\"'”’»“„«"

_ELLIPSIS = re.compile(
    r"(?:\[\s?(?:…|\.{2,4})\s?\]?|\(\s?(?:…|\.{3,4})\s?\)|…\s?\]?|(?<!\.)\.{3}(?!\.)|(?<=\.)\.{3}|\.{5,})\Z"
)
_PAUSE = re.compile(rf"[.{ARROWS}](?:(?<!\.)|\.[.\]])")
"""An arrow or dots. Written so that it begins with one set of characters: those are searched for quickly."""

_LAST_DOTS: Final = frozenset("….])")
_LEAD_IN = " \t\n\u00a0" + _OPENERS + "«‹<←–—-|•·*→»›>:"


class Cut(NamedTuple):
    """A text without its tail. `truncated`: the tail said that the text is only an excerpt. `found`: there was one."""

    text: str
    truncated: bool
    found: bool


class Tail(NamedTuple):
    """Where the last tail of a text begins, and what it says: an excerpt, or just a link to more."""

    start: int
    truncated: bool


class _Place(Enum):
    OWN_LINE = 1
    ELLIPSIS = 2
    BRACKET = 3
    SENTENCE = 4
    GLUED = 5
    PLAIN = 6
    INSIDE = 7


class _Rest(Enum):
    NOTHING = 1
    ARROW = 2
    STOP = 3
    CLOSED = 4
    TITLE = 5
    WORDS = 6
    SENTENCE = 7


def cut_tail(text: str, *, title: str | None = None) -> Cut:
    """Take every tail off the end of `text`. Cutting twice is cutting once; a text without a tail comes back as it is.

    `title` is what a screen reader's "Continue reading TITLE" would repeat.
    """
    end = len(text)
    truncated = found = False
    while (tail := _last_tail(text, end, title)) is not None:
        end, found = tail.start, True
        truncated = truncated or tail.truncated
    return Cut(text[:end].rstrip() if found else text, truncated, found)


def phrase_tail(line: str, *, title: str | None = None) -> Tail | None:
    """The tail made of words ("Read more", not a bare "…") that `line` ends in: in a plain text it ends a brief."""
    return _phrase_before(line, _trim(line, len(line)), title)


def is_tail_phrase(text: str) -> bool:
    """Whether the whole of `text`, say of a link, is nothing but a tail: "Read more »"."""
    return len(text) <= _WINDOW and _is_tail_phrase(text)


@lru_cache(maxsize=1024)
def _is_tail_phrase(text: str) -> bool:
    # Cached: the links of a page repeat.
    tail = phrase_tail(text.strip())
    return tail is not None and tail.start == 0


def _last_tail(text: str, end: int, title: str | None) -> Tail | None:
    end = _trim(text, end)
    if end == 0:
        return None
    # Words before dots: in "Read more…" the dots belong to the link and say nothing about the text.
    return _phrase_before(text, end, title) or _footer_before(text, end, title) or _dots_before(text, end)


def _dots_before(text: str, end: int) -> Tail | None:
    start = end
    # A whole run at once: the words of a tail are looked for anew after each cut.
    while text[start - 1 : start] in _LAST_DOTS and (dots := _ELLIPSIS.search(text, max(0, start - 12), start)):
        start = _trim(text, dots.start())
    return None if start == end else Tail(start, truncated=True)


def _trim(text: str, end: int) -> int:
    """The end of the text without white space, which never is a tail by itself."""
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _footer_before(text: str, end: int, title: str | None) -> Tail | None:
    start = max(0, end - _FOOTER_WINDOW)
    newline = text.rfind("\n", start, end)
    line = text[max(start, newline + 1) : end].replace("’", "'").rstrip(" .。")
    if not _middles().search(line):
        return None
    offset = max(start, newline + 1)
    for footer in FOOTERS:
        begins = _footer_in(line, footer)
        # A footer is a line of its own or follows a finished sentence: "the post he left appeared first on TV" is text.
        if begins > 0 and line[:begins].rstrip()[-1:] in _ENDS + _QUOTES + "…]":
            return Tail(offset + begins, truncated=False)
        # Alone it may be a sentence ("The post he left appeared first on television") unless it names the title.
        if begins == 0 and (text[:offset].strip() or (title and _folded(title) in _folded(line))):
            return Tail(offset, truncated=False)
    return None


@cache
def _middles() -> re.Pattern[str]:
    return re.compile(any_of(footer.middle for footer in FOOTERS))


def _footer_in(line: str, footer: Footer) -> int:
    """Where the footer begins in the line; -1 when it does not stand there."""
    if not line.endswith(footer.closing):
        return -1
    middle = line.rfind(footer.middle)
    if middle <= 0 or middle + len(footer.middle) >= len(line):
        return -1
    return line.rfind(footer.opening, 0, middle) if footer.opening else 0


def _phrase_before(text: str, end: int, title: str | None) -> Tail | None:
    newline = text.rfind("\n", max(0, end - _WINDOW), end)
    start = max(0, end - _WINDOW) if newline < 0 else newline + 1
    window = text[start:end]
    folded = lowered(window)
    first = _first_place(folded, title)
    for begins, phrase in _phrases_in(folded, first) if first is not None else ():
        words = window[begins : begins + len(phrase.words)]
        before, rest = window[:begins], window[begins + len(words) :]
        place = _place(before, words, whole_line=newline >= 0 or start == 0)
        if _believed(place, _rest(rest, title), phrase.sort, words):
            excerpt = phrase.sort is Sort.EXCERPT or place is _Place.ELLIPSIS
            # WordPress' own "(more…)" stands where the author cut the text.
            excerpt = excerpt or (
                phrase.sort is Sort.HINT and place is _Place.BRACKET and "." in rest.replace("…", ".")
            )
            return Tail(start + len(before.rstrip(_LEAD_IN)), truncated=excerpt)
    return None


def _first_place(folded: str, title: str | None) -> int | None:
    """Where the first believable phrase may begin, by a quick look: the many texts without a tail should cost little.

    The table at the head of this file says why these are all.
    """
    if _beginnings().match(folded.lstrip(_LEAD_IN)):
        return 0
    pause = _PAUSE.search(folded)
    core = folded.rstrip(". …" + ARROWS + _CLOSERS)
    if pause is not None and folded[pause.start()] not in "….[":
        return 0
    last = len(folded)
    if _ends_alike(core, title):
        last = len(core) - _LONGEST_WITH_TITLE
    elif _endings().match(core[::-1]):
        # With no title behind it, what is believed ends where the text does.
        last = len(core) - _longest_phrase()
    first = min(last, len(folded) if pause is None else pause.start())
    return None if first >= len(folded) else max(0, first)


def _ends_alike(text: str, title: str | None) -> bool:
    """Whether the text may end in the title: a tail repeats it for screen readers."""
    end = (title or "").rstrip()[-4:].lower()
    return bool(end) and end in text[-len(end) - 8 :]


@cache
def _beginnings() -> re.Pattern[str]:
    return re.compile(any_of(_rows()))


@cache
def _longest_phrase() -> int:
    return max(map(len, _rows()))


@cache
def _endings() -> re.Pattern[str]:
    """The phrases from behind: so both ends of a text are compared with all of them in one step."""
    return re.compile(any_of(words[::-1] for words in _rows()))


def _phrases_in(folded: str, start: int) -> Iterator[tuple[int, Phrase]]:
    """Where phrases stand with no letter after them, the earliest first, of two at one place the longer."""
    rows = _rows()
    for found in _phrases().finditer(folded, start):
        yield found.start(), rows[found[1]]


@cache
def _phrases() -> re.Pattern[str]:
    # Looked for ahead, so that a phrase within another one is found as well.
    return re.compile(rf"(?=({any_of(_rows())})(?![^\W\d_]))")


@cache
def _rows() -> dict[str, Phrase]:
    """The phrases by what is looked for; where two languages share words, the first row decides."""
    rows: dict[str, Phrase] = {}
    for phrase in PHRASES:
        if phrase.sort is not Sort.NAVIGATION:
            rows.setdefault(lowered(phrase.words), phrase)
    return rows


def lowered(text: str) -> str:
    """Lower case, character by character where need be: places in the result must be places in the text."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(one if len(one := character.lower()) == 1 else character for character in text)
    # To the plain apostrophe, not from it: one beyond Latin-1 would make the whole text wider and slower to search.
    return low.replace("\u00a0", " ").replace("’", "'")


def _place(before: str, words: str, *, whole_line: bool) -> _Place:
    lead = before.rstrip(" \t\u00a0←–—-|•·*→»›>")
    if not lead:
        return _Place.OWN_LINE if whole_line else _Place.PLAIN
    if lead.endswith(("…", "...", "…]", "…)", "..]", "..)")):
        return _Place.ELLIPSIS
    if lead[-1] in _OPENERS:
        return _Place.BRACKET
    if _ends_sentence(lead):
        return _Place.SENTENCE
    return _glued(lead[-1], words[0]) if len(lead) == len(before) else _Place.PLAIN


def _glued(last: str, first: str) -> _Place:
    """Tell "infrastructureRead More", where markup between them is lost, from "to spread more", one word."""
    if not last.isalnum() or first.lower() == first.upper():
        return _Place.PLAIN
    return _Place.GLUED if last.islower() and first.isupper() else _Place.INSIDE


def _ends_sentence(lead: str) -> bool:
    if lead[-1] in _ENDS + _CLOSERS:
        return True
    # A quotation mark ends a sentence where it closes: right after a mark or word, not after a space.
    return lead[-1] in _QUOTES and len(lead) > 1 and not lead[-2].isspace()


def _rest(rest: str, title: str | None) -> _Rest:
    bare = rest.strip()
    if not bare:
        return _Rest.NOTHING
    core = bare.strip(ARROWS + " \t\u00a0" + _CLOSERS + "-–—|:")
    if not core or not core.strip("."):
        if any(mark in _CLOSERS for mark in bare):
            return _Rest.CLOSED
        arrows = bare.strip(" .")
        return _Rest.ARROW if any(mark in ARROWS and mark != "…" for mark in arrows) else _Rest.STOP
    if title and _folded(core) == _folded(title):
        return _Rest.TITLE
    if bare[-1] in ARROWS and bare[-1] != "…":
        return _Rest.TITLE
    return _Rest.SENTENCE if bare[-1] in ".。" else _Rest.WORDS


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _believed(place: _Place, rest: _Rest, sort: Sort, words: str) -> bool:
    """The table at the head of this file."""
    capital = not words[0].islower()
    if place is _Place.INSIDE or rest is _Rest.SENTENCE:
        return False
    if place is _Place.BRACKET:
        return rest is _Rest.CLOSED
    if sort is Sort.HINT:
        return rest is _Rest.ARROW or (place is _Place.ELLIPSIS and rest is _Rest.NOTHING)
    if place is _Place.OWN_LINE or place is _Place.ELLIPSIS:
        return _believed_after_a_pause(rest, sort, capital=capital)
    if place is _Place.SENTENCE or place is _Place.GLUED:
        return capital and rest in (_Rest.NOTHING, _Rest.ARROW, _Rest.CLOSED, _Rest.TITLE)
    titled = words.istitle() and " " in words
    return rest is _Rest.ARROW or (rest is _Rest.NOTHING and titled) or (rest is _Rest.TITLE and titled)


def _believed_after_a_pause(rest: _Rest, sort: Sort, *, capital: bool) -> bool:
    if rest is not _Rest.WORDS:
        return True
    # "… Continue reading Talks resume in Geneva": themes repeat the title for screen readers.
    return sort is Sort.EXCERPT and capital
