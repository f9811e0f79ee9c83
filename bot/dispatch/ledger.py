"""Records what was sent, right after it was sent, many at a time when many arrive at once."""

import asyncio

from storage import Storage
from storage.errors import StorageError
from storage.model import SendResult


class Ledger:
    """Group commit: while one transaction is being written, later results gather for the next one.

    A full disk flush takes milliseconds; with one per message it would be the slowest part of sending.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._gathered: list[SendResult] = []
        self._writing = asyncio.Lock()

    async def record(self, result: SendResult) -> None:
        """Return when `result` is on disk. Raises StorageError when it cannot be written."""
        self._gathered.append(result)
        async with self._writing:
            # Whoever held the lock before us may have written ours with its own.
            if result in self._gathered:
                batch, self._gathered = self._gathered, []
                try:
                    await self._storage.record_sends(batch)
                except StorageError:
                    # The others believe what is not gathered any more to be written.
                    self._gathered[:0] = [other for other in batch if other != result]
                    raise
