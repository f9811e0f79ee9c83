"""The Bot API over HTTP, on this machine only: POST or GET /bot<TOKEN>/<method>, answered as Telegram answers.

request ──guard (Host, Origin)──▶ token ──▶ fault? ──▶ method ──▶ {"ok": …}
"""

import asyncio
import re
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.logs import logger
from bot.sandbox.errors import ApiError, not_found, unauthorized
from bot.sandbox.faults import Cut, Fault, Faults
from bot.sandbox.methods import Methods
from bot.sandbox.params import Params, read_params

LOOPBACK = "127.0.0.1"
_NAMES = (LOOPBACK, "localhost")
_TOKEN_FORM = re.compile(r"\d+:[A-Za-z0-9_-]{35}")
_GRACE = 0.5
"""Seconds a request may still take when the sandbox closes."""

_log = logger(__name__)


class BotApi:
    """The routes of the Bot API."""

    def __init__(self, token: str, methods: Methods, faults: Faults) -> None:
        self._token = token
        self._methods = methods
        self._faults = faults
        self._closing = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """To be added to an application."""
        return [web.route("*", "/bot{token:[^/]*}/{method:[^/]*}", self._serve)]

    def close(self) -> None:
        """Let late answers come now."""
        self._closing.set()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request.match_info["token"])
            params = await read_params(request)
        except ApiError as error:
            return _refusal(error)
        method = request.match_info["method"]
        fault = self._faults.take(method, params.text("chat_id"))
        if fault is None:
            return await self._answer(method, params)
        _log.info("sandbox.fault", method=method, status=fault.status, cut=fault.cut)
        return await self._suffer(fault, request, params)

    def _check_token(self, token: str) -> None:
        if not _TOKEN_FORM.fullmatch(token):
            raise not_found()
        if token != self._token:
            raise unauthorized()

    async def _answer(self, method: str, params: Params) -> web.Response:
        try:
            result = await self._methods.call(method, params)
        except ApiError as error:
            return _refusal(error)
        return web.json_response({"ok": True, "result": result})

    async def _suffer(self, fault: Fault, request: web.Request, params: Params) -> web.StreamResponse:
        if fault.cut == Cut.BEFORE:
            return _cut_off(request)
        answer = web.Response(status=fault.status or 200, body=fault.body, headers=fault.headers)
        if fault.status is None or fault.is_delivered:
            carried_out = await self._answer(request.match_info["method"], params)
            answer = carried_out if fault.status is None else answer
        if fault.late:
            await _wait(self._closing, fault.late)
        return _cut_off(request) if fault.cut == Cut.AFTER else answer


class Server:
    """An application on a port of this machine."""

    def __init__(self) -> None:
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def open(self, routes: list[web.RouteDef], port: int) -> None:
        """Start to listen; port 0 takes any free one. Raises OSError when it is taken."""
        app = web.Application(middlewares=[self._guard])
        app.add_routes(routes)
        # A caller that hangs up ends its long poll: without this a dead poll would count as a waiting one.
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=_GRACE, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, LOOPBACK, port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.port = runner.addresses[0][1]

    async def close(self) -> None:
        """Stop listening and end what still runs."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Refuse other web pages, whichever way their browser betrays them."""
        if not self._is_own(request):
            return _refusal(ApiError(403, "Forbidden: the sandbox serves only this machine's own pages and programs"))
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return _refusal(not_found())

    def _is_own(self, request: web.Request) -> bool:
        hosts = {f"{name}:{self.port}" for name in _NAMES}
        if request.host not in hosts:
            return False  # a name of theirs that was made to point here
        origin = request.headers.get("Origin")
        if origin is not None:
            return origin.removeprefix("http://") in hosts
        if request.method == "POST" and request.path.startswith("/page/"):
            return False  # a browser names the origin of every POST: this is no page of ours
        # Pictures and frames name no origin, but browsers say where they stand; following a link to the page is fine.
        return request.path == "/" or request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")


def _refusal(error: ApiError) -> web.Response:
    return web.json_response(error.as_json(), status=error.code, headers=error.headers)


def _cut_off(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _wait(closing: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await closing.wait()
    except TimeoutError:
        pass
