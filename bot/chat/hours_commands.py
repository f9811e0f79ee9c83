"""Commands about hours: each handler translates one, and does no more."""

from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.ext import ContextTypes

from bot.chat import texts
from bot.chat.hours_desk import HoursDesk
from bot.chat.rights import may_change
from bot.chat.speaking import Place, language_of, place_of, say, words_of
from bot.messages.message import Message

Context = ContextTypes.DEFAULT_TYPE
Answer = Callable[[Place, str, str | None], Awaitable[Message]]


class HoursCommands:
    """What the Telegram library calls for these commands."""

    def __init__(self, desk: HoursDesk) -> None:
        self._desk = desk

    async def settings(self, update: Update, context: Context) -> None:
        """/settings"""
        if place := place_of(update):
            await say(context.bot, place, await self._desk.settings(place, language_of(update)))

    async def digest(self, update: Update, context: Context) -> None:
        """/digest [TOPIC] [TIMES | off]"""
        await self._answer(update, context, self._desk.digest)

    async def quiet(self, update: Update, context: Context) -> None:
        """/quiet [HOURS | off]"""
        await self._answer(update, context, self._desk.quiet)

    async def zone(self, update: Update, context: Context) -> None:
        """/zone [PLACE]"""
        await self._answer(update, context, self._desk.zone)

    async def _answer(self, update: Update, context: Context, answer: Answer) -> None:
        place = place_of(update)
        if place and not await may_change(context.bot, update):
            await say(context.bot, place, texts.only_admins())
        elif place:
            await say(context.bot, place, await answer(place, words_of(update), language_of(update)))
