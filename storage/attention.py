"""SQL about how loudly a topic comes to a chat, and about topics that are snoozed.

A changed wish re-times what is owed in the same transaction.
"""

from datetime import datetime

from storage.database import Connection, Sql
from storage.model import Attention, ChatId, Subscription, ThreadId, TopicId
from storage.model_hours import Timing
from storage.rows import optional_millis
from storage.subscriptions import live_subscription
from storage.timing import retime

SET_ATTENTION = Sql("""
UPDATE subscriptions SET attention = :attention
WHERE chat_id = :chat_id AND thread_id = :thread_id AND topic_id = :topic_id AND ended_at IS NULL
""")
SNOOZE = Sql("""
UPDATE subscriptions SET snoozed_until = :until
WHERE chat_id = :chat_id AND thread_id = :thread_id AND topic_id = :topic_id AND ended_at IS NULL
""")


async def set_attention(
    conn: Connection,
    timing: Timing,
    chat_id: ChatId,
    thread_id: ThreadId,
    topic_id: TopicId,
    attention: Attention,
    *,
    now: datetime,
) -> Subscription | None:
    """How loudly a topic comes; the subscription as it was. None: it is not live."""
    before = await live_subscription(conn, chat_id, thread_id, topic_id)
    if before is not None:
        where = {"chat_id": chat_id, "thread_id": thread_id, "topic_id": topic_id}
        stored = None if attention is Attention.USUAL else attention
        await conn.execute(SET_ATTENTION, {**where, "attention": stored})
        await retime(conn, timing, chat_id, now=now)
    return before


async def snooze_topic(
    conn: Connection,
    timing: Timing,
    chat_id: ChatId,
    thread_id: ThreadId,
    topic_id: TopicId,
    until: datetime | None,
    *,
    now: datetime,
) -> Subscription | None:
    """What comes on a topic waits until then (None: no longer); the subscription as it was. None: it is not live."""
    before = await live_subscription(conn, chat_id, thread_id, topic_id)
    if before is not None:
        where = {"chat_id": chat_id, "thread_id": thread_id, "topic_id": topic_id}
        await conn.execute(SNOOZE, {**where, "until": optional_millis(until)})
        await retime(conn, timing, chat_id, now=now)
    return before
