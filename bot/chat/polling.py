"""Takes updates from Telegram by long poll, and confirms them only when they are dealt with.

A batch is confirmed by the next poll's offset. The library's own poller confirms what it has merely queued: a kill
would lose it. Here a killed process gets its last batch again; every handler is idempotent.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from telegram import Update

from bot.chat.bot_api import Answer, BotApi
from bot.chat.commands import ChatApplication
from bot.chat.foreign import put_update_right
from bot.chat.patience import Waiting, let_go, waited_for_by
from bot.chat.wire import NoAnswer, NoConnection
from bot.clock import monotonic, pause
from bot.logs import logger

POLL = 50
"""Seconds a poll waits at the server."""

PATIENCE = 3.0
"""Seconds a batch may take before the next is asked for: one slow chat must not hold up all others."""

PER_CHAT = 20
"""Updates of one chat that may wait for their turn; a person does not type more, a flood is cut."""

KINDS = ("message", "channel_post", "callback_query", "my_chat_member")
"""Updates that are asked for: what has a handler. Telegram remembers the list, so it is named in every poll."""

_ANSWER_WITHIN = 15
"""Seconds a poll's answer may be late before the connection counts as dead."""

_LONGEST_BACKOFF = timedelta(seconds=30)
"""A person who writes after an outage should not wait much longer than that."""

_CONFLICT_LOGGED_EVERY = 60.0
"""Seconds: two pollers end each other's polls many times a minute."""

_CONFIRM_WITHIN = 3.0
"""Seconds: at the end, being heard again is a smaller evil than not ending."""

_AT_ONCE = 0.5
"""Seconds: an empty answer that comes sooner is no long poll; a server or proxy that cannot wait is asked slowly."""

_log = logger("polling")


