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

_MARKS: Final = ("wp-block-post ", "hentry")
_START: Final = re.compile(r"<(article|div|li|section)\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_NEAR: Final = 6_000
"""Characters before the first post in which another kind of post, a featured one, would stand."""

_HEADLINE: Final = re.compile(r"<h[1-4](?![^<>]*(?:site|logo|brand))[^<>]*>\s*<a\s|<a\s[^<>]*>\s*<h[1-4]")


def cut_out(page: Page) -> Lot | None:
    """The posts as a part of the source, from the first to the end of the last; None unless that is sure."""
    source = page.source
    for mark in _MARKS:
        first, last = (
            _tag_with(source, mark, page.body_start, forward=True),
            _tag_with(source, mark, page.body_start, forward=False),
        )
        if first is None or last is None or first.start() == last.start():
            continue
        if _HEADLINE.search(source, max(page.body_start, first.start() - _NEAR), first.start()):
            return None
        end = _end_of(source, last)
        if end is None:
            return None
        return _brothers(source[first.start() : end], mark.strip())
    return None


def _tag_with(source: str, mark: str, start: int, *, forward: bool) -> re.Match[str] | None:
    """The first, or the last, tag of a block that has this word among its classes."""
    place = source.find(mark, start) if forward else source.rfind(mark, start)
    if place < 0:
        return None
    found = _START.match(source, source.rfind("<", start, place))
    return found if found is not None and found.end() > place else None


def _end_of(source: str, start: re.Match[str]) -> int | None:
    """Where the element that begins with this tag ends."""
    depth = 0
    for tag in re.compile(rf"<(/?){start[1]}\b[^>]*>").finditer(source, start.start()):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return None


def _brothers(markup: str, mark: str) -> Lot | None:
    """The posts of a piece of source that has nothing else at its top; None when it has."""
    body = parsed(markup).body
    if body is None:
        return None
    elements = Elements(body)
    top = body.mem_id
    posts = elements.matching(f".{mark}")
    own = [post for post in posts if post.parent is not None and post.parent.mem_id == top]
    if len(own) < 2 or len(own) != len(outermost(posts)):
        return None
    return Lot([post for post in own if not is_ad(post)], elements)
