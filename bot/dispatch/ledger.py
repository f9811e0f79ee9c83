"""Records what was sent, right after it was sent, many at a time when many arrive at once."""

import asyncio

from storage import Storage
from storage.model import SendResult


class _Batch:
    """Results that are written together."""

    def __init__(self) -> None:
        self.results: list[SendResult] = []
        self.is_written = False
        self.is_over = asyncio.Event()


class Ledger:
    """Group commit: while one transaction is being written, later results gather for the next one.

    A full disk flush takes milliseconds; with one per message it would be the slowest part of sending.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._gathering: _Batch | None = None
        self._writing = asyncio.Lock()

    async def record(self, result: SendResult) -> None:
        """Return when `result` is on disk. Raises StorageError when it cannot be written."""
        batch = self._gathering
        if batch is None:
            batch = self._gathering = _Batch()
            batch.results.append(result)
            await self._write(batch)
            return
        batch.results.append(result)
        await batch.is_over.wait()
        if not batch.is_written:  # whoever was to write it could not, or was cancelled: each tries for itself
            await self._storage.record_sends([result])

    async def _write(self, batch: _Batch) -> None:
        try:
            async with self._writing:
                self._gathering = None  # later results are for the next one
                await self._storage.record_sends(batch.results)
                batch.is_written = True
        finally:
            if self._gathering is batch:
                self._gathering = None
            batch.is_over.set()
