"""The posts of a page by its structure, where nothing names them.

brothers              each with a headline or a "Read more" link, and a paragraph's worth of text
headlines in turn     with paragraphs, in a definition list or without any box: each is put into a box of its own
"""

from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING, Final

from bot.ingest.reading.elements import Elements, attribute
from bot.ingest.reading.likeness import LEAST_TEXT, is_ad, is_like_a_post, lead_apart, own_text
from bot.ingest.reading.lots import Lot, Places, outermost
from bot.ingest.reading.pages import Page, parsed

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BOXES: Final = frozenset(("div", "li", "article"))
_LEAST_SIBLINGS: Final = 3
_MOST_POSTS: Final = 1_000


def structural_lot(page: Page) -> Lot | None:
    """The posts by structure: the brothers that tell most."""
    elements, places = Elements(page.body, page.source), Places()
    groups: defaultdict[tuple[int, str], list[LexborNode]] = defaultdict(list)
    for node in page.body.css("li, div, section, tr, p, a, article, td, dd"):
        place = _place(node)
        if place is not None:
            groups[place.mem_id, node.tag or ""].append(node)
    best: list[LexborNode] = []
    most = 0
    for group in groups.values():
        if len(group) < _LEAST_SIBLINGS or places.is_beside(group[0].parent):
            continue
        posts = [node for node in group if is_like_a_post(node) and not places.is_beside(node) and not is_ad(node)]
        told = sum(min(own_text(post), 400) for post in posts)
        if len(posts) >= _LEAST_SIBLINGS and told > most and lead_apart(posts):
            best, most = posts, told
    boxed = _boxed(page, places)
    if boxed is not None and sum(min(own_text(post), 400) for post in boxed.posts) > most:
        return boxed
    return Lot(_with_cousins(best, page, places)[:_MOST_POSTS], elements, loose=True) if best else None


def _with_cousins(posts: "list[LexborNode]", page: Page, places: Places) -> "list[LexborNode]":
    """The posts with those of the same names in other lists of the page, as of the other years: in the page's order."""
    names = {attribute(post, "class") for post in posts}
    if len(names) != 1 or None in names:
        return posts
    own = {post.mem_id for post in posts}
    return outermost(
        [
            node
            for node in page.body.css(posts[0].tag or "*")
            if node.mem_id in own
            or (attribute(node, "class") in names and is_like_a_post(node) and not places.is_beside(node))
        ]
    )


def _place(node: "LexborNode") -> "LexborNode | None":
    """Where the node has its brothers: a link that is all that its box holds stands for the box."""
    box = node
    while node.tag == "a" and box.parent is not None and box.parent.tag in _BOXES and _is_alone(box):
        box = box.parent
    return box.parent


def _is_alone(node: "LexborNode") -> bool:
    """Whether nothing but white space stands beside the node."""
    around = node.parent
    beside = around.iter(include_text=True) if around is not None else ()
    return all(other.mem_id == node.mem_id or (other.tag == "-text" and not other.text().strip()) for other in beside)


def _boxed(page: Page, places: Places) -> Lot | None:
    """Headlines and paragraphs in turn, each headline put into a box with what follows it."""
    rows: defaultdict[tuple[int, str], list[LexborNode]] = defaultdict(list)
    for headline in page.body.css("h2, h3, h4, h5, dt"):
        if headline.parent is not None and _is_a_link(headline):
            rows[headline.parent.mem_id, headline.tag or ""].append(headline)
    best = max(rows.values(), key=len, default=[])
    if len(best) < _LEAST_SIBLINGS or places.is_beside(best[0]):
        return None
    boxes = [_box(headline) for headline in best[:_MOST_POSTS]]
    source = "".join(boxes)
    body = parsed(source).body
    if body is None:
        return None
    posts = [post for post in body.css("body > article") if own_text(post) >= LEAST_TEXT]
    if len(posts) < _LEAST_SIBLINGS or not lead_apart(posts):
        return None
    return Lot(posts, Elements(body, source), loose=True)


def _is_a_link(headline: "LexborNode") -> bool:
    """Whether the headline begins with its link, which then is no mark beside it ("[edit]")."""
    link = headline.css_first("a[href]", default=None)
    return link is not None and headline.text().strip().startswith(link.text().strip()) and bool(link.text().strip())


def _box(headline: "LexborNode") -> str:
    link = headline.css_first("a[href]", default=None)
    if headline.tag == "dt" and link is not None:
        beside = headline.text().replace(link.text(), "", 1)
        pieces = [f"<h2>{link.html}</h2><p>{escape(beside)}</p>"]
    else:
        pieces = [f"<h2>{headline.inner_html or ''}</h2>"]
    follower = headline.next
    while follower is not None and follower.tag not in {headline.tag, "h1", "h2"}:
        if follower.tag not in {"nav", "script", "style", "form"}:
            inner = follower.inner_html or ""
            pieces.append(f"<div>{inner}</div>" if follower.tag == "dd" else follower.html or "")
        follower = follower.next
    return f"<article>{''.join(pieces)}</article>"
