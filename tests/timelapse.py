"""Hours in a blink: an event loop whose clock leaps to the next timer whenever nothing else is left to do.

For tests with real parts in one process: what is on its way through a loopback socket, or in SQLite, is waited for in
real time while the loop's clock stands; only waiting for a time is skipped. Such a test has the same course each time,
however busy the machine is.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

_LOOK_AGAIN = 0.002
"""Seconds of real time between two looks at whether the database has answered."""

_IN_TRANSIT = 0.0005
"""Seconds of real time in which what was written into a loopback socket comes out of it."""

_TURN = 0.000_01
"""Seconds that a turn of the loop takes by its clock: where none did, who waits for less than the smallest number that
a timer knows would wait for ever."""

_TRANSACTIONS = "SqliteDatabase."


class _LeapingSelector(selectors.DefaultSelector):
    """Waits for sockets in real time, and for timers by telling the loop to leap."""

    def __init__(self, loop: "LeapingLoop") -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready; where nothing is, and nothing is under way, the clock has leapt by `timeout`."""
        self._loop.leap(_TURN)
        if timeout is None or timeout <= 0:
            return list(super().select(timeout))
        if self._loop.is_in_a_transaction():
            return list(super().select(_LOOK_AGAIN))
        ready = list(super().select(_IN_TRANSIT))
        if not ready:
            self._loop.leap(timeout)
        return ready


class LeapingLoop(asyncio.SelectorEventLoop):
    """Its `time()` begins at 1,000 s and has nothing to do with any other clock."""

    def __init__(self) -> None:
        self._at = 1000.0
        super().__init__(_LeapingSelector(self))

    def time(self) -> float:
        """Seconds by this loop's clock."""
        return self._at

    def leap(self, seconds: float) -> None:
        """So much time is over."""
        self._at += seconds

    def is_in_a_transaction(self) -> bool:
        """Whether SQLite works for somebody in this loop: its thread tells no selector that it is busy."""
        return any(_TRANSACTIONS in str(getattr(t.get_coro(), "__qualname__", "")) for t in asyncio.all_tasks(self))


def in_a_blink(story: Coroutine[Any, Any, Result]) -> Result:
    """Run `story` on such a loop."""
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(story)
