"""A digest: the briefs that waited for one moment, grouped by topic, in one message whose pages are turned in place.

    Your digest: 14 briefs
    ukraine 9 · energy 5

    ukraine
    • Title or first sentence, as a link   source · 14:05
      │ the rest, folded
    …                                       [◀] [1/2] [▶]

Who turns a page gets the same message again: which page it is stands in the button, and the rest in the database.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.messages.brief import clock_time, web_link
from bot.messages.markup import TEXT_LIMIT, escape, shorten, units
from bot.messages.message import ASK_WHY, WHY, Button, Message
from storage.model import Brief, StoredBrief

PAGE: Final = "dp"
"""What the buttons of pages send back to us, with the number of the page."""

BRIEFS_A_PAGE = 8
"""What a phone shows without much scrolling; and far from the 100 entities that Telegram formats."""

LINE_LIMIT = 200
"""UTF-16 units of a title or a first sentence: eight of them, with all that stands around, fit a message."""

_TOPIC_LIMIT = 60
_SOURCE_LIMIT = 40
_CONTENTS_LIMIT = 400
_SHORTEST_FOLD = 80
"""Less of a text than that is not worth opening."""

_LINK_LIMIT = 1500
_BYTES_LIMIT = 30_000
"""As for bundles. Eight links, and all else but the folded texts, stay below it even where every sign is escaped."""

_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"”»’')\]]*(?:\s+|(?<=[。！？]))")
_SHORTEST_SENTENCE = 25
"""Characters: what ends before is an abbreviation, or says nothing by itself."""

_OTHERS = "Others"


@dataclass(frozen=True, slots=True)
class Told:
    """A brief of a digest, and the topic it stands under, as the person wrote it ("": no longer known)."""

    stored: StoredBrief
    topic: str


def write_digest(told: Sequence[Told], *, now: datetime, page: int = 1) -> Message:
    """One page of the digest of these briefs (at least one, oldest first); a page that is none is the nearest.

    `now` by the clock of whoever reads it.
    """
    groups = _grouped(told)
    ordered = [each for group in groups.values() for each in group]
    pages = -(-len(ordered) // BRIEFS_A_PAGE)
    page = min(max(page, 1), pages)
    shown = ordered[(page - 1) * BRIEFS_A_PAGE : page * BRIEFS_A_PAGE]
    head = _head(groups) if page == 1 else [f"<b>Your digest</b>, page {page} of {pages}"]
    lines = _lines(shown, now)
    room = TEXT_LIMIT - sum(_visible(line) + 1 for line in (*head, *lines)) - 2 * len(shown)
    html = "\n".join([*head, *_with_folds(lines, shown, room // len(shown))])
    if len(html.encode()) > _BYTES_LIMIT:
        html = "\n".join([*head, *lines])
    return Message(html, _turning(page, pages))


def first_sentence(text: str) -> str:
    """The beginning of a text that can stand for it: up to the end of a sentence in its first paragraph."""
    paragraph = text.split("\n", 1)[0]
    ends = (found.end() for found in _SENTENCE_END.finditer(paragraph) if found.end() >= _SHORTEST_SENTENCE)
    return paragraph[: next(ends, len(paragraph))].strip()


def _grouped(told: Sequence[Told]) -> dict[str, list[Told]]:
    """By topic, in the order in which topics first appear; those without one last."""
    groups: dict[str, list[Told]] = {}
    for each in sorted(told, key=lambda each: not each.topic):
        groups.setdefault(each.topic, []).append(each)
    return groups


def _head(groups: dict[str, list[Told]]) -> list[str]:
    """What it is; and, of several topics, how much on each."""
    count = sum(map(len, groups.values()))
    head = [f"<b>Your digest: {count} {'brief' if count == 1 else 'briefs'}</b>"]
    if len(groups) > 1:
        contents = " · ".join(f"{shorten(name or _OTHERS, 40)} {len(group)}" for name, group in groups.items())
        head.append(f"<i>{escape(shorten(contents, _CONTENTS_LIMIT))}</i>")
    return head


def _lines(shown: Sequence[Told], now: datetime) -> list[str]:
    """A line for each brief, below its topic where that is another one than before."""
    lines = []
    topic: str | None = None
    for each in shown:
        heading = f"\n<b>{escape(shorten(each.topic or _OTHERS, _TOPIC_LIMIT))}</b>\n" if each.topic != topic else ""
        topic = each.topic
        title = escape(shorten(_line_of(each.stored.brief), LINE_LIMIT))
        url = escape(web_link(each.stored) or "")
        linked = f'<a href="{url}">{title}</a>' if url and len(url.encode()) <= _LINK_LIMIT else title
        source = escape(shorten(each.stored.source_title, _SOURCE_LIMIT))
        lines.append(f"{heading}• {linked} <i>{source} · {clock_time(each.stored, now)}</i>")
    return lines


def _with_folds(lines: Sequence[str], shown: Sequence[Told], room: int) -> list[str]:
    """Below each line the rest of its text, folded, in `room` UTF-16 units at most."""
    if room < _SHORTEST_FOLD:
        return list(lines)
    folded = []
    for line, each in zip(lines, shown, strict=True):
        rest = _rest_of(each.stored.brief)
        fold = f"\n<blockquote expandable>{escape(shorten(rest, room - 2))}</blockquote>" if rest else ""
        folded.append(line + fold)
    return folded


def _line_of(brief: Brief) -> str:
    return brief.title or first_sentence(brief.text) or brief.text


def _rest_of(brief: Brief) -> str:
    rest = brief.text if brief.title else brief.text[len(first_sentence(brief.text)) :]
    return rest.strip()


def _visible(html: str) -> int:
    """A bound on what Telegram will count of it: without its tags, signs still escaped."""
    return units(re.sub(r"<[^>]*>", "", html))


def _turning(page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    why = (Button(ASK_WHY, action=WHY),)
    if pages == 1:
        return (why,)
    # At the ends they lead round to the other one: a button that does nothing looks broken.
    places = (("◀", (page - 2) % pages + 1), (f"{page}/{pages}", page), ("▶", page % pages + 1))
    return (tuple(Button(label, action=f"{PAGE}:{place}") for label, place in places), why)
