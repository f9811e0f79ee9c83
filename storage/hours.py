"""SQL about hours: by which clock a chat lives, when its briefs come, and when nothing does.

A changed wish re-times what is owed in the same transaction.
"""

from datetime import datetime

from storage.chats import chat
from storage.database import Connection, Sql
from storage.model import Chat, ChatId, Subscription, ThreadId, TopicId
from storage.model_hours import Timing
from storage.subscriptions import live_subscription
from storage.timing import retime

SET_ZONE = Sql("UPDATE chats SET zone = :value WHERE id = :chat_id")
SET_DIGEST = Sql("UPDATE chats SET digest = :value WHERE id = :chat_id")
SET_QUIET = Sql("UPDATE chats SET quiet = :value WHERE id = :chat_id")
SET_OWN_DIGEST = Sql("""
UPDATE subscriptions SET digest = :digest
WHERE chat_id = :chat_id AND thread_id = :thread_id AND topic_id = :topic_id AND ended_at IS NULL
""")


async def set_zone(
    conn: Connection, timing: Timing, chat_id: ChatId, zone: str | None, *, now: datetime
) -> Chat | None:
    """By which clock a chat lives; the chat as it was before. None: it is not known."""
    return await _set(conn, timing, SET_ZONE, chat_id, zone, now)


async def set_digest(
    conn: Connection, timing: Timing, chat_id: ChatId, digest: str | None, *, now: datetime
) -> Chat | None:
    """When a chat's briefs come (None: at once), but for topics with times of their own; the chat as it was before."""
    return await _set(conn, timing, SET_DIGEST, chat_id, digest, now)


async def set_quiet(
    conn: Connection, timing: Timing, chat_id: ChatId, quiet: str | None, *, now: datetime
) -> Chat | None:
    """When nothing comes to a chat; the chat as it was before."""
    return await _set(conn, timing, SET_QUIET, chat_id, quiet, now)


async def set_own_digest(
    conn: Connection,
    timing: Timing,
    chat_id: ChatId,
    thread_id: ThreadId,
    topic_id: TopicId,
    digest: str | None,
    *,
    now: datetime,
) -> Subscription | None:
    """When the briefs of one topic come (None: as its chat's); the subscription as it was. None: it is not live."""
    before = await live_subscription(conn, chat_id, thread_id, topic_id)
    if before is not None:
        where = {"chat_id": chat_id, "thread_id": thread_id, "topic_id": topic_id}
        await conn.execute(SET_OWN_DIGEST, {**where, "digest": digest})
        await retime(conn, timing, chat_id, now=now)
    return before


async def _set(
    conn: Connection, timing: Timing, statement: Sql, chat_id: ChatId, value: str | None, now: datetime
) -> Chat | None:
    before = await chat(conn, chat_id)
    if before is not None:
        await conn.execute(statement, {"chat_id": chat_id, "value": value})
        await retime(conn, timing, chat_id, now=now)
    return before
