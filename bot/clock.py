"""The only place that asks what time it is, and the only way a worker waits.

Every wait is `pause(stop, for_)`: it ends when the time is over, when the bell rings, or when the word to stop comes.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The present instant, aware UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds that only go forward: for pacing and time-outs, which a changed wall clock must not disturb."""
    return time.monotonic()


async def pause(stop: asyncio.Event, for_: timedelta, bell: asyncio.Event | None = None) -> None:
    """Wait until `for_` is over, `bell` rings, or `stop` is set. The bell is left ringing: its owner clears it."""
    if stop.is_set() or (bell is not None and bell.is_set()):
        return
    waits = [asyncio.ensure_future(event.wait()) for event in (stop, bell) if event is not None]
    try:
        await asyncio.wait(waits, timeout=max(0.0, for_.total_seconds()), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
