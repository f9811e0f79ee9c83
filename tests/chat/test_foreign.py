"""A Bot API server that is not Telegram's can be talked to; Telegram's own words pass unchanged."""

import copy
from typing import Any

from telegram import Message, Update, User

from bot.chat.foreign import put_right, put_update_right

CHAT = {"id": 7, "type": "private", "first_name": "Anna"}
ANNA = {"id": 7, "is_bot": False, "first_name": "Anna"}


def test_a_bot_that_is_not_said_to_be_one_is_known() -> None:
    answer = put_right({"ok": True, "result": {"id": 666, "username": "desk_bot", "first_name": "Desk"}})
    bot = User.de_json(answer["result"])
    assert bot.is_bot
    assert bot.username == "desk_bot"


def test_a_time_in_milliseconds_is_a_time() -> None:
    answer = put_right({"ok": True, "result": {"message_id": 3, "date": 1_700_000_000_123, "chat": CHAT, "text": "x"}})
    assert Message.de_json(answer["result"]).date.year == 2023


def test_a_press_without_a_chat_instance_is_a_press() -> None:
    message = {"chat": CHAT, "message_id": 3, "from": {"id": 1, "username": "desk_bot"}}
    press = {"id": "1", "from": {"id": 7, "username": "anna"}, "data": "t", "message": message}
    update = Update.de_json(put_update_right({"update_id": 1, "callback_query": press}))
    assert update.callback_query
    assert update.callback_query.data == "t"


def test_telegram_s_own_words_pass_unchanged() -> None:
    message: dict[str, Any] = {"message_id": 3, "date": 1_700_000_000, "chat": CHAT, "from": ANNA, "text": "x"}
    for update in ({"update_id": 1, "message": message}, {"update_id": 2, "edited_message": message}, {"update_id": 3}):
        assert put_update_right(copy.deepcopy(update)) == update
    for answer in ({"ok": True, "result": message}, {"ok": True, "result": True}, {"ok": False, "error_code": 400}):
        assert put_right(copy.deepcopy(answer)) == answer
