"""SQL about the plans of topics: what the matcher keeps, stored as it keeps it.

A plan is made by whoever plans, from the query; it is good for the program of that version only. All topics are walked
in the order of their ids, a page at a time: at a start those that are followed, later those that are followed no more.
"""

from collections.abc import Mapping
from datetime import datetime

from storage.database import Connection, Sql
from storage.model import TopicId, TopicPlan, TopicsLeft
from storage.rows import millis

FOLLOWED = Sql("""
SELECT t.id, CASE WHEN t.plan_version = :version THEN t.plan END AS plan,
  CASE WHEN t.plan_version = :version THEN NULL ELSE t.query END AS query
FROM topics t
WHERE t.id > :after
  AND (
    EXISTS (SELECT 1 FROM subscriptions s WHERE s.topic_id = t.id AND (s.ended_at IS NULL OR s.ended_at > :since))
    OR EXISTS (SELECT 1 FROM mutes u WHERE u.query_id = t.id AND (u.ended_at IS NULL OR u.ended_at > :since)))
ORDER BY t.id LIMIT :limit
""")
KEEP_PLAN = Sql("UPDATE topics SET plan = :plan, plan_version = :version WHERE id = :id")
PAGE = Sql("""
SELECT t.id,
  EXISTS (SELECT 1 FROM subscriptions s WHERE s.topic_id = t.id AND (s.ended_at IS NULL OR s.ended_at > :since))
  OR EXISTS (SELECT 1 FROM mutes u WHERE u.query_id = t.id AND (u.ended_at IS NULL OR u.ended_at > :since)) AS followed
FROM topics t WHERE t.id > :after ORDER BY t.id LIMIT :limit
""")


async def followed_plans(
    conn: Connection, version: int, *, after: TopicId, limit: int, since: datetime
) -> list[TopicPlan]:
    """The next topics that somebody follows or mutes, or did `since`: with a plan of this version, else with the query.

    Who takes the end of a subscription back is owed what came meanwhile: it must have been matched.
    """
    rows = await conn.fetch_all(FOLLOWED, {"version": version, "after": after, "limit": limit, "since": millis(since)})
    return [TopicPlan(row["id"], row["plan"], row["query"]) for row in rows]


async def keep_plans(conn: Connection, version: int, plans: Mapping[TopicId, str]) -> None:
    """Store plans that the program of this version made."""
    rows = [{"version": version, "id": topic_id, "plan": plan} for topic_id, plan in plans.items()]
    await conn.execute_many(KEEP_PLAN, rows)


async def topics_left(conn: Connection, *, after: TopicId, limit: int, since: datetime) -> TopicsLeft:
    """Of the next topics those that nobody follows or mutes, nor did `since`."""
    rows = await conn.fetch_all(PAGE, {"after": after, "limit": limit, "since": millis(since)})
    left = tuple(row["id"] for row in rows if not row["followed"])
    return TopicsLeft(left, rows[-1]["id"] if len(rows) == limit else None)
