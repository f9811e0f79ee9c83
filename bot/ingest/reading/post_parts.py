"""Which part of a post lies where: headline, excerpt, links, date, picture, tags of all posts of a page.

Parts are looked for in all posts at once, by the names that themes, builders and microformats give them, name after
name until every post has one: a theme writes all its posts alike, so that each name is asked for once a page.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from bot.ingest.reading.addresses import canonical_url
from bot.ingest.reading.dates import published_at
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.elements import attribute, words
from bot.ingest.reading.likeness import begins_with
from bot.ingest.reading.lots import Lot
from bot.ingest.reading.markup import paragraphs
from bot.ingest.reading.post_names import DATES, EXCERPTS, IMAGES, MORE, PERMALINKS, TAGS, TITLES
from bot.ingest.reading.surroundings import SPOKEN
from bot.ingest.reading.tails import cut_tail, is_tail_phrase
from bot.ingest.reading.written_dates import is_dateline, written_date

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_Part = TypeVar("_Part")

_LONGEST_DATE: Final = 160
_CLASS: Final = re.compile(r"\.[\w-]+")
_GO_ZONE: Final = re.compile(r" ([+-]\d{4})(?: [A-Z]{2,5})?\Z")
"""Go's own form of an instant, which blogs made with Hugo show: "2024-11-02 09:30:00 +0100 CET"."""

_LONGEST_INSTANT: Final = 35
MOST_TAGS: Final = 30
_FEW: Final = 3
_MORE_IN_ORDER: Final = sorted(MORE)
_NOT_ITS_OWN: Final = SPOKEN | words("h-cite u-comment p-comment u-in-reply-to comment-list comments")
"""What lies in a post and would pass for a part of it: what a screen reader says, what others wrote."""

PORTRAITS: Final = frozenset(("avatar", "emoji", "wp-smiley", "author-image", "gravatar"))


class Parts(NamedTuple):
    """What was found of one post: its headline and excerpt, where it lies, where it sends its reader, and the rest."""

    heading: "LexborNode | None"
    excerpt: "LexborNode | None"
    own: str | None
    onward: str | None
    more: "LexborNode | None"
    """The link onward, where it is named as one."""
    says_excerpt: bool
    """The link onward reads "Continue reading", wherever in the post it stands."""
    date: datetime | None
    image: str | None
    tags: list[str]


