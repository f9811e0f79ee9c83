"""What a document is, for somebody who looks for what to follow there: its briefs, and the feeds that a page names.

Link tags come first, in the page's order, which is its own preference; then links that people click ("RSS").
"""

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from bot.ingest.reading.addresses import canonical_url
from bot.ingest.reading.bounds import refuse_endless
from bot.ingest.reading.decoding import decode, one_line
from bot.ingest.reading.document import Document, UnreadableDocument
from bot.ingest.reading.reader import read_document
from storage.model import Noun, SourceKind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_TYPES: Final = re.compile(
    r"application/(?:rss|atom|rdf)\+xml|application/feed\+json|(?:text|application)/xml|text/rss"
)
"""What link tags call a feed. Plain JSON is not here: WordPress announces its own interface so."""

_CLICKED: Final = re.compile(
    r"/(?:feed|rss|atom)/?$|\.(?:rss|atom|rdf)$|/(?:rss|feed|atom|index)\.xml$|/feed\.json$|[?&]feed=(?:rss2?|atom)$",
    re.IGNORECASE,
)
"""What the address of a feed ends in, where only a link for people leads to it."""

_WORDPRESS: Final = re.compile(r"/wp-(?:content|includes|json)/")
_MOST_LINKED: Final = 40
_MOST_CLICKED: Final = 3
"""Feeds that are looked at. A directory of feeds links to thousands; the page's own stand first."""


class FeedLink(Noun):
    """A feed that a page names. `is_clicked`: by a link for people, not by a link tag."""

    url: str
    title: str = ""
    is_clicked: bool = False


class Survey(Noun):
    """One document, looked over.

    `document` None: no briefs can be had from it, `problem` says why. `is_page`: it is a page of the web; only then
    the rest says something. `is_post`: it shows one post, and will never show another. `kind_words`: the classes of
    its <body>, in which WordPress says what it is. `generator`: what made it, in lower case.
    """

    document: Document | None = None
    problem: str = ""
    is_page: bool = False
    is_post: bool = False
    feeds: tuple[FeedLink, ...] = ()
    kind_words: frozenset[str] = frozenset()
    generator: str = ""


def survey(body: bytes, *, address: str, content_type: str | None) -> Survey:
    """Look over the document found at `address`. Raises nothing of its own, whatever the bytes are."""
    document: Document | None = None
    problem = ""
    try:
        document = read_document(body, address=address, content_type=content_type)
    except UnreadableDocument as exc:
        problem = str(exc)
    if document is not None and document.kind is not SourceKind.ARCHIVE:
        return Survey(document=document)
    text = decode(body, content_type)
    try:
        refuse_endless(text)
    except UnreadableDocument as exc:
        return Survey(problem=str(exc))
    return _of_page(_parsed(text), text, address).model_copy(
        update={
            "document": document,
            "problem": problem,
            "is_page": document is not None or bool(re.search(r"<(?:html|head|body)[\s>]", text, re.IGNORECASE)),
            "is_post": document is not None and _is_post(document, text, address),
        }
    )


def _parsed(text: str) -> "LexborHTMLParser":
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - late: costs start-up

    return LexborHTMLParser(text)


def _of_page(tree: "LexborHTMLParser", text: str, address: str) -> Survey:
    base = canonical_url(_attribute(tree.css_first("base[href]", default=None), "href"), base=address) or address
    body = tree.css_first("body", default=None)
    generator = _attribute(tree.css_first('meta[name="generator"]', default=None), "content").lower()
    return Survey(
        feeds=(*_linked(tree, base), *_clicked(tree, base)),
        kind_words=frozenset(_attribute(body, "class").split()),
        generator=generator or ("wordpress" if _WORDPRESS.search(text) else ""),
    )


def _linked(tree: "LexborHTMLParser", base: str) -> tuple[FeedLink, ...]:
    links: dict[str, FeedLink] = {}
    for node in tree.css("link[href]"):
        relations = _attribute(node, "rel").lower().split()
        kind = _attribute(node, "type").lower().split(";")[0].strip()
        if "feed" in relations or ("alternate" in relations and _TYPES.fullmatch(kind)):
            url = _url(node, base)
            if url:
                links.setdefault(url, FeedLink(url=url, title=one_line(_attribute(node, "title"))[:200]))
        if len(links) == _MOST_LINKED:
            break
    return tuple(links.values())


def _clicked(tree: "LexborHTMLParser", base: str) -> tuple[FeedLink, ...]:
    links: dict[str, FeedLink] = {}
    for node in tree.css("a[href]"):
        if _CLICKED.search(_attribute(node, "href").strip()) and (url := _url(node, base)):
            links.setdefault(url, FeedLink(url=url, title=one_line(node.text())[:200], is_clicked=True))
        if len(links) == _MOST_CLICKED:
            break
    return tuple(links.values())


def _is_post(document: Document, text: str, address: str) -> bool:
    """Whether the page's only brief lies at the page's own address; a list of one leads elsewhere."""
    if len(document.briefs) != 1:
        return False
    found = re.search(r"<link\b[^>]*\brel=[\"']?canonical[^>]*>", text, re.IGNORECASE)
    href = re.search(r"\bhref=[\"']?([^\"'\s>]+)", found[0], re.IGNORECASE) if found else None
    own = {canonical_url(unescape(href[1]), base=address) if href else None, canonical_url(address)}
    return document.briefs[0].url in own - {None}


def _url(node: "LexborNode", base: str) -> str | None:
    href = _attribute(node, "href").strip()
    return canonical_url(re.sub(r"^feed:(?://)?(?=https?:)", "", href, flags=re.IGNORECASE), base=base)


def _attribute(node: "LexborNode | None", name: str) -> str:
    return (node.attributes.get(name) if node is not None else None) or ""
