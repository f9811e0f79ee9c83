"""After the bot itself was away for hours: what is stale by then comes together, once, and not one by one.

    began ──(a few minutes, in which all sources are visited)──▶ together_at: everything stale, one bundle a chat

What was published shortly before the start, or comes after it, is news as ever.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.logs import logger
from storage import Storage
from storage.model import StoredBrief

LONG: Final = timedelta(hours=2)
"""A bot that was away for less has missed little, and what it has is still news."""

_STALE: Final = timedelta(hours=1)
"""How old a brief is, when we come back, to be no push any more."""

_GATHERING: Final = timedelta(minutes=10)
"""How long is gathered: after an outage all sources are visited again within minutes."""

_CHUNK: Final = 1_000
"""Rows a transaction: below 20 ms of the write lock."""

_log = logger("dispatch")


@dataclass(frozen=True, slots=True)
class Return:
    """The bot is back since `at`; what is stale comes `together_at`."""

    at: datetime

    @property
    def together_at(self) -> datetime:
        """When everything stale comes."""
        return self.at + _GATHERING

    @property
    def stale_before(self) -> datetime:
        """What fell due, or was published, before this instant is stale."""
        return self.at - _STALE

    def not_before(self, stored: StoredBrief, now: datetime) -> datetime | None:
        """When a brief that is planned now may come at the earliest, because it is stale; None: as ever.

        One without a date counts as old: nobody can say that it is not.
        """
        if now >= self.together_at:
            return None
        published_at = stored.brief.published_at
        is_stale = published_at is None or published_at <= self.stale_before
        return self.together_at if is_stale else None


def back_after(last_at_work: datetime | None, now: datetime) -> Return | None:
    """What a start at `now` is, after a bot that was at work then (None: never); None: nothing out of the ordinary."""
    return Return(now) if last_at_work is not None and now - last_at_work >= LONG else None


async def come_back(storage: Storage, now: datetime) -> Return | None:
    """At start, before any visit: gather what fell due while nobody was at work; None: that was not long."""
    back = back_after(await storage.last_visit_at(), now)
    if back is None:
        return None
    gathered = 0
    while chunk := await storage.put_together(before=back.stale_before, together_at=back.together_at, limit=_CHUNK):
        gathered += chunk
    _log.info("dispatch.back", rows=gathered, together_at=back.together_at.isoformat())
    return back
