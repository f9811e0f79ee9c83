"""Looks at addresses for people who wait, a few at once, each with a network and a reading process of its own.

Nobody adds sources all day: what it takes is opened for one look and closed after it.
"""

import asyncio

from bot.ingest.discovered import Discovered, NothingFound

_AT_ONCE = 2
"""Looks under way; each may have a reading process, and takes forty seconds at most."""

_MOST_WAITING = 8
"""Looks under way or waiting for their turn. Whoever comes later is told so: their turn would come in minutes."""


class Scout:
    """Works out what is to be followed at an address of the web; files of this machine are out of its reach."""

    def __init__(self, *, allow_private_networks: bool, proxy: str | None = None) -> None:
        """`proxy`: the one that sources are read through."""
        self._allow_private_networks = allow_private_networks
        self._proxy = proxy
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def look(self, typed: str) -> Discovered | NothingFound:
        """What to follow at the address that `typed` means."""
        if self._waiting >= _MOST_WAITING:
            return NothingFound("too many addresses are looked at just now: try again in a minute")
        self._waiting += 1
        try:
            async with self._turns:
                return await self._look(typed)
        finally:
            self._waiting -= 1

    async def _look(self, typed: str) -> Discovered | NothingFound:
        # Late: most bots add no source for weeks, and start without what is needed for it.
        from bot.ingest.discovery import A_REQUEST_SECONDS, discover  # noqa: PLC0415 - see above
        from bot.ingest.fetch import Fetcher  # noqa: PLC0415 - see above
        from bot.ingest.parsing import Parser  # noqa: PLC0415 - see above

        fetcher = Fetcher(
            allow_private_networks=self._allow_private_networks, seconds=A_REQUEST_SECONDS, proxy=self._proxy
        )
        async with fetcher, Parser() as parser:
            return await discover(typed, fetcher, parser)
