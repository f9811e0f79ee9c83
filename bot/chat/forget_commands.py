"""/forget, as the Telegram library calls it: it translates, and does no more."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.chat import texts
from bot.chat.forget_desk import ForgetDesk
from bot.chat.rights import may_change
from bot.chat.speaking import place_of, say

Context = ContextTypes.DEFAULT_TYPE


class ForgetCommands:
    """What the Telegram library calls for this command."""

    def __init__(self, desk: ForgetDesk) -> None:
        self._desk = desk

    async def forget(self, update: Update, context: Context) -> None:
        """/forget"""
        place = place_of(update)
        if place and not await may_change(context.bot, update):
            await say(context.bot, place, texts.only_admins())
        elif place:
            await say(context.bot, place, await self._desk.ask(place))
