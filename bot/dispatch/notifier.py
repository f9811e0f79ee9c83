"""Tells of troubles: rows that are owed, claimed, sent at the common pace, and settled like deliveries.

owe (to whom it concerns) ──▶ claim all that is due to one chat ──▶ write ──▶ slot ──▶ send ──▶ settle
"""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import assert_never

from bot.clock import pause
from bot.dispatch import outcomes as o
from bot.dispatch.pace import Pace
from bot.dispatch.settlement import ATTEMPTS, backoff
from bot.logs import logger
from bot.messages.message import Message
from bot.messages.notices import write_notices
from storage import Storage
from storage.model import ChatId, ChatKind
from storage.model_troubles import NoticeBundle

EVERY = timedelta(seconds=30)
"""What took hours to be called a trouble may wait for half a minute."""

_NOT_BEFORE = timedelta(minutes=5)
"""After a refusal that has nothing to do with the notice (no network, a wrong token): it tells nobody's news."""

_PROBE_AFTER = timedelta(days=1)
"""As for deliveries: rights and chats come back by people's doing."""

_log = logger("dispatch")


class Notifier:
    """Sends every notice at least once, and at most once more for each accident. One chat at a time: there are few."""

    def __init__(
        self,
        storage: Storage,
        sender: o.Sender,
        pace: Pace,
        *,
        operators: Collection[int],
        resend_after: timedelta,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._storage = storage
        self._sender = sender
        self._pace = pace
        self._operators = [ChatId(user_id) for user_id in operators]  # a person's private chat has the person's id
        self._resend_after = resend_after
        self._now = now
        self._monotonic = monotonic

    async def run(self, stop: asyncio.Event) -> None:
        """Tell until told to stop; what is in flight then is finished."""
        await self._storage.recover_notices(self._now())
        while not stop.is_set():
            await self.tell(stop)
            await pause(stop, EVERY)

    async def tell(self, stop: asyncio.Event) -> None:
        """Everything that is to be told now."""
        await self._storage.owe_notices(self._operators, now=self._now())
        while not stop.is_set():
            if self._pace.open_slots(self._monotonic()) <= 0:  # the news goes first, or Telegram asked to wait
                await pause(stop, timedelta(seconds=self._pace.next_slot_in(self._monotonic())))
                continue
            bundle = await self._storage.claim_notices(self._now())
            if bundle is None:
                return
            await self._send(bundle, stop)

    async def _send(self, bundle: NoticeBundle, stop: asyncio.Event) -> None:
        message = write_notices(bundle.notices, now=self._now())
        start = self._pace.reserve_push(bundle.chat_id, self._monotonic(), private=bundle.chat_kind is ChatKind.PRIVATE)
        wait = start - self._monotonic()
        if wait > 0:
            await pause(stop, timedelta(seconds=wait))
        if stop.is_set():
            await self._release(bundle, timedelta())
            return
        await self._settle(bundle, await self._sent(bundle, message))

    async def _sent(self, bundle: NoticeBundle, message: Message) -> o.Outcome:
        try:
            return await self._sender.send(bundle.chat_id, bundle.thread_id, message)
        except Exception:  # noqa: BLE001  # one message that cannot even be asked for must not end the others' news
            _log.exception("send.broken", chat=bundle.chat_id)
            return o.Uncertain("the sender failed")

    async def _settle(self, bundle: NoticeBundle, outcome: o.Outcome) -> None:
        ids, now = [notice.id for notice in bundle.notices], self._now()
        match outcome:
            case o.Sent(message_id):
                await self._storage.record_notices_sent(ids, message_id, now=now)
                _log.info("notices.sent", chat=bundle.chat_id, rows=len(ids))
            case o.Uncertain(why):
                _log.warning("notices.uncertain", chat=bundle.chat_id, why=why)
                await self._uncertain(bundle)
            case o.ServerFailed(why):
                await self._failed(bundle, why)
            case o.Refused(why):
                await self._dead(bundle, f"refused: {why}")
            case _:
                await self._settle_chat(bundle, outcome)

    async def _settle_chat(self, bundle: NoticeBundle, outcome: o.AboutTheChat) -> None:
        """Nothing was sent, for a reason that has nothing to do with the notice."""
        match outcome:
            case o.NoRights(why):
                await self._failed(bundle, why, at_least=_PROBE_AFTER)
            case o.ChatUnknown():
                await self._failed(bundle, "chat not found", at_least=_PROBE_AFTER)
            case o.ThreadGone():
                await self._dead(bundle, "thread closed")
            case o.WaitAsked(seconds):
                private = bundle.chat_kind is ChatKind.PRIVATE
                self._pace.told_to_wait(bundle.chat_id, seconds, self._monotonic(), private=private)
                await self._release(bundle, timedelta(seconds=seconds))
            case o.NotSent() | o.TokenRefused():
                await self._release(bundle, _NOT_BEFORE)
            case o.ChatGone(reason):
                await self._release(bundle, timedelta())  # told when it is back, if it is still true then
                await self._storage.make_dormant(bundle.chat_id, reason=reason, now=self._now())
            case o.ChatMoved(new_chat_id):
                await self._release(bundle, timedelta())
                await self._storage.move_chat(bundle.chat_id, new_chat_id, now=self._now())
            case _:
                assert_never(outcome)

    async def _uncertain(self, bundle: NoticeBundle) -> None:
        """A lost answer permits one repeat in all."""
        now = self._now()
        for notice in bundle.notices:
            resend_at = None if notice.lost_answers else now + self._resend_after
            await self._storage.record_notices_uncertain([notice.id], resend_at=resend_at, now=now)

    async def _failed(self, bundle: NoticeBundle, why: str, *, at_least: timedelta = timedelta()) -> None:
        now = self._now()
        _log.warning("notices.failed", chat=bundle.chat_id, rows=len(bundle.notices), why=why)
        for notice in bundle.notices:
            if notice.attempts + 1 >= ATTEMPTS:
                await self._storage.record_notices_dead([notice.id], reason=f"failed {ATTEMPTS} times", now=now)
            else:
                await self._storage.record_notices_failed(
                    [notice.id], due_at=now + max(at_least, backoff(notice.attempts + 1))
                )

    async def _dead(self, bundle: NoticeBundle, reason: str) -> None:
        _log.error("notices.dead", chat=bundle.chat_id, reason=reason)
        ids = [notice.id for notice in bundle.notices]
        await self._storage.record_notices_dead(ids, reason=reason, now=self._now())

    async def _release(self, bundle: NoticeBundle, after: timedelta) -> None:
        ids = [notice.id for notice in bundle.notices]
        await self._storage.release_notices(ids, due_at=self._now() + after)
