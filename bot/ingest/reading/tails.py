"""Where a text ends and its tail begins: "Read More", "… Continue reading TITLE →", "The post X appeared first on Y".

A tail is believed for the place it stands in, never for its words alone, so that a brief that talks about reading
more keeps its words:

    place (what stands before)                 what must follow
    ───────────────────────────────────────    ─────────────────────────────────────────────
    a line of its own                          nothing, an arrow, a full stop, or a title
    an ellipsis                                nothing, an arrow, a full stop, or a title
    a bracket                                  the closing bracket
    the end of a sentence                      nothing or an arrow; a title, and the phrase begins in capitals; a full
                                               stop, and the phrase is a sentence of three words (“Find out more.”)
    a word glued                               nothing, an arrow or a title, and the phrase begins in capitals
    plain words                                an arrow; or nothing, and Every Word Has A Capital
    the inside of a word                       nothing is believed

“Here” in any language may follow a phrase, as part of it: "Read the full story here".
In some languages the title comes first („TITLE“ weiterlesen): then what stands before the title is the place.

Only the last few hundred characters are looked at in each step, so the whole is linear.
"""

import re
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

from bot.ingest.reading.footers import footer_start
from bot.ingest.reading.tail_phrases import EDGE, beginnings, edges, endings, longest_phrase, lowered, phrases_in
from bot.ingest.reading.tail_words import HERE, Sort
from bot.ingest.reading.titles import is_quoted, repeats, without_title

_WINDOW: Final = 400
"""Characters. A tail with a repeated title is at most this long; what begins earlier is a paragraph."""

_LONGEST_WITH_TITLE: Final = 260
"""Characters of a phrase with the title it may repeat."""

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
_BEHIND_WORDS: Final = ". …" + ARROWS + _CLOSERS
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
    QUOTED = 6
    WORDS = 7
    OTHER_WORDS = 8
    SOURCE = 9
    SENTENCE = 10


_SOURCE = re.compile(
    r"(?:at|on|over at|via|auf|bei|sur|en|em|su|op|på|hos|na|w|v|στο|στην|на|в|у)\s+"
    r"(?:[A-ZÀ-ÞΑ-ΩА-Я]\S*|\S+\.\w{2,})(?:\s\S+){0,4}",
)
_LONGEST_SOURCE: Final = 60
"""Characters of "at The Harbour Post": where the rest is read."""

_PAUSES: Final = (_Place.OWN_LINE, _Place.ELLIPSIS)
_PAIRS: Final = (
    (_Place.BRACKET, _Rest.CLOSED),
    (_Place.BRACKET, _Rest.TITLE),
    (_Place.OWN_LINE, _Rest.SOURCE),
)
_AFTER_A_TEXT: Final = (*_PAUSES, _Place.SENTENCE)
_TITLES: Final = (_Rest.TITLE, _Rest.QUOTED, _Rest.WORDS, _Rest.OTHER_WORDS, _Rest.SOURCE, _Rest.SENTENCE)


_MOST_TAILS: Final = 100
"""A text that ends in more is nothing but tails; each costs half a millisecond to find."""


def cut_tail(text: str, *, title: str | None = None) -> Cut:
    """Take every tail off the end of `text`. Cutting twice is cutting once; a text without a tail comes back as it is.

    `title` is what a screen reader's "Continue reading TITLE" would repeat.
    """
    end = len(text)
    truncated = found = False
    for _ in range(_MOST_TAILS):
        tail = _last_tail(text, end, title)
        if tail is None:
            break
        end, found = tail.start, True
        truncated = truncated or tail.truncated
    return Cut(text[:end].rstrip() if found else text, truncated, found)


def cut_dots(text: str, *, title: str | None = None) -> Cut:
    """Take the dots off a text whose link onward was taken out already; should words of a tail be left, them too."""
    end = _trim(text, len(text))
    if endings().match(_core(lowered(text[max(0, end - 2 * longest_phrase()) : end]))[::-1]):
        return cut_tail(text, title=title)
    dots = _dots_before(text, end)
    return (
        Cut(text, truncated=False, found=False) if dots is None else Cut(text[: dots.start], truncated=True, found=True)
    )


def phrase_tail(line: str, *, title: str | None = None) -> Tail | None:
    """The tail made of words ("Read more", not a bare "…") that `line` ends in: in a plain text it ends a brief."""
    return _phrase_before(line, _trim(line, len(line)), title)


def is_tail_phrase(text: str) -> bool:
    """Whether the whole of `text`, say of a link, is nothing but a tail: "Read more »"."""
    return len(text) <= _WINDOW and _begins_with_one(text) and _is_tail_phrase(text)


def _begins_with_one(text: str) -> bool:
    """Whether it begins as a tail does: most texts do not, and need no further look."""
    return beginnings().match(lowered(text).lstrip(_LEAD_IN)) is not None


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
    last = text[end - 2 : end]
    if last[-1:] not in _LAST_DOTS or (last[-1:] == "." and last[:1] != "."):
        # A full stop, as most texts end in.
        return None
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
    start = footer_start(text, end, title)
    return None if start is None else Tail(start, truncated=False)


def _phrase_before(text: str, end: int, title: str | None) -> Tail | None:
    newline = text.rfind("\n", max(0, end - _WINDOW), end)
    start = max(0, end - _WINDOW) if newline < 0 else newline + 1
    window = text[start:end]
    folded = lowered(window)
    first = _first_place(folded, title)
    whole_line = newline >= 0 or start == 0
    for begins, phrase in phrases_in(folded, first) if first is not None else ():
        ends = begins + len(phrase.words)
        ends += _length_of_here(folded[ends:])
        tail = _tail(window[:begins], window[begins:ends], window[ends:], phrase.sort, title, whole_line=whole_line)
        if tail is not None:
            return Tail(start + tail.start, tail.truncated)
    return None


