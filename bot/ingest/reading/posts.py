"""One post on an archive page as a brief: its headline, its excerpt, where it leads, when it appeared.

Themes name the parts of a post in a dozen ways; where none of the names is there, the parts are told by what they are:
the first heading, the paragraphs, the link that says "Read more".
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.ingest.reading.addresses import canonical_url, host_of
from bot.ingest.reading.dates import published_at
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.entries import LONGEST_TITLE, lead_of, shortened
from bot.ingest.reading.keys import brief_key, reads_alike
from bot.ingest.reading.markup import bare, paragraphs_of, tail_link
from bot.ingest.reading.pages import Page, attribute
from bot.ingest.reading.tails import Cut, cut_tail, is_tail_phrase
from bot.stories.tellings import opening
from storage.model import Brief

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TITLE: Final = (
    *(
        ".entry-title",
        ".wp-block-post-title",
        ".p-name",
        ".post-title",
        ".elementor-post__title",
        ".et_pb_module_header",
    ),
    *('[itemprop="headline"]', ".title", "h1", "h2", "h3", "h4", "h5"),
)
_EXCERPT: Final = (
    *(
        ".wp-block-post-excerpt",
        ".entry-summary",
        ".p-summary",
        ".entry-content",
        ".e-content",
        ".elementor-post__excerpt",
    ),
    *(".post-excerpt", ".entry-excerpt", ".excerpt", ".wp-block-post-content", ".post-content", ".post-content-inner"),
    *('[itemprop="description"]', '[itemprop="articleBody"]', ".summary", ".teaser", ".post-body", ".post-entry"),
)
_PERMALINK: Final = ("a.u-url", 'a[rel~="bookmark"]', ".entry-title a[href]", ".wp-block-post-date a[href]")
_DATE: Final = (
    *("time.published[datetime]", "time.entry-date[datetime]", ".dt-published", '[itemprop="datePublished"]'),
    *("time[datetime]", "abbr.published[title]", ".published[title]"),
)
_IMAGE: Final = (
    ".wp-post-image",
    ".wp-block-post-featured-image img",
    ".u-photo",
    ".post-thumbnail img",
    "figure img",
    "img",
)
_TAGS: Final = 'a[rel~="tag"], .p-category'
_DETAILS: Final = ", ".join(
    (
        *(
            ".entry-meta",
            ".entry-footer",
            ".post-meta",
            ".entry-header",
            ".byline",
            ".posted-on",
            ".cat-links",
            ".tags-links",
        ),
        *(".comments-link", ".edit-link", ".elementor-post__meta-data", ".wp-block-post-date", ".wp-block-post-author"),
        *(
            ".wp-block-post-terms",
            ".wp-block-post-author-name",
            ".meta",
            ".date",
            ".author",
            ".category",
            ".tags",
            "time",
        ),
        *(
            ".p-author",
            ".dt-published",
            ".p-category",
            ".post-date",
            ".post-author",
            ".post-categories",
            ".featured-label",
        ),
        *(".sticky-label", ".post-edit-link", ".entry-categories", ".entry-tags", ".badge", ".label", ".reading-time"),
    )
)
"""What stands beside title and excerpt in a post."""

_LEAST_OF_A_PARAGRAPH: Final = 25
"""Characters. Shorter scraps of a post without named parts are dates, names and counts."""


class _Links(NamedTuple):
    """Where a post lies, and where its reader is sent: mostly the same, but "Read more" may lead to the source.

    `says_excerpt`: the link reads "Continue reading", wherever in the post it stands.
    """

    own: str | None
    onward: str | None
    says_excerpt: bool


def brief_of_post(post: "LexborNode", page: Page) -> Brief | None:
    """The brief that this part of the page is; None when it has neither title nor text. Takes the part to pieces."""
    heading = _first(post, _TITLE)
    title = _title(heading)
    links = _links(post, heading, page)
    dates = (published_at(attribute(node, "datetime", "title", "content")) for node in _all(post, _DATE))
    date = next(filter(None, dates), None)
    image = _image(post, page)
    tags = tuple(dict.fromkeys(filter(None, (one_line(bare(tag.text())) for tag in post.css(_TAGS)))))
    cut = _text(post, heading, title, page)
    if title is None and not cut.text:
        return None
    # A post leads to its source where "Read more" does; it is known by its own address all the same.
    id_ = links.own if links.own != links.onward else None
    return Brief(
        key=brief_key(id_=id_, url=links.onward, title=title, text=cut.text),
        title=title,
        text=cut.text,
        url=links.onward,
        published_at=date,
        language=page.language,
        tags=tags[:30],
        image_url=image,
        truncated=bool(cut.text) and (cut.truncated or links.says_excerpt),
        opening=opening(cut.text or title or ""),
    )


def _title(heading: "LexborNode | None") -> str | None:
    title = shortened(one_line(bare(heading.text())), LONGEST_TITLE).text if heading is not None else ""
    return title if title and not is_tail_phrase(title) else None


def _image(post: "LexborNode", page: Page) -> str | None:
    # Pictures that load late carry a placeholder (data:) as their source.
    picture = _first(post, _IMAGE) if post.css_first("img, .u-photo", default=None) is not None else None
    written = (attribute(picture, name) for name in ("src", "data-src", "data-lazy-src"))
    return next((url for address in written if (url := canonical_url(address, base=page.base))), None)


def _links(post: "LexborNode", heading: "LexborNode | None", page: Page) -> _Links:
    own = None
    if heading is not None:
        parent = heading.parent
        headline = heading if heading.tag == "a" else heading.css_first("a[href]", default=None)
        headline = headline or (parent if parent is not None and parent.tag == "a" else None)
        own = canonical_url(attribute(headline, "href"), base=page.base)
    own = own or canonical_url(attribute(_first(post, _PERMALINK), "href"), base=page.base)
    link = tail_link(post)
    onward = canonical_url(attribute(link, "href"), base=page.base)
    says_excerpt = link is not None and _says_excerpt(one_line(bare(link.text())))
    if own and onward and host_of(onward) in {host_of(own), host_of(page.base)}:
        # "#more-123", "?more": the same post by another address.
        onward = own
    return _Links(own, onward or own, says_excerpt=says_excerpt)


@lru_cache(maxsize=256)
def _says_excerpt(words: str) -> bool:
    # Cached: all posts of a page have the same link.
    return cut_tail(words).truncated


def _text(post: "LexborNode", heading: "LexborNode | None", title: str | None, page: Page) -> Cut:
    parts: tuple[str, ...] = ()
    for node in _all(post, _EXCERPT):
        parts = paragraphs_of(node, page.furniture)
        if parts:
            break
    if not parts:
        parts = _told_by_nature(post, heading)
    if title and parts and reads_alike(parts[0], title):
        parts = parts[1:]
    # An excerpt is shown as it is; where the theme prints whole posts, their beginning stands for them.
    whole = cut_tail("\n\n".join(parts), title=title)
    return whole if len(whole.text) <= 1_200 else _with(whole, lead_of(parts, title=title))


def _with(whole: Cut, lead: Cut) -> Cut:
    return Cut(lead.text, whole.truncated or lead.truncated, whole.found)


def _told_by_nature(post: "LexborNode", heading: "LexborNode | None") -> tuple[str, ...]:
    if heading is not None:
        heading.decompose()
    for detail in post.css(_DETAILS):
        detail.decompose()
    parts = paragraphs_of(post)
    told = tuple(
        part for part in parts if len(part) >= _LEAST_OF_A_PARAGRAPH or part[-1] in ".!?。" or cut_tail(part).found
    )
    return told if any(len(part) >= _LEAST_OF_A_PARAGRAPH for part in told) else ()


def _first(node: "LexborNode", selectors: tuple[str, ...]) -> "LexborNode | None":
    return next(_all(node, selectors), None)


def _all(node: "LexborNode", selectors: tuple[str, ...]) -> "Iterator[LexborNode]":
    """What matches, the earlier selector first: one by one, since a list of selectors answers in the page's order."""
    for selector in selectors:
        # The post itself may match ("h-entry p-name"); nodes are told by their place in memory, == compares markup.
        yield from (found for found in node.css(selector) if found.mem_id != node.mem_id)