class PartsOfPosts:
    """One look at the posts of a page: which part lies in which post."""

    def __init__(self, lot: Lot, *, base: str) -> None:
        self._posts = lot.posts
        self._elements = lot.elements
        self._lot = lot
        self._base = base
        self._first_names = lot.elements.names_in("".join(post.html or "" for post in lot.posts[:_FEW]))
        self._owners = {post.mem_id: place for place, post in enumerate(lot.posts)}

    def found(self) -> list[Parts]:
        """The parts of each post. `loose` posts may have a link of its own for their title."""
        loose = self._lot.loose
        if not self._lot.cut:
            self._take_out_what_others_wrote()
        excerpts = self._first(EXCERPTS, _itself)
        headings = self._headings(excerpts)
        if loose:
            headings = [heading or _lone_link(post) for heading, post in zip(headings, self._posts, strict=True)]
        own = [self._headline_link(heading) for heading in headings]
        own = [first or then for first, then in zip(own, self._missing(own, PERMALINKS, self._target), strict=True)]
        named = self._mores()
        mores = [more or _tail_link(post) for more, post in zip(named, self._posts, strict=True)]
        onward = [self._onward(more, mine) for more, mine in zip(mores, own, strict=True)]
        says = [more is not None and says_excerpt(_words_of(more)) for more in mores]
        if loose:
            own = [
                mine or there or self._any_link(post)
                for mine, there, post in zip(own, onward, self._posts, strict=True)
            ]
        own = [
            mine or there or self._covering_link(post)
            for mine, there, post in zip(own, onward, self._posts, strict=True)
        ]
        dates = self._first(DATES, _instant)
        # In their own order: that the first posts have no picture of their own says nothing of the others.
        unknown: list[str | None] = [None] * len(self._posts)
        images = self._missing(unknown, IMAGES, self._picture)
        if loose:
            dates = [date or _dateline(post) for date, post in zip(dates, self._posts, strict=True)]
        rows = zip(headings, excerpts, own, onward, named, says, dates, images, self._tags(), strict=True)
        return [Parts(*row) for row in rows]

    def _path(self, node: "LexborNode | None") -> list[int]:
        path = []
        while node is not None and node.mem_id not in self._owners:
            path.append(node.mem_id)
            node = node.parent
        return path

    def _owner(self, node: "LexborNode") -> int | None:
        """The place of the post within which this lies; None for a post itself and for what lies in none."""
        above = node.parent
        while above is not None:
            place = self._owners.get(above.mem_id)
            if place is not None:
                return place
            above = above.parent
        return None

    def _first(self, selectors: Iterable[str], part: "Callable[[LexborNode], _Part | None]") -> "list[_Part | None]":
        """Of each post the first part that the selectors find, the earlier selector first."""
        return self._missing([None] * len(self._posts), self._in_order(selectors), part)

    def _missing(
        self,
        known: "list[_Part | None]",
        selectors: Iterable[str],
        part: "Callable[[LexborNode], _Part | None]",
    ) -> "list[_Part | None]":
        """What is known of each post, and where nothing is known the first part that the selectors find."""
        parts = list(known)
        missing = parts.count(None)
        for selector in selectors if missing else ():
            if not missing:
                break
            for node in self._elements.matching(selector):
                place = self._owner(node)
                if place is not None and parts[place] is None and (value := part(node)) is not None:
                    parts[place] = value
                    missing -= 1
        return parts

    def _in_order(self, selectors: Iterable[str]) -> list[str]:
        """The selectors, behind the others those of a class that the first posts lack: mostly they have it all."""
        asked = list(selectors)
        later = {name for name in asked if _CLASS.fullmatch(name) and name[1:] not in self._first_names}
        return sorted(asked, key=later.__contains__)

    def _headings(self, excerpts: "list[LexborNode | None]") -> "list[LexborNode | None]":
        texts = {excerpt.mem_id for excerpt in excerpts if excerpt is not None}
        # A note without a title has its text for its name: "e-content p-name".
        found = self._first(TITLES, lambda node: node if node.mem_id not in texts and _has_words(node) else None)
        if None not in found:
            return found
        for node in self._elements.matching("h1, h2, h3, h4, h5, h6"):
            place = self._owner(node)
            if place is None or found[place] is not None or not _has_words(node):
                continue
            # A heading within the text parts the text, unless it is a link: builders put headlines there, too.
            if texts.isdisjoint(self._path(node)) or node.css_first("a[href]", default=None) is not None:
                found[place] = node
        return found

    def _headline_link(self, heading: "LexborNode | None") -> str | None:
        if heading is None:
            return None
        link = heading.first_child if heading.tag != "a" else heading
        if link is None or link.tag != "a":
            link = heading.css_first("a[href]", default=None) or _around(heading, self._owners)
        return self._target(link) if link is not None else None

    def _take_out_what_others_wrote(self) -> None:
        for beside in self._elements.named(_NOT_ITS_OWN):
            if beside.mem_id not in self._owners:
                beside.decompose(recursive=False)

    def _mores(self) -> "list[LexborNode | None]":
        """The links onward that are named so; the names that the first posts have are tried first."""
        found = self._first((f".{word}" for word in _MORE_IN_ORDER if word in self._first_names), _link_of)
        if None not in found:
            return found
        rest = (f".{word}" for word in _MORE_IN_ORDER if word in self._elements.names - self._first_names)
        return self._missing(found, rest, _link_of)

    def _onward(self, link: "LexborNode | None", own: str | None) -> str | None:
        href = link.attributes.get("href") if link is not None else None
        if href and own and href.partition("#")[0] == own:
            return own
        return canonical_url(href, base=self._base)

    def _target(self, link: "LexborNode") -> str | None:
        return canonical_url(attribute(link, "href"), base=self._base)

    def _covering_link(self, post: "LexborNode") -> str | None:
        """Where a link leads that lies over the whole post and says nothing itself."""
        silent = (link for link in post.css("a[href]") if not link.text().strip())
        return next(filter(None, map(self._target, silent)), None)

    def _any_link(self, post: "LexborNode") -> str | None:
        return next(filter(None, map(self._target, post.css("a[href]"))), None)

    def _picture(self, picture: "LexborNode") -> str | None:
        attributes = picture.attributes
        if not PORTRAITS.isdisjoint((attributes.get("class") or "").split()):
            return None
        # Pictures that load late carry a placeholder (data:) as their source.
        for name in ("src", "data-src", "data-lazy-src"):
            url = canonical_url(attributes.get(name), base=self._base)
            if url is not None and "gravatar.com" not in url:
                return url
        return None

    def _tags(self) -> list[list[str]]:
        tags: list[dict[str, None]] = [{} for _ in self._posts]
        for selector in TAGS[:1] if self._lot.cut else TAGS:
            for node in self._elements.matching(selector):
                place = self._owner(node)
                tag = one_line(node.text()) if place is not None else ""
                if place is not None and is_topic(tag):
                    tags[place].setdefault(tag)
        return [list(each)[:MOST_TAGS] for each in tags]


