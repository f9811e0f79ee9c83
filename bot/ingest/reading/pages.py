"""An HTML page, read once: what it says of itself, and its body without what surrounds every post.

The source is marked where paragraphs part before it is parsed (see markup.py), so that any part of the page can be
read as paragraphs later.
"""

from typing import TYPE_CHECKING, Final

from bot.ingest.reading.addresses import canonical_url
from bot.ingest.reading.bounds import refuse_endless
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.document import UnreadableDocument
from bot.ingest.reading.languages import declared_language
from bot.ingest.reading.markup import FURNITURE, bare, marked
from bot.ingest.reading.selectors import Names
from bot.ingest.reading.structured import Thing, things_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SURROUNDINGS: Final = ", ".join(
    (
        # Words for screen readers come first: they stand within the very links that are read.
        *(".screen-reader-text", ".sr-only", ".visually-hidden", ".visuallyhidden", "[hidden]", "[aria-hidden=true]"),
        *("script", "style", "template", "nav", "aside", "iframe", "dialog", "body > header", "body > footer"),
        *(".site-header", ".site-footer", "#masthead", "#colophon", "#header", "#footer", ".sidebar", "#sidebar"),
        *("#secondary", ".widget", ".widget-area", '[role="navigation"]', '[role="complementary"]', '[role="banner"]'),
        *('[role="contentinfo"]', '[role="dialog"]', '[role="search"]', ".breadcrumb", ".breadcrumbs", ".menu"),
        # Consent banners have "read more" links of their own.
        *('[id^="cookie"]', '[class^="cookie"]', '[id^="cmplz"]', '[class^="cmplz"]', '[class*=" cmplz"]'),
        *('[id^="cookie-law"]', '[class^="cli-"]', '[class*=" cli-"]', '[id^="gdpr"]', '[class*="consent"]'),
        *("#CybotCookiebotDialog", "#onetrust-consent-sdk", "#usercentrics-root"),
        # Comments, and what others want to be read instead.
        *(
            "#comments",
            "#respond",
            ".comments-area",
            ".comment-list",
            ".comments",
            ".comment-respond",
            "#disqus_thread",
        ),
        *(
            ".fb-comments",
            '[class*="related"]',
            '[id*="related"]',
            '[class*="yarpp"]',
            ".crp_related",
            ".rp4wp-related-posts",
        ),
        *(".more-from", ".read-next", ".recommended", ".recirculation", ".author-box", ".author-bio", ".about-author"),
        *(
            ".newsletter",
            '[class*="newsletter"]',
            '[id*="newsletter"]',
            ".mc4wp-form",
            ".subscribe",
            ".jetpack_subscription_widget",
        ),
        *(
            ".pagination",
            ".nav-links",
            ".navigation",
            ".posts-navigation",
            ".post-navigation",
            ".page-numbers",
            ".pager",
        ),
        *(".wp-block-query-pagination", ".elementor-pagination", ".wp-pagenavi", ".paging-navigation", ".nav-previous"),
        *(
            ".nav-next",
            ".ad",
            ".ads",
            ".advert",
            ".advertisement",
            ".adsbygoogle",
            ".ad-container",
            '[class*="banner-ad"]',
        ),
        *('[class*="sponsored"]', '[id^="ad-"]', '[id^="div-gpt-ad"]', ".code-block", ".sharedaddy", ".social-share"),
        *('[class*="share-buttons"]', '[class*="sharing"]', '[style*="display:none" i]', '[style*="display: none" i]'),
    )
)
"""What stands around posts on a page, by the names that themes, builders and plug-ins give it."""


class Page:
    """One page. `body` has no surroundings any more; `kind_words` are the classes WordPress writes on <body>."""

    def __init__(self, text: str, *, address: str) -> None:
        self.address = address
        tree = _parsed(text)
        if tree.body is None:
            raise UnreadableDocument("no briefs found: the page is empty; try the address of the blog's feed")
        self.body: LexborNode = tree.body
        self.kind_words = frozenset((self.body.attributes.get("class") or "").split())
        self.base = canonical_url(_attribute(tree, "base[href]", "href"), base=address) or address
        self.language = declared_language(_attribute(tree, "html", "lang"))
        self.title = _title(tree)
        self.og_type = (_attribute(tree, 'meta[property="og:type"]', "content") or "").lower()
        self.og_title = one_line(_attribute(tree, 'meta[property="og:title"]', "content") or "") or None
        self.url = canonical_url(_attribute(tree, 'link[rel="canonical"]', "href"), base=self.base)
        self.published = _attribute(tree, 'meta[property="article:published_time"]', "content")
        self.image = _attribute(tree, 'meta[property="og:image"]', "content")
        self.feed = canonical_url(_feed_link(tree), base=self.base)
        self.things: tuple[Thing, ...] = things_of(
            [bare(script.text()) for script in tree.css('script[type="application/ld+json"]')]
        )
        names = Names(text)
        self.furniture = names.matching(FURNITURE)
        for surrounding in self.body.css(names.matching(_SURROUNDINGS)):
            surrounding.decompose()
        # The list keeps the nodes alive: the tree is theirs.
        self._tree = tree


def attribute(node: "LexborNode | None", *names: str) -> str | None:
    """The first of these attributes that the node has and that says something."""
    if node is None:
        return None
    attributes = node.attributes
    return next((bare(value) for name in names if (value := attributes.get(name)) and value.strip()), None)


def _parsed(text: str) -> "LexborHTMLParser":
    refuse_endless(text)
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - late: costs start-up

    return LexborHTMLParser(marked(text))


def _attribute(tree: "LexborHTMLParser", selector: str, name: str) -> str | None:
    return attribute(tree.css_first(selector, default=None), name)


def _title(tree: "LexborHTMLParser") -> str | None:
    title = tree.css_first("head title", default=None) or tree.css_first("title", default=None)
    written = one_line(bare(title.text())) if title is not None else ""
    return written or one_line(_attribute(tree, 'meta[property="og:site_name"]', "content") or "") or None


def _feed_link(tree: "LexborHTMLParser") -> str | None:
    for kind in ("application/rss+xml", "application/atom+xml", "application/feed+json"):
        links = (attribute(link, "href") for link in tree.css(f'link[rel~="alternate"][type="{kind}"]'))
        # A page offers the feed of its comments too; they are no briefs.
        feed = next((link for link in links if link and "comments" not in link), None)
        if feed:
            return feed
    return None
