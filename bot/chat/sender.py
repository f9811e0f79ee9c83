"""Pushes: a `Message` becomes one Bot API call, its body built once however many chats receive it."""

import html
import json
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot.chat.answers import BAD_BUTTONS, UNPARSABLE, outcome_of
from bot.chat.bot_api import BotApi
from bot.dispatch.outcomes import Outcome, Refused
from bot.logs import logger
from bot.messages.message import Button, Message
from storage.model import NO_THREAD, ChatId, ThreadId

_log = logger("sender")


class TelegramSender:
    """The dispatcher's `Sender`. A message Telegram finds malformed is sent once more in a plainer form."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    async def send(self, chat_id: ChatId, thread_id: ThreadId, message: Message) -> Outcome:
        """Send once, and say exactly what came of it."""
        outcome = await self._send(chat_id, thread_id, _body(message))
        if isinstance(outcome, Refused):
            plainer = _plainer(message, outcome.why.lower())
            if plainer is not None:
                # Our bug, and worth a look; but the person gets the news.
                _log.error("message.malformed", chat=chat_id, said=outcome.why)
                return await self._send(chat_id, thread_id, plainer)
        return outcome

    async def _send(self, chat_id: ChatId, thread_id: ThreadId, body: bytes) -> Outcome:
        where = f'{{"chat_id":{chat_id},'
        if thread_id != NO_THREAD:
            where += f'"message_thread_id":{thread_id},'
        return outcome_of(await self._api.call("sendMessage", where.encode() + body[1:]))


@lru_cache(512)
def _body(message: Message) -> bytes:
    """The call's JSON object, all but the chat."""
    return _encoded(message, text=message.html, parse_mode="HTML")


def _plainer(message: Message, said: str) -> bytes | None:
    if UNPARSABLE in said:
        return _encoded(message, text=html.unescape(re.sub(r"<[^>]*>", "", message.html)))
    if any(part in said for part in BAD_BUTTONS):
        return _encoded(replace(message, buttons=()), text=message.html, parse_mode="HTML")
    return None


def _encoded(message: Message, **fields: str) -> bytes:
    call: dict[str, Any] = {**fields, "link_preview_options": {"is_disabled": True}}
    if message.silent:
        call["disable_notification"] = True
    if message.buttons:
        call["reply_markup"] = {
            "inline_keyboard": [[_button_json(button) for button in row] for row in message.buttons]
        }
    return json.dumps(call, ensure_ascii=False).encode()


def _button_json(button: Button) -> dict[str, str]:
    """An inline button as the Bot API wants it."""
    if button.url:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": button.action or ""}
