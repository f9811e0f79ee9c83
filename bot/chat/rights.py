"""Who may change what a chat follows: everybody in their own chat, admins elsewhere."""

from telegram import Bot, Update
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.chat.library import is_private

_ADMINS = frozenset({ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER})


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
