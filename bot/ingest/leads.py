"""Decides where to look for what a person means by an address, and in which order. Pure: texts and surveys come in.

a feed, a text ─▶ itself
a list of posts ▶ its own feed, usual places, the page itself
one post ───────▶ its site's feed
a part of a site  (a tag, an author) ─▶ the part's feed, usual places in it, the site's feed if it holds the same,
                                        the page itself
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

from bot.ingest.discovered import How
from bot.ingest.reading.addresses import host_of
from bot.ingest.reading.document import Document
from bot.ingest.reading.surveys import FeedLink, Survey
from storage.model import SourceKind

_USUAL: Final = ("feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json")
"""Where site generators put their feeds, the most used first."""

_OF_GENERATOR: Final = {
    "wordpress": ("feed/", "?feed=rss2"),
    "hugo": ("index.xml",),
    "jekyll": ("feed.xml",),
    "ghost": ("rss/",),
    "drupal": ("rss.xml",),
    "blogger": ("feeds/posts/default",),
}
"""Where these always put them: asked before the others."""

_COMMENTS = re.compile(
    r"\bcomments\b|\bcomment feed|commentaires?\b|kommentar|comentari|commenti\b|coment[aá]rio|komentar|koment[aá][rř]"
    r"|комментари|коментар|reacties|yorum|kommentit|hozzászólás|σχόλια|تعليقات|コメント|评论|評論|留言|댓글",
    re.IGNORECASE,
)
"""How link tags call feeds of comments. One "comment" alone may be the name of a magazine."""

_COMMENTS_TITLE = re.compile(
    r"(?:comments (?:on|for)|kommentare (?:zu|für)|commentaires (?:sur|pour)|coment[aá]rios (?:en|em|a|de|sobre)"
    r"|commenti (?:a|su|per)|комментарии (?:к|на)|коментарі|komentarze do|reacties op)\b",
    re.IGNORECASE,
)
"""How such feeds call themselves."""

_FEED_SUFFIX = re.compile(
    r"(?:/(?:feeds?|rss2?|atom|rdf)(?:/(?:rss2?|atom|rdf|posts?(?:/default)?|default|all))?"
    r"|/(?:rss2?|feed|atom|index|posts|news)\.(?:xml|rss|atom|json|rdf|php)|\.(?:rss|atom|rdf|xml))/?$",
    re.IGNORECASE,
)
_PAGE_SUFFIX = re.compile(r"(?:/page/\d+)?/?(?:index\.(?:html?|php))?$", re.IGNORECASE)
_NOT_PLACES: Final = frozenset({"feed", "paged", "page", "format", "type", "alt", "lang"})
"""Parameters of an address that name a form or a page of a list, not the list."""

_PARTS: Final = frozenset(
    (
        *("tag", "tags", "category", "categories", "cat", "topic", "topics", "author", "authors", "label", "labels"),
        *("search", "user", "users", "series", "keyword", "keywords", "section", "autor", "kategorie", "schlagwort"),
        *("thema", "themen", "rubrik", "rubrique", "etiqueta", "categoria", "mot-cle", "theme", "themes"),
    )
)
"""Names in a path below which lie parts of a site, not all of it."""

_PART_QUERIES: Final = frozenset({"s", "q", "tag", "cat", "author", "label", "search", "query"})
_PART_CLASSES: Final = frozenset({"category", "tag", "author", "search", "search-results", "date"})
_WHOLE_CLASSES: Final = frozenset({"home", "blog"})
_COMPARED: Final = 10
_HALF: Final = 0.5
"""Of a page's briefs, so many found in a feed, and the feed is of the same thing."""


class Goal(StrEnum):
    """What is to be seen at a lead's address."""

    FEED = "feed"
    FRONT = "front page"
    """A page from which leads go on."""
    PAGE = "page"
    """The page we come from."""


class Lead(NamedTuple):
    """A place to look at. `if_alike`: it is of more than we look for, unless it holds what the page shows."""

    address: str
    goal: Goal = Goal.FEED
    how: How = How.FEED
    if_alike: bool = False


class _Scope(NamedTuple):
    """What part of which site an address stands for."""

    host: str
    path: str
    query: tuple[tuple[str, str], ...]


def leads_of(seen: Survey, address: str) -> tuple[Lead, ...]:
    """Where to look after a page that was found at `address`, in this order; each place once."""
    here = _scope(address, _PAGE_SUFFIX)
    feeds = [link for link in seen.feeds if not _is_of_comments(link, here, is_post=seen.is_post)]
    if seen.is_post:
        leads = _of_post(feeds, seen, address)
    elif _is_part(here, seen):
        leads = _of_part(feeds, seen, address, here)
    else:
        leads = _of_list(feeds, seen, address, here)
    first: dict[str, Lead] = {}
    for lead in leads:
        first.setdefault(f"{lead.goal} {lead.address}", lead)
    return tuple(first.values())


def is_news(found: Document) -> bool:
    """Whether what was found where a feed was expected is one, and not of comments."""
    return found.kind is SourceKind.FEED and not _COMMENTS_TITLE.match(found.title or "")


