"""Serves the bot's pages over HTTP. What strangers send is bounded before a page sees it."""

import asyncio
from collections.abc import Iterable

from aiohttp import web

_LONGEST_FORM = 1024
"""Bytes of a body that a page reads as a whole; none does, but a page that forgets is bounded all the same."""
_IDLE_SECONDS = 30.0
_LINGERING_SECONDS = 2.0
"""How long the rest of a body that nobody wants is taken and dropped, so that the answer arrives before we hang up."""


async def serve(routes: Iterable[web.RouteDef], *, host: str, port: int, stop: asyncio.Event) -> None:
    """Serve until told to stop. Raises OSError when the port is taken."""
    application = web.Application(client_max_size=_LONGEST_FORM)
    application.router.add_routes(routes)
    runner = web.AppRunner(
        application,
        access_log=None,
        keepalive_timeout=_IDLE_SECONDS,
        lingering_time=_LINGERING_SECONDS,
        # Signatures are made over what was sent, and what is not inflated cannot be a bomb.
        auto_decompress=False,
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        await stop.wait()
    finally:
        await runner.cleanup()
