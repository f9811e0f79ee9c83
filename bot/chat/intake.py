"""New sources, as people ask for them in a chat: an address in, storage's verbs, one `Message` out.

    an operator's ─────────▶ for everybody
    anybody else's, within the quota ─▶ for their chat (and thread) alone

Knows nothing of the Telegram library. Every verb may come twice without harm.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.chat import intake_texts
from bot.chat.speaking import Place
from bot.chat.texts import OFFERED
from bot.ingest.discovered import Discovered, NothingFound
from bot.ingest.typed import NO_ADDRESS, addresses_of
from bot.messages.message import Message
from bot.topics.suggest import Suggestion, suggest_topics
from storage import Storage
from storage.chat_sources import Added, Addition
from storage.model import Source, SourceId, SourceState

_LOOKED_THROUGH = 100
"""Briefs of a source from which topics are drawn, the newest."""

Look = Callable[[str], Awaitable[Discovered | NothingFound]]
"""Works out what an address is. It takes its time, up to a minute."""


class Terms(NamedTuple):
    """What an operator allows. `quota`: sources a chat may have for itself; 0: only operators add any."""

    quota: int = 0
    visit_every: timedelta = timedelta(minutes=10)


class Intake:
    """Takes sources in, and lets them go again. It does not ask who speaks: that is told with each wish."""

    def __init__(self, storage: Storage, look: Look, terms: Terms, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._look = look
        self._terms = terms
        self._now = now

    def refusal(self, typed: str, *, is_operator: bool) -> Message | None:
        """Why `typed` is not even looked at for whoever speaks; or None.

        Who has as many sources as they may is not refused yet: what is there may be everybody's already.
        """
        if not is_operator and not self._terms.quota:
            return intake_texts.only_operators()
        return None if addresses_of(typed) else intake_texts.nothing_found(NO_ADDRESS, to_operator=is_operator)

    async def has_room(self, place: Place, *, is_operator: bool) -> bool:
        """Whether whoever speaks may add another source here."""
        number = 0 if is_operator else await self._storage.number_of_chat_sources(place.chat_id)
        return is_operator or number < self._terms.quota

    async def add(self, place: Place, typed: str, *, is_operator: bool) -> Message:
        """Find out what is at an address, and add it: what came of it, with topics to tap."""
        found = await self._look(typed)
        if isinstance(found, NothingFound):
            return intake_texts.nothing_found(found.reason, to_operator=is_operator)
        added = await self._add_for_all(found) if is_operator else await self._add_for(place, found.address)
        if added.source is None:
            return intake_texts.beyond_quota(self._terms.quota)
        await self._store(added.source, found)
        news = intake_texts.News(found, added.source, added.addition, is_operator=is_operator, place=place)
        return intake_texts.added(news, await self._topics_in(found), follows=await self._follows(place))

    async def own(self, place: Place, *, is_operator: bool) -> Message:
        """/add without an address: how to, and what the chat has for itself."""
        sources = [one for one in await self._storage.chat_sources(*place.who) if one.is_private]
        if not sources and not is_operator and not self._terms.quota:
            return intake_texts.only_operators()
        return intake_texts.own_sources(sources)

    async def drop(self, place: Place, source_id: SourceId) -> Message:
        """[Undo] of a chat's own source, or [✕]."""
        source = await self._storage.remove_chat_source(*place.who, source_id, now=self._now())
        return intake_texts.dropped(source, place)

    async def keep(self, place: Place, source_id: SourceId) -> Message:
        """The undo of that."""
        added = await self._storage.restore_chat_source(*place.who, source_id, quota=self._terms.quota, now=self._now())
        if added is not None and added.addition is Addition.BEYOND_QUOTA:
            return intake_texts.beyond_quota(self._terms.quota)
        return intake_texts.kept(added.source if added else None, place)

    async def take_back(self, source_id: SourceId) -> Message:
        """An operator's [Undo]: it is not everybody's any more."""
        return intake_texts.taken_back(await self._storage.take_source_back(source_id))

    async def give_again(self, source_id: SourceId) -> Message:
        """The undo of that."""
        source = await self._storage.source(source_id)
        if source is not None:
            source = await self._storage.add_source(source.address, now=self._now())
        return intake_texts.given_again(source)

    async def _add_for_all(self, found: Discovered) -> Added:
        known = await self._storage.source_at(found.address)
        is_public = known is not None and known.state is SourceState.ACTIVE and not known.is_private
        source = await self._storage.add_source(found.address, now=self._now())
        has_moved = source.address != found.address  # away from there for good, and is read where it is now
        return Added(source, Addition.PUBLIC if is_public or has_moved else Addition.ADDED)

    async def _add_for(self, place: Place, address: str) -> Added:
        return await self._storage.add_chat_source(*place.who, address, quota=self._terms.quota, now=self._now())

    async def _store(self, source: Source, found: Discovered) -> None:
        from bot.ingest.arrivals import store_first_visit  # noqa: PLC0415 - late: only who adds sources needs it

        await store_first_visit(self._storage, source, found, visit_every=self._terms.visit_every, now=self._now())

    async def _topics_in(self, found: Discovered) -> list[Suggestion]:
        briefs = [(brief.title, brief.text) for brief in found.newest[:_LOOKED_THROUGH]]
        # In a thread: a large feed takes long enough to be felt in other chats.
        return await asyncio.to_thread(suggest_topics, briefs, limit=OFFERED)

    async def _follows(self, place: Place) -> bool:
        return bool(await self._storage.subscriptions(*place.who))
