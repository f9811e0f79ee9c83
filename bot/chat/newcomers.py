"""Addresses that people write, and the buttons about what came of them: translated, and no more.

A person waits while an address is worked out: a line says so at once, and becomes the answer.
"""

import asyncio
from collections.abc import Collection

from telegram import Bot, Update
from telegram.ext import ContextTypes

from bot.chat import intake_texts, texts
from bot.chat.intake import Intake
from bot.chat.patience import takes_long
from bot.chat.references import Act, Reference
from bot.chat.rights import is_operator, may_change
from bot.chat.speaking import Place, place_of, replace, say
from bot.messages.message import Message
from storage.model import SourceId

OPERATORS_ACTS = frozenset({Act.PUBLIC_TAKE, Act.PUBLIC_GIVE})
"""What concerns everybody."""

ACTS = OPERATORS_ACTS | {Act.OWN_DROP, Act.OWN_KEEP}
"""Buttons that come here."""

Context = ContextTypes.DEFAULT_TYPE


class Newcomers:
    """What handlers and buttons pass on when it is about a new source."""

    def __init__(self, intake: Intake, operators: Collection[int]) -> None:
        self._intake = intake
        self._operators = operators

    async def add(self, update: Update, context: Context, typed: str) -> None:
        """/add ADDRESS, or an address alone; without one, what this chat has for itself."""
        place = place_of(update)
        if place is None:
            return
        by_operator = is_operator(update, self._operators)
        if not typed.strip():
            await say(context.bot, place, await self._intake.own(place, is_operator=by_operator))
        elif refusal := await self._refusal(update, context.bot, typed, by_operator=by_operator):
            await say(context.bot, place, refusal)
        else:
            line = await say(context.bot, place, intake_texts.looking(typed))
            takes_long()
            try:
                answer = await self._intake.add(place, typed, is_operator=by_operator)
            except asyncio.CancelledError:  # the bot stops, and nobody would look at it again by itself
                await replace(context.bot, place, line, intake_texts.interrupted(typed))
                raise
            await replace(context.bot, place, line, answer)

    async def paste(self, update: Update, context: Context, typed: str) -> bool:
        """A pasted address. False: it may be a topic as well (`nytimes.com`), and whoever wrote it can add nothing."""
        place = place_of(update)
        by_operator = is_operator(update, self._operators)
        if place and "/" not in typed and not await self._intake.has_room(place, is_operator=by_operator):
            return False
        await self.add(update, context, typed)
        return True

    async def press(self, place: Place, reference: Reference) -> Message | None:
        """What stands in the place of the pressed message afterwards; the right to press was asked before."""
        source_id = SourceId(reference.number)
        match reference.act:
            case Act.OWN_DROP:
                return await self._intake.drop(place, source_id)
            case Act.OWN_KEEP:
                return await self._intake.keep(place, source_id)
            case Act.PUBLIC_TAKE:
                return await self._intake.take_back(source_id)
            case Act.PUBLIC_GIVE:
                return await self._intake.give_again(source_id)
            case _:
                return None

    async def _refusal(self, update: Update, bot: Bot, typed: str, *, by_operator: bool) -> Message | None:
        refusal = self._intake.refusal(typed, is_operator=by_operator)
        if refusal is None and not by_operator and not await may_change(bot, update):
            return texts.only_admins()
        return refusal
