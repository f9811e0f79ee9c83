"""What follows from each outcome of a send, for the rows, the chat and the pace."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

from bot.dispatch import outcomes as o
from bot.dispatch.ledger import Ledger
from bot.dispatch.pace import Pace
from bot.dispatch.persistence import persistently
from bot.logs import logger
from bot.messages.bundle import Written
from storage import Storage
from storage.model import Bundle, ChatId, ChatKind, Delivery, DeliveryId, SendResult

ATTEMPTS = 8
"""Definite failures before a row is given up: with the back-off below that is nearly four hours."""

_FIRST_BACKOFF = timedelta(seconds=5)
"""A server that restarts is back by then."""

_LONGEST_BACKOFF = timedelta(hours=2)
"""News that is held longer than that is hardly news."""

_LONGEST_TROUBLE = 60.0
"""Seconds: when the network is back, everybody's news should come within a minute."""

_TROUBLE_FROM = 3
"""So many failed sends in a row: it is not the message, it is the API."""

_STRANGERS = 3
"""So many chats in a row that Telegram does not know: it is not the chats, it is the wrong bot."""

_STRANGER_AFTER = timedelta(hours=1)
"""What a stranger is owed is tried again then: an operator who saw the alert has put the token right."""

_TOKEN_REFUSED_PAUSE = 300.0
"""Seconds: only an operator can help; asking on keeps the log from falling silent."""

_PROBE_AFTER = timedelta(days=1)
"""Rights and chats come back by people's doing: asked once a day, it costs nobody anything."""

_log = logger("dispatch")


def backoff(attempts: int) -> timedelta:
    """The wait before the next try after `attempts` definite failures (at least 1): 5 s, 20 s, 80 s … 2 h."""
    doublings = 2 * min(max(attempts, 1) - 1, 8)
    return min(_FIRST_BACKOFF * (1 << doublings), _LONGEST_BACKOFF)


def resend_at(delivery: Delivery, now: datetime, *, after: timedelta, fresh_for: timedelta) -> datetime | None:
    """When a send whose answer was lost may be repeated; None: never.

    A lost answer permits one repeat in all, and only while the brief is fresh (docs/telegram.md,
    "Lost answers").
    """
    at = now + after
    if delivery.lost_answers > 0 or at - delivery.brief.seen_at > fresh_for:
        return None
    return at


