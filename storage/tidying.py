"""SQL that forgets what is old, a bounded chunk at a time, so that nobody waits for the write lock.

What is owed is kept however old it is, and a brief is kept as long as a delivery of it.
"""

from datetime import datetime, timedelta

from storage.database import Connection, Sql
from storage.rows import millis
from storage.statements import execute_listed

DROP_SETTLED = Sql("""
DELETE FROM deliveries WHERE id IN (
  SELECT id FROM deliveries WHERE settled_at IS NOT NULL AND settled_at < :before ORDER BY settled_at LIMIT :limit)
""")
# With their notices. Those of an open trouble stay: without them it would be told anew.
DROP_TROUBLES = Sql("""
DELETE FROM troubles WHERE id IN (
  SELECT id FROM troubles WHERE ended_at IS NOT NULL AND ended_at < :before ORDER BY ended_at LIMIT :limit)
""")
OLD_BRIEFS = Sql("""
SELECT b.id FROM briefs b
WHERE b.seen_at < :before
  AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.brief_id = b.id)
  AND NOT EXISTS (SELECT 1 FROM unplanned u WHERE u.brief_id = b.id)
ORDER BY b.seen_at, b.id LIMIT :limit
""")
# Its source may list it for years: without this it would be news again at the next visit.
KEEP_KEYS = Sql("""
INSERT INTO known_keys (source_id, key) SELECT source_id, key FROM briefs WHERE id IN (:listed)
ON CONFLICT (source_id, key) DO NOTHING
""")
DROP_BRIEFS = Sql("DELETE FROM briefs WHERE id IN (:listed)")


async def tidy(conn: Connection, now: datetime, *, keep_briefs: timedelta, keep_sent: timedelta, limit: int) -> int:
    """Delete up to `limit` settled deliveries, ended troubles and briefs each; how many rows went. 0: all is tidy."""
    dropped = await conn.execute(DROP_SETTLED, {"before": millis(now - keep_sent), "limit": limit})
    dropped += await conn.execute(DROP_TROUBLES, {"before": millis(now - keep_sent), "limit": limit})
    rows = await conn.fetch_all(OLD_BRIEFS, {"before": millis(now - keep_briefs), "limit": limit})
    ids = [row["id"] for row in rows]
    await execute_listed(conn, KEEP_KEYS, ids)
    return dropped + await execute_listed(conn, DROP_BRIEFS, ids)
