"""Posts found on a page, and the places in which they were found."""

from typing import TYPE_CHECKING, Final, NamedTuple

from bot.ingest.reading.elements import Elements
from bot.ingest.reading.pages import Page
from bot.ingest.reading.surroundings import is_beside

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_PROSE: Final = 80
_INTRODUCTION: Final = 600
"""Characters of a paragraph, and of the prose that an archive may have of its own, above its list."""


class Lot(NamedTuple):
    """Posts of a page, and the elements of whatever holds them. `loose`: no name says that they are posts.

    `cut`: they are cut out of the source and of one classic or block theme, with nothing of another post within them.
    """

    posts: "list[LexborNode]"
    elements: Elements
    loose: bool = False
    cut: bool = False


class Places:
    """What lies where on a page: whether an element stands beside what the page tells, each asked once."""

    def __init__(self) -> None:
        self._beside: dict[int, bool] = {}

    def is_beside(self, node: "LexborNode | None") -> bool:
        """Whether the node or anything around it stands beside."""
        path: list[int] = []
        answer = False
        while node is not None and node.tag != "body":
            known = self._beside.get(node.mem_id)
            if known is None:
                path.append(node.mem_id)
                known = is_beside(node)
            if known:
                answer = True
                break
            node = node.parent
        self._beside.update(dict.fromkeys(path, answer)) if answer else None
        return answer


def holds_the_prose(lot: Lot, page: Page) -> bool:
    """Whether the posts hold more of the page's prose than all that lies outside of them."""
    own = {post.mem_id for post in lot.posts}
    places = Places()
    within = without = 0
    if page.body.mem_id not in own and lot.posts and not lies_in(lot.posts[0], {page.body.mem_id}):
        return True
    for paragraph in page.body.css("p"):
        length = len(paragraph.text())
        if length < _PROSE:
            continue
        if lies_in(paragraph, own):
            within += length
        elif not places.is_beside(paragraph):
            without += length
    return without <= max(within, _INTRODUCTION)


def lies_in(node: "LexborNode", own: set[int]) -> bool:
    """Whether the node is, or lies within, one of those with these `mem_id`s."""
    above: LexborNode | None = node
    while above is not None:
        if above.mem_id in own:
            return True
        above = above.parent
    return False


def outermost(nodes: "list[LexborNode]") -> "list[LexborNode]":
    """Those that lie in no other one, each once."""
    own = {node.mem_id for node in nodes}
    outer: dict[int, LexborNode] = {}
    for node in nodes:
        if node.parent is None or not lies_in(node.parent, own):
            outer.setdefault(node.mem_id, node)
    return list(outer.values())
