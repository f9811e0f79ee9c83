"""The posts of an archive page as briefs: headline, excerpt, where each leads, when it appeared.

Where no name tells a part of a post, it is told by what it is: the first heading, the paragraphs, the link that says
"Read more" (see post_parts.py for what the names tell).
"""

from typing import TYPE_CHECKING

from bot.ingest.reading.addresses import host_of
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.entries import LONGEST_TITLE, shortened
from bot.ingest.reading.excerpts import text_of_post, words_of
from bot.ingest.reading.keys import brief_key
from bot.ingest.reading.lots import Lot
from bot.ingest.reading.pages import Page
from bot.ingest.reading.post_parts import Parts, PartsOfPosts
from bot.ingest.reading.tails import is_tail_phrase
from bot.stories.tellings import opening
from storage.model import Brief

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def briefs_of_posts(lot: Lot, page: Page) -> list[Brief]:
    """The briefs of these posts, in their order; one without title and text is none. Takes the tree to pieces."""
    found = PartsOfPosts(lot, base=page.base).found()
    briefs = (_brief(post, parts, page) for post, parts in zip(lot.posts, found, strict=True))
    return [brief for brief in briefs if brief is not None]


def _brief(post: "LexborNode", parts: Parts, page: Page) -> Brief | None:
    title = _title(parts.heading)
    cut = text_of_post(post, heading=parts.heading, excerpt=parts.excerpt, more=parts.more, title=title)
    if title is None and not cut.text:
        return None
    own, onward = parts.own, parts.onward
    # What leads to another host leads to the post's source; the post is known by its own address all the same.
    away = own is not None and _leads_away(onward, own, page)
    url = onward if away else own or onward
    return Brief(
        key=brief_key(id_=own if away else None, url=url, title=title, text=cut.text),
        title=title,
        text=cut.text,
        url=url,
        published_at=parts.date,
        language=page.language,
        tags=tuple(parts.tags),
        image_url=parts.image,
        truncated=bool(cut.text) and (cut.truncated or parts.says_excerpt),
        opening=opening(cut.text or title or ""),
    )


def _leads_away(onward: str | None, own: str, page: Page) -> bool:
    """Whether "Read more" leads to another site. "#more-123", "?more" are the same post by another address."""
    return onward is not None and onward != own and host_of(onward) not in {host_of(own), host_of(page.base)}


def _title(heading: "LexborNode | None") -> str | None:
    if heading is None:
        return None
    title = shortened(one_line(words_of(heading)), LONGEST_TITLE).text
    return title if title and not is_tail_phrase(title) else None
