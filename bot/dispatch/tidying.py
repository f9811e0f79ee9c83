"""Forgets what is old enough to be forgotten: briefs nobody is owed, and the record of what was sent long ago."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import pause
from bot.logs import logger
from storage import Storage

_EVERY = timedelta(hours=1)
"""What is kept for weeks need not go to the minute; often enough that each time there is little to do."""

_ROWS = 500
"""Rows a transaction: short enough that nobody waits for it."""

_log = logger("tidying")


class Tidier:
    """Runs once an hour, in small steps."""

    def __init__(
        self, storage: Storage, *, keep_briefs: timedelta, keep_sent: timedelta, now: Callable[[], datetime]
    ) -> None:
        self._storage = storage
        self._keep_briefs = keep_briefs
        self._keep_sent = keep_sent
        self._now = now

    async def run(self, stop: asyncio.Event) -> None:
        """Tidy until told to stop."""
        while not stop.is_set():
            rows = await self._tidy(stop)
            if rows:
                _log.info("storage.tidied", rows=rows)
            await pause(stop, _EVERY)

    async def _tidy(self, stop: asyncio.Event) -> int:
        total = 0
        while not stop.is_set():
            rows = await self._storage.tidy(
                self._now(), keep_briefs=self._keep_briefs, keep_sent=self._keep_sent, limit=_ROWS
            )
            total += rows
            if rows < _ROWS:
                break
        return total
