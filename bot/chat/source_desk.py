"""What operators can ask about sources in the chat, and the answer to it: storage's verbs in, `Message`s out."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.chat import source_texts
from bot.chat.references import Act, Reference
from bot.chat.speaking import Place
from bot.messages.message import Message
from storage import Storage
from storage.model import SourceId, SourceState

ABOUT_SOURCES: Final = frozenset({Act.SOURCES, Act.SOURCE, Act.SOURCE_VISIT, Act.SOURCE_REMOVE, Act.SOURCE_RESTORE})
"""What only operators may press."""


class SourceDesk:
    """The sources of the whole bot, ten at a time. Every verb may come twice without harm."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    async def overview(self, page: int = 1) -> Message:
        """/sources: the troubled ones first."""
        sources, troubles = await self._storage.sources(), await self._storage.open_troubles()
        # What chats have for themselves is their business: they hear of its troubles, and operators of its number.
        public = [source for source in sources if not source.is_private]
        return source_texts.overview(public, len(sources) - len(public), troubles, page, self._now())

    async def own(self, place: Place) -> Message | None:
        """/sources for everybody else: what this chat and thread have for themselves; None: nothing."""
        sources = await self._storage.chat_sources(place.chat_id, place.thread_id)
        troubles = await self._storage.open_troubles()
        private = [source for source in sources if source.is_private]
        return source_texts.own(private, troubles, self._now()) if private else None

    async def press(self, reference: Reference) -> Message:
        """What stands in the place of the list, or of one source, after a press."""
        source_id = SourceId(reference.number)
        match reference.act:
            case Act.SOURCE_VISIT:
                await self._storage.visit_soon(source_id, now=self._now())
            case Act.SOURCE_RESTORE:
                await self._storage.restore_source(source_id)
            case Act.SOURCE_REMOVE:
                await self._storage.remove_source(str(source_id))
            case Act.SOURCES:
                return await self.overview(reference.number)
        return await self._about(source_id)

    async def _about(self, source_id: SourceId) -> Message:
        source = await self._storage.source(source_id)
        if source is None:
            return await self.overview()
        if source.state is SourceState.REMOVED:
            return source_texts.removed(source)
        troubles = await self._storage.open_troubles()
        return source_texts.about(source, troubles.get(source_id), self._now())