def _tail(before: str, words: str, after: str, sort: Sort, title: str | None, *, whole_line: bool) -> Tail | None:
    """The tail that these words are where they stand, if they are one; its start is counted within `before`."""
    place, rest = _place(before, words, whole_line=whole_line), _rest(after, title)
    named = None if rest in _TITLES or sort is Sort.HINT else without_title(before, words, title)
    if named is not None and (named_place := _place(named, "“", whole_line=whole_line)) in _AFTER_A_TEXT:
        before, place = named, named_place
    elif not _believed(place, rest, sort, words, before):
        return None
    excerpt = sort is Sort.EXCERPT or place is _Place.ELLIPSIS
    # WordPress' own "(more…)" stands where the author cut the text.
    cut_short = sort is Sort.HINT and place is _Place.BRACKET and "." in after.replace("…", ".")
    return Tail(len(before.rstrip(_LEAD_IN)), truncated=excerpt or cut_short)


def _first_place(folded: str, title: str | None) -> int | None:
    """Where the first believable phrase may begin, by a quick look: the many texts without a tail should cost little.

    The table at the head of this file says why these are all.
    """
    begins = folded.lstrip(_LEAD_IN)
    if begins[:EDGE] in edges()[0] and beginnings().match(begins):
        return 0
    pause = None if _is_without_pause(folded) else _PAUSE.search(folded)
    core = _core(folded)
    if pause is not None and folded[pause.start()] not in "….[":
        return 0
    last = len(folded)
    if title and _ends_alike(core, title):
        last = len(core) - _LONGEST_WITH_TITLE
    elif core[-EDGE:] in edges()[1] and endings().match(core[::-1]):
        # With no title behind it, what is believed ends where the text does.
        last = len(core) - longest_phrase()
    first = min(last, len(folded) if pause is None else pause.start())
    return None if first >= len(folded) else max(0, first)


def _is_without_pause(folded: str) -> bool:
    """Whether there is no arrow and no dots in it, told at once where the text is ASCII."""
    return folded.isascii() and ">" not in folded and ".." not in folded


def _core(folded: str) -> str:
    """The text without the marks, and without the "here", that may follow the words of a tail."""
    core = folded.rstrip(_BEHIND_WORDS)
    return core[: core.rindex(" ")].rstrip() if core.endswith(HERE) else core


def _length_of_here(after: str) -> int:
    core = after.rstrip(_BEHIND_WORDS)
    return len(core) if core in HERE else 0


def _ends_alike(text: str, title: str) -> bool:
    """Whether the text may end in the title: a tail repeats it for screen readers."""
    end = title.rstrip()[-4:].lower()
    return bool(end) and end in text[-len(end) - 8 :]


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
    return _rest_of_words(bare, core, title)


def _rest_of_words(bare: str, core: str, title: str | None) -> _Rest:
    if (title and repeats(core, title)) or (bare[-1] in ARROWS and bare[-1] != "…"):
        return _Rest.TITLE
    if is_quoted(bare):
        return _Rest.QUOTED
    if len(bare) <= _LONGEST_SOURCE and _SOURCE.fullmatch(bare):
        return _Rest.SOURCE
    if bare[-1] in ".。" or core[0].islower():
        return _Rest.SENTENCE
    return _Rest.OTHER_WORDS if title else _Rest.WORDS


def _believed(place: _Place, rest: _Rest, sort: Sort, words: str, before: str) -> bool:
    """The table at the head of this file."""
    capital = not words[0].islower()
    if place is _Place.INSIDE or rest is _Rest.SENTENCE:
        return False
    if place is _Place.BRACKET or rest is _Rest.SOURCE:
        return (place, rest) in _PAIRS
    if sort is Sort.HINT:
        return rest is _Rest.ARROW or (place is _Place.ELLIPSIS and rest is _Rest.NOTHING)
    if place in _PAUSES:
        return _believed_after_a_pause(place, rest, sort, capital=capital)
    if place is _Place.SENTENCE or place is _Place.GLUED:
        ends = rest in _ENDINGS or rest is _Rest.TITLE or (rest is _Rest.QUOTED and sort is Sort.EXCERPT)
        # Two words are advice as well: "Write less. Read more."
        ends = ends or (rest is _Rest.STOP and place is _Place.SENTENCE and words.count(" ") > 1)
        return ends if capital else place is _Place.SENTENCE and _begins_small(rest, before)
    titled = words.istitle() and " " in words
    return rest is _Rest.ARROW or (rest in (_Rest.NOTHING, _Rest.TITLE) and titled)


def _begins_small(rest: _Rest, before: str) -> bool:
    """No sentence begins with a small letter: what does so behind one is a link. Behind an abbreviation words do."""
    return rest in _ENDINGS and _LONG_WORD.search(before) is not None


_ENDINGS: Final = (_Rest.NOTHING, _Rest.ARROW, _Rest.CLOSED)
_LONG_WORD = re.compile(r"\w{4,}\W{1,4}\Z")


def _believed_after_a_pause(place: _Place, rest: _Rest, sort: Sort, *, capital: bool) -> bool:
    if rest is _Rest.WORDS or (rest is _Rest.OTHER_WORDS and place is _Place.ELLIPSIS):
        # "… Continue reading Talks resume in Geneva": themes repeat the title for screen readers.
        return sort is Sort.EXCERPT and capital
    return rest is not _Rest.OTHER_WORDS
