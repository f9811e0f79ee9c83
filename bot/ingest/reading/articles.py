"""A page that is one post: its title and its own paragraphs, without what the page puts around and between them."""

from typing import TYPE_CHECKING, Final

from bot.ingest.reading.addresses import canonical_url
from bot.ingest.reading.dates import published_at
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.entries import shortened
from bot.ingest.reading.keys import brief_key, reads_alike
from bot.ingest.reading.markup import bare, paragraphs_of
from bot.ingest.reading.pages import Page, attribute
from bot.ingest.reading.tails import cut_tail
from bot.stories.tellings import opening
from storage.model import Brief

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BODIES: Final = (
    *(
        '[itemprop="articleBody"]',
        ".entry-content",
        ".post-content",
        ".article-content",
        ".article-body",
        ".article__body",
    ),
    *(".wp-block-post-content", ".e-content", ".td-post-content", ".elementor-widget-theme-post-content", ".post-body"),
    *(
        ".single-content",
        ".story-body",
        ".article-text",
        ".content-body",
        ".field-name-body",
        "#article-body",
        ".the-content",
    ),
    *("main article", "article", "main", '[role="main"]', "#content", ".content"),
)
_TITLES: Final = (
    "h1.entry-title",
    ".entry-title",
    '[itemprop="headline"]',
    "article h1",
    "main h1",
    "h1",
    "article h2",
)
_BESIDE: Final = ", ".join(
    (
        *(
            "header",
            "footer",
            ".entry-header",
            ".entry-footer",
            ".entry-meta",
            ".post-meta",
            ".post-tags",
            ".tags",
            ".author",
        ),
        *(
            ".byline",
            ".post-author",
            ".breadcrumb",
            ".toc",
            "#toc_container",
            ".ez-toc-container",
            ".wp-block-table-of-contents",
        ),
        *(
            ".print-only",
            ".no-print",
            ".printfriendly",
            ".rating",
            ".kk-star-ratings",
            ".post-ratings",
            ".wp-block-latest-posts",
        ),
        *(
            ".wp-block-query",
            ".elementor-posts-container",
            ".instagram-media",
            ".infobox",
            '[class*="print-button"]',
            '[class*="sticky-prev"]',
        ),
    )
)
"""What stands within the body of a post on many pages and is none of it."""

LONGEST_ARTICLE: Final = 30_000
"""Characters. Who names the address of one post wants that post, and its words to be found; sending splits it."""

_LONGEST_LABEL: Final = 60
"""Characters. What is longer and ends without a mark may still be prose."""

_END_MARKS: Final = '.!?…:;。！？”’»")'

_MOST_LINKED: Final = 0.55
"""Share of a line that may be links; above it the line leads elsewhere ("Also interesting: …")."""


def brief_of_article(page: Page) -> Brief | None:
    """The page's one post; None when the page has no paragraphs of its own."""
    title = _title(page)
    body = _body(page.body)
    if body is None:
        return None
    parts = [
        part for part in (*_standfirst(page.body, body), *_own_paragraphs(body)) if not reads_alike(part, title or "")
    ]
    while parts and len(parts[-1]) <= _LONGEST_LABEL and parts[-1][-1] not in _END_MARKS:
        # A heading with nothing below it ("Also interesting"), initials, a button.
        parts.pop()
    cut = cut_tail(shortened("\n\n".join(parts), LONGEST_ARTICLE).text, title=title)
    if not cut.text:
        return None
    own = next((thing for thing in page.things if not thing.listed), None)
    url = page.url or canonical_url(page.address)
    date = body.parent.css_first("time[datetime]", default=None) if body.parent is not None else None
    return Brief(
        key=brief_key(id_=None, url=url, title=title, text=cut.text),
        title=title,
        text=cut.text,
        url=url,
        published_at=published_at(page.published, own.published if own else None, attribute(date, "datetime")),
        language=page.language,
        image_url=canonical_url(page.image, base=page.base),
        truncated=cut.truncated,
        opening=opening(cut.text),
    )


def _title(page: Page) -> str | None:
    for selector in _TITLES:
        heading = page.body.css_first(selector, default=None)
        title = one_line(bare(heading.text())) if heading is not None else ""
        if title:
            return title
    return page.og_title or page.title


def _body(body: "LexborNode") -> "LexborNode | None":
    """The part of the page that holds most of its prose, the narrower name first where two hold nearly as much."""
    best, most = None, 0.0
    for selector in _BODIES:
        for node in body.css(selector):
            prose = _prose(node)
            if prose > most * 1.3:
                best, most = node, prose
    densest = _densest(body)
    if densest is not None and _prose(densest) > most * 1.3:
        best = densest
    return best


def _prose(node: "LexborNode") -> float:
    """Characters of prose in the node's paragraphs: short ones and links count nothing."""
    return float(sum(len(text) for paragraph in node.css("p") if len(text := paragraph.text()) > 60))


def _densest(body: "LexborNode") -> "LexborNode | None":
    """The element whose own paragraphs hold most prose, for pages that name nothing."""
    prose: dict[int, tuple[float, LexborNode]] = {}
    for paragraph in body.css("p"):
        parent = paragraph.parent
        if parent is not None and len(text := paragraph.text()) > 60:
            before = prose.get(parent.mem_id, (0.0, parent))[0]
            prose[parent.mem_id] = (before + len(text), parent)
    return max(prose.values(), key=lambda found: found[0])[1] if prose else None


def _standfirst(page_body: "LexborNode", body: "LexborNode") -> tuple[str, ...]:
    """The paragraphs that introduce the article in its header, beside the title, where they are no part of its body."""
    for header in page_body.css("header"):
        if header.css_first("h1", default=None) is not None and header.css_first("p", default=None) is not None:
            within = {paragraph.mem_id for paragraph in body.css("p")}
            leads = [paragraph for paragraph in header.css("p") if paragraph.mem_id not in within]
            return tuple(part for lead in leads for part in paragraphs_of(lead) if len(part) > 60)
    return ()


def _own_paragraphs(body: "LexborNode") -> tuple[str, ...]:
    for beside in body.css(_BESIDE):
        beside.decompose()
    for line in body.css("p, li, h2, h3, h4, h5, h6, div"):
        if line.tag == "div" and line.css_first("p, li", default=None) is not None:
            continue
        text, linked = len(line.text(strip=True)), sum(len(link.text(strip=True)) for link in line.css("a"))
        if text and linked > text * _MOST_LINKED:
            line.decompose()
    return paragraphs_of(body)