class Poller:
    """The only reader of this bot's updates; a second one anywhere is told so by Telegram (409).

    Each chat has a lane: its updates are dealt with in their order, chats side by side. A batch is waited for, but
    not for a chat that floods us, that kept an earlier batch waiting, or whose handler says that it takes long.
    """

    def __init__(
        self,
        api: BotApi,
        application: ChatApplication,
        *,
        patience: float = PATIENCE,
        first_pause: timedelta = timedelta(seconds=1),
    ) -> None:
        self._api = api
        self._application = application
        self._patience = patience
        self._first_pause = first_pause
        self._offset = 0
        self._confirmed = 0
        self._failures = 0
        self._conflict_logged_at = 0.0
        self._lanes: dict[int, deque[Update]] = {}
        self._waiting: dict[asyncio.Task[None], Waiting] = {}

    @property
    def is_busy(self) -> bool:
        """Whether updates are being dealt with; some take longer than the poll that confirms them."""
        return bool(self._lanes)

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until told to stop; what is being dealt with then is finished, and confirmed if nothing else waits."""
        async with asyncio.TaskGroup() as lanes:
            while not stop.is_set():
                asked_at = monotonic()
                updates = await self._poll(stop)
                if updates is None:
                    await pause(stop, self._backoff())
                    continue
                self._failures = 0
                if updates:
                    await self._deal_with(updates, lanes, stop)
                elif monotonic() - asked_at < _AT_ONCE:
                    await pause(stop, self._first_pause)
            for lane, waiting in self._waiting.items():
                if waiting.done():  # it said that it takes long: longer than a bot that is to stop may wait
                    lane.cancel()
        if self._offset != self._confirmed and not self._lanes:
            await self._api.call("getUpdates", self._asked(0) | {"limit": 1}, wait=_CONFIRM_WITHIN)

    def _backoff(self) -> timedelta:
        """Twice as long each time; the exponent is bounded, for an outage of a day is thousands of failures."""
        self._failures = min(self._failures + 1, 10)
        return min(self._first_pause * (1 << (self._failures - 1)), _LONGEST_BACKOFF)

    def _asked(self, timeout: int) -> dict[str, Any]:
        return {"offset": self._offset, "timeout": timeout, "allowed_updates": KINDS}

    async def _poll(self, stop: asyncio.Event) -> Sequence[dict[str, Any]] | None:
        """One batch, as it came; None: the poll failed."""
        poll = asyncio.ensure_future(self._api.call("getUpdates", self._asked(POLL), wait=POLL + _ANSWER_WITHIN))
        stopped = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({poll, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not poll.done():
                return ()
            return self._updates_in(poll.result())
        finally:
            poll.cancel()
            stopped.cancel()

    def _updates_in(self, reply: Answer | NoConnection | NoAnswer) -> Sequence[dict[str, Any]] | None:
        match reply:
            case Answer(ok=True, result=list(updates)):
                self._confirmed = self._offset
                # One without its number cannot be confirmed: it would come for ever.
                return [one for one in updates if isinstance(one, dict) and type(one.get("update_id")) is int]
            case Answer(status=409):
                self._log_conflict(reply.description)
            case Answer():
                _log.warning("poll.failed", status=reply.status, said=reply.description)
            case NoConnection(why) | NoAnswer(why):
                _log.warning("poll.failed", why=why)
        return None

    def _log_conflict(self, said: str) -> None:
        if not self._conflict_logged_at or monotonic() - self._conflict_logged_at > _CONFLICT_LOGGED_EVERY:
            self._conflict_logged_at = monotonic()
            _log.error("poll.conflict", said=said, advice="another process polls with this token: stop one of them")

    async def _deal_with(
        self, updates: Sequence[dict[str, Any]], lanes: asyncio.TaskGroup, stop: asyncio.Event
    ) -> None:
        """Hand over a batch; what takes longer than our patience goes on beside the next one."""
        begun: dict[int, Waiting] = {}
        for raw in updates:
            update = self._read(raw)
            if update:
                chat_id = update.effective_chat.id if update.effective_chat else 0
                if chat_id not in self._lanes:
                    self._lanes[chat_id] = deque()
                    begun[chat_id] = asyncio.get_running_loop().create_future()
                    lane = lanes.create_task(self._one_chat(chat_id, begun[chat_id], stop), name=f"chat {chat_id}")
                    self._waiting[lane] = begun[chat_id]
                    lane.add_done_callback(self._waiting.pop)
                if not self._queue(chat_id, update):
                    begun.pop(chat_id, None)
        if begun:
            await asyncio.wait(begun.values(), timeout=self._patience)
        self._offset = max(self._offset, *(raw["update_id"] + 1 for raw in updates))

    def _queue(self, chat_id: int, update: Update) -> bool:
        """Let an update wait for its turn; False: there are too many before it, it is dropped."""
        lane = self._lanes[chat_id]
        if len(lane) < PER_CHAT:
            lane.append(update)
            return True
        _log.debug("update.dropped", chat=chat_id, update=update.update_id)
        return False

    async def _one_chat(self, chat_id: int, waiting: Waiting, stop: asyncio.Event) -> None:
        """Deal with what waits in a chat's lane; told to stop, leave the rest to the next start."""
        lane = self._lanes[chat_id]
        waited_for_by(waiting)
        if len(lane) == PER_CHAT:
            _log.warning("chat.flooding", chat=chat_id)
        try:
            while lane and not stop.is_set():
                await self._application.process_update(lane.popleft())
        finally:
            let_go(waiting)
        if not lane:
            del self._lanes[chat_id]

    def _read(self, raw: dict[str, Any]) -> Update | None:
        """One update; None where it cannot be read: it must not hold up the others (docs/telegram.md, "Receiving")."""
        try:
            return Update.de_json(put_update_right(raw), self._application.bot)
        except Exception:  # noqa: BLE001  # the library may raise anything here, for every poll of this batch
            _log.exception("update.unreadable", update=raw.get("update_id"))
            return None
