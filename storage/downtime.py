"""SQL about the time in which the bot itself was away: when it was at work last, and what fell due meanwhile."""

from datetime import datetime

from storage.database import Connection, Sql
from storage.rows import millis, optional_instant

LAST_VISIT = Sql("SELECT MAX(visited_at) AS visited_at, MAX(failed_at) AS failed_at FROM sources")
# What was tried already, or told in part, goes on as it began.
PUT_TOGETHER = Sql("""
UPDATE deliveries SET due_at = :together_at, in_digest = 1
WHERE id IN (
  SELECT d.id FROM deliveries d
  WHERE d.settled_at IS NULL AND d.state <> 'sending' AND d.due_at < :before AND d.state = 'owed'
    AND d.attempts = 0 AND d.parts_sent = 0 AND d.in_digest = 0
  ORDER BY d.due_at, d.id LIMIT :limit)
""")


async def last_visit_at(conn: Connection) -> datetime | None:
    """When any source was visited last, with success or without; None: never. A bot at work does so all the time."""
    row = await conn.fetch_one(LAST_VISIT)
    assert row is not None  # noqa: S101 - an aggregate always gives one row
    known = [at for at in (row["visited_at"], row["failed_at"]) if at is not None]
    return optional_instant(max(known)) if known else None


async def put_together(conn: Connection, *, before: datetime, together_at: datetime, limit: int) -> int:
    """Up to `limit` deliveries that fell due before then come together, as digests do; how many there were."""
    bounds = {"before": millis(before), "together_at": millis(together_at), "limit": limit}
    return await conn.execute(PUT_TOGETHER, bounds)
