"""A chat that wants to be forgotten: asked, told what goes, and deleted after a second word."""

from typing import Final

from bot.chat import forget_texts
from bot.chat.references import Act, Reference
from bot.chat.speaking import Place
from bot.messages.message import Message
from storage import Storage

ACTS: Final = frozenset({Act.FORGET, Act.KEEP})
"""Buttons of this desk."""


class ForgetDesk:
    """Deletes all of one chat, in every thread of it. Every verb may come twice without harm."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def ask(self, place: Place) -> Message:
        """/forget"""
        return forget_texts.confirm(await self._storage.chat_contents(place.chat_id))

    async def press(self, place: Place, reference: Reference) -> Message:
        """What stands in the place of the question."""
        if reference.act is not Act.FORGET:
            return forget_texts.kept()
        await self._storage.forget_chat(place.chat_id)
        return forget_texts.forgotten()
