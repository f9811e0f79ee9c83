"""Links behind a text that lead back to its own post, or to where it can be shared: tails in whatever language.

A tail that no table knows is told by where it leads: "… <a href=POST>Irakurri osorik</a>", a row of links ("Read more |
Comments (3) | Share"), a last paragraph around the post's title and the blog's name. What is asked is the markup; it is
asked only where the words told nothing.
"""

import re
from typing import Final, NamedTuple

from bot.ingest.reading.addresses import canonical_url, host_of
from bot.ingest.reading.decoding import one_line, unescaped
from bot.ingest.reading.tail_phrases import lowered
from bot.ingest.reading.tail_words import PHRASES, Sort
from bot.ingest.reading.tails import is_tail_phrase, phrase_tail
from bot.ingest.reading.titles import folded_title

_WINDOW: Final = 1_500
"""Characters behind which no tail begins."""

_NEAR: Final = 200
"""Characters before a link that say how it stands."""

_LONGEST_LINK: Final = 60
"""Characters of a link that is no sentence."""

_MOST: Final = 8
"""Links of a row: a text with more of them at its end is a list of links."""

_LINKS_OF_A_FOOTER: Final = 3
_SLASHES_OF_A_FRONT: Final = 3
"""Of "https://example.org/blog": a front may lie one level deep."""

_TAG = re.compile(r"<[^<>]*>")
_ANCHOR = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*[\"']?([^\"'<>\s]+)[^<>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL)
_SHARING = re.compile(
    r"(?:https?:)?//(?:[\w-]+\.)*(?:(?:twitter|x)\.com/(?:share|intent|home\?status)|facebook\.com/(?:sharer|share)"
    r"|pinterest\.[a-z]+/pin/create|reddit\.com/submit|linkedin\.com/share|t\.me/share|telegram\.me/share|wa\.me/"
    r"|api\.whatsapp\.com|addtoany\.com|vk\.com/share|tumblr\.com/share|getpocket\.com/save|flipboard\.com"
    r"|feeds\.feedburner\.com/~ff?/|feeds\.wordpress\.com/|stumbleupon\.com/submit|digg\.com/submit"
    r"|news\.ycombinator\.com/submitlink)|mailto:",
    re.IGNORECASE,
)
_SHARED: Final = ("share", "submit", "intent", "/~f", "mailto:", "wa.me/", "addtoany", "feeds.wordpress", "whatsapp")
"""What is in the address of a link that shares; other texts need no closer look."""

_SUBMITTED = re.compile(r"submitted by(?:&#32;|\s)*<a href=\"https?://(?:www|old)\.reddit\.com/u")
_BLOCK_END = re.compile(
    r"(?:<(?:/?(?:p|div|ul|ol|blockquote|table|section|h[1-6])\b[^<>]*|br\s*/?)>|\n)\s*"
    r"(?:<(?:em|strong|b|i|span|small|font)\b[^<>]*>\s*)*\Z",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"<(?:p|div|br|hr)\b[^<>]*>|\n", re.IGNORECASE)
_SEPARATORS = re.compile(r"(?:\s|&nbsp;|&#160;|&#32;|&bull;|&middot;|&raquo;|[|•·»(/\[—–-]|<[^<>]*>)+\Z")

_HINTS: Final = frozenset(lowered(phrase.words) for phrase in PHRASES if phrase.sort is Sort.HINT)
"""Words that are no tail by themselves ("more"), but as a link to the post they are nothing else."""


class Without(NamedTuple):
    """Markup without the links behind its text. `truncated`: one of them said that the text goes on."""

    markup: str
    truncated: bool


def without_own_links(markup: str, url: str | None, title: str | None) -> Without:
    """The markup of a text, cut before the links that end it and lead to `url` itself or share it."""
    if url is None or "</a" not in markup[-400:].lower():
        return Without(markup, truncated=False)
    start = max(0, len(markup) - _WINDOW)
    head, tail, own, truncated = markup[:start], markup[start:], url.partition("#")[0], False
    if own.rstrip("/").rpartition("/")[2] not in tail and not any(word in tail for word in _SHARED):
        return Without(markup, truncated=False)
    if submitted := _SUBMITTED.search(tail):
        return Without(head + tail[: submitted.start()], truncated=False)
    tail = _without_footer(tail, own, title)
    for found in reversed(list(_ANCHOR.finditer(tail))[-_MOST:]):
        words = _plain(found[2])
        if _plain(tail[found.end() :]).strip("|•·»/()[]—–-.:, ") or not _leads_back(found[1], words, own):
            break
        before = tail[: found.start()]
        if not _SHARING.match(unescaped(found[1])) and not _may_end_here(before, words):
            break
        said = phrase_tail(words)
        truncated = truncated or (said is not None and said.truncated)
        tail = _parted(before)
    return Without(head + tail if head or _plain(tail) else markup, truncated)


def _parted(before: str) -> str:
    """The text without what parts it from the link behind it."""
    near = max(0, len(before) - _NEAR)
    return before[:near] + _SEPARATORS.sub("", before[near:])


def _leads_back(href: str, words: str, own: str) -> bool:
    """Whether a link leads to the post itself, to what is said about it, or to where it is shared."""
    href = unescaped(href)
    if _SHARING.match(href):
        return True
    there = (canonical_url(href, base=own) or "").partition("#")[0]
    return len(words) <= _LONGEST_LINK and there.rstrip("/") == own.rstrip("/")


def _may_end_here(before: str, words: str) -> bool:
    """Whether a link behind this text stands apart from it: in a line of its own, behind its end, or by its words."""
    if is_tail_phrase(words) or lowered(words.strip("[]()…. ")) in _HINTS or _BLOCK_END.search(before[-_NEAR:]):
        return True
    text = _plain(before[-_NEAR:])
    return text.endswith(("…", "...", "…]", "...]", "|", "•", "·", ".", "!", "?", "”", '"', "。", "।", "۔"))


def _without_footer(tail: str, own: str, title: str | None) -> str:
    """The tail without a last paragraph in which the post's title, as a link to it, and the blog are named."""
    if title is None or tail.count("</a") < 2:
        return tail
    blocks = [block.span() for block in _BLOCK.finditer(tail) if "<a" in tail[block.end() :]]
    starts, begins = blocks[-1] if blocks else (0, 0)
    links = _ANCHOR.findall(tail, begins)
    if not 1 < len(links) <= _LINKS_OF_A_FOOTER or len(_plain(tail[begins:])) > len(title) + 2 * _LONGEST_LINK:
        return tail
    named = any(folded_title(_plain(words)) == folded_title(title) for _, words in links)
    return tail[:starts] if named and any(_leads_home(href, own) for href, _ in links) else tail


def _leads_home(href: str, own: str) -> bool:
    """Whether a link leads to the front of the site of `own`."""
    href = canonical_url(unescaped(href), base=own) or ""
    return host_of(href) == host_of(own) and href.rstrip("/").count("/") <= _SLASHES_OF_A_FRONT


def _plain(markup: str) -> str:
    return one_line(unescaped(_TAG.sub(" ", markup)))
