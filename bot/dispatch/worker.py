"""Sends what is due, as fast as the pace allows, and records what came of it.

    claim (rows become `sending`) ──▶ write ──▶ wait for the slot ──▶ send ──▶ settle (rows get their next state)

One bundle of one chat is in flight at a time; one message of it is sent per claim, and what did not fit in stays owed.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.clock import pause
from bot.dispatch.hours import clock_of, quiet_until
from bot.dispatch.outcomes import Outcome, Sender, Uncertain
from bot.dispatch.pace import Pace
from bot.dispatch.persistence import AGAIN_AFTER
from bot.dispatch.settlement import Settlement
from bot.dispatch.writing import Writer
from bot.logs import logger
from bot.messages.message import Message, Pictures
from storage import Storage
from storage.errors import DatabaseUnavailable
from storage.model import Attention, Bundle, ChatId, ChatKind, Delivery

IN_FLIGHT = 16
"""8 to 16 requests in flight are enough for 30 a second (docs/telegram.md, "Limits"); more only queue there."""

MOST_IN_FLIGHT = 256
"""What a quarter of a second takes at 1,000 a second, the most that Telegram sells."""

EACH = 20
"""Rows a bundle: what one message can hold."""

_IDLE = timedelta(seconds=30)
"""The bell wakes the dispatcher; this only bounds the wait where another process owes or resumes."""

_log = logger("dispatch")


class Dispatcher:
    """Delivers everything owed. Promise: `sending` is written before the call, the outcome right after it."""

    def __init__(
        self,
        storage: Storage,
        sender: Sender,
        pace: Pace,
        settlement: Settlement,
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        pictures: Pictures = Pictures.NONE,
    ) -> None:
        self._storage = storage
        self._sender = sender
        self._pace = pace
        self._settlement = settlement
        self._now = now
        self._monotonic = monotonic
        self._in_flight = round(min(max(IN_FLIGHT, pace.per_second / 4), MOST_IN_FLIGHT))
        self._writer = Writer(pictures=pictures)
        self._flying: set[ChatId] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; then finish what is in flight and claim nothing more."""
        recovered = await self._storage.recover_sending(self._now())
        if recovered:
            _log.info("deliveries.recovered", rows=recovered)
        bell = self._storage.deliveries_bell
        async with asyncio.TaskGroup() as sends:
            while not stop.is_set():
                bell.clear()
                bundles, rest = await self._next()
                for bundle in bundles:
                    self._flying.add(bundle.chat_id)
                    sends.create_task(self._deliver(bundle, stop), name=f"send {bundle.chat_id}")
                if not bundles:
                    # Without a slot nothing can be sent, whatever the bell says: it rings at every landing.
                    has_slots = self._pace.open_slots(self._monotonic()) > 0
                    await pause(stop, rest, bell if has_slots else None)

    async def _next(self) -> tuple[Sequence[Bundle], timedelta]:
        """What is to be sent now, or how long there is nothing.

        A database that cannot be written stops no send that is under way: its result is still to be recorded.
        """
        try:
            bundles = await self._claim()
            return bundles, timedelta() if bundles else await self._rest()
        except DatabaseUnavailable as exc:
            _log.error("claim.failed", why=str(exc), again_in=AGAIN_AFTER)
            return (), AGAIN_AFTER

    async def _claim(self) -> Sequence[Bundle]:
        at = self._monotonic()
        slots = min(self._pace.open_slots(at), self._free())
        if slots <= 0:
            return ()
        not_to = self._pace.busy_chats(at) | self._flying
        return await self._storage.claim_bundles(self._now(), limit=slots, not_to=not_to, each=EACH)

    def _free(self) -> int:
        """How many more may be in flight. A claim is a transaction: worth it for many, not for each that lands."""
        allowed = 1 if self._settlement.is_troubled else self._in_flight
        free = allowed - len(self._flying)
        return free if free >= max(1, allowed // 2) else 0

    async def _rest(self) -> timedelta:
        """How long nothing can be due or sendable, as far as we know; the bell rings earlier for anything new."""
        at = self._monotonic()
        if self._pace.open_slots(at) <= 0:
            return timedelta(seconds=self._pace.next_slot_in(at))
        if not self._free():
            return _IDLE  # a landing rings the bell
        waits = [_IDLE]
        free_in = self._pace.next_free_chat_in(at)
        if free_in is not None:
            waits.append(timedelta(seconds=free_in))
        now = self._now()
        due_at = await self._storage.next_due_at(now)
        if due_at is not None:
            waits.append(due_at - now)
        return max(min(waits), timedelta(milliseconds=1))

    async def _deliver(self, bundle: Bundle, stop: asyncio.Event) -> None:
        """One unit of work: one message to one chat, from the claim to the record of its outcome."""
        try:
            await self._send_one(bundle, stop)
        finally:
            self._flying.discard(bundle.chat_id)
            if self._free():  # else there is nothing to wake up for
                self._storage.deliveries_bell.set()

    async def _send_one(self, bundle: Bundle, stop: asyncio.Event) -> None:
        # What was due before and was kept by an outage, a freeze or a long queue meets quiet hours only here.
        if until := quiet_until(bundle.quiet, bundle.zone, self._now()):
            urgent = tuple(each for each in bundle.deliveries if each.attention is Attention.IMPORTANT)
            await self._settlement.put_off([each for each in bundle.deliveries if each not in urgent], until)
            if not urgent:
                return
            bundle = bundle.model_copy(update={"deliveries": urgent})
        try:
            written = self._writer.write(bundle.deliveries, self._clock(bundle))
        except Exception:  # noqa: BLE001  # whatever one brief does to the writing, the others go on
            await self._settlement.unwritable(*self._told_apart(bundle))
            return
        private = bundle.chat_kind is ChatKind.PRIVATE
        start = self._pace.reserve_push(bundle.chat_id, self._monotonic(), private=private)
        wait = start - self._monotonic()
        if wait > 0:
            await pause(stop, timedelta(seconds=wait))
        # While it waited for its slot, Telegram may have asked everybody to wait.
        if stop.is_set() or self._pace.is_frozen(self._monotonic()):
            await self._settlement.not_begun(bundle)
            return
        outcome = await self._sent(bundle, written.message)
        await self._settlement.settle(bundle, written, outcome)

    async def _sent(self, bundle: Bundle, message: Message) -> Outcome:
        try:
            return await self._sender.send(bundle.chat_id, bundle.thread_id, message)
        except Exception:  # noqa: BLE001  # one message that cannot even be asked for must not end the others' news
            _log.exception("send.broken", chat=bundle.chat_id)
            return Uncertain("the sender failed")

    def _clock(self, bundle: Bundle) -> datetime:
        return self._now().astimezone(clock_of(bundle.zone))

    def _told_apart(self, bundle: Bundle) -> tuple[list[Delivery], list[Delivery]]:
        """The deliveries of a bundle that cannot be written, and those that can."""
        unwritable, writable = [], []
        for delivery in bundle.deliveries:
            try:
                self._writer.write([delivery], self._clock(bundle))
            except Exception:  # noqa: BLE001  # this is what tells them apart; the traceback is logged
                _log.exception("message.unwritable", delivery=delivery.id, brief=delivery.brief.id)
                unwritable.append(delivery)
            else:
                writable.append(delivery)
        return unwritable, writable
