"""Asks hubs for what their feeds offer (WebSub): to call us when there is news, so that we need not come and look.

    what a visit found ─▶ wanted ─▶ POST to the hub ─▶ the hub asks back at our public address (bot.web) ─▶ active
                            ▲                                                                                │
                            └───────────── before the lease ends, or later and later where it is refused ◀───┘

A call makes its source due, and an ordinary visit reads it: what a hub sends is never believed (bot.web.callbacks).
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import assert_never

from bot.clock import pause
from bot.ingest.fetch import Failed, Fetched
from bot.ingest.files import is_path
from bot.ingest.leases import ASKED_FOR, CALL_PAUSE, ask_again_at, callback_address
from bot.ingest.news import Decision
from bot.ingest.posting import Accepted, Poster
from bot.ingest.reading.document import Document
from bot.logs import logger
from storage import Storage
from storage.errors import StorageError
from storage.model import HubLease, HubOffer, LeaseState, Source

LOOK_EVERY = timedelta(seconds=10)
"""How soon a hub that was just found is asked."""
_AT_ONCE = 16
"""Hubs asked side by side."""
_CLAIM = timedelta(minutes=15)
"""How long a claimed lease is ours: a process that dies over it leaves it to the next."""

_log = logger("hubs")


def offer_of(address: str, fetched: Fetched, document: Document) -> HubOffer | None:
    """What was found at `address`: the hub that the headers name, else the document, and what the hub calls it."""
    links = fetched.links.or_else(document.links)
    if links.hub is None or is_path(address):
        return None
    return HubOffer(hub=links.hub, known_as=links.own or fetched.address)


class Announcements:
    """What a visit asks of hubs: whether one can be relied on for news, and whether it called in the meantime."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def are_expected(self, source: Source, found: Decision | None, *, now: datetime) -> bool:
        """Whether a reliable hub will call when there is news, after a visit that found this (None: nothing changed).

        Not after a call that led to nothing: some caches serve for a while yet what was there before the news. Nor
        after news without a call.
        """
        lease = await self._storage.reliable_lease(source.id, now)
        if lease is None or lease.called_at is None:
            return False
        if source.visited_at is not None and lease.called_at > source.visited_at:
            return found is not None and found != Decision()
        return found is None or not found.news

    async def settle(self, source: Source, *, began_at: datetime, ended_at: datetime, brought_news: bool) -> None:
        """After a visit that was stored: answer what was called while it ran, and note what was not announced."""
        await self._storage.settle_calls(
            source.id,
            began_at=began_at,
            visited_before=source.visited_at,
            ended_at=ended_at,
            brought_news=brought_news,
            pause=CALL_PAUSE,
        )


class HubKeeper:
    """Gets leases, renews them in time, and gives back what is not wanted any more.

    `base`: our public address, without a slash at the end.
    """

    def __init__(
        self,
        storage: Storage,
        poster: Poster,
        *,
        base: str,
        now: Callable[[], datetime],
        jitter: Callable[[], float] = lambda: random.uniform(-1, 1),
    ) -> None:
        self._storage = storage
        self._poster = poster
        self._base = base
        self._now = now
        self._jitter = jitter

    async def run(self, stop: asyncio.Event) -> None:
        """Ask until told to stop."""
        moved = await self._storage.move_leases(self._base, now=self._now())
        if moved:
            _log.info("hubs.moved", leases=moved)
        while not stop.is_set():
            asked = await self.ask_due()
            if asked < _AT_ONCE:
                await pause(stop, LOOK_EVERY)

    async def ask_due(self) -> int:
        """Ask the hubs of all leases that are due, as many as fit side by side; how many that were."""
        due = await self._claim()
        async with asyncio.TaskGroup() as asking:
            for lease in due:
                asking.create_task(self._ask_in_peace(lease), name=f"hub of source {lease.source_id}")
        return len(due)

    async def _claim(self) -> Sequence[HubLease]:
        now = self._now()
        try:
            return await self._storage.claim_due_leases(now, base=self._base, until=now + _CLAIM, limit=_AT_ONCE)
        except StorageError as error:
            # The database is full or locked: what is due stays due.
            _log.error("hubs.unclaimed", reason=str(error))
            return []

    async def _ask_in_peace(self, lease: HubLease) -> None:
        try:
            await self._ask(lease)
        except Exception:  # noqa: BLE001  # one unit of work: it is due again when its claim runs out
            _log.exception("hub.asking_broke", source=lease.source_id)

    async def _ask(self, lease: HubLease) -> None:
        answer = await self._poster.post(lease.hub, _form(lease, self._base))
        now = self._now()
        again_at = ask_again_at(now, failures=lease.failures, jitter=self._jitter())
        error = None
        match answer:
            case Accepted():
                _log.info("hub.asked", source=lease.source_id, state=lease.state)
            case Failed(reason):
                error = reason
                _log.warning("hub.refused", source=lease.source_id, failures=lease.failures, reason=reason)
            case _:
                assert_never(answer)
        await self._storage.record_asked(lease.id, asked_at=lease.asked_at or now, due_at=again_at, error=error)


def _form(lease: HubLease, base: str) -> dict[str, str]:
    """What is sent to the hub (WebSub 5.1).

    The secret goes to hubs without https, too, against the standard's advice: whoever listens there can then forge
    calls, as he could without a secret; nobody else can.
    """
    form = {
        "hub.callback": callback_address(lease.base or base, lease),
        "hub.topic": lease.known_as,
        # PubSubHubbub 0.3 wants to be told how to ask back; later hubs leave out what they do not know.
        "hub.verify": "async",
    }
    if lease.state is LeaseState.LEAVING:
        return {**form, "hub.mode": "unsubscribe"}
    lease_seconds = str(int(ASKED_FOR.total_seconds()))
    return {**form, "hub.mode": "subscribe", "hub.lease_seconds": lease_seconds, "hub.secret": lease.secret}
