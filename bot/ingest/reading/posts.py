"""The posts of an archive page as briefs: headline, excerpt, where each leads, when it appeared.

Where no name tells a part of a post, it is told by what it is: the first heading, the paragraphs, the link that says
"Read more" (see post_parts.py for what the names tell).
"""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from bot.ingest.reading.addresses import host_of
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.entries import LONGEST_TITLE, shortened
from bot.ingest.reading.excerpts import text_of_post, words_of
from bot.ingest.reading.keys import brief_key
from bot.ingest.reading.lots import Lot
from bot.ingest.reading.pages import Page
from bot.ingest.reading.post_parts import Parts, PartsOfPosts
from bot.ingest.reading.tails import Cut, is_tail_phrase
from bot.stories.tellings import opening
from storage.model import Brief

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


class ToldPost(NamedTuple):
    """What one post tells. `own`: where it lies; `onward`: where it sends its reader."""

    title: str | None
    cut: Cut
    own: str | None
    onward: str | None
    says_excerpt: bool
    date: datetime | None
    image: str | None
    tags: list[str]


def briefs_of_posts(lot: Lot, page: Page) -> list[Brief]:
    """The briefs of these posts, in their order; one without title and text is none. Takes the tree to pieces."""
    found = PartsOfPosts(lot, base=page.base).found()
    briefs = (brief_of_post(_told(post, parts), page) for post, parts in zip(lot.posts, found, strict=True))
    return [brief for brief in briefs if brief is not None]


def _told(post: "LexborNode", parts: Parts) -> ToldPost:
    title = title_of(words_of(parts.heading)) if parts.heading is not None else None
    cut = text_of_post(post, heading=parts.heading, excerpt=parts.excerpt, more=parts.more, title=title)
    return ToldPost(title, cut, parts.own, parts.onward, parts.says_excerpt, parts.date, parts.image, parts.tags)


def brief_of_post(post: ToldPost, page: Page) -> Brief | None:
    """The brief of what a post tells; without title and text it is none."""
    title, cut, own, onward = post.title, post.cut, post.own, post.onward
    if title is None and not cut.text:
        return None
    # What leads to another host leads to the post's source; the post is known by its own address all the same.
    away = own is not None and _leads_away(onward, own, page)
    url = onward if away else own or onward
    return Brief(
        key=brief_key(id_=own if away else None, url=url, title=title, text=cut.text),
        title=title,
        text=cut.text,
        url=url,
        published_at=post.date,
        language=page.language,
        tags=tuple(post.tags),
        image_url=post.image,
        truncated=bool(cut.text) and (cut.truncated or post.says_excerpt),
        opening=opening(cut.text or title or ""),
    )


def _leads_away(onward: str | None, own: str, page: Page) -> bool:
    """Whether "Read more" leads to another site. "#more-123", "?more" are the same post by another address."""
    return onward is not None and onward != own and host_of(onward) not in {host_of(own), host_of(page.base)}


def title_of(words: str) -> str | None:
    """The title that a heading's words are; None where they are none."""
    title = shortened(one_line(words), LONGEST_TITLE).text
    return title if title and not is_tail_phrase(title) else None
