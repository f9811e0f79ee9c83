"""The posts of a page cut out of its source: nothing else of the page is parsed then.

A page that says it is an archive has its posts one after another, as brothers, between its head and its feet. From the
start of the first to the end of the last is the list. Where that is not so, the whole page is looked at.
"""

import re
from typing import Final

from bot.ingest.reading.elements import Elements
from bot.ingest.reading.likeness import is_ad
from bot.ingest.reading.lots import Lot, outermost
from bot.ingest.reading.pages import Page, parsed

MARK: Final = "hentry"
"""What WordPress writes on each post, whatever its theme."""

_START: Final = re.compile(r"<(article|div|li|section)\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_NEAR: Final = 6_000
"""Characters before the first post in which another kind of post, a featured one, would stand."""

_HEADLINE: Final = re.compile(r"<h[1-4](?![^<>]*(?:site|logo|brand))[^<>]*>\s*<a\s|<a\s[^<>]*>\s*<h[1-4]")


def cut_source(page: Page) -> str | None:
    """The source of the posts, from the first to the end of the last; None unless that is sure."""
    source = page.source
    first = _tag_at(source, source.find(MARK, page.body_start), page.body_start)
    if first is None or "h-entry" in first[0] or _HEADLINE.search(source, *_above(first, page)):
        return None
    last = _tag_at(source, source.rfind(MARK, first.end()), first.end())
    end = _end_of(source, last) if last is not None else None
    return None if end is None else source[first.start() : end]


def _above(first: re.Match[str], page: Page) -> tuple[int, int]:
    """Where another kind of post would stand, a featured one."""
    return max(page.body_start, first.start() - _NEAR), first.start()


def _tag_at(source: str, place: int, start: int) -> re.Match[str] | None:
    """The tag of a block that has the mark at this place among its classes."""
    found = _START.match(source, source.rfind("<", start, place)) if place >= 0 else None
    return found if found is not None and found.end() > place else None


def _end_of(source: str, start: re.Match[str]) -> int | None:
    """Where the element that begins with this tag ends."""
    depth = 0
    for tag in re.compile(rf"<(/?){start[1]}\b[^>]*>").finditer(source, start.start()):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return None


def brothers(markup: str) -> Lot | None:
    """The posts of a piece of source that has nothing else at its top; None when it has."""
    body = parsed(markup).body
    if body is None:
        return None
    elements = Elements(body, markup)
    top = body.mem_id
    posts = elements.matching(f".{MARK}")
    own = [post for post in posts if post.parent is not None and post.parent.mem_id == top]
    if len(own) < 2 or (len(own) < len(posts) and len(own) < len(outermost(posts))):
        return None
    return Lot([post for post in own if not is_ad(post)], elements, cut=True)
