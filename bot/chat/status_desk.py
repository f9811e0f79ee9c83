"""How deliveries stand, for whoever asks: storage's verbs in, a `Message` out. Changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.chat import status_texts
from bot.chat.speaking import Place
from bot.messages.message import Message
from storage import Storage

_DEAD_FOR: Final = timedelta(days=7)
"""How long operators are shown what was given up."""

_REASONS: Final = 8
"""Reasons shown: with a headline each they fit into one message."""


class StatusDesk:
    """What waits, until when, and what came last."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    async def status(self, place: Place) -> Message:
        """/status: of this chat."""
        now = self._now()
        status = await self._storage.chat_status(place.chat_id, now=now)
        if status is None:  # forgotten while the question was under way
            return Message("Nothing waits here.")
        return status_texts.chat_status(status, now)

    async def operators_status(self, place: Place) -> Message:
        """/status of an operator, among themselves: of the whole desk as well."""
        now = self._now()
        own = await self.status(place)
        desk = await self._storage.desk_status(since=now - _DEAD_FOR, now=now, limit=_REASONS)
        chat = await self._storage.chat(place.chat_id)
        return replace(own, html=f"{own.html}\n\n{status_texts.whole_desk(desk, now, chat.zone if chat else None)}")