def _words_of(link: "LexborNode") -> str:
    """What a link says, its mark left out that only screen readers hear."""
    return one_line(link.text(deep=False)) or one_line(link.text())


def _itself(node: "LexborNode") -> "LexborNode":
    return node


def _has_words(node: "LexborNode") -> bool:
    return not node.text().isspace() and node.text() != ""


def _instant(node: "LexborNode") -> datetime | None:
    written = attribute(node, "datetime", "title", "content")
    instant = published_at(_GO_ZONE.sub(r"\1", written)) if written else None
    if instant is None:
        text = node.text().strip()
        instant = published_at(text[:_LONGEST_INSTANT], written_date(text)) if len(text) <= _LONGEST_DATE else None
    return instant


def _link_of(more: "LexborNode") -> "LexborNode | None":
    """The link that is, or lies in, what is named "read more"; one that only opens something on this page is none."""
    link = more if more.tag == "a" else more.css_first("a[href]", default=None)
    href = attribute(link, "href")
    return link if href and not href.lstrip().startswith("#") else None


def _tail_link(post: "LexborNode") -> "LexborNode | None":
    links = reversed(post.css("a[href]"))
    return next((link for link in links if is_tail_phrase(one_line(link.text()))), None)


def _lone_link(post: "LexborNode") -> "LexborNode | None":
    """The first link that stands alone where it stands, or begins the post: a headline without a heading."""
    first = True
    for link in post.css("a[href]"):
        text = " ".join(link.text().split())
        if not text or is_tail_phrase(text) or written_date(text):
            continue
        above = link.parent
        around = " ".join(above.text().split()) if above is not None else ""
        if len(around) <= len(text) + 3 or (first and begins_with(around, text)):
            return link
        first = False
    return None


def _around(node: "LexborNode", owners: dict[int, int]) -> "LexborNode | None":
    """The link that the node lies in, up to its post, which may be a link as a whole."""
    above = node.parent
    while above is not None:
        if above.tag == "a":
            return above
        if above.mem_id in owners:
            return None
        above = above.parent
    return None


def _dateline(post: "LexborNode") -> datetime | None:
    """The date on a line of its own."""
    lines = (line for part in paragraphs(post.inner_html or "") for line in part.split("\n"))
    return next((published_at(written_date(line)) for line in lines if is_dateline(line)), None)


@lru_cache(maxsize=1024)
def is_topic(tag: str) -> bool:
    """Whether a tag names a topic. Drupal calls its "Read more" links tags."""
    # Cached: the posts of a page have few different tags.
    return tag != "" and not is_tail_phrase(tag)


@lru_cache(maxsize=256)
def says_excerpt(words: str) -> bool:
    """Whether a link onward says that what stands before it is only the beginning."""
    # Cached: all posts of a page have the same link.
    return cut_tail(words).truncated
