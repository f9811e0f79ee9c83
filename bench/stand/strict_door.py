"""A strict doorkeeper before somebody else's Bot API server: counts sends against the limits, and causes accidents.

bot ──▶ limits counted, freeze watched ──▶ accident? ──▶ foreign server ──▶ accident? ──▶ bot
"""

import asyncio
import random
import time
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

ACCIDENTS = ("lost before", "lost after", "502", "garbage", "500", "429")
"""Each as likely as the others."""

RETRY_AFTER = 2
_UNANSWERED_BEFORE = frozenset({"lost before", "502", "garbage"})


@dataclass
class Record:
    """What the doorkeeper saw."""

    starts: list[float] = field(default_factory=list)
    accidents: Counter[str] = field(default_factory=Counter)
    in_a_freeze: int = 0
    too_soon: int = 0
    unanswered: Counter[int] = field(default_factory=Counter)
    """How often a message to a chat vanished before it arrived, without a definite answer."""

    @property
    def busiest_second(self) -> int:
        """The most sends in any one second."""
        return max((bisect_right(self.starts, at + 1 - 1e-6) - n for n, at in enumerate(self.starts)), default=0)


class StrictDoor:
    """Passes every call on to `behind`. So many of a hundred sends meet an accident."""

    def __init__(self, behind: str, *, percent: float, seed: int) -> None:
        self.record = Record()
        self._behind = behind
        self._percent = percent
        self._dice = random.Random(seed)
        self._last: dict[int, float] = {}
        self._frozen_until: dict[int, float] = {}
        self._runner: web.AppRunner | None = None
        self._client: aiohttp.ClientSession | None = None

    async def open(self) -> str:
        """Its address."""
        self._client = aiohttp.ClientSession()
        app = web.Application()
        app.router.add_post("/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Let go of both sides."""
        if self._client:
            await self._client.close()
        if self._runner:
            await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        if not request.path.endswith("/sendMessage"):
            return await self._pass_on(request, body)
        chat = int((await request.json())["chat_id"])
        self._count(chat, time.monotonic())
        accident = self._dice.choice(ACCIDENTS) if self._dice.random() * 100 < self._percent else ""
        if not accident:
            return await self._pass_on(request, body)
        self.record.accidents[accident] += 1
        return await self._suffer(accident, chat, request, body)

    def _count(self, chat: int, at: float) -> None:
        self.record.starts.append(at)
        self.record.in_a_freeze += at < self._frozen_until.get(chat, 0.0)
        self.record.too_soon += at - self._last.get(chat, 0.0) < 1.0
        self._last[chat] = at

    async def _suffer(self, accident: str, chat: int, request: web.Request, body: bytes) -> web.StreamResponse:
        if accident in _UNANSWERED_BEFORE:
            self.record.unanswered[chat] += 1
        if accident == "lost after":
            await self._pass_on(request, body)
        if accident.startswith("lost"):
            assert request.transport
            request.transport.abort()
        if accident == "429":
            self._frozen_until[chat] = time.monotonic() + RETRY_AFTER
            said: dict[str, Any] = {"ok": False, "error_code": 429, "description": "Too Many Requests"}
            return web.json_response(said | {"parameters": {"retry_after": RETRY_AFTER}}, status=429)
        if accident == "500":
            said = {"ok": False, "error_code": 500, "description": "Internal Server Error"}
            return web.json_response(said, status=500)
        return web.Response(status=502 if accident == "502" else 200, text="<html>502 Bad Gateway</html>")

    async def _pass_on(self, request: web.Request, body: bytes) -> web.Response:
        assert self._client
        address = f"{self._behind}{request.path_qs}"
        headers = {"Content-Type": request.headers.get("Content-Type", "application/json")}
        try:
            async with self._client.post(address, data=body, headers=headers) as answer:
                return web.Response(status=answer.status, body=await answer.read(), content_type="application/json")
        except asyncio.CancelledError:
            raise
        except aiohttp.ClientError as exc:
            return web.Response(status=502, text=type(exc).__name__)
