"""Who runs the bot is told by user id alone, wherever they write."""

import pytest
from telegram import Chat, Message, Update, User

from bot.chat.rights import is_operator
from bot.clock import now

ANNA, BEN = 7_000_000_001, 7_000_000_002


def an_update(*, user_id: int | None, chat_id: int, chat_type: str) -> Update:
    """A message of this user in this chat; without a user it is said by the chat itself."""
    chat = Chat(chat_id, chat_type)
    user = None if user_id is None else User(user_id, "somebody", is_bot=False)
    message = Message(1, now(), chat, from_user=user, sender_chat=None if user else chat, text="/sources")
    return Update(1, channel_post=message) if chat_type == Chat.CHANNEL else Update(1, message=message)


@pytest.mark.parametrize(("chat_id", "chat_type"), [(ANNA, Chat.PRIVATE), (-100, Chat.SUPERGROUP)])
def test_an_operator_is_one_in_every_chat(chat_id: int, chat_type: str) -> None:
    update = an_update(user_id=ANNA, chat_id=chat_id, chat_type=chat_type)
    assert is_operator(update, {ANNA})
    assert not is_operator(update, {BEN})


def test_a_channel_is_nobody() -> None:
    assert not is_operator(an_update(user_id=None, chat_id=-100, chat_type=Chat.CHANNEL), {ANNA, -100})


def test_nobody_is_an_operator_unless_named() -> None:
    assert not is_operator(an_update(user_id=ANNA, chat_id=ANNA, chat_type=Chat.PRIVATE), ())
