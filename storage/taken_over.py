"""SQL about private sources that another one took over when they moved to its address.

A chat that had one of them has the source that reads on: it lets go of both, and takes both back.
"""

from datetime import datetime

from storage.database import Connection, Sql
from storage.model import ChatId, SourceId, ThreadId
from storage.rows import millis

REMEMBER = Sql("""
INSERT INTO dropped_chat_sources (chat_id, thread_id, source_id)
SELECT k.chat_id, k.thread_id, k.source_id
FROM former_addresses f JOIN sources o ON o.address = f.address JOIN chat_sources k ON k.source_id = o.id
WHERE f.source_id = :id AND k.chat_id = :chat_id AND k.thread_id = :thread_id
ON CONFLICT (chat_id, thread_id, source_id) DO NOTHING
""")
DROP_OWED = Sql("""
UPDATE deliveries SET state = 'dead', reason = 'source removed', settled_at = :now
WHERE chat_id = :chat_id AND thread_id = :thread_id AND settled_at IS NULL AND EXISTS (
  SELECT 1 FROM briefs b JOIN sources o ON o.id = b.source_id JOIN former_addresses f ON f.address = o.address
  WHERE b.id = deliveries.brief_id AND b.private = 1 AND f.source_id = :id)
""")
DISOWN = Sql("""
DELETE FROM chat_sources WHERE chat_id = :chat_id AND thread_id = :thread_id AND source_id IN (
  SELECT o.id FROM former_addresses f JOIN sources o ON o.address = f.address WHERE f.source_id = :id)
""")
OWN = Sql("""
INSERT INTO chat_sources (source_id, chat_id, thread_id, added_at)
SELECT d.source_id, d.chat_id, d.thread_id, :now
FROM former_addresses f JOIN sources o ON o.address = f.address JOIN dropped_chat_sources d ON d.source_id = o.id
WHERE f.source_id = :id AND d.chat_id = :chat_id AND d.thread_id = :thread_id
ON CONFLICT (source_id, chat_id, thread_id) DO NOTHING
""")


async def let_go(conn: Connection, chat_id: ChatId, thread_id: ThreadId, source_id: SourceId, *, now: datetime) -> None:
    """With the source goes what it took over, and what is owed of that."""
    where = {"id": source_id, "chat_id": chat_id, "thread_id": thread_id}
    await conn.execute(REMEMBER, where)
    await conn.execute(DROP_OWED, {**where, "now": millis(now)})
    await conn.execute(DISOWN, where)


async def take_back(
    conn: Connection, chat_id: ChatId, thread_id: ThreadId, source_id: SourceId, *, now: datetime
) -> None:
    """The undo of that."""
    where = {"id": source_id, "chat_id": chat_id, "thread_id": thread_id}
    await conn.execute(OWN, {**where, "now": millis(now)})
