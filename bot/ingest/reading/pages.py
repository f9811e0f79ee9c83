"""An HTML page: what it says of itself in its head, its structured data, its body. Each is read when it is asked for.

head   up to <body …>, without scripts and styles: a small tree that tells title, language, address, kind
body   the whole page's tree: only where the posts cannot be cut out of the source (see archives.py)
"""

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bot.ingest.reading.addresses import canonical_url
from bot.ingest.reading.bounds import refuse_endless
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.document import HubLinks, UnreadableDocument
from bot.ingest.reading.elements import attribute
from bot.ingest.reading.hubs import links_of_markup
from bot.ingest.reading.json_ld import Thing, things_of
from bot.ingest.reading.languages import declared_language

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_BODY: Final = re.compile(r"<body\b[^>]{0,5000}>", re.IGNORECASE)
_ASIDE: Final = ("script", "style", "svg", "noscript")
"""Long parts of a head that say nothing of the page (structured data is looked for on its own)."""

_JSON_LD: Final = "application/ld+json"
_MOST_SCRIPTS: Final = 100
_MOST_BODIES: Final = 10
"""Scripts of structured data that are read, and tags that scripts would write before the real <body>."""

_DATES: Final = (
    *("article:published_time", "og:article:published_time", "datePublished", "date", "publish-date", "pubdate"),
    *("parsely-pub-date", "sailthru.date", "dc.date", "DC.date.issued", "dcterms.created", "publication_date"),
    *("article.published", "cXenseParse:recs:publishtime", "publishdate", "dcterms.date", "created"),
)
"""How heads name the instant of publication, the plainest first."""


class Page:
    """One page. `kind_words` are the classes that WordPress writes on <body>; `source` is the page as it came."""

    def __init__(self, text: str, *, address: str) -> None:
        self.address = address
        self.source = text
        found = _body_of(text)
        self.body_start = 0 if found is None else found.end()
        self._head_source = without(text[: self.body_start] if found else text, *_ASIDE)
        self._head = parsed(self._head_source)
        own = self._head.body
        self.kind_words = frozenset((attribute(own, "class") or "").split())
        self.base = canonical_url(self._attribute("base[href]", "href"), base=address) or address
        self.language = declared_language(self._attribute("html", "lang"))
        self._metas = _metas(self._head)

    @cached_property
    def title(self) -> str | None:
        """What the page calls itself, else what it calls its site."""
        title = self._head.css_first("head title", default=None) or self._head.css_first("title", default=None)
        written = one_line(title.text()) if title is not None else ""
        return written or self.site

    @cached_property
    def feed(self) -> str | None:
        """The feed that the page offers: not that of its comments, which are no briefs."""
        for kind in ("application/rss+xml", "application/atom+xml", "application/feed+json"):
            links = self._head.css(f'link[rel~="alternate"][type="{kind}"]')
            addresses = (attribute(link, "href") for link in links)
            feed = next((link for link in addresses if link and "comments" not in link), None)
            if feed:
                return canonical_url(feed, base=self.base)
        return None

    @cached_property
    def links(self) -> HubLinks:
        """Who announces the page."""
        return links_of_markup(self._head_source, base=self.address)

    @property
    def og_type(self) -> str:
        """Open Graph's word for what the page is."""
        return self._metas.get("og:type", "").lower()

    @property
    def og_title(self) -> str | None:
        """The page's title without the site's name, mostly."""
        return one_line(self._metas.get("og:title", "")) or None

    @cached_property
    def url(self) -> str | None:
        """The address by which the page wants to be known."""
        written = self._attribute('link[rel="canonical"]', "href") or self._metas.get("og:url")
        return canonical_url(written, base=self.base)

    @property
    def published(self) -> tuple[str, ...]:
        """When it was published, as the head writes it, the plainest word first."""
        return tuple(self._metas[name.lower()] for name in _DATES if name.lower() in self._metas)

    @property
    def site(self) -> str | None:
        """The name of the site."""
        return one_line(self._metas.get("og:site_name", "")) or None

    @property
    def image(self) -> str | None:
        """The picture that stands for the page."""
        return self._metas.get("og:image")

    @property
    def description(self) -> str | None:
        """The page in a sentence, for search engines and cards."""
        return self._metas.get("og:description") or self._metas.get("description")

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """The articles of its structured data."""
        return things_of(_json_ld(self.source))

    @cached_property
    def body(self) -> "LexborNode":
        """The body of the whole page. Raises UnreadableDocument where there is none."""
        self._tree = parsed(self.source)
        if self._tree.body is None:
            raise UnreadableDocument("no briefs found: the page is empty; try the address of the blog's feed")
        return self._tree.body

    def _attribute(self, selector: str, name: str) -> str | None:
        return attribute(self._head.css_first(selector, default=None), name)


def parsed(markup: str) -> "LexborHTMLParser":
    """The tree of a page or of a part of one. Raises UnreadableDocument for what would keep a parser busy."""
    refuse_endless(markup)
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - late: costs start-up

    return LexborHTMLParser(markup)


def _body_of(text: str) -> re.Match[str] | None:
    """The tag of the body: not one that a script in the head would write."""
    found = _BODY.search(text)
    for _ in range(_MOST_BODIES):
        if found is None or text.rfind("<script", 0, found.start()) <= text.rfind("</script", 0, found.start()):
            break
        found = _BODY.search(text, found.end())
    return found


def _json_ld(source: str) -> list[str]:
    """The scripts of structured data. One that does not end is none, nor is what follows it."""
    scripts: list[str] = []
    place = source.find(_JSON_LD)
    while place >= 0 and len(scripts) < _MOST_SCRIPTS:
        start = source.find(">", place) + 1
        end = source.find("</script", start)
        if start == 0 or end < 0:
            break
        scripts.append(source[start:end])
        place = source.find(_JSON_LD, end)
    return scripts


def without(markup: str, *tags: str) -> str:
    """The markup without these elements: quicker than to parse them and to take them out. What never closes stays."""
    for tag in tags:
        first, *pieces = markup.split(f"<{tag}")
        if pieces:
            kept = (_after(piece, f"</{tag}>", f"<{tag}") for piece in pieces)
            markup = first + "".join(kept)
    return markup


def _after(piece: str, end: str, start: str) -> str:
    _, closed, rest = piece.partition(end)
    return rest if closed else start + piece


def _metas(tree: "LexborHTMLParser") -> dict[str, str]:
    """What the page's metas say by their names in lower case; of two of one name the first that says something."""
    metas: dict[str, str] = {}
    for meta in tree.css("meta[content]"):
        name = attribute(meta, "property", "name", "itemprop")
        content = attribute(meta, "content")
        if name and content:
            metas.setdefault(name.lower(), content)
    return metas
