"""Callback queries: each pressed button may be answered once, and soon."""

from collections.abc import Callable
from typing import NamedTuple

from bot.sandbox.errors import bad_request

ANSWERABLE_FOR = 60.0
"""Seconds. Telegram names no number; bots that answer later than this find their answers refused now and then."""


class Query(NamedTuple):
    """A press that waits for its answer."""

    chat_id: int
    name: str
    pressed_at: float


class Queries:
    """The presses the bot has not answered yet."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._open: dict[str, Query] = {}
        self._count = 0

    def ask(self, chat_id: int, name: str) -> str:
        """The id of a new query."""
        self._count += 1
        query_id = str(4_000_000_000_000_000_000 + self._count)
        self._open[query_id] = Query(chat_id, name, self._now())
        return query_id

    def answer(self, query_id: str) -> Query:
        """Close a query. Raises ApiError when it is unknown, was answered already, or is too old."""
        query = self._open.pop(query_id, None)
        if query is None or self._now() - query.pressed_at > ANSWERABLE_FOR:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query
