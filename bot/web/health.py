"""`GET /health`: for a container's health check, and for a person who wants to know whether all is well."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from storage import Storage
from storage.errors import StorageError


class HealthPage:
    """Answers 200 with what waits while the database can be read, else 503."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    def routes(self) -> list[web.RouteDef]:
        """What is served."""
        return [web.get("/health", self._health)]

    async def _health(self, _request: web.Request) -> web.Response:
        try:
            backlog = await self._storage.backlog(self._now())
        except StorageError:
            return web.json_response({"status": "database unavailable"}, status=503)
        return web.json_response({"status": "ok", **backlog.model_dump(mode="json")})
