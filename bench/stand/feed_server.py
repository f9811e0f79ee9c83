"""A web server full of feeds that does as little as possible, in a process of its own: a bench measures the visitor.

The path says what becomes of feed N: `/same/N` never changes and knows no validators; `/known/N` never changes and says
so (304); `/fresh/N` has one entry more at each visit. Run: python -m bench.stand.feed_server FOLDER; prints its port.
"""

import asyncio
import re
import sys
from itertools import count
from pathlib import Path

_ENTRY = re.compile(rb"<(item|entry)[\s>]")
_MADE = 24
_NEW = b"<%b><title>The ferry runs again, part %d</title><guid>%d</guid><id>%d</id><description>%b</description></%b>"
_TEXT = (
    b"The harbour was closed after a barge lost its load of timber near the breakwater, and the ferries waited. " * 3
)


def _made() -> bytes:
    """A feed for where no real ones are."""
    items = b"".join(_NEW % (b"item", n, n, n, _TEXT, b"item") for n in range(_MADE))
    return b"<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour</title>" + items + b"</channel></rss>"


class FeedServer(asyncio.Protocol):
    """One connection, one request."""

    feeds: list[bytes] = []  # noqa: RUF012  # shared by all connections on purpose
    numbers = count(1)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin with an empty buffer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._head = b""

    def data_received(self, data: bytes) -> None:
        """Answer as soon as the request is whole."""
        self._head += data
        if b"\r\n\r\n" in self._head:
            self._transport.write(self._answer(self._head))
            self._transport.close()

    def _answer(self, head: bytes) -> bytes:
        _, kind, number = head.split(b" ", 2)[1].split(b"/", 2)
        body = self.feeds[int(number) % len(self.feeds)]
        if kind == b"known" and b"\r\nIf-None-Match:" in head:
            return b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"
        if kind == b"fresh":
            body = _with_news(body, next(self.numbers))
        etag = b'ETag: "1"\r\n' if kind == b"known" else b""
        told = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/xml\r\n%bContent-Length: %d\r\n\r\n"
        return told % (etag, len(body)) + body


def _with_news(body: bytes, number: int) -> bytes:
    first = _ENTRY.search(body)
    if first is None:
        return body
    new = _NEW % (first[1], number, number, number, _TEXT, first[1])
    return body[: first.start()] + new + body[first.start() :]


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(FeedServer, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    FeedServer.feeds = [path.read_bytes() for path in sorted(Path(sys.argv[1]).glob("*.xml"))] or [_made()]
    asyncio.run(_serve())
