"""Turns at the hosts that are visited: few at one host at a time, and not too many in all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_WAIT_SECONDS = 120.0
"""For a turn at a host that many sources share and that hangs: then the source is tried again later."""


@dataclass
class _Lane:
    """The visitors of one host: how many more may go in, and how many are in or waiting."""

    free: asyncio.Semaphore
    users: int = field(default=0)


class Lanes:
    """One lane a host, for as long as somebody is in it."""

    def __init__(self, at_once: int, at_once_per_host: int) -> None:
        self._per_host = at_once_per_host
        self._turns = asyncio.Semaphore(at_once)
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Waits for a turn first at the host, then in all, so that a crowd at one host keeps nobody else out.

        Raises TimeoutError where none comes for long.
        """
        lane = self._lanes.setdefault(host, _Lane(asyncio.Semaphore(self._per_host)))
        lane.users += 1
        try:
            await asyncio.wait_for(lane.free.acquire(), _WAIT_SECONDS)
            try:
                async with self._turns:
                    yield
            finally:
                lane.free.release()
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[host]
