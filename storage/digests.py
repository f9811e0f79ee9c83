"""SQL about digests that were sent: what a message told, for whoever turns its pages."""

from typing import NamedTuple

from storage.database import Connection, Sql
from storage.model import ChatId, StoredBrief
from storage.rows import stored_brief_of

# Topics that were ended since still say what it came for.
TOLD = Sql("""
SELECT a.*, (
    SELECT s.words FROM matches m CROSS JOIN subscriptions s
    WHERE m.brief_id = d.brief_id AND s.topic_id = m.topic_id AND s.chat_id = d.chat_id AND s.thread_id = d.thread_id
    ORDER BY s.ended_at IS NOT NULL, s.began_at, s.id LIMIT 1) AS words
FROM deliveries d CROSS JOIN archive a
WHERE d.chat_id = :chat_id AND d.message_id = :message_id AND d.in_digest = 1 AND a.id = d.brief_id
ORDER BY d.dated_at, d.brief_id
""")


class ToldBrief(NamedTuple):
    """A brief that a digest told, and the topic it came for, as the person wrote it; "" where none is known."""

    brief: StoredBrief
    words: str


async def told_in_digest(conn: Connection, chat_id: ChatId, message_id: int) -> list[ToldBrief]:
    """What a digest told, oldest first; nothing where it was none, or its record was tidied away."""
    rows = await conn.fetch_all(TOLD, {"chat_id": chat_id, "message_id": message_id})
    return [ToldBrief(stored_brief_of(row), row["words"] or "") for row in rows]
