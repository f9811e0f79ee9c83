"""The posts of a cut list read from their source where it is plain: the tree's answer for a fraction of its time.

A theme writes all its posts alike. So where the first post has its parts is learned by the same names that a tree is
asked for (post_parts.py), the tree must tell the same of that post, and the others are read by these marks. A post that
lacks a mark, or of which a tree may see something else, is given to the tree.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from html import unescape
from itertools import pairwise
from typing import Final, NamedTuple

from bot.ingest.reading.addresses import canonical_url
from bot.ingest.reading.cut_lists import MARK
from bot.ingest.reading.dates import published_at
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.elements import Elements
from bot.ingest.reading.excerpts import OPENERS, text_of_parts, told_paragraphs
from bot.ingest.reading.likeness import ADS
from bot.ingest.reading.lots import Lot
from bot.ingest.reading.pages import Page, parsed
from bot.ingest.reading.plain_tags import Tag, classes_of, end_of, is_plain, tag_named
from bot.ingest.reading.post_names import EXCERPTS, MORE, TITLES
from bot.ingest.reading.post_parts import MOST_TAGS, PORTRAITS, is_topic, says_excerpt
from bot.ingest.reading.posts import ToldPost, brief_of_post, briefs_of_posts, title_of
from bot.ingest.reading.tails import Cut, is_tail_phrase
from storage.model import Brief

_FEW: Final = 3
"""Posts whose names are those of all."""

_MOST_ODD: Final = 0.25
"""Share of posts that are left to the tree. Of more it is quicker to give it all."""

_NEAR: Final = 12
"""Characters before a link: enough for a bracket, as a reference too, and a space."""

_START: Final = re.compile(r"<(article|div|li|section)\s")
_BETWEEN: Final = re.compile(r"(?:\s|<!--[^<>]*-->)*")
_CLASS: Final = re.compile(r"\sclass=\"([^\"<>]*)")
_ANY_CLASS: Final = re.compile(r"\sclass=[\"']?([^\"'<>]*)")
_HEADLINE: Final = re.compile(r"\s*<a\s(?:[^<>]*?\s)?href=\"([^\"&]*)\"[^<>]*>([^<]*)</a>\s*")
_MORE: Final = re.compile(r"<a(\s[^<>]*)>([^<]*)((?:<span[^<>]*>[^<]*</span>[^<]*)*)</a>")
_SPAN: Final = re.compile(r"<span[^<>]*>[^<]*</span>")
_HREF: Final = re.compile(r"\shref=\"([^\"&]*)\"")
_AFTER: Final = re.compile(r"\s+(?:<|\Z)|</|\Z")
_SOURCES: Final = ("src", "data-src", "data-lazy-src")
_ONLY_AMPERSANDS: Final = re.compile(r"(?:[^&]|&amp;|&#0?38;)*")
"""In an address "&copy=" is no reference, in a text it is one."""

_TAG: Final = re.compile(r"rel=\"(?:[^\"<>]* )?tag[ \"][^<>]*>([^<]*)(</a>)?")
_DATED: Final = re.compile(r"(<time(?:\s[^<>]*?)? datetime=\")[^\"]+\"[^<>]*>")
_ANY_TAG: Final = re.compile(r"<[^<>]*>")
_DATETIME: Final = ' datetime="'
_BLOCKS: Final = frozenset(("div", "section"))


class _Odd(Exception):
    """This post is not written like the others."""


class _Marks(NamedTuple):
    """What is written where the parts of each post of this page begin.

    Of headline and excerpt the whole tag, of the link onward its class, of the date the tag up to its value.
    """

    headline: str
    headline_end: str
    excerpt: str
    excerpt_name: str
    more: str | None
    date: str


def plain_briefs(source: str, page: Page) -> list[Brief]:
    """The briefs of a list, in its order; none where a tree must be asked."""
    first = _START.match(source)
    if first is None or not is_plain(source):
        return []
    posts = _posts(source, first[1])
    marks = _marks("".join(posts[:_FEW]))
    if marks is None:
        return []
    told = [_told(post, marks, page) for post in posts]
    briefs = [post and brief_of_post(post, page) for post in told]
    odd = [f"<{first[1]}{post}</{first[1]}>" for post, brief in zip(posts, briefs, strict=True) if brief is None]
    if len(odd) > len(posts) * _MOST_ODD:
        return []
    others = _by_tree(odd, page) if odd else []
    if len(others) < len(odd):
        return []
    rest = iter(others)
    return [brief or next(rest) for brief in briefs]


def _by_tree(posts: list[str], page: Page) -> list[Brief]:
    source = "".join(posts)
    body = parsed(source).body
    lot = Lot(body.css("body > *"), Elements(body, source), cut=True) if body is not None else None
    return briefs_of_posts(lot, page) if lot is not None else []


def _posts(source: str, name: str) -> list[str]:
    """The posts of a plain list behind the "<name" they begin with, if nothing lies between them; else none."""
    posts = []
    pieces = source.split(f"<{name}")
    starts = [place for place, piece in enumerate(pieces) if MARK in piece[: piece.find(">")]]
    for start, after in pairwise([*starts, len(pieces)]):
        alone = after == start + 1
        post = pieces[start] if alone else f"<{name}".join(pieces[start:after])
        begins = post.find(">") + 1
        end = post.find(f"</{name}>", begins) if alone else end_of(post, name, begins)
        words = post[:begins].lower().replace('"', " ").split()
        if end < 0 or not ADS.isdisjoint(words) or not _BETWEEN.fullmatch(post, end + len(name) + 3):
            return []
        posts.append(post[:end])
    return posts


def _marks(posts: str) -> _Marks | None:
    """The marks of the first posts; None where they are not written so that marks can be relied upon."""
    names = {name for value in set(_CLASS.findall(posts)) for name in value.split()}
    headline, excerpt = _first_of(posts, TITLES, names), _first_of(posts, EXCERPTS, names)
    more = _first_of(posts, (f".{name}" for name in sorted(MORE & names)), names)
    date = _date_mark(posts)
    if headline is None or excerpt is None or date is None or headline.start == excerpt.start:
        return None
    if excerpt.name not in _BLOCKS or (more is not None and more.name != "a"):
        return None
    value = _CLASS.search(more.written) if more is not None else None
    return _Marks(
        headline=headline.written,
        headline_end=f"</{headline.name}>",
        excerpt=excerpt.written,
        excerpt_name=excerpt.name,
        more=value and value[0],
        date=date,
    )


def _first_of(posts: str, selectors: Iterable[str], names: set[str]) -> Tag | None:
    """The first tag of the first of these classes that the posts have."""
    known = (selector[1:] for selector in selectors if selector[1:] in names)
    return next(filter(None, (tag_named(posts, name) for name in known)), None)


def _date_mark(posts: str) -> str | None:
    """What stands before the date, up to the class that says what date it is: others follow in some of the posts."""
    tags = list(_DATED.finditer(posts))
    for name in ("published", "entry-date"):
        tag = next((tag for tag in tags if name in classes_of(tag[0])), None)
        if tag is not None:
            named = tag[0].find(name)
            return tag[1] if named > len(tag[1]) else tag[0][: named + len(name)]
    return tags[0][1] if tags and "dt-published" not in posts and "datePublished" not in posts else None


def _date(post: str, mark: str) -> datetime | None:
    place = post.find(mark)
    start = post.find(_DATETIME, place, post.find(">", place)) if place >= 0 else -1
    if start < 0:
        return None
    start += len(_DATETIME)
    return published_at(post[start : post.find('"', start)])


def _told(post: str, marks: _Marks, page: Page) -> ToldPost | None:
    """What a post tells; None where it is not written like the others."""
    place, begins, date = post.find(marks.headline), post.find(marks.excerpt), _date(post, marks.date)
    if place < 0 or begins < 0 or date is None:
        return None
    place += len(marks.headline)
    headline = _HEADLINE.fullmatch(post, place, post.find(marks.headline_end, place))
    own = canonical_url(headline[1], base=page.base) if headline is not None else None
    if headline is None or own is None or not headline[2].strip():
        return None
    title = title_of(unescape(headline[2]) if "&" in headline[2] else headline[2])
    try:
        more = _more(post, marks.more)
        cut = _text(post, begins + len(marks.excerpt), marks.excerpt_name, more, title)
        image, tags = _image(post, page), _tags(post)
        onward = _onward(more, own, page) if more is not None else None
    except _Odd:
        return None
    return ToldPost(title, cut, own, onward, more is not None and _says_excerpt(more), date, image, tags)


def _more(post: str, mark: str | None) -> re.Match[str] | None:
    """The link onward, with its attributes and its words."""
    place = post.find(mark) if mark is not None else -1
    if place < 0:
        if _may_lead_onward(post):
            raise _Odd
        return None
    found = _MORE.match(post, post.rfind("<", 0, place))
    if found is None:
        raise _Odd
    return found


def _may_lead_onward(post: str) -> bool:
    """Whether something is named as a link onward here, or says so."""
    if not MORE.isdisjoint(name for value in _ANY_CLASS.findall(post) for name in value.split()):
        return True
    return any(is_tail_phrase(words) for words in map(_last_words, post.split("</a>")[:-1]))


def _last_words(piece: str) -> str:
    """The words of the link that ends this piece of a source."""
    words = piece[piece.rfind("<a ") :].partition(">")[2]
    return one_line(unescape(_ANY_TAG.sub("", words)))


def _onward(more: re.Match[str], own: str, page: Page) -> str | None:
    href = _HREF.search(more[1])
    if href is None or href[1].lstrip().startswith("#"):
        raise _Odd
    return own if href[1].partition("#")[0] == own else canonical_url(href[1], base=page.base)


def _says_excerpt(more: re.Match[str]) -> bool:
    """Whether the words of the link, without its marks that only screen readers hear, say that more follows."""
    words = more[2] + _SPAN.sub("", more[3]) if more[3] else more[2]
    return says_excerpt(one_line(unescape(words))) if words.strip() else says_excerpt(_last_words(more[0]))


def _text(post: str, start: int, name: str, more: re.Match[str] | None, title: str | None) -> Cut:
    end = post.find(f"</{name}>", start)
    if post.find(f"<{name}", start, end) >= 0:
        end = end_of(post, name, start)
    if end < 0:
        raise _Odd
    markup = post[start:end]
    taken = more is not None and _ends_its_place(post, more)
    if more is not None and taken and start <= more.start() < end:
        markup = post[start : more.start()] + post[more.end() : end]
    parts = told_paragraphs(markup)
    if not parts:
        raise _Odd
    return text_of_parts(parts, title=title, taken=taken)


def _ends_its_place(post: str, more: re.Match[str]) -> bool:
    """Whether the link stands in no brackets. Raises _Odd where it may not be the last of what it stands in."""
    near = post[max(0, more.start() - _NEAR) : more.start()]
    if not _AFTER.match(post, more.end()) or (near.endswith(">") and "</" in near):
        raise _Odd
    return not (unescape(near) if "&" in near else near).rstrip().endswith(OPENERS)


def _image(post: str, page: Page) -> str | None:
    place = post.find("<img ")
    if place < 0:
        return None
    end = post.find(">", place)
    if post.find("<img ", end) < 0:
        return _picture(post[place:end], page)
    pictures = [piece[: piece.find(">")] for piece in post.split("<img")[1:]]
    named = [picture for name in ("wp-post-image", "u-photo") for picture in pictures if name in picture]
    return next(filter(None, (_picture(attributes, page) for attributes in [*named, *pictures])), None)


def _picture(attributes: str, page: Page) -> str | None:
    if not PORTRAITS.isdisjoint(_value(attributes, "class").split()):
        return None
    for name in _SOURCES:
        written = _value(attributes, name)
        if "&" in written:
            if not _ONLY_AMPERSANDS.fullmatch(written):
                raise _Odd
            written = unescape(written)
        url = canonical_url(written, base=page.base)
        if url is not None and "gravatar.com" not in url:
            return url
    return None


def _value(attributes: str, name: str) -> str:
    """What an attribute says; "" where the tag lacks it."""
    place = attributes.find(f' {name}="')
    if place < 0:
        if f"{name}=" in attributes.replace(f"-{name}=", ""):
            raise _Odd
        return ""
    place += len(name) + 3
    return attributes[place : attributes.find('"', place)]


def _tags(post: str) -> list[str]:
    tags: dict[str, None] = {}
    for words, end in _TAG.findall(post):
        if not end:
            raise _Odd
        tag = one_line(unescape(words) if "&" in words else words)
        if is_topic(tag):
            tags.setdefault(tag)
    return list(tags)[:MOST_TAGS]
