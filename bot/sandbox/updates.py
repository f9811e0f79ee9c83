"""The queue of updates behind getUpdates: kept until a later offset confirms them, told again until then."""

import asyncio
from collections.abc import Callable, Sequence

from bot.sandbox.errors import other_poller
from bot.sandbox.model import Json

KEPT_FOR = 24 * 60 * 60.0
"""Seconds Telegram keeps an update nobody fetches."""
MOST_AT_ONCE = 100
LONGEST_POLL = 50.0
"""Seconds; the Bot API's server waits no longer, whatever is asked."""
_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """What the bot has not confirmed yet, and the one long poll that may wait for more."""

    def __init__(self, *, now: Callable[[], float], changed: Callable[[], None]) -> None:
        self.allowed: tuple[str, ...] = ()
        self._now = now
        self._changed = changed
        self._waiting: list[tuple[float, Json]] = []
        # Real ones start anywhere; a bot that takes the first for 1 or 0 is to be found out.
        self._next_id = 700_000_001
        self._poll: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def is_polled(self) -> bool:
        """Whether a long poll is waiting right now."""
        return self._poll is not None

    def add(self, kind: str, content: Json) -> None:
        """Queue one update of `kind`, unless the bot asked not to hear of it."""
        if kind not in self.allowed if self.allowed else kind in _ONLY_WHEN_ASKED:
            return
        self._waiting.append((self._now(), {"update_id": self._next_id, kind: content}))
        self._next_id += 1
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        self._changed()

    async def poll(self, *, offset: int, limit: int, timeout: float) -> Sequence[Json]:  # noqa: ASYNC109 (the API's own word)
        """Confirm what lies before `offset`; the oldest unconfirmed, waiting for one up to `timeout` seconds.

        A negative offset keeps only the last that many. An older poll that still waits ends with 409.
        """
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(other_poller())
        self._poll = None
        self._forget(offset)
        if not self._waiting and timeout > 0:
            await self._wait(min(timeout, LONGEST_POLL))
        return [update for _, update in self._waiting[: min(max(limit, 1), MOST_AT_ONCE)]]

    def drop_all(self) -> None:
        """Forget every update."""
        self._waiting.clear()
        self._changed()

    def end_poll(self) -> None:
        """Let the waiting poll return empty-handed at once."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def _forget(self, offset: int) -> None:
        oldest = self._now() - KEPT_FOR
        self._waiting = [entry for entry in self._waiting if entry[0] >= oldest]
        if offset > 0:
            self._waiting = [entry for entry in self._waiting if entry[1]["update_id"] >= offset]
        elif offset < 0:
            self._waiting = self._waiting[offset:]
        self._changed()

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        self._changed()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
            self._changed()
