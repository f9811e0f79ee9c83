"""One topic that is followed: its page, how loudly it comes, and its snooze."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.chat import texts, topic_texts
from bot.chat.references import Act, Reference
from bot.chat.speaking import Place
from bot.dispatch.archive import search_archive
from bot.messages.message import Message
from bot.topics.query import QueryError, parse_topic
from storage import Storage
from storage.model import Subscription, TopicId

ACTS: Final = frozenset({Act.TOPIC, Act.ATTENTION, Act.SNOOZE, Act.UNSNOOZE})
"""Buttons of this desk."""

_LONGEST: Final = 365
"""Days; a button that says more was forged."""


class TopicDesk:
    """The page of one topic at a time. Every verb may come twice without harm."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    async def press(self, place: Place, reference: Reference) -> Message:
        """What stands in the place of the message whose button was pressed."""
        topic_id, number = TopicId(reference.number), (*reference.ids, 0, 0)[1]
        match reference.act:
            case Act.ATTENTION:
                return await self._set_attention(place, topic_id, number)
            case Act.SNOOZE if number:
                return await self._snooze(place, topic_id, min(number, _LONGEST))
            case Act.SNOOZE:
                topic = await self._topic(place, topic_id)
                return topic_texts.for_how_long(topic) if topic else texts.nothing_to_undo()
            case Act.UNSNOOZE:
                before = await self._storage.snooze_topic(*place.who, topic_id, None, now=self._now())
                return topic_texts.woken(before) if before else texts.nothing_to_undo()
            case _:
                return await self._page(place, topic_id)

    async def _page(self, place: Place, topic_id: TopicId) -> Message:
        topic = await self._topic(place, topic_id)
        if topic is None:
            return texts.nothing_to_undo()
        chat = await self._storage.chat(place.chat_id)
        return topic_texts.page(topic, chat, await self._count(place, topic), self._now())

    async def _set_attention(self, place: Place, topic_id: TopicId, number: int) -> Message:
        if not 0 < number <= len(topic_texts.LOUDNESS):
            return texts.nothing_to_undo()
        attention = topic_texts.LOUDNESS[number - 1]
        before = await self._storage.set_attention(*place.who, topic_id, attention, now=self._now())
        if before is None:
            return texts.nothing_to_undo()
        return topic_texts.attention_set(before.model_copy(update={"attention": attention}), before.attention)

    async def _snooze(self, place: Place, topic_id: TopicId, days: int) -> Message:
        until = self._now() + timedelta(days=days)
        before = await self._storage.snooze_topic(*place.who, topic_id, until, now=self._now())
        if before is None:
            return texts.nothing_to_undo()
        chat = await self._storage.chat(place.chat_id)
        return topic_texts.snoozed(before.model_copy(update={"snoozed_until": until}), chat, self._now())

    async def _topic(self, place: Place, topic_id: TopicId) -> Subscription | None:
        return next((one for one in await self._storage.subscriptions(*place.who) if one.topic.id == topic_id), None)

    async def _count(self, place: Place, topic: Subscription) -> str:
        try:
            query = parse_topic(topic.topic.query)
        except QueryError:  # a topic of another version
            return "0"
        found = await search_archive(self._storage, [query], limit=0, seen_by=place.who)
        return f"{found.count}" if found.complete else f"{found.count}+"
