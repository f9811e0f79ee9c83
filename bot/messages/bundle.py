"""Several briefs due to one chat at one moment, in as few messages as the limits allow.

A single brief is a full message with a button; in a bundle each carries its link in its last line. Cuts lie between
briefs; only a brief too long for any message is told in parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages.brief import Block, Marked, web_link, web_picture, write_blocks
from bot.messages.markup import TEXT_LIMIT, escape
from bot.messages.message import ASK_WHY, WHY, Button, Message, Picture, Pictures

SEPARATOR = "\n\n· · ·\n\n"
READ_MORE = "Read more"
CAPTION_LIMIT = 1000
"""UTF-16 units below a photo: Telegram's 1024, less a margin. What is longer goes with a preview, not shortened."""

_BRIEFS_LIMIT = 20
"""Briefs a message: more than that nobody reads in one."""

_ENTITIES_LIMIT = 95
"""Telegram ignores the formatting of a message beyond 100 entities; links in last lines would become plain text."""

_BYTES_LIMIT = 30_000
"""Telegram takes 32,768 bytes with markup; the call's other fields need some of them."""


@dataclass(frozen=True, slots=True)
class Written:
    """One message and what it tells: the first `whole` briefs, or of the first brief the part number `parts`.

    `parts` counts the parts of the first brief told when this message has arrived; 0: no part is left over.
    """

    message: Message
    whole: int
    parts: int = 0


def write_next(
    briefs: Sequence[Marked],
    *,
    now: datetime,
    parts_sent: int = 0,
    pictures: Pictures = Pictures.NONE,
    is_push: bool = False,
) -> Written:
    """The next message that tells as many of `briefs` (at least one) as fit, in their order.

    `parts_sent`: how many parts of the first brief have arrived already. A picture goes with a brief that has the
    message for itself, and with the first part of a long one: in a bundle nobody could tell whose it is.
    `is_push`: nobody asked for it just now, so [Why?] explains what it came for.
    """
    first, *rest = briefs
    blocks = write_blocks(first, now=now)
    if len(blocks) > 1:
        place = min(parts_sent, len(blocks) - 1)
        is_last = place == len(blocks) - 1
        picture = _picture(first, pictures, CAPTION_LIMIT + 1) if place == 0 else None
        message = Message(blocks[place].html, _buttons(first, is_push=is_push) if is_last else (), picture=picture)
        return Written(message, whole=1 if is_last else 0, parts=0 if is_last else place + 1)
    fitting = _fitting(first, rest, now) if rest else []
    if len(fitting) > 1:
        html = SEPARATOR.join(block.html for block in fitting)
        return Written(Message(html, ((Button(ASK_WHY, action=WHY),),) if is_push else ()), whole=len(fitting))
    picture = _picture(first, pictures, blocks[0].units)
    return Written(Message(blocks[0].html, _buttons(first, is_push=is_push), picture=picture), whole=1)


def _fitting(first: Marked, rest: Sequence[Marked], now: datetime) -> list[Block]:
    """The blocks of the longest run of briefs from the first on that one message can hold."""
    chosen: list[Block] = []
    length = entities = size = 0
    for marked in (first, *rest[: _BRIEFS_LIMIT - 1]):
        tail, tail_units = _link_tail(marked)
        blocks = write_blocks(marked, now=now, tail=tail, tail_units=tail_units)
        length += blocks[0].units + len(SEPARATOR)
        entities += blocks[0].html.count("</")
        size += len(blocks[0].html.encode()) + len(SEPARATOR)
        if len(blocks) > 1 or length > TEXT_LIMIT or entities > _ENTITIES_LIMIT or size > _BYTES_LIMIT:
            break
        chosen.append(blocks[0])
    return chosen


def _picture(marked: Marked, pictures: Pictures, length: int) -> Picture | None:
    """The picture of a brief whose message has `length` UTF-16 units at most."""
    url = None if pictures is Pictures.NONE else web_picture(marked.stored)
    return Picture(url, as_photo=pictures is Pictures.PHOTO and length <= CAPTION_LIMIT) if url else None


def _buttons(marked: Marked, *, is_push: bool) -> tuple[tuple[Button, ...], ...]:
    url = web_link(marked.stored)
    row = [Button(READ_MORE, url=url)] if url else []
    if is_push:
        row.append(Button(ASK_WHY, action=f"{WHY}:{marked.stored.id}"))
    return (tuple(row),) if row else ()


def _link_tail(marked: Marked) -> tuple[str, int]:
    url = web_link(marked.stored)
    return (f' · <a href="{escape(url)}">{READ_MORE}</a>', len(READ_MORE) + 3) if url else ("", 0)
