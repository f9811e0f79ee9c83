"""What the Telegram library needs of us: to speak through our door, and at our pace."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import aiohttp
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.ext import BaseRateLimiter
from telegram.request import BaseRequest, RequestData

from bot.chat.bot_api import SEND_TIMEOUT, BotApi, read_answer
from bot.chat.foreign import put_right
from bot.chat.wire import NoAnswer, NoConnection
from bot.dispatch.pace import Pace
from storage.model import ChatId

_LONGEST_WAIT = 60.0
"""Seconds a reply may wait for its turn: later than that nobody remembers the question."""

_FREE = frozenset({"answerCallbackQuery", "getMe", "getChatMember", "setMyCommands", "sendChatAction", "getChat"})
"""Calls that do not count toward a chat's limit."""


_Result = bool | dict[str, Any] | list[dict[str, Any]]
"""What a call of the library gives back, as its types want it said."""


class ApiRequest(BaseRequest):
    """Carries the library's calls through `BotApi`, which is opened and closed by whoever made it."""

    __slots__ = ("_api",)

    def __init__(self, api: BotApi) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float:
        """Seconds: one limit for a whole call."""
        return SEND_TIMEOUT

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as the library wants it, whoever gave it."""
        return put_right(BaseRequest.parse_json_payload(payload))

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002  # the Bot API takes POST for everything
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  # one limit for the whole call
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  # as above
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  # as above
    ) -> tuple[int, bytes]:
        """POST and give back status and body. Raises TimedOut or NetworkError, as the library wants it."""
        wait = float(read_timeout) if isinstance(read_timeout, int | float) else SEND_TIMEOUT
        body, content_type = _body(request_data)
        match await self._api.post(url, body, content_type, wait=wait):
            case NoAnswer(why):
                raise TimedOut(why)
            case NoConnection(why):
                raise NetworkError(why)
            case (status, answer):
                # The library would put a proxy's whole page into its error and into the log.
                if isinstance(unreadable := read_answer(status, answer), NoAnswer):
                    raise TimedOut(unreadable.why)
                return status, answer


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, str | None]:
    if data is None:
        return None, None
    if not data.contains_files:
        # Nested values as they are: the library's own form, strings of JSON within JSON, not every server takes.
        return json.dumps(data.parameters, ensure_ascii=False).encode(), "application/json"
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, None


class PacedLimiter(BaseRateLimiter[dict[str, Any]]):
    """Replies take their slots from the same pace as pushes, and before them."""

    __slots__ = ("_monotonic", "_pace")

    def __init__(self, pace: Pace, *, monotonic: Callable[[], float]) -> None:
        self._pace = pace
        self._monotonic = monotonic

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Result]],
        args: Any,  # noqa: ANN401  # the library's own signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: dict[str, Any] | None,  # noqa: ARG002  # the library's own signature
    ) -> _Result:
        """Call when it is this chat's turn; told to wait a little, wait and call once more."""
        chat_id = data.get("chat_id")
        if endpoint in _FREE or not isinstance(chat_id, int):
            return await callback(*args, **kwargs)
        await self._turn(ChatId(chat_id))
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as exc:
            asked = exc._retry_after  # noqa: SLF001  # the public name changes its type with an environment variable
            self._pace.told_to_wait(
                ChatId(chat_id), asked.total_seconds(), self._monotonic(), private=is_private(chat_id)
            )
            await self._turn(ChatId(chat_id))
            return await callback(*args, **kwargs)

    async def _turn(self, chat_id: ChatId) -> None:
        at = self._monotonic()
        wait = self._pace.wait_of_reply(chat_id, at, private=is_private(chat_id))
        if wait > _LONGEST_WAIT:
            # No slot is taken: whoever asks again and again must not push their own turn ever further away.
            raise RetryAfter(timedelta(seconds=int(wait)))
        self._pace.reserve_reply(chat_id, at, private=is_private(chat_id))
        if wait > 0:
            await asyncio.sleep(wait)


def is_private(chat_id: int) -> bool:
    """Telegram gives people positive ids, groups and channels negative ones."""
    return chat_id > 0
