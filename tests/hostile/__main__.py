"""The hostile site on loopback, in a process of its own: prints its port, then serves until it is killed.

`/NAME` is the trap of that name, `/healthy/N` a feed that has one more item at each visit; `/visits` tells as JSON how
often each path was asked for. It stands at 127.0.0.1, and where HOSTS are wanted at 127.1.0.1 and so on as well (only
Linux has so many by itself). Run: python -m tests.hostile [HOSTS]
"""

import asyncio
import json
import sys
from collections import Counter
from contextlib import suppress

from tests.hostile.answers import page, status
from tests.hostile.documents import rss
from tests.hostile.site import TRAPS

_BY_PATH = {f"/{trap.name}": trap for trap in TRAPS}


class Site:
    """Counts its visitors, and answers each by the path it asks for."""

    def __init__(self) -> None:
        self._visits = Counter[str]()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer; who hangs up is let go."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            request = await reader.readuntil(b"\r\n\r\n")
            path = request.split(b" ", 2)[1].decode()
            visit = self._visits[path]
            self._visits[path] += 1
            await self._speak(path, visit, writer)
            await writer.drain()
        writer.close()

    async def _speak(self, path: str, visit: int, writer: asyncio.StreamWriter) -> None:
        if path == "/visits":
            writer.write(page(json.dumps(self._visits)))
        elif path.startswith("/healthy/"):
            writer.write(page(rss(*(f"<guid>{n}</guid><title>Calm news {n}</title>" for n in range(visit, -1, -1)))))
        elif trap := _BY_PATH.get(path):
            await trap.speak(writer, visit)
        else:
            writer.write(status("404 Not Found"))


async def main() -> None:
    """Serve for ever."""
    site = Site()
    server = await asyncio.start_server(site.answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    more = [f"127.1.0.{number}" for number in range(1, int(sys.argv[1]) + 1)] if len(sys.argv) > 1 else []
    if more:
        await asyncio.start_server(site.answer, more, port)
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
