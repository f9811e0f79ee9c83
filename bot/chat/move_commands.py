"""/move, as the Telegram library calls it: it translates, and does no more."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.chat import move_texts, texts
from bot.chat.move_desk import MoveDesk
from bot.chat.rights import may_change
from bot.chat.speaking import place_of, say, words_of

Context = ContextTypes.DEFAULT_TYPE


class MoveCommands:
    """What the Telegram library calls for this command."""

    def __init__(self, desk: MoveDesk) -> None:
        self._desk = desk

    async def move(self, update: Update, context: Context) -> None:
        """/move [CODE]"""
        place = place_of(update)
        if place and not await may_change(context.bot, update):
            await say(context.bot, place, texts.only_admins())
        elif place:
            person, sender = update.effective_user, update.effective_sender
            if person is None or sender is None or person.id != sender.id:
                await say(context.bot, place, move_texts.nobody_seen())
            else:
                await say(context.bot, place, await self._desk.move(place, words_of(update), person.id))
