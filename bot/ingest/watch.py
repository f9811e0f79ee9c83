"""Looks after sources that may be in trouble, and writes down what began and what is over. It tells nobody."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.clock import pause
from bot.ingest.health import FAILURES, PATIENCE, trouble_of
from bot.logs import logger
from storage import Storage
from storage.model import SourceId, SourceState
from storage.model_troubles import Ending, Suspect

EVERY: Final = timedelta(minutes=10)
"""Troubles are told after hours or days; a look costs little, and little comes of looking more often."""

_PAGE: Final = 50
"""Sources a look at storage: others must get their turn, and each may have thousands of briefs."""

_log = logger("ingest")


class Watch:
    """Judges every source that may be in trouble, now and then. What it wrote once is not written again."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    async def run(self, stop: asyncio.Event) -> None:
        """Look until told to stop."""
        while not stop.is_set():
            await self.look(stop)
            await pause(stop, EVERY)

    async def look(self, stop: asyncio.Event) -> None:
        """One look at all that may be in trouble."""
        after = SourceId(0)
        while not stop.is_set():
            page = await self._storage.suspects(
                failures=FAILURES, quiet_since=self._now() - PATIENCE, after=after, limit=_PAGE
            )
            for suspect in page:
                await self._judge(suspect)
            if len(page) < _PAGE:
                break
            after = page[-1].source.id

    async def _judge(self, suspect: Suspect) -> None:
        source = suspect.source
        if source.state not in {SourceState.ACTIVE, SourceState.GONE}:
            await self._storage.end_trouble(source.id, Ending.DROPPED, now=self._now())
            return
        trouble = trouble_of(suspect)
        if trouble is None and suspect.trouble is not None:
            await self._storage.end_trouble(source.id, Ending.WELL, now=self._now())
            _log.info("source.well", source=source.id)
        elif trouble is not None and await self._storage.begin_trouble(source.id, trouble, now=self._now()):
            _log.warning("source.troubled", source=source.id, kind=trouble.kind, detail=trouble.detail)
