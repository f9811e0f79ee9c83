"""Takes updates from Telegram by long poll, and confirms them only when they are dealt with.

A batch is confirmed by the next poll's offset. The library's own poller confirms what it has merely queued: a kill
would lose it. Here a killed process gets its last batch again; every handler is idempotent.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from telegram import Update

from bot.chat.bot_api import Answer, BotApi, NoAnswer, NoConnection
from bot.chat.commands import ChatApplication
from bot.chat.foreign import put_update_right
from bot.clock import monotonic, pause
from bot.logs import logger

POLL = 50
"""Seconds a poll waits at the server."""

PATIENCE = 10.0
"""Seconds a batch may take before the next is asked for: one slow chat must not hold up all others."""

PER_CHAT = 20
"""Updates of one chat dealt with per batch; a person does not type more, a flood is cut."""

_HASTE = 0.5
_SHORT_POLL = timedelta(seconds=0.3)
"""A server that answers an empty poll at once knows no long poll: it is asked three times a second, not a thousand."""

KINDS = ("message", "channel_post", "callback_query", "my_chat_member")
"""Updates that are asked for: what has a handler. Telegram remembers the list, so it is named in every poll."""

_ANSWER_WITHIN = 15
"""Seconds a poll's answer may be late before the connection counts as dead."""

_LONGEST_BACKOFF = 30.0
"""Seconds: a person who writes after an outage should not wait much longer than that."""

_CONFLICT_LOGGED_EVERY = 60.0
"""Seconds: two pollers end each other's polls many times a minute."""

_log = logger("polling")


class Poller:
    """The only reader of this bot's updates; a second one anywhere is told so by Telegram (409)."""

    def __init__(self, api: BotApi, application: ChatApplication) -> None:
        self._api = api
        self._application = application
        self._offset = 0
        self._failures = 0
        self._conflict_logged_at = 0.0

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until told to stop; what is being dealt with then is finished."""
        async with asyncio.TaskGroup() as lanes:
            while not stop.is_set():
                asked_at = monotonic()
                updates = await self._poll(stop)
                if updates is None:
                    wait = min(2.0**self._failures, _LONGEST_BACKOFF)
                    self._failures += 1
                    await pause(stop, timedelta(seconds=wait))
                    continue
                self._failures = 0
                await self._deal_with(updates, lanes)
                if not updates and monotonic() - asked_at < _HASTE:
                    await pause(stop, _SHORT_POLL)

    async def _poll(self, stop: asyncio.Event) -> Sequence[dict[str, Any]] | None:
        """One batch, as it came; None: the poll failed."""
        asked = {"offset": self._offset, "timeout": POLL, "allowed_updates": KINDS}
        poll = asyncio.ensure_future(self._api.call("getUpdates", asked, wait=POLL + _ANSWER_WITHIN))
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
                return [update for update in updates if isinstance(update, dict)]
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

    async def _deal_with(self, updates: Sequence[dict[str, Any]], lanes: asyncio.TaskGroup) -> None:
        """Hand over a batch, each chat's updates in their order, chats side by side; then confirm it."""
        by_chat: dict[int, list[Update]] = defaultdict(list)
        for raw in updates:
            update = self._read(raw)
            if update:
                chat = update.effective_chat
                by_chat[chat.id if chat else 0].append(update)
        working = [lanes.create_task(self._one_chat(chat_id, batch)) for chat_id, batch in by_chat.items()]
        if working:
            # What takes longer goes on beside the next batch.
            await asyncio.wait(working, timeout=PATIENCE)
        self._offset = max([self._offset - 1, *(int(raw.get("update_id", 0)) for raw in updates)]) + 1

    async def _one_chat(self, chat_id: int, updates: Sequence[Update]) -> None:
        if len(updates) > PER_CHAT:
            _log.warning("chat.flooding", chat=chat_id, dropped=len(updates) - PER_CHAT)
        for update in updates[:PER_CHAT]:
            await self._application.process_update(update)

    def _read(self, raw: dict[str, Any]) -> Update | None:
        """One update; None where it cannot be read: it must not hold up the others (docs/telegram.md, "Receiving")."""
        try:
            return Update.de_json(put_update_right(raw), self._application.bot)
        except Exception:  # noqa: BLE001  # the library may raise anything here, for every poll of this batch
            _log.exception("update.unreadable", update=raw.get("update_id"))
            return None
