"""SQL about what became of one brief for one chat and thread: whether it is owed, what for, and what kept it back."""

from collections.abc import Sequence

from storage.database import Connection, Row, Sql
from storage.model import BriefId, ChatId, DeliveryState, StoredBrief, ThreadId
from storage.model_tracing import Trace, TracedDelivery
from storage.mutes import mute_of
from storage.rows import optional_instant, stored_brief_of, subscription_of
from storage.statements import spread

# What is private to others is not there.
WITH_LINKS = Sql("""
SELECT a.* FROM archive a
WHERE a.url IN (:listed)
  AND (a.private = 0 OR EXISTS (
    SELECT 1 FROM chat_sources k WHERE k.source_id = a.source_id AND k.chat_id = :chat_id
      AND k.thread_id = :thread_id AND k.added_at <= a.seen_at))
ORDER BY a.seen_at DESC, a.id DESC LIMIT 1
""")
OF_MESSAGE = Sql("""
SELECT a.* FROM deliveries d CROSS JOIN archive a
WHERE d.chat_id = :chat_id AND d.message_id = :message_id AND a.id = d.brief_id
ORDER BY d.dated_at, d.brief_id
""")
WAITS = Sql("SELECT 1 AS waits FROM unplanned WHERE brief_id = :brief_id")
DELIVERY = Sql("""
SELECT state, due_at, settled_at, reason FROM deliveries
WHERE chat_id = :chat_id AND thread_id = :thread_id AND brief_id = :brief_id
""")
REASONS = Sql("""
SELECT s.*, t.query FROM wanted w CROSS JOIN subscriptions s CROSS JOIN topics t
WHERE w.chat_id = :chat_id AND w.thread_id = :thread_id AND w.brief_id = :brief_id AND s.id = w.id AND t.id = w.topic_id
ORDER BY w.began_at, w.id
""")
MUTES = Sql("""
SELECT u.*, t.query AS topic_query, q.query FROM muted m CROSS JOIN mutes u CROSS JOIN topics q
LEFT JOIN topics t ON t.id = u.topic_id
WHERE m.chat_id = :chat_id AND m.thread_id = :thread_id AND m.brief_id = :brief_id AND u.id = m.id AND q.id = u.query_id
ORDER BY u.muted_at, u.id
""")
TOLD = Sql("""
SELECT a.* FROM briefs b CROSS JOIN archive a CROSS JOIN deliveries d
WHERE b.id = :brief_id AND a.story_id = b.story_id AND a.id <> b.id
  AND d.chat_id = :chat_id AND d.thread_id = :thread_id AND d.brief_id = a.id AND d.state <> 'dead'
ORDER BY a.dated_at, a.id LIMIT 1
""")


async def brief_with_link(
    conn: Connection, links: Sequence[str], *, seen_by: tuple[ChatId, ThreadId]
) -> StoredBrief | None:
    """The newest brief with one of these links (at least one) that this chat and thread may see."""
    statement, listed = spread(WITH_LINKS, links)
    row = await conn.fetch_one(statement, {**listed, "chat_id": seen_by[0], "thread_id": seen_by[1]})
    return None if row is None else stored_brief_of(row)


async def briefs_of_message(conn: Connection, chat_id: ChatId, message_id: int) -> list[StoredBrief]:
    """What a message of ours told, in its order; empty where it is not known any more."""
    rows = await conn.fetch_all(OF_MESSAGE, {"chat_id": chat_id, "message_id": message_id})
    return [stored_brief_of(row) for row in rows]


async def trace(conn: Connection, chat_id: ChatId, thread_id: ThreadId, brief_id: BriefId) -> Trace:
    """What became of this brief for this chat and thread."""
    where = {"chat_id": chat_id, "thread_id": thread_id, "brief_id": brief_id}
    waits = await conn.fetch_one(WAITS, {"brief_id": brief_id})
    delivery = await conn.fetch_one(DELIVERY, where)
    told = await conn.fetch_one(TOLD, where)
    return Trace(
        is_planned=waits is None,
        delivery=None if delivery is None else _delivery_of(delivery),
        reasons=tuple([subscription_of(row) for row in await conn.fetch_all(REASONS, where)]),
        mutes=tuple([mute_of(row) for row in await conn.fetch_all(MUTES, where)]),
        told=None if told is None else stored_brief_of(told),
    )


def _delivery_of(row: Row) -> TracedDelivery:
    return TracedDelivery(
        state=DeliveryState(row["state"]),
        due_at=optional_instant(row["due_at"]),
        settled_at=optional_instant(row["settled_at"]),
        reason=row["reason"],
    )
