"""SQL about topics: each query is stored once for everybody."""

from datetime import datetime

from storage.database import Connection, Sql
from storage.model import Topic, TopicId
from storage.rows import LOWEST, millis, topic_of

REMEMBER = Sql("INSERT INTO topics (query, created_at) VALUES (:query, :now) ON CONFLICT (query) DO NOTHING")
BY_QUERY = Sql("SELECT id, query FROM topics WHERE query = :query")
BY_ID = Sql("SELECT id, query FROM topics WHERE id = :id")
MARK_FOLLOWED = Sql("UPDATE topics SET followed_at = :now WHERE id = :id")
FOLLOWED_SINCE = Sql("""
SELECT t.id, t.query FROM topics t
WHERE t.followed_at >= :at
  AND (
    EXISTS (SELECT 1 FROM subscriptions s WHERE s.topic_id = t.id AND s.ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM mutes u WHERE u.query_id = t.id AND u.ended_at IS NULL))
ORDER BY t.followed_at, t.id
""")


async def remember_topic(conn: Connection, query: str, *, now: datetime) -> Topic:
    """The topic of this canonical query, stored at its first mention."""
    await conn.execute(REMEMBER, {"query": query, "now": millis(now)})
    row = await conn.fetch_one(BY_QUERY, {"query": query})
    assert row is not None  # noqa: S101 - written in this very transaction
    return topic_of(row)


async def topic(conn: Connection, topic_id: TopicId) -> Topic | None:
    """One topic."""
    row = await conn.fetch_one(BY_ID, {"id": topic_id})
    return None if row is None else topic_of(row)


async def topics_followed_since(conn: Connection, at: datetime | None) -> list[Topic]:
    """Topics followed or muted, and last taken up at `at` or later (None: whenever); earliest first."""
    rows = await conn.fetch_all(FOLLOWED_SINCE, {"at": LOWEST if at is None else millis(at)})
    return [topic_of(row) for row in rows]


async def mark_followed(conn: Connection, topic_id: TopicId, *, now: datetime) -> None:
    """Note that somebody took it up: a planner that knows an older state of things looks for it again."""
    await conn.execute(MARK_FOLLOWED, {"id": topic_id, "now": millis(now)})
