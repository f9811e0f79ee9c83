"""What a handler says to the poller when its work takes long: the next updates are not to wait for it."""

import asyncio
from contextvars import ContextVar

Waiting = asyncio.Future[None]
"""Done when the poller need not wait any more."""

_WAITING: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


def waited_for_by(waiting: Waiting) -> None:
    """From now on this task deals with updates that somebody waits for."""
    _WAITING.set(waiting)


def takes_long() -> None:
    """The update being dealt with takes seconds from here on; other chats go on, this one waits for its turn."""
    waiting = _WAITING.get()
    if waiting is not None:
        let_go(waiting)


def let_go(waiting: Waiting) -> None:
    """Nobody need wait any more."""
    if not waiting.done():
        waiting.set_result(None)
