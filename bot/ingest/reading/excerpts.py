"""The text of one post: of the part that is named as its text, else of all that is no headline, date or button."""

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Final

from bot.ingest.reading.bounds import refuse_endless
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.entries import lead_of
from bot.ingest.reading.keys import reads_alike
from bot.ingest.reading.markup import paragraphs
from bot.ingest.reading.post_names import DETAILS
from bot.ingest.reading.surroundings import SPOKEN, says_beside
from bot.ingest.reading.tails import Cut, cut_dots, cut_tail
from bot.ingest.reading.written_dates import SENTENCE_ENDS, is_dateline

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CLASSES: Final = re.compile(r'class="([^"]*)"')
_ANY_CLASSES: Final = re.compile(r"class=[\"']?([^\"'<>]*)")
_PLAIN: Final = re.compile(r"-?[A-Za-z_][\w-]*")
_LEAST_OF_A_PARAGRAPH: Final = 25
"""Characters. Shorter scraps of a post without named parts are dates, names and counts."""

_LONGEST_EXCERPT: Final = 1_200
_PERMALINK_MARKS: Final = " ∞¶#"
"""What themes write for the permalink of a post without a title."""

OPENERS: Final = ("[", "(", "«", "‹", "<")
"""What a link to the rest stands in, if it stands in brackets."""


def text_of_post(
    post: "LexborNode",
    *,
    heading: "LexborNode | None",
    excerpt: "LexborNode | None",
    more: "LexborNode | None",
    title: str | None,
) -> Cut:
    """The text without its tail. `more`: the link that is named a "Read more" link. Takes the post to pieces."""
    taken = more is not None and _take_out(more)
    parts = _paragraphs(_own_markup(excerpt)) if excerpt is not None else ()
    return text_of_parts(parts or _told_by_nature(post, heading), title=title, taken=taken)


def text_of_parts(parts: tuple[str, ...], *, title: str | None, taken: bool) -> Cut:
    """The text of these paragraphs without its tail. `taken`: the link onward was taken out already."""
    if title and parts and reads_alike(parts[0], title):
        parts = parts[1:]
    # An excerpt is shown as it is; where the theme prints whole posts, their beginning stands for them.
    text = "\n\n".join(parts).rstrip(_PERMALINK_MARKS)
    whole = (cut_dots if taken else cut_tail)(text, title=title)
    if len(whole.text) <= _LONGEST_EXCERPT:
        return whole
    lead = lead_of(parts, title=title)
    return Cut(lead.text, whole.truncated or lead.truncated, whole.found)


def _take_out(more: "LexborNode") -> bool:
    """Take the link out where it ends what it stands in. In brackets, or before words, tails.py judges the words."""
    before, after = more.prev, more.next
    if after is not None and not (after.tag == "-text" and after.text().isspace()):
        return False
    if before is not None and before.text().rstrip().endswith(OPENERS):
        return False
    more.decompose(recursive=False)
    return True


def words_of(heading: "LexborNode") -> str:
    """The text of a heading, without what only a screen reader says."""
    markup = heading.inner_html or ""
    if 'class="' in markup:
        _own_markup(heading)
    return heading.text()


def told_paragraphs(markup: str) -> tuple[str, ...]:
    """The paragraphs of an excerpt's source, without what is named as something else.

    Raises UnreadableDocument for what would keep a parser busy.
    """
    if "class=" in markup and any(is_foreign(name) for value in _ANY_CLASSES.findall(markup) for name in value.split()):
        refuse_endless(markup)
        from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - late: costs start-up

        body = LexborHTMLParser(markup).body
        return () if body is None else _paragraphs(_own_markup(body))
    return _paragraphs(markup)


def _own_markup(node: "LexborNode") -> str:
    """The markup within the node, without what is named as something else than its text."""
    markup = node.inner_html or ""
    if 'class="' not in markup:
        return markup
    names = {name for value in _CLASSES.findall(markup) for name in value.split()}
    foreign = [f".{name}" for name in names if is_foreign(name)]
    if not foreign:
        return markup
    for piece in node.css(", ".join(foreign)):
        if piece.mem_id != node.mem_id:
            piece.decompose(recursive=False)
    return node.inner_html or ""


@lru_cache(maxsize=4096)
def is_foreign(name: str) -> bool:
    """Whether a class is that of something else than a text, which may stand within one."""
    # Many sites write "block__element": "release__date" is a date, whatever the block.
    own = name.rpartition("__")[2]
    return (own in DETAILS or own in SPOKEN or says_beside(name)) and _PLAIN.fullmatch(name) is not None


def _paragraphs(markup: str) -> tuple[str, ...]:
    """The paragraphs of markup; what has no tags but those of paragraphs needs no further look."""
    told = []
    for piece in markup.split("</p>"):
        start = piece.find("<p>")
        if start < 0 or piece.rfind("<") != start or not (start == 0 or piece[:start].isspace()):
            if not piece or piece.isspace():
                continue
            return paragraphs(markup)
        text = piece[start + 3 :]
        if part := one_line(unescape(text) if "&" in text else text):
            told.append(part)
    return tuple(told)


def _told_by_nature(post: "LexborNode", heading: "LexborNode | None") -> tuple[str, ...]:
    if heading is not None:
        heading.decompose(recursive=False)
    whole = post.inner_html or ""
    return _told(_own_markup(post)) or _told(whole)


def _told(markup: str) -> tuple[str, ...]:
    parts = [_without_datelines(part) for part in _paragraphs(markup)]
    told = tuple(
        part for part in parts if len(part) >= _least(part) or part[-1:] in SENTENCE_ENDS or cut_tail(part).found
    )
    return told if any(len(part) >= _least(part) for part in told) else ()


def _least(part: str) -> int:
    # A character of Chinese or Japanese says as much as three.
    return _LEAST_OF_A_PARAGRAPH // 3 if part[:1] > "\u2fff" else _LEAST_OF_A_PARAGRAPH


def _without_datelines(part: str) -> str:
    return "\n".join(line for line in part.split("\n") if not is_dateline(line))
