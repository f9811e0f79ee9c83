"""Deliveries to messages: finds the words to mark, and writes each content once however many chats receive it."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import chain

from bot.messages.brief import Marked
from bot.messages.bundle import Written, write_next
from bot.messages.digest import Told, write_digest
from bot.messages.markup import Span
from bot.messages.message import Pictures
from bot.topics.matcher import Found, find
from bot.topics.query import Query, QueryError, parse_topic
from bot.topics.readable import readable_of
from storage.model import Attention, Delivery, StoredBrief


def mark_brief(stored: StoredBrief, queries: Sequence[Query]) -> Marked:
    """The brief with the words marked that any of `queries` finds in it."""
    words = readable_of(stored)
    found = [hit for query in queries if (hit := find(query, words))]
    return as_marked(stored, found)


def as_marked(stored: StoredBrief, found: Sequence[Found]) -> Marked:
    """The brief with the words of all of `found` marked."""
    return Marked(
        stored,
        title_spans=_united(chain.from_iterable(hit.title for hit in found)),
        text_spans=_united(chain.from_iterable(hit.text for hit in found)),
    )


class Writer:
    """Writes messages for the dispatcher, remembering what it wrote last.

    Equal content (the same briefs, for the same topics) is the same `Message` object for every chat, so what the
    sender makes of it is made once as well.
    """

    def __init__(self, remembered: int = 512, *, pictures: Pictures = Pictures.NONE) -> None:
        self._remembered = remembered
        self._pictures = pictures
        self._written: dict[Hashable, Written] = {}

    def write(self, deliveries: Sequence[Delivery], now: datetime) -> Written:
        """The next message for a chat to which `deliveries` (at least one, in order) are due; `now` by its clock."""
        together = _together(deliveries)
        parts_sent = deliveries[0].parts_sent
        pictures = self._pictures_for(deliveries[0])
        key = (tuple(map(_content, together)), parts_sent, now.date(), str(now.tzinfo), pictures)
        written = self._written.get(key)
        if written is None:
            written = _written(together, now, parts_sent, pictures)
            if all(delivery.attention is Attention.SILENT for delivery in together[: max(written.whole, 1)]):
                written = replace(written, message=replace(written.message, silent=True))
            while len(self._written) >= self._remembered:
                self._written.pop(next(iter(self._written)))  # the oldest: dicts keep their order
            self._written[key] = written
        return written

    def _pictures_for(self, delivery: Delivery) -> Pictures:
        """A photo is fetched by Telegram while we wait: what failed once may have failed for that, and goes without."""
        is_again = delivery.attempts > 0 and self._pictures is Pictures.PHOTO
        return Pictures.PREVIEW if is_again else self._pictures


def _together(deliveries: Sequence[Delivery]) -> Sequence[Delivery]:
    """What one message may tell. A brief of which parts have arrived is told to its end before any digest."""
    first = deliveries[0]
    return deliveries[:1] if first.in_digest and first.parts_sent else deliveries


def _written(deliveries: Sequence[Delivery], now: datetime, parts_sent: int, pictures: Pictures) -> Written:
    """A digest of one brief is that brief."""
    if deliveries[0].in_digest and len(deliveries) > 1:
        told = [Told(delivery.brief, delivery.words) for delivery in deliveries]
        return Written(write_digest(told, now=now), whole=len(deliveries))
    briefs = [mark_brief(delivery.brief, _queries(delivery)) for delivery in deliveries]
    return write_next(briefs, now=now, parts_sent=parts_sent, pictures=pictures, is_push=True)


def _content(delivery: Delivery) -> Hashable:
    """What the wording of a delivery depends on. The texts, not only the id: a revised brief is written anew."""
    brief = delivery.brief.brief
    topics = tuple(topic.id for topic in delivery.topics)
    form = (delivery.in_digest, delivery.words if delivery.in_digest else "")
    silent = delivery.attention is Attention.SILENT
    return delivery.brief.id, brief.title, brief.text, brief.image_url, topics, form, silent


def _queries(delivery: Delivery) -> list[Query]:
    return [query for topic in delivery.topics if (query := _query(topic.query))]


@lru_cache(4096)
def _query(canonical: str) -> Query | None:
    try:
        return parse_topic(canonical)
    except QueryError:
        return None  # a topic of another version: the brief is owed all the same, without marks


def _united(spans: chain[Span]) -> tuple[Span, ...]:
    united: list[Span] = []
    for start, stop in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(stop, united[-1][1]))
        else:
            united.append((start, stop))
    return tuple(united)
