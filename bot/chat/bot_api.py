"""The door to Telegram: one small Bot API client, for updates, replies and pushes alike.

It tells apart what matters to a sender: no connection was made (nothing was sent), no answer came (perhaps sent), or
an answer. It never raises for what the network does, and never puts the token into a text.
"""

import json
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import aiohttp

CONNECT_TIMEOUT = 10.0
"""Seconds; what has not connected by then proves that nothing was sent, so it need not be long."""

SEND_TIMEOUT = 40.0
"""The server itself may hold a call for 8 s before it answers (docs/telegram.md, "Limits"): 5 s would lose answers."""

POOL = 32
"""Connections: twice the pushes in flight, so that replies and the long poll find one free."""

_ANSWER_LIMIT = 16 * 1024 * 1024
"""Bytes of one answer: far more than 100 updates have."""

_DESCRIPTION_LIMIT = 300
"""Characters of what a server says about a failure: it goes into the log, and Telegram never says more."""


@dataclass(frozen=True, slots=True)
class NoConnection:
    """Proof that the server got nothing."""

    why: str


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The request may have arrived; what came back, if anything, cannot be read."""

    why: str


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

    async def post(
        self, url: str, body: bytes | aiohttp.FormData | None, content_type: str | None, *, wait: float
    ) -> tuple[int, bytes] | NoConnection | NoAnswer:
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
            return NoConnection(_why(exc))
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as exc:
            return NoAnswer(_why(exc))


def read_answer(status: int, body: bytes) -> Answer | NoAnswer:
    """What the server said. Anything but the Bot API's JSON is no answer: a proxy's page proves nothing."""
    try:
        said = json.loads(body)
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


def _why(exc: BaseException) -> str:
    """The kind of failure and the system's word for it. Not `str(exc)`: it may hold the address, and so the token."""
    os_error = getattr(exc, "os_error", exc)
    reason = getattr(os_error, "strerror", None)
    return f"{type(exc).__name__}: {reason}" if reason else type(exc).__name__
