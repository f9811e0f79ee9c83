"""How much of other people's documents is in memory at one time: small ones freely, few large ones.

A document stays in memory from its first byte until it has been read. Thirty visits under way, each with ten
megabytes and the same again inflated, would be more than a small machine has.
"""

import asyncio
import ctypes
from collections.abc import Sequence
from contextlib import AsyncExitStack

SMALL = 500_000
"""Bytes that any visit may hold. Most documents are smaller, and wait for nobody."""
_ROOMS = ((SMALL, 3), (3_000_000, 1))
"""For documents beyond so many bytes: so many at once. Who has the next larger room keeps the smaller one, and who has
the largest waits for nothing: nobody can wait for one another."""
_WAIT_SECONDS = 120.0

_MALLOPT = {-8: 2, -3: 65_536, -1: 131_072}
"""M_ARENA_MAX, M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of glibc (mallopt(3)): what they count, in arenas and bytes."""


def give_back_at_once() -> None:
    """Have the memory of large documents given back to the system when they are let go.

    By itself the C library raises its threshold to the largest piece it ever freed and keeps what is below it, in an
    arena for each thread: a hundred hostile documents left 230 MB behind, and leave 90 so. Others than glibc have
    no such call, and no such habit.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        for parameter, value in _MALLOPT.items():
            library.mallopt(parameter, value)


class Memory:
    """The rooms for large documents, shared by all visits."""

    def __init__(self) -> None:
        self._rooms = [(beyond, asyncio.Semaphore(at_once)) for beyond, at_once in _ROOMS]

    def share(self, held: AsyncExitStack, time: asyncio.Timeout) -> "Share":
        """What one visit holds. `held`: gives it back in the end. `time`: stands still while it waits for others."""
        return Share(self._rooms, held, time)


class Share:
    """What one visit holds; it only ever grows."""

    def __init__(
        self, rooms: Sequence[tuple[int, asyncio.Semaphore]], held: AsyncExitStack, time: asyncio.Timeout
    ) -> None:
        self._ahead = list(rooms)
        self._held = held
        self._time = time

    async def hold(self, size: int) -> None:
        """Come back when there is room for so many bytes. Raises TimeoutError where there is none for long."""
        while self._ahead and size > self._ahead[0][0]:
            _beyond, room = self._ahead.pop(0)
            await self._enter(room)

    async def _enter(self, room: asyncio.Semaphore) -> None:
        loop = asyncio.get_running_loop()
        left = (self._time.when() or loop.time()) - loop.time()
        self._time.reschedule(loop.time() + _WAIT_SECONDS)
        await room.acquire()
        self._held.callback(room.release)
        self._time.reschedule(loop.time() + left)
