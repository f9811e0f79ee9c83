"""Who may do what: everybody in their own chat, a group's admins there, the operators what concerns the whole bot."""

from collections.abc import Collection

from telegram import Bot, Update
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.chat.library import is_private

_ADMINS = frozenset({ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER})


def is_operator(update: Update, operators: Collection[int]) -> bool:
    """Whether one of those who run this bot (BRIEFBOT_ADMINS) is behind this update, in whatever chat.

    Who speaks as a channel or as an anonymous admin shows no user id, and is none.
    """
    user = update.effective_user
    return user is not None and user.id in operators


async def may_change(bot: Bot, update: Update) -> bool:
    """Whether the person behind this update may change this chat. Telegram is asked each time: rights change."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None:
        return False
    # Channel posts and anonymous admins speak as the chat itself: only admins can.
    sender = update.effective_sender
    if is_private(chat.id) or (sender is not None and sender.id == chat.id):
        return True
    if user is None:
        return False
    try:
        member = await bot.get_chat_member(chat.id, user.id)
    except TelegramError:
        return False
    return member.status in _ADMINS
