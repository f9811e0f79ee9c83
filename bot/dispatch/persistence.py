"""What became of a send is written down, however long the database cannot be written: unwritten, it is sent again.

A disk that is full, or another program's lock, ends by somebody's doing. Meanwhile nothing new is claimed (that is a
write as well), so no message goes out whose fate could not be recorded.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.clock import pause
from bot.logs import logger
from storage.errors import DatabaseUnavailable

AGAIN_AFTER = timedelta(seconds=5)
"""Somebody makes room, or stops the other program: seconds later the news should go on."""

_log = logger("dispatch")


async def persistently(write: Callable[[], Awaitable[None]]) -> None:
    """Call `write` until it can be written; whoever must end sooner cancels it. A second call must do no harm."""
    while True:
        try:
            return await write()
        except DatabaseUnavailable as exc:
            _log.error("result.unwritten", why=str(exc), again_in=AGAIN_AFTER)
            await pause(asyncio.Event(), AGAIN_AFTER)