def is_alike(page: Document | None, feed: Document) -> bool:
    """Whether half of what the page shows stands in the feed: then both are of the same thing."""
    shown = (page.briefs if page else ())[:_COMPARED]
    urls = {brief.url for brief in feed.briefs} - {None}
    titles = {brief.title for brief in feed.briefs} - {None}
    held = sum(brief.url in urls or brief.title in titles for brief in shown)
    return bool(shown) and held >= len(shown) * _HALF


def settled(asked: str, found: str) -> str:
    """The address to keep: the one that answered where both are the same place written otherwise, else the one asked.

    A redirect to elsewhere may be of today only (a login, an error page, a mirror).
    """
    return found if _plain(asked) == _plain(found) else asked


def _of_list(feeds: list[FeedLink], seen: Survey, address: str, here: _Scope) -> Iterator[Lead]:
    yield from (Lead(link.url) for link in _by_nearness(feeds, here))
    yield from (Lead(place) for place in _usual(_folder(address), seen))
    yield Lead(address, Goal.PAGE, How.PAGE)
    if here.path:
        yield from (Lead(place, how=How.SITE) for place in _usual(_root(address), seen))


def _of_part(feeds: list[FeedLink], seen: Survey, address: str, here: _Scope) -> Iterator[Lead]:
    own = [link for link in feeds if _is_of(link, here)]
    wider = [link for link in _by_nearness(feeds, here) if link not in own and _encloses(link, here) is not False]
    yield from (Lead(link.url) for link in own)
    if not own:
        yield from (Lead(place) for place in [*_usual(_folder(address), seen)][:3])
    yield from (Lead(link.url, if_alike=True) for link in wider)
    yield Lead(address, Goal.PAGE, How.PAGE)


def _of_post(feeds: list[FeedLink], seen: Survey, address: str) -> Iterator[Lead]:
    yield from (Lead(link.url, how=How.SITE) for link in feeds)
    if _root(address) != address:
        yield Lead(_root(address), Goal.FRONT, How.SITE)
    yield from (Lead(place, how=How.SITE) for place in _usual(_root(address), seen))


def _by_nearness(feeds: Iterable[FeedLink], here: _Scope) -> list[FeedLink]:
    """The feed of just this page, then of what it lies in, then of who knows what, then of other parts of the site."""

    def distance(link: FeedLink) -> tuple[bool, int, int]:
        if _is_of(link, here):
            return link.is_clicked, 0, 0
        encloses = _encloses(link, here)
        nearness = -len(_scope(link.url, _FEED_SUFFIX).path) if encloses else 0
        return link.is_clicked, {True: 1, None: 2, False: 3}[encloses], nearness

    return sorted(feeds, key=distance)


def _is_of(link: FeedLink, here: _Scope) -> bool:
    """Whether the feed is of just this page: the same place, or its last name stands in the feed's address."""
    scope = _scope(link.url, _FEED_SUFFIX)
    if scope == here:
        return True
    name = (here.path.rsplit("/", 1)[-1] or "").lower()
    if here.query or len(name) < 3:
        return False
    said = re.split(r"[/?&=.]", urlsplit(link.url).path.lower() + "?" + urlsplit(link.url).query.lower())
    return name in said and not _encloses(link, here)


def _encloses(link: FeedLink, here: _Scope) -> bool | None:
    """Whether the feed is of something this page lies in; None: it lies at another host and does not tell."""
    scope = _scope(link.url, _FEED_SUFFIX)
    if scope.host != here.host:
        return None
    return not scope.query and f"{here.path}/".startswith(f"{scope.path}/")


def _is_of_comments(link: FeedLink, here: _Scope, *, is_post: bool) -> bool:
    path = urlsplit(link.url).path
    if _COMMENTS.search(link.title) or re.search(r"/comments?(?:/|\.|$)|-comments(?:/|\.|$)", path, re.IGNORECASE):
        return True
    # A post's own feed is that of its comments.
    return is_post and bool(here.path) and _scope(link.url, _FEED_SUFFIX).path == here.path


def _is_part(here: _Scope, seen: Survey) -> bool:
    if seen.kind_words & _WHOLE_CLASSES:
        return False
    is_named = not _PARTS.isdisjoint(here.path.lower().split("/"))
    is_asked = any(name.lower() in _PART_QUERIES for name, _ in here.query)
    return is_named or is_asked or bool(seen.kind_words & _PART_CLASSES)


def _usual(place: str, seen: Survey) -> Iterator[str]:
    made_by = next((places for name, places in _OF_GENERATOR.items() if name in seen.generator), ())
    return (urljoin(place, name) for name in dict.fromkeys((*made_by, *_USUAL)))


def _folder(address: str) -> str:
    """The place below which a page's own feed would lie: the page as a folder, without its page number."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{_PAGE_SUFFIX.sub('', parts.path)}/"


def _root(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/"


def _scope(address: str, suffix: re.Pattern[str]) -> _Scope:
    parts = urlsplit(address)
    query = tuple(sorted(pair for pair in parse_qsl(parts.query) if pair[0].lower() not in _NOT_PLACES))
    return _Scope(host_of(address), suffix.sub("", parts.path).rstrip("/"), query)


def _plain(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query
