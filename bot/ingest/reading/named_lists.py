"""The posts of a page by the names that themes, builders and microformats give them, outside of what stands beside."""

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from bot.ingest.reading.elements import Elements
from bot.ingest.reading.likeness import LEAST_TEXT, is_ad, is_like_a_post, own_text
from bot.ingest.reading.lots import Lot, Places, lies_in, outermost
from bot.ingest.reading.pages import Page
from bot.ingest.reading.post_names import POSTS

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_HERO: Final = re.compile(
    r"hero|featured|spotlight|top-?story|lead-?(?:story|post|article)|highlight|sticky|pinned|cover-?story"
)
_MOST_POSTS: Final = 1_000


def named_lot(page: Page) -> Lot | None:
    """The posts by name: of the names that find two or more, the first; one post alone where no name finds more."""
    elements, places = Elements(page.body, page.source), Places()
    single: list[LexborNode] = []
    for selector in POSTS:
        if selector.startswith("[") and "itemtype" not in page.source:
            continue
        posts = [
            post
            for post in elements.matching(selector)[: 4 * _MOST_POSTS]
            if not is_ad(post) and not places.is_beside(post)
        ]
        outer = outermost(posts)
        if len(outer) == 1 and len(posts) > 2:
            # A page whose content is a list of posts is a post itself, to WordPress.
            outer = outermost([post for post in posts if post.mem_id != outer[0].mem_id])
        posts = _without_bare_groups(outer)[:_MOST_POSTS]
        if len(posts) >= 2:
            return Lot(_with_featured(posts, elements, places, page), elements)
        single = single or posts
    return Lot(single, elements) if single else None


def _without_bare_groups(posts: "list[LexborNode]") -> "list[LexborNode]":
    """The posts without lists of mere headlines, where other ones have texts: those are the "Popular" of a sidebar."""
    groups: defaultdict[int, list[LexborNode]] = defaultdict(list)
    for post in posts:
        groups[post.parent.mem_id if post.parent is not None else 0].append(post)
    bare = {
        place
        for place, group in groups.items()
        if len(group) >= 2 and all(own_text(post) < LEAST_TEXT for post in group)
    }
    if not bare or len(bare) == len(groups):
        return posts
    return [post for post in posts if post.parent is not None and post.parent.mem_id not in bare]


def _with_featured(posts: "list[LexborNode]", elements: Elements, places: Places, page: Page) -> "list[LexborNode]":
    """The posts with a featured one of another markup above them, where there is one."""
    own = {post.mem_id for post in posts}
    names = frozenset(word for word in elements.names if _HERO.search(word.lower()))
    heroes = [
        hero
        for hero in elements.named(names)
        if is_like_a_post(hero)
        and not lies_in(hero, own)
        and not places.is_beside(hero)
        and not any(lies_in(post, {hero.mem_id}) for post in posts)
    ]
    heroes = outermost(heroes)
    if not heroes:
        return posts
    order = {node.mem_id: place for place, node in enumerate(page.body.css("*"))}
    return sorted([*heroes, *posts], key=lambda post: order[post.mem_id])
