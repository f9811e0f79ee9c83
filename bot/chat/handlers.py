"""Commands, plain words and membership: each handler translates one kind of update, and does no more."""

from collections.abc import Collection

from telegram import ChatMember, ChatMemberUpdated, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.chat import source_texts, texts
from bot.chat.desks import Desks
from bot.chat.rights import is_operator, may_change
from bot.chat.speaking import Place, language_of, place_of, say, text_of, words_of
from bot.ingest.typed import address_in
from bot.logs import logger
from bot.messages.message import Message
from storage.model import ChatId, ChatKind

_AWAY = frozenset({ChatMember.LEFT, ChatMember.BANNED})
_log = logger("chat")

Context = ContextTypes.DEFAULT_TYPE


class Handlers:
    """What the Telegram library calls. Holds the desk; keeps nothing between two updates."""

    def __init__(self, desks: Desks, operators: Collection[int]) -> None:
        self._desks = desks
        self._operators = operators

    async def greet(self, update: Update, context: Context) -> None:
        """Before anything else: note the chat, and welcome it back where it had been away."""
        place = place_of(update)
        if place and update.my_chat_member is None and await self._desks.topics.meet(place):
            await say(context.bot, place, await self._desks.away.welcome(place))

    async def start(self, update: Update, context: Context) -> None:
        """/start; what stands behind it in a deep link changes nothing by itself."""
        if place := place_of(update):
            await say(context.bot, place, await self._desks.topics.start(place))

    async def help(self, update: Update, context: Context) -> None:
        """/help"""
        if place := place_of(update):
            await say(context.bot, place, texts.help_text())

    async def follow(self, update: Update, context: Context) -> None:
        """/follow WORDS"""
        if place := await self._allowed(update, context):
            await say(context.bot, place, await self._desks.topics.follow(place, words_of(update)))

    async def unfollow(self, update: Update, context: Context) -> None:
        """/unfollow [WORDS]"""
        if place := await self._allowed(update, context):
            await say(context.bot, place, await self._desks.topics.unfollow(place, words_of(update)))

    async def topics(self, update: Update, context: Context) -> None:
        """/topics"""
        if place := place_of(update):
            await say(context.bot, place, await self._desks.topics.topics(place))

    async def browse(self, update: Update, context: Context) -> None:
        """/browse"""
        if place := place_of(update):
            await say(context.bot, place, await self._desks.browser.browse(place, language_of(update)))

    async def latest(self, update: Update, context: Context) -> None:
        """/latest [WORDS]"""
        if place := place_of(update):
            for message in await self._desks.topics.latest(place, words_of(update)):
                await say(context.bot, place, message)

    async def pause(self, update: Update, context: Context) -> None:
        """/pause"""
        if place := await self._allowed(update, context):
            await say(context.bot, place, await self._desks.topics.pause(place))

    async def resume(self, update: Update, context: Context) -> None:
        """/resume"""
        if place := await self._allowed(update, context):
            await say(context.bot, place, await self._desks.topics.resume(place))

    async def sources(self, update: Update, context: Context) -> None:
        """/sources: all of them for those who run the bot, their own for everybody else."""
        place = place_of(update)
        if place and is_operator(update, self._operators):
            await say(context.bot, place, await self._desks.sources.overview())
        elif place:
            user = update.effective_user
            refusal = source_texts.not_for_you(None if self._operators or not user else user.id)
            await say(context.bot, place, await self._desks.sources.own(place) or refusal)

    async def add(self, update: Update, context: Context) -> None:
        """/add [ADDRESS]"""
        await self._desks.newcomers.add(update, context, words_of(update))

    async def offer(self, update: Update, context: Context) -> None:
        """Plain words, or an address, in a private chat; in a group people talk to one another."""
        place = place_of(update)
        if place is None or place.kind is not ChatKind.PRIVATE:
            return
        text = text_of(update)
        address = address_in(text)
        if not (address and await self._desks.newcomers.paste(update, context, address)):
            await say(context.bot, place, await self._desks.topics.offer(place, text))

    async def unknown_command(self, update: Update, context: Context) -> None:
        """A command there is not; in a group it is meant for another bot."""
        place = place_of(update)
        if place and place.kind is ChatKind.PRIVATE:
            await say(context.bot, place, texts.unknown_command())

    async def membership(self, update: Update, context: Context) -> None:
        """The bot was blocked, unblocked, thrown out or let in."""
        change, place = update.my_chat_member, place_of(update)
        if change is None or place is None:
            return
        if change.new_chat_member.status in _AWAY:
            await self._desks.topics.lose(place, f"membership: {change.new_chat_member.status}")
        elif await self._desks.topics.meet(place) and _may_write(change):
            await say(context.bot, place, await self._desks.away.welcome(place))

    async def migration(self, update: Update, context: Context) -> None:  # noqa: ARG002  # the library's signature
        """A group became a supergroup: it has another id from now on."""
        message = update.effective_message
        if message and message.migrate_to_chat_id:
            await self._desks.topics.move(ChatId(message.chat.id), ChatId(message.migrate_to_chat_id))

    async def _allowed(self, update: Update, context: Context) -> Place | None:
        """The place, if whoever speaks may change it; else a polite word."""
        place = place_of(update)
        if place and not await may_change(context.bot, update):
            await say(context.bot, place, texts.only_admins())
            return None
        return place


async def apologise(update: object, context: Context) -> None:
    """The last net under every handler: log, and say so where somebody waits for an answer."""
    _log.exception("update.failed", context.error)
    place = place_of(update) if isinstance(update, Update) else None
    if place and isinstance(update, Update) and update.effective_user:
        await _try_to_say(context, place, texts.apology())


async def _try_to_say(context: Context, place: Place, message: Message) -> None:
    try:
        await say(context.bot, place, message)
    except TelegramError:  # whatever stopped the answer may stop the apology as well
        _log.warning("apology.unsent", chat=place.chat_id)


def _may_write(change: ChatMemberUpdated) -> bool:
    """A restricted member may be let in without the right to speak."""
    return getattr(change.new_chat_member, "can_send_messages", True) is not False
