"""What is like a post where no name says so: a headline or a "Read more" link, and a paragraph's worth of text."""

from typing import TYPE_CHECKING, Final

from bot.ingest.reading.elements import attribute, words
from bot.ingest.reading.navigation import is_navigation
from bot.ingest.reading.post_names import HEADINGS
from bot.ingest.reading.tails import is_tail_phrase
from bot.ingest.reading.written_dates import is_dateline

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

ADS: Final = words("ad ads advert advertisement sponsored promo promoted anzeige werbung reklama publicidad")
LEAST_TEXT: Final = 40
_MOST_TEXT: Final = 5_000
_MOST_LINKS: Final = 10
"""What a post in a list has: characters beside its links, characters at all, places it leads to."""

_LEAST_EXCERPT: Final = 60
"""Characters of a link beneath a headline that are an excerpt."""

_LEAST_HEADLINE: Final = 4
"""Characters. Shorter links are numbers and marks."""

_HEADLINES: Final = HEADINGS | {"strong", "b", "dt", "summary", "th"}


def is_ad(post: "LexborNode") -> bool:
    """Whether it calls itself an advertisement."""
    return not ADS.isdisjoint((attribute(post, "class") or "").lower().split())


def own_text(post: "LexborNode") -> int:
    """Characters that are no link and no heading: what a post tells beside its headline."""
    linked = _linked(post)
    headings = sum(
        len(node.text(strip=True))
        for node in post.css("h1, h2, h3, h4, h5, h6")
        if node.css_first("a", default=None) is None
    )
    return len(post.text(strip=True)) - linked - headings


def _linked(post: "LexborNode") -> int:
    """Characters of its links, but for an excerpt that leads where the headline before it led."""
    headlines: dict[str | None, int] = {}
    linked = 0
    for link in post.css("a[href]"):
        length = len(link.text(strip=True))
        if link.mem_id == post.mem_id or not length:
            continue
        headline = headlines.setdefault(attribute(link, "href"), length)
        linked += length if length < _LEAST_EXCERPT or length <= headline else 0
    return linked


def is_like_a_post(node: "LexborNode") -> bool:
    """Whether it has what a post in a list has, and no more."""
    links = [node] if node.tag == "a" else node.css("a[href]")
    if not links or len({attribute(link, "href") for link in links}) > _MOST_LINKS:
        return False
    if node.css_first("form, input, nav", default=None) is not None or len(node.css("h1, h2, h3, h4, h5")) > 2:
        return False
    text = " ".join(node.text().split())
    if not LEAST_TEXT < len(text) < _MOST_TEXT or is_navigation(text):
        return False
    return own_text(node) >= LEAST_TEXT and _has_headline_or_tail(node, links)


def _has_headline_or_tail(node: "LexborNode", links: "list[LexborNode]") -> bool:
    for link in links:
        words = " ".join(link.text().split())
        if not words:
            continue
        if link.mem_id == node.mem_id or is_tail_phrase(words) or _is_headline(link):
            return True
        above = link.parent
        around = " ".join(above.text().split()) if above is not None else ""
        # A paragraph of prose may begin with a link, too.
        if node.tag != "p" and len(words) >= _LEAST_HEADLINE and begins_with(around, words):
            return True
    return False


def begins_with(text: str, words: str) -> bool:
    """Whether the text begins with these words, or with a date and then with them."""
    before, found, _ = text.partition(words)
    return bool(found) and (not before or is_dateline(before.strip()))


def _is_headline(link: "LexborNode") -> bool:
    above = link.parent
    return (above is not None and above.tag in _HEADLINES) or any(child.tag in HEADINGS for child in link.iter())


def lead_apart(posts: "list[LexborNode]") -> bool:
    """Whether the posts lead to different places, not all to parts of this page."""
    targets = set()
    for post in posts:
        link = post if post.tag == "a" else post.css_first("a[href]", default=None)
        href = attribute(link, "href") or ""
        targets.add(href if not href.startswith(("#", "javascript:", "mailto:")) else "")
    return len(targets - {""}) * 4 >= len(posts) * 3
