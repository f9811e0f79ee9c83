"""Commands that try a topic, mute something, or ask why not: each handler translates one, and does no more."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.chat import texts
from bot.chat.desks import Desks
from bot.chat.rights import may_change
from bot.chat.speaking import place_of, say, words_of

Context = ContextTypes.DEFAULT_TYPE


class Asking:
    """What the Telegram library calls for these commands."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    async def try_topic(self, update: Update, context: Context) -> None:
        """/try WORDS"""
        if place := place_of(update):
            await say(context.bot, place, await self._desks.trying.try_words(place, words_of(update)))

    async def whynot(self, update: Update, context: Context) -> None:
        """/whynot LINK"""
        if place := place_of(update):
            await say(context.bot, place, await self._desks.reasons.why_not(place, words_of(update)))

    async def mute(self, update: Update, context: Context) -> None:
        """/mute [WORDS]"""
        if place := place_of(update):
            is_allowed = await may_change(context.bot, update)
            answer = await self._desks.mutes.mute(place, words_of(update)) if is_allowed else texts.only_admins()
            await say(context.bot, place, answer)

    async def unmute(self, update: Update, context: Context) -> None:
        """/unmute [WORDS]"""
        if place := place_of(update):
            is_allowed = await may_change(context.bot, update)
            answer = await self._desks.mutes.unmute(place, words_of(update)) if is_allowed else texts.only_admins()
            await say(context.bot, place, answer)
