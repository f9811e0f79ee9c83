"""Pushes: a `Message` becomes one Bot API call, its body built once however many chats receive it.

refused with its picture ──▶ once more without it        malformed ──▶ once more, plainer
"""

import html
import json
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot.chat.answers import BAD_BUTTONS, UNPARSABLE, outcome_of
from bot.chat.bot_api import BotApi
from bot.dispatch.outcomes import NoRights, Outcome, Refused, TokenRefused
from bot.logs import logger
from bot.messages.message import Button, Message, Picture
from storage.model import NO_THREAD, ChatId, ThreadId

_log = logger("sender")


class TelegramSender:
    """The dispatcher's `Sender`. A message Telegram finds malformed is sent once more in a plainer form."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    async def send(self, chat_id: ChatId, thread_id: ThreadId, message: Message) -> Outcome:
        """Send once, and say exactly what came of it."""
        outcome = await self._send(chat_id, thread_id, *_call(message))
        if message.picture and _may_be_the_picture(message.picture, outcome):
            _log.info("picture.left_out", chat=chat_id, why=outcome)
            message = replace(message, picture=None)
            outcome = await self._send(chat_id, thread_id, *_call(message))
        if isinstance(outcome, Refused):
            plainer = _plainer(message, outcome.why.lower())
            if plainer is not None:
                # Our bug, and worth a look; but the person gets the news.
                _log.error("message.malformed", chat=chat_id, said=outcome.why)
                return await self._send(chat_id, thread_id, "sendMessage", plainer)
        return outcome

    async def _send(self, chat_id: ChatId, thread_id: ThreadId, method: str, body: bytes) -> Outcome:
        where = f'{{"chat_id":{chat_id},'
        if thread_id != NO_THREAD:
            where += f'"message_thread_id":{thread_id},'
        return outcome_of(await self._api.push(method, where.encode() + body[1:]))


@lru_cache(512)
def _call(message: Message) -> tuple[str, bytes]:
    """The method, and the call's JSON object, all but the chat."""
    if message.picture and message.picture.as_photo:
        return "sendPhoto", _encoded(message, photo=message.picture.url, caption=message.html, parse_mode="HTML")
    return "sendMessage", _encoded(message, text=message.html, parse_mode="HTML")


def _may_be_the_picture(picture: Picture, outcome: Outcome) -> bool:
    """Whether the message may pass without its picture.

    Telegram could not fetch it, it is none, a group forbids photos (which arrives as a lack of rights), or a server
    does not know sendPhoto (404, as for a wrong token). Where it was something else, the second try says so again.
    """
    return isinstance(outcome, Refused) or (picture.as_photo and isinstance(outcome, NoRights | TokenRefused))


def _plainer(message: Message, said: str) -> bytes | None:
    if UNPARSABLE in said:
        return _encoded(message, text=html.unescape(re.sub(r"<[^>]*>", "", message.html)))
    if any(part in said for part in BAD_BUTTONS):
        return _encoded(replace(message, buttons=()), text=message.html, parse_mode="HTML")
    return None


def _encoded(message: Message, **fields: str) -> bytes:
    call: dict[str, Any] = {**fields}
    if "text" in fields:
        call["link_preview_options"] = _preview(message.picture)
    if message.silent:
        call["disable_notification"] = True
    if message.buttons:
        call["reply_markup"] = {
            "inline_keyboard": [[_button_json(button) for button in row] for row in message.buttons]
        }
    return json.dumps(call, ensure_ascii=False).encode()


def _preview(picture: Picture | None) -> dict[str, Any]:
    """The picture above the text; without one, no link is previewed."""
    if picture is None:
        return {"is_disabled": True}
    return {"url": picture.url, "prefer_large_media": True, "show_above_text": True}


def _button_json(button: Button) -> dict[str, str]:
    """An inline button as the Bot API wants it."""
    if button.url:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": button.action or ""}
