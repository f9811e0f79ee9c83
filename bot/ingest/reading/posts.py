"""The posts of an archive page as briefs: headline, excerpt, where each leads, when it appeared.

Where no name tells a part of a post, it is told by what it is: the first heading, the paragraphs, the link that says
"Read more" (see post_parts.py for what the names tell).
"""

from typing import TYPE_CHECKING, Final

from bot.ingest.reading.addresses import host_of
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.elements import Elements
from bot.ingest.reading.entries import LONGEST_TITLE, lead_of, shortened
from bot.ingest.reading.keys import brief_key, reads_alike
from bot.ingest.reading.markup import paragraphs
from bot.ingest.reading.pages import Page
from bot.ingest.reading.post_parts import Parts, PartsOfPosts
from bot.ingest.reading.surroundings import SPOKEN
from bot.ingest.reading.tails import Cut, cut_tail, is_tail_phrase
from bot.ingest.reading.written_dates import SENTENCE_ENDS, is_dateline
from bot.stories.tellings import opening
from storage.model import Brief

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LEAST_OF_A_PARAGRAPH: Final = 25
"""Characters. Shorter scraps of a post without named parts are dates, names and counts."""

_LONGEST_EXCERPT: Final = 1_200
_PERMALINK_MARKS: Final = " ∞¶#"
"""What themes write for the permalink of a post without a title."""

_NOT_ITS_OWN: Final = SPOKEN | {"h-cite", "u-comment", "p-comment", "u-in-reply-to", "comment-list", "comments"}
"""What lies in a post and would pass for a part of it: what a screen reader says, what others wrote."""


def briefs_of_posts(posts: "list[LexborNode]", elements: Elements, page: Page, *, loose: bool = False) -> list[Brief]:
    """The briefs of these posts, in their order; one without title and text is none. Takes the tree to pieces.

    `elements`: of whatever holds the posts. `loose`: nothing names the posts, so that a link of its own may be a title.
    """
    own = {post.mem_id for post in posts}
    for beside in elements.named(_NOT_ITS_OWN):
        if beside.mem_id not in own:
            beside.decompose(recursive=False)
    reading = PartsOfPosts(posts, elements, base=page.base)
    found = reading.found(loose=loose)
    reading.take_out_details(found)
    briefs = (_brief(post, parts, page) for post, parts in zip(posts, found, strict=True))
    return [brief for brief in briefs if brief is not None]


def _brief(post: "LexborNode", parts: Parts, page: Page) -> Brief | None:
    title = _title(parts.heading)
    cut = _text(post, parts, title)
    if title is None and not cut.text:
        return None
    own, onward = parts.own, parts.onward
    # "#more-123", "?more": the same post by another address. What leads to another host leads to the post's source; the
    # post is known by its own address all the same.
    away = (
        own is not None
        and onward is not None
        and onward != own
        and host_of(onward) not in {host_of(own), host_of(page.base)}
    )
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


def _title(heading: "LexborNode | None") -> str | None:
    title = shortened(one_line(heading.text()), LONGEST_TITLE).text if heading is not None else ""
    return title if title and not is_tail_phrase(title) else None


def _text(post: "LexborNode", found: Parts, title: str | None) -> Cut:
    parts = paragraphs(found.excerpt.inner_html or "") if found.excerpt is not None else ()
    if not parts:
        parts = _told_by_nature(post, found.heading)
    if title and parts and reads_alike(parts[0], title):
        parts = parts[1:]
    # An excerpt is shown as it is; where the theme prints whole posts, their beginning stands for them.
    whole = cut_tail("\n\n".join(parts).rstrip(_PERMALINK_MARKS), title=title)
    if len(whole.text) <= _LONGEST_EXCERPT:
        return whole
    lead = lead_of(parts, title=title)
    return Cut(lead.text, whole.truncated or lead.truncated, whole.found)


def _told_by_nature(post: "LexborNode", heading: "LexborNode | None") -> tuple[str, ...]:
    if heading is not None:
        heading.decompose(recursive=False)
    parts = (_without_datelines(part) for part in paragraphs(post.inner_html or ""))
    told = tuple(
        part for part in parts if len(part) >= _least(part) or part[-1:] in SENTENCE_ENDS or cut_tail(part).found
    )
    return told if any(len(part) >= _least(part) for part in told) else ()


def _least(part: str) -> int:
    # A character of Chinese or Japanese says as much as three.
    return _LEAST_OF_A_PARAGRAPH // 3 if part[:1] > "\u2fff" else _LEAST_OF_A_PARAGRAPH


def _without_datelines(part: str) -> str:
    return "\n".join(line for line in part.split("\n") if not is_dateline(line))
