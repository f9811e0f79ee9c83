"""A hub as WebSub describes it, for tests: real HTTP on loopback. It says no, or nothing, where a test wants that."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from aiohttp.test_utils import unused_port

from bot.web.server import serve

Form = dict[str, str]


@dataclass
class Hub:
    """Takes leases, asks back before it answers, and tells subscribers what was published, signed."""

    status: int = 202
    asks_back: bool = True
    lease_seconds: str = "864000"
    asked: list[Form] = field(default_factory=list)
    leases: dict[str, Form] = field(default_factory=dict)
    granted: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """What happens at the hub's address."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        if self.asks_back and self.status == 202:
            await self.ask_back(form)
        return web.Response(status=self.status)

    async def ask_back(self, form: Form) -> int:
        """Verify an intent as 5.3 says; the status of the answer."""
        told = {name: form[f"hub.{name}"] for name in ("mode", "topic")}
        status, text = await visit(form["hub.callback"], **told, challenge="x7Gq", lease_seconds=self.lease_seconds)
        if status == 200 and text == "x7Gq":
            self._settle(form)
        return status

    async def publish(self, body: bytes = b"<rss/>", *, method: str = "sha256", secret: str | None = None) -> list[int]:
        """Tell everybody who has a lease; the statuses of their answers."""
        return [
            await call(callback, body, signature=signed(body, secret or form.get("hub.secret", ""), method))
            for callback, form in list(self.leases.items())
        ]

    def _settle(self, form: Form) -> None:
        if form["hub.mode"] == "subscribe":
            self.leases[form["hub.callback"]] = form
            self.granted.set()
        else:
            self.leases.pop(form["hub.callback"], None)


def signed(body: bytes, secret: str, method: str = "sha256") -> str:
    """X-Hub-Signature of this body."""
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


async def visit(address: str, **told: str) -> tuple[int, str]:
    """GET a callback with `hub.…` parameters; status and text of the answer."""
    query = {f"hub.{name}": value for name, value in told.items()}
    async with aiohttp.ClientSession() as session, session.get(address, params=query) as response:
        return response.status, await response.text()


async def call(address: str, body: bytes, *, signature: str | None = None, **headers: str) -> int:
    """POST to a callback; the status of the answer."""
    given = {**headers, **({"X-Hub-Signature": signature} if signature else {})}
    async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=given) as response:
        return response.status


@asynccontextmanager
async def served(routes: Iterable[web.RouteDef]) -> AsyncIterator[str]:
    """The bot's web server with these routes; its address without a slash at the end."""
    port, stop = unused_port(), asyncio.Event()
    async with asyncio.TaskGroup() as serving:
        serving.create_task(serve(routes, host="127.0.0.1", port=port, stop=stop))
        try:
            await listening(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            stop.set()


async def listening(port: int) -> None:
    """Until somebody listens there."""
    async with asyncio.timeout(10):
        while True:
            with suppress(ConnectionRefusedError):
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0)
