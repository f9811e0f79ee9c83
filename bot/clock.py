"""The only place that asks what time it is, and the only way a worker waits.

Every wait is `pause(stop, for_)`: it ends when the time is over, when the bell rings, or when the word to stop comes.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_LONGEST_SETBACK = timedelta(hours=2)
"""A clock that is set back further was wrong before, and its time is not worth keeping."""

_MOMENT = timedelta(milliseconds=150)
"""Every push waits so long for its slot. Listening for the word to stop would cost more than the push itself, and
nobody notices a stop that comes so much later."""


class SteadyClock:
    """The wall clock, which follows it forward but does not go back with it: it counts on until it is caught up.

    Otherwise what was due a moment ago would be due in an hour, and who followed a topic a moment ago would have
    done so after the briefs of the next hour.
    """

    def __init__(self, wall: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._told_at = monotonic()
        self._told = wall()

    def now(self) -> datetime:
        """The present instant, aware UTC, never before an earlier answer unless by more than two hours."""
        wall, at = self._wall(), self._monotonic()
        counted = self._told + timedelta(seconds=at - self._told_at)
        self._told = counted if wall < counted <= wall + _LONGEST_SETBACK else wall
        self._told_at = at
        return self._told


_CLOCK = SteadyClock(lambda: datetime.now(UTC), time.monotonic)


def now() -> datetime:
    """The present instant, aware UTC."""
    return _CLOCK.now()


def monotonic() -> float:
    """Seconds that only go forward: for pacing and time-outs, which a changed wall clock must not disturb."""
    return time.monotonic()


async def pause(stop: asyncio.Event, for_: timedelta, bell: asyncio.Event | None = None) -> None:
    """Wait until `for_` is over, `bell` rings, or `stop` is set. The bell is left ringing: its owner clears it.

    A moment without a bell is waited for to its end.
    """
    if stop.is_set() or (bell is not None and bell.is_set()):
        return
    if bell is None and for_ <= _MOMENT:
        await asyncio.sleep(for_.total_seconds())
        return
    waits = [asyncio.ensure_future(event.wait()) for event in (stop, bell) if event is not None]
    try:
        await asyncio.wait(waits, timeout=max(0.0, for_.total_seconds()), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
