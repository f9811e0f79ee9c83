"""A whole set-up moves to another chat: a code given in the one, typed in the other, confirmed there.

Whoever may change both chats can do it. A group reads the code as well, so it counts for the person who asked for it.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.chat import move_texts
from bot.chat.references import Act, Reference
from bot.chat.speaking import Place
from bot.messages.message import Message
from storage import Storage
from storage.model_set_up import SetUpMoveId

ACTS: Final = frozenset({Act.MOVE_HERE, Act.MOVE_BACK, Act.MOVE_CANCEL})
"""Buttons of this desk."""

_COUNTS_FOR: Final = timedelta(days=1)
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that are read as one another."""
_LENGTH: Final = 10
"""Letters of a code: 10^14 of them, which in a day nobody guesses at the pace of a chat."""


class MoveDesk:
    """Moves between two chats. Every verb may come twice without harm."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    async def move(self, place: Place, words: str, person: int) -> Message:
        """/move: a code for this place; /move CODE: what would come here."""
        if words.strip():
            return await self._aim(place, words, person)
        code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        move = await self._storage.begin_move(*place.who, code, asked_by=person, now=self._now())
        if not (move.topics or move.mutes or move.sources):
            await self._storage.cancel_move(move.id, *place.who)
            return move_texts.nothing_to_move()
        return move_texts.code_given(move, f"{code[:5]}-{code[5:]}")

    async def press(self, place: Place, reference: Reference) -> Message:
        """What stands in the place of the message whose button was pressed."""
        move_id = SetUpMoveId(reference.number)
        match reference.act:
            case Act.MOVE_HERE:
                moved = await self._storage.carry_out_move(move_id, *place.who, now=self._now())
                return move_texts.moved(moved) if moved else move_texts.done_already()
            case Act.MOVE_BACK:
                back = await self._storage.undo_move(move_id, *place.who, now=self._now())
                return move_texts.moved_back(back) if back else move_texts.done_already()
            case _:
                is_cancelled = await self._storage.cancel_move(move_id, *place.who)
                return move_texts.cancelled() if is_cancelled else move_texts.done_already()

    async def _aim(self, place: Place, words: str, person: int) -> Message:
        code = "".join(letter for letter in words.upper() if letter.isalnum())
        move = await self._storage.aim_move(code, *place.who, asked_by=person, since=self._now() - _COUNTS_FOR)
        return move_texts.confirm(move) if move else move_texts.unknown_code()
