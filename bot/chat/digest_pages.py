"""The pages of a digest: who turns one gets it in place of the one before."""

from collections.abc import Callable
from datetime import datetime

from bot.chat.speaking import Place
from bot.dispatch.hours import clock_of
from bot.messages.digest import Told, write_digest
from bot.messages.message import Message
from storage import Storage


class DigestPages:
    """Writes any page of a digest that was sent; nothing is remembered of who is where."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    async def turn(self, place: Place, message_id: int, page: int) -> Message | None:
        """This page of the digest in this message; None: its record was tidied away."""
        told = await self._storage.told_in_digest(place.chat_id, message_id)
        if not told:
            return None
        chat = await self._storage.chat(place.chat_id)
        now = self._now().astimezone(clock_of(chat.zone if chat else None))
        return write_digest([Told(each.brief, each.words) for each in told], now=now, page=page)