class Settlement:
    """Writes the next state of every row of a bundle that was sent, and tells the pace what Telegram asked."""

    def __init__(
        self,
        storage: Storage,
        pace: Pace,
        *,
        resend_after: timedelta,
        fresh_for: timedelta,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._storage = storage
        self._pace = pace
        self._ledger = Ledger(storage)
        self._resend_after = resend_after
        self._fresh_for = fresh_for
        self._now = now
        self._monotonic = monotonic
        self._unanswered = 0
        self._waves = 0
        self._troubled_until = 0.0
        self._strangers: set[ChatId] = set()
        self._has_reached_somebody = False

    @property
    def is_troubled(self) -> bool:
        """Whether the API fails for everybody, as far as we know: one send at a time finds out."""
        return self._troubled_until > 0

    async def not_begun(self, bundle: Bundle) -> None:
        """Nothing was tried: everything is owed as before."""
        await persistently(partial(self._release, bundle.deliveries))

    async def put_off(self, rows: Sequence[Delivery], until: datetime) -> None:
        """Nothing of it was tried, for the chat does not want it before then."""
        if rows:
            await persistently(partial(self._storage.release, _ids(rows), due_at=until))

    async def unwritable(self, unwritable: Sequence[Delivery], writable: Sequence[Delivery]) -> None:
        """Writing raised: the rows at fault are given up, and say why; the others are owed as before.

        Where each can be written alone, but not all together, they are tried again later, and given up in the end.
        """
        if not unwritable:
            await persistently(partial(self._failed, writable, "cannot be written together"))
            return
        await persistently(partial(self._dead, unwritable, "unwritable"))
        await persistently(partial(self._release, writable))

    async def settle(self, bundle: Bundle, written: Written, outcome: o.Outcome) -> None:
        """Record `outcome` of sending `written`, which tells the first of the bundle's deliveries."""
        self._judge_api(outcome)
        await persistently(partial(self._record, bundle, written, outcome))

    async def _record(self, bundle: Bundle, written: Written, outcome: o.Outcome) -> None:
        told = bundle.deliveries[: max(written.whole, 1)]
        rest = bundle.deliveries[len(told) :]
        match outcome:
            case o.Sent(message_id):
                await self._ledger.record(self._sent(bundle, written, message_id))
            case o.Uncertain(why):
                await self._uncertain(told, why)
                await self._release(rest)
            case o.Refused(why):
                await self._dead(told, f"refused: {why}")
                await self._release(rest)
            case o.ServerFailed(why):
                await self._failed(told, why)
                await self._release(rest)
            case _:
                await self._settle_chat(bundle, outcome)

    async def _settle_chat(self, bundle: Bundle, outcome: o.AboutTheChat) -> None:
        """Outcomes that concern the chat or everybody: nothing was sent, whatever the message was."""
        chat_id, now, rows = bundle.chat_id, self._now(), bundle.deliveries
        match outcome:
            case o.WaitAsked(seconds):
                await self._wait_as_asked(bundle, seconds)
            case o.NotSent():
                await self._release(rows)
            case o.TokenRefused():
                _log.error("token.refused", advice="set BRIEFBOT_TOKEN to the bot's present token and restart")
                self._pace.freeze_all(self._monotonic() + _TOKEN_REFUSED_PAUSE)
                await self._release(rows)
            case o.ChatMoved(new_chat_id):
                await self._release(rows)
                await self._storage.move_chat(chat_id, new_chat_id, now=now)
            case o.ChatGone(reason):
                await self._storage.make_dormant(chat_id, reason=reason, now=now)
            case o.ChatUnknown():
                await self._doubt_chat(bundle)
            case o.ThreadGone():
                await self._dead(rows, "thread closed")
            case o.NoRights():
                await self._release(rows)
                await self._storage.freeze_chat(chat_id, until=now + _PROBE_AFTER)
            case _:
                assert_never(outcome)
        _log.info("delivery.held", chat=chat_id, outcome=type(outcome).__name__, rows=len(rows))

    async def _wait_as_asked(self, bundle: Bundle, seconds: float) -> None:
        private, now = bundle.chat_kind is ChatKind.PRIVATE, self._now()
        # Before anything is written: what waits for its slot meanwhile must not go out. A little longer than storage
        # holds the chat: a claim that still finds it frozen would not look again for half a minute.
        self._pace.told_to_wait(bundle.chat_id, seconds + 0.01, self._monotonic(), private=private)
        await self._release(bundle.deliveries)
        # Storage keeps whole milliseconds: what it cuts off must not let us send before the time.
        await self._storage.freeze_chat(bundle.chat_id, until=now + timedelta(seconds=seconds, milliseconds=1))

    async def _doubt_chat(self, bundle: Bundle) -> None:
        """Believed at the second time, a day later, by a bot that reached others: a wrong one knows no chat at all."""
        now, ids = self._now(), _ids(bundle.deliveries)
        self._strangers.add(bundle.chat_id)
        if len(self._strangers) >= _STRANGERS:
            _log.error("chats.unknown", advice="is BRIEFBOT_TOKEN that of the bot this database belongs to?")
            self._has_reached_somebody = False
            self._pace.freeze_all(self._monotonic() + _TOKEN_REFUSED_PAUSE)
            await self._storage.release(ids, due_at=now + _STRANGER_AFTER)
        elif self._has_reached_somebody and any(delivery.attempts for delivery in bundle.deliveries):
            await self._storage.make_dormant(bundle.chat_id, reason="chat not found", now=now)
        else:
            await self._storage.record_failed(ids, due_at=now + _PROBE_AFTER)

    def _sent(self, bundle: Bundle, written: Written, message_id: int | None) -> SendResult:
        ids = _ids(bundle.deliveries)
        return SendResult(
            sent=ids[: written.whole],
            message_id=message_id,
            part=(ids[0], written.parts) if written.parts else None,
            released=ids[max(written.whole, 1) :],
            at=self._now(),
        )

    async def _uncertain(self, rows: Sequence[Delivery], why: str) -> None:
        now = self._now()
        _log.warning("delivery.uncertain", rows=len(rows), why=why)
        for delivery in rows:
            at = resend_at(delivery, now, after=self._resend_after, fresh_for=self._fresh_for)
            await self._storage.record_uncertain([delivery.id], resend_at=at, now=now)

    async def _failed(self, rows: Sequence[Delivery], why: str) -> None:
        now = self._now()
        _log.warning("delivery.failed", rows=len(rows), why=why)
        for delivery in rows:
            attempts = delivery.attempts + 1
            if attempts >= ATTEMPTS:
                await self._dead([delivery], f"failed {ATTEMPTS} times: {why}")
            else:
                await self._storage.record_failed([delivery.id], due_at=now + backoff(attempts))

    async def _dead(self, rows: Sequence[Delivery], reason: str) -> None:
        _log.error("delivery.dead", rows=len(rows), reason=reason)
        await self._storage.record_dead(_ids(rows), reason=reason, now=self._now())

    async def _release(self, rows: Sequence[Delivery]) -> None:
        if rows:
            await self._storage.release(_ids(rows), due_at=self._now())

    def _judge_api(self, outcome: o.Outcome) -> None:
        """No connection, or several sends in a row that failed: everybody waits, 1 s at first, a minute at most.

        Each lost answer costs a row its only repeat: in an outage as few as possible are to pay.
        """
        match outcome:
            case o.NotSent(why):
                self._unanswered = max(self._unanswered, _TROUBLE_FROM - 1) + 1
            case o.Uncertain(why) | o.ServerFailed(why):
                self._unanswered += 1
            case _:
                self._unanswered, self._waves, self._troubled_until = 0, 0, 0.0
                if isinstance(outcome, o.Sent):
                    self._strangers.clear()
                    self._has_reached_somebody = True
                return
        at = self._monotonic()
        # What was in flight beside the one that told us lands while we wait: it is the same news.
        if self._unanswered >= _TROUBLE_FROM and at >= self._troubled_until:
            wait = min(2.0 ** min(self._waves, 6), _LONGEST_TROUBLE)
            _log.warning("api.troubled", why=why, wait=wait)
            self._pace.freeze_all(at + wait)
            self._waves += 1
            self._troubled_until = at + wait


def _ids(rows: Sequence[Delivery]) -> tuple[DeliveryId, ...]:
    return tuple(delivery.id for delivery in rows)
