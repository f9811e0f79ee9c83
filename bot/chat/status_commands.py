"""Commands about how things stand: each handler translates one, and does no more."""

from collections.abc import Collection

from telegram import Update
from telegram.ext import ContextTypes

from bot.chat.rights import is_operator
from bot.chat.speaking import place_of, say
from bot.chat.status_desk import StatusDesk
from storage.model import ChatKind

Context = ContextTypes.DEFAULT_TYPE


class StatusCommands:
    """What the Telegram library calls for these commands."""

    def __init__(self, desk: StatusDesk, operators: Collection[int]) -> None:
        self._desk = desk
        self._operators = operators

    async def status(self, update: Update, context: Context) -> None:
        """/status; the whole bot is nobody's business but its operators', and not in a group."""
        place = place_of(update)
        if place is None:
            return
        private = place.kind is ChatKind.PRIVATE and is_operator(update, self._operators)
        answer = self._desk.operators_status if private else self._desk.status
        await say(context.bot, place, await answer(place))
