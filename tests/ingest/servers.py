"""Web servers of all sorts on loopback, real ones: kind, forgetful and hostile."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot import clock

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    """A web server that answers every request by `answer`; its address without a slash at the end."""
    server = web.Server(answer)
    runner = web.ServerRunner(server, shutdown_timeout=0.01)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def saying(start: bytes, *, then: bytes = b"", every: timedelta = timedelta(0)) -> AsyncIterator[str]:
    """A server that sends raw bytes, then `then` again and again as long as the visitor stays; empty: hangs up."""
    over = asyncio.Event()
    talks: set[asyncio.Task[None] | None] = set()

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.current_task())
        with suppress(ConnectionError):
            await reader.read(65_536)
            writer.write(start)
            while then and not over.is_set():
                writer.write(then)
                await writer.drain()
                await clock.pause(over, every)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        over.set()
        server.close()
        await server.wait_closed()
        await asyncio.gather(*(talk for talk in talks if talk))


async def hanging(_request: web.BaseRequest) -> web.StreamResponse:
    """Never answers."""
    await asyncio.sleep(3600)
    return web.Response()


class Names(AbstractResolver):
    """A name service that says what a test wants; each list in turn, the last one for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        records = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(hostname=host, host=record, port=port, family=socket.AF_INET, proto=0, flags=0)
            for record in records
        ]

    async def close(self) -> None:
        """Nothing to close."""
