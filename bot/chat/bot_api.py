"""The door to Telegram: one small Bot API client, for updates, replies and pushes alike.

It tells apart what matters to a sender: no connection was made (nothing was sent), no answer came (perhaps sent), or
an answer. It never raises for what the network does, and never puts the token into a text.
"""

import json
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp

from bot.chat.wire import CONNECT_TIMEOUT, NoAnswer, NoConnection, Reply, Wire, why

SEND_TIMEOUT = 40.0
"""The server itself may hold a call for 8 s before it answers (docs/telegram.md, "Limits"): 5 s would lose answers."""

POOL = 32
"""Connections for the library's calls and the long poll."""

PUSHES = 256
"""Connections for pushes: what 1,000 a second need at a quarter of a second each. Only what is used is opened."""

_ANSWER_LIMIT = 16 * 1024 * 1024
"""Bytes of one answer: far more than 100 updates have."""

_DESCRIPTION_LIMIT = 300
"""Characters of what a server says about a failure: it goes into the log, and Telegram never says more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A JSON answer of the Bot API."""

    status: int
    ok: bool
    result: Any = None
    description: str = ""
    retry_after: float | None = None
    migrate_to_chat_id: int | None = None


class BotApi:
    """A keep-alive pool to one Bot API server, for one bot. Use as an async context manager."""

    def __init__(self, token: str, api_url: str, proxy: str | None = None) -> None:
        """`proxy`: http(s)://[user:password@]host:port, through which every call goes; aiohttp signs on there."""
        self._proxy = proxy
        self.base_url = f"{api_url}/bot"
        self._address = f"{self.base_url}{token}/"
        self._session: aiohttp.ClientSession | None = None
        speaks = Wire.speaks(self._address, proxy)
        self._wire = Wire(api_url, limit=PUSHES, seconds=SEND_TIMEOUT) if speaks else None
        self._openings: dict[str, bytes] = {}

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=POOL, keepalive_timeout=30),
            timeout=aiohttp.ClientTimeout(total=SEND_TIMEOUT, connect=CONNECT_TIMEOUT),
            auto_decompress=True,
            proxy=self._proxy,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._wire:
            await self._wire.close()
        if self._session:
            await self._session.close()
            self._session = None

    async def call(
        self, method: str, parameters: dict[str, Any] | bytes | None = None, *, wait: float = SEND_TIMEOUT
    ) -> Answer | NoConnection | NoAnswer:
        """Call `method` with `parameters` (a dict, or a JSON object as bytes), waiting `wait` seconds at most."""
        body = parameters if isinstance(parameters, bytes) else json.dumps(parameters or {}).encode()
        reply = await self.post(f"{self._address}{method}", body, "application/json", wait=wait)
        return reply if isinstance(reply, NoConnection | NoAnswer) else read_answer(*reply)

    async def push(self, method: str, body: bytes) -> Answer | NoConnection | NoAnswer:
        """Call `method` with a JSON object, for a push: as `call`, and at a fraction of its cost where no proxy is."""
        if self._wire is None:
            return await self.call(method, body)
        opening = self._openings.get(method)
        if opening is None:
            path = urlsplit(f"{self._address}{method}").path
            opening = self._openings[method] = self._wire.opening(path)
        reply = await self._wire.post(opening, body)
        return reply if isinstance(reply, NoConnection | NoAnswer) else read_answer(*reply)

    async def post(
        self, url: str, body: bytes | aiohttp.FormData | None, content_type: str | None, *, wait: float
    ) -> Reply:
        """POST to an address of this server; status and body, or how it failed."""
        if self._session is None:
            raise RuntimeError("the Bot API client is not open")
        headers = {"Content-Type": content_type} if content_type else None
        timeout = aiohttp.ClientTimeout(total=wait, connect=min(CONNECT_TIMEOUT, wait))
        try:
            async with self._session.post(
                url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                if response.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
                    return NoConnection("the proxy does not let us through: HTTP 407")
                return response.status, await _bounded(response)
        except aiohttp.ClientHttpProxyError as exc:  # it never opened the way to the server
            return NoConnection(f"the proxy does not let us through: HTTP {exc.status}")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as exc:
            return NoConnection(why(exc))
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as exc:
            return NoAnswer(why(exc))


def read_answer(status: int, body: bytes) -> Answer | NoAnswer:
    """What the server said. Anything but the Bot API's JSON is no answer: a proxy's page proves nothing."""
    try:
        said = json.loads(body.decode())
        ok = said["ok"]
        parameters = said.get("parameters") or {}
        moved_to = parameters.get("migrate_to_chat_id")
        return Answer(
            status=int(said.get("error_code", status)),
            ok=bool(ok),
            result=said.get("result"),
            description=str(said.get("description", ""))[:_DESCRIPTION_LIMIT],
            retry_after=parameters.get("retry_after"),
            migrate_to_chat_id=None if moved_to is None else int(moved_to),
        )
    # Brackets nested without end are a RecursionError, the number 1e999 is an OverflowError.
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return NoAnswer(f"HTTP {status} without a Bot API answer")


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > _ANSWER_LIMIT:
            raise ValueError("the answer is too large")
    return bytes(body)
