"""SQL about chats: meeting, sleeping, pausing, freezing. A chat is never deleted for us, only at its own wish."""

from datetime import datetime

from storage.chat_sources import disown_chat
from storage.database import Connection, Sql
from storage.model import Chat, ChatId, ChatKind, ChatState
from storage.model_hours import Timing
from storage.rows import chat_of, millis
from storage.timing import time_held

MEET = Sql("""
INSERT INTO chats (id, kind, title, met_at) VALUES (:id, :kind, :title, :now)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title
RETURNING *
""")
BY_ID = Sql("SELECT * FROM chats WHERE id = :id")
WAKE = Sql("""
UPDATE chats SET state = 'active', woken_at = :now, away_since = COALESCE(away_since, dormant_at),
  dormant_at = NULL, dormant_reason = NULL, frozen_until = NULL
WHERE id = :id
""")
SLEEP = Sql("""
UPDATE chats SET state = 'dormant', dormant_at = :now, dormant_reason = :reason WHERE id = :id AND state = 'active'
""")
DROP_QUEUE = Sql("""
UPDATE deliveries SET state = 'dead', reason = 'dormant', settled_at = :now
WHERE chat_id = :id AND settled_at IS NULL
""")
PAUSE = Sql("UPDATE chats SET paused_at = COALESCE(paused_at, :now) WHERE id = :id")
HOLD_QUEUE = Sql("""
UPDATE deliveries SET due_at = NULL
WHERE chat_id = :id AND settled_at IS NULL AND state = 'owed'
""")
RESUME = Sql("UPDATE chats SET paused_at = NULL WHERE id = :id")
FREEZE = Sql("UPDATE chats SET frozen_until = :until WHERE id = :id")
# The claim would skip a frozen chat anyway. Its rows are moved as well, or a long queue of one frozen chat would
# stand at the head of the claim's index and be stepped over again and again.
PUT_OFF_QUEUE = Sql("""
UPDATE deliveries SET due_at = :until
WHERE chat_id = :id AND settled_at IS NULL AND state <> 'sending' AND due_at < :until
""")
FORGET_NOTICES = Sql("DELETE FROM notices WHERE chat_id = :id")
FORGET_DELIVERIES = Sql("DELETE FROM deliveries WHERE chat_id = :id")
FORGET_MUTES = Sql("DELETE FROM mutes WHERE chat_id = :id")
FORGET_SUBSCRIPTIONS = Sql("DELETE FROM subscriptions WHERE chat_id = :id")
FORGET_MOVES = Sql("DELETE FROM set_up_moves WHERE chat_id = :id OR to_chat_id = :id")
FORGET_CHAT = Sql("DELETE FROM chats WHERE id = :id")


async def meet_chat(conn: Connection, chat_id: ChatId, kind: ChatKind, title: str, *, now: datetime) -> Chat:
    """Know it from now on, under its present kind and title. A dormant one goes on sleeping."""
    row = await conn.fetch_one(MEET, {"id": chat_id, "kind": kind, "title": title, "now": millis(now)})
    assert row is not None  # noqa: S101 - RETURNING gives the row that was inserted or updated
    return chat_of(row)


async def chat(conn: Connection, chat_id: ChatId) -> Chat | None:
    """One chat."""
    row = await conn.fetch_one(BY_ID, {"id": chat_id})
    return None if row is None else chat_of(row)


async def wake_chat(conn: Connection, chat_id: ChatId, *, now: datetime) -> Chat | None:
    """Write to it again: the chat as it was while it slept (for the catch-up), or None when it did not sleep."""
    asleep = await chat(conn, chat_id)
    if asleep is None or asleep.state is not ChatState.DORMANT:
        return None
    await conn.execute(WAKE, {"id": chat_id, "now": millis(now)})
    return asleep


async def make_dormant(conn: Connection, chat_id: ChatId, *, reason: str, now: datetime) -> None:
    """It cannot be written to: drop its queue, keep its subscriptions. Asleep already, it stays asleep since then."""
    if await conn.execute(SLEEP, {"id": chat_id, "reason": reason, "now": millis(now)}):
        await conn.execute(DROP_QUEUE, {"id": chat_id, "now": millis(now)})


async def pause_chat(conn: Connection, chat_id: ChatId, *, now: datetime) -> None:
    """Hold what is owed until it is resumed."""
    await conn.execute(PAUSE, {"id": chat_id, "now": millis(now)})
    await conn.execute(HOLD_QUEUE, {"id": chat_id})


async def resume_chat(conn: Connection, timing: Timing, chat_id: ChatId, *, now: datetime) -> int:
    """Everything that was held comes at the chat's times again; how many deliveries that are."""
    await conn.execute(RESUME, {"id": chat_id})
    return await time_held(conn, timing, chat_id, now=now)


async def freeze_chat(conn: Connection, chat_id: ChatId, *, until: datetime) -> None:
    """Nothing is claimed for it before `until`."""
    await conn.execute(FREEZE, {"id": chat_id, "until": millis(until)})
    await conn.execute(PUT_OFF_QUEUE, {"id": chat_id, "until": millis(until)})


async def forget_chat(conn: Connection, chat_id: ChatId) -> None:
    """Delete all that is stored about it: it asked to be forgotten."""
    await disown_chat(conn, chat_id)
    for statement in (FORGET_MOVES, FORGET_NOTICES, FORGET_DELIVERIES, FORGET_MUTES, FORGET_SUBSCRIPTIONS, FORGET_CHAT):
        await conn.execute(statement, {"id": chat_id})
