"""`GET /health`: for a container's health check, and for a person who wants to know whether all is well."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from storage import Storage
from storage.errors import StorageError


class HealthPage:
    """Answers 200 with what waits while the database can be read, else 503."""

    def __init__(self, storage: Storage, *, host: str, port: int, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._host = host
        self._port = port
        self._now = now

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until told to stop. Raises OSError when the port is taken."""
        application = web.Application(client_max_size=1024)
        application.router.add_get("/health", self._health)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
            await stop.wait()
        finally:
            await runner.cleanup()

    async def _health(self, _request: web.Request) -> web.Response:
        try:
            backlog = await self._storage.backlog(self._now())
        except StorageError:
            return web.json_response({"status": "database unavailable"}, status=503)
        return web.json_response({"status": "ok", **backlog.model_dump(mode="json")})
