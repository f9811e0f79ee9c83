"""One brief as a person reads it.

    <b>Title, matched words <u>underlined</u></b>

    Paragraphs, matched words <b>bold</b>.

    <i>source · 14:05 UTC</i>                       [Read more]

A brief too long for one message is written in parts, each within the limit.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages.markup import TEXT_LIMIT, Span, escape, mark, shorten, slices, units
from storage.model import Brief, StoredBrief

TITLE_LIMIT = 500
"""A longer headline is a mistake of its source; it is cut, so that the text keeps its room."""

FOOTER_LIMIT = 120
"""Source and time; the name of a source gets what 40 units of "· seen 11 Mar 2025, 14:05 UTC" leave."""

MARKS_LIMIT = 30
"""Marked words a brief: Telegram ignores the formatting of a message beyond 100 entities."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A brief and where in its title and text the words that matched lie."""

    stored: StoredBrief
    title_spans: tuple[Span, ...] = ()
    text_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A brief, or a part of one, as HTML without its link; `units` is its length as Telegram counts."""

    html: str
    units: int


def headline(brief: Brief) -> str:
    """One line that stands for a brief in a list: its title, else the first of its text."""
    return brief.title or brief.text.split("\n", 1)[0]


def web_link(stored: StoredBrief) -> str | None:
    """The address behind "Read more", if it is one that may be shown: http or https."""
    url = stored.brief.url
    return url if url and url.lower().startswith(("http://", "https://")) and len(url) <= 2000 else None


def web_picture(stored: StoredBrief) -> str | None:
    """The address of its picture, if it is one that Telegram may be asked to fetch: http or https, without spaces."""
    url = stored.brief.image_url
    return url if url and len(url) <= 2000 and re.match(r"https?://[^/\s]\S*\Z", url, re.IGNORECASE) else None


def write_blocks(marked: Marked, *, now: datetime, tail: str = "", tail_units: int = 0) -> list[Block]:
    """The brief as one block, or as several where it is too long. `tail` (HTML) is added to the last line.

    `now` by the clock of whoever reads it: times are told by the same.
    """
    brief = marked.stored.brief
    head = _head(marked)
    footer = f"<i>{escape(_footer_text(marked.stored, now))}</i>{tail}"
    ending = " …" if brief.truncated and not brief.text.rstrip().endswith("…") else ""
    room = TEXT_LIMIT - TITLE_LIMIT - FOOTER_LIMIT - tail_units - 20  # 20: line ends between, and the ending
    cuts = slices(brief.text, room)
    blocks = []
    for place, (start, stop) in enumerate(cuts):
        is_last = place == len(cuts) - 1
        body = mark(brief.text, marked.text_spans[:MARKS_LIMIT], "b", between=(start, stop)) + ending * is_last
        html = _joined([head if place == 0 else "", body, footer if is_last else ""])
        blocks.append(Block(html, _visible_units(marked, start, stop, now) + tail_units))
    return blocks


def clock_time(stored: StoredBrief, now: datetime) -> str:
    """When it was published, or seen by us, by the clock of `now`; that of UTC is named, for it is nobody's own."""
    seen = "" if stored.brief.published_at else "seen "
    at = stored.dated_at.astimezone(now.tzinfo)
    name = " UTC" if now.tzname() == "UTC" else ""
    return seen + (f"{at:%H:%M}{name}" if at.date() == now.date() else f"{at.day} {at:%b %Y, %H:%M}{name}")


def _visible_units(marked: Marked, start: int, stop: int, now: datetime) -> int:
    """A bound on what Telegram will count: text, title, footer and the blank lines between."""
    title = min(units(marked.stored.brief.title or ""), TITLE_LIMIT)
    return title + units(marked.stored.brief.text[start:stop]) + units(_footer_text(marked.stored, now)) + 8


def _head(marked: Marked) -> str:
    title = marked.stored.brief.title
    if not title:
        return ""
    short = shorten(title, TITLE_LIMIT)
    spans = [span for span in marked.title_spans[:MARKS_LIMIT] if span[1] <= len(short)]
    return f"<b>{mark(short, spans, 'u')}</b>"


def _footer_text(stored: StoredBrief, now: datetime) -> str:
    return f"{shorten(stored.source_title, FOOTER_LIMIT - 40)} · {clock_time(stored, now)}"


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part)
