"""Chats that were away and are back: the offer to catch up, taken, skipped and taken back."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from bot.chat import away_texts, texts
from bot.chat.references import Act, Reference
from bot.chat.speaking import Place
from bot.messages.message import Message
from storage import Storage

ACTS: Final = frozenset({Act.CATCH_UP, Act.SKIP_MISSED, Act.UNSKIP_MISSED})
"""Buttons of this desk."""

_MOST: Final = 200
"""Briefs of one catch-up, the newest: two digests, and as much as anybody reads up on."""


class AwayDesk:
    """What a chat missed. Every verb may come twice without harm."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    async def welcome(self, place: Place) -> Message:
        """The first words to a chat that was woken: how much it missed, where it missed something."""
        missed = await self._storage.missed(place.chat_id, limit=_MOST)
        return away_texts.offer(missed) if missed and missed.briefs else texts.welcome_back()

    async def press(self, place: Place, reference: Reference) -> Message:
        """What stands in the place of the offer after a press."""
        match reference.act:
            case Act.CATCH_UP:
                return await self._catch_up(place)
            case Act.UNSKIP_MISSED:
                since = _instant(reference.number)
                if since is not None:
                    await self._storage.want_missed_again(place.chat_id, since)
                missed = await self._storage.missed(place.chat_id, limit=_MOST)
                return away_texts.offer(missed) if missed and missed.briefs else away_texts.nothing_missed()
            case _:
                skipped = await self._storage.skip_missed(place.chat_id)
                return away_texts.skipped(skipped) if skipped else away_texts.nothing_missed()

    async def _catch_up(self, place: Place) -> Message:
        missed = await self._storage.missed(place.chat_id, limit=_MOST)
        if missed is None:
            return away_texts.nothing_missed()
        owed = await self._storage.owe_missed_briefs(place.chat_id, missed.since, missed.briefs, now=self._now())
        chat = await self._storage.chat(place.chat_id)
        return away_texts.caught_up(owed, paused=bool(chat and chat.paused_at))


def _instant(seconds: int) -> datetime | None:
    """The instant on a button, in seconds since 1970; None for one that no calendar has, which was forged."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
