"""SQL about the fan-out of a brief: from "nobody planned it" to one owed delivery for every chat that follows it.

    unplanned ──begin_plan──▶ matches(brief, topic) ──plan_chunk … plan_chunk──▶ deliveries, no longer unplanned

A chunk walks the subscriptions of the matched topics in the order (topic, chat, thread) from where the last one
stopped, so that each costs the same however many subscribers there are. Cursor and deliveries are written together:
after a crash the next chunk goes on exactly there.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from storage.database import Connection, Row, Sql
from storage.model import BriefId, PlanStep, StoredBrief, TopicId
from storage.rows import LOWEST, millis, stored_brief_of

OLDEST_UNPLANNED = Sql("""
SELECT a.* FROM unplanned u CROSS JOIN archive a WHERE a.id = u.brief_id ORDER BY u.dated_at, u.brief_id LIMIT :limit
""")
ADD_MATCH = Sql("""
INSERT INTO matches (brief_id, topic_id) VALUES (:brief_id, :topic_id) ON CONFLICT (brief_id, topic_id) DO NOTHING
""")
TELL_STORY = Sql("UPDATE briefs SET story_id = :story_id WHERE id = :brief_id AND story_id IS NULL")
WHERE_WE_ARE = Sql("""
SELECT u.topic_id, u.chat_id, u.thread_id, b.seen_at, b.dated_at, b.story_id, b.source_id, b.private
FROM unplanned u JOIN briefs b ON b.id = u.brief_id WHERE u.brief_id = :brief_id
""")
# The rest of the topic we are in, then the topics after it; each half has its own limit, so that neither reads more
# than a chunk.
NEXT_SUBSCRIPTIONS = Sql("""
SELECT * FROM (
  SELECT * FROM (
    SELECT s.topic_id, s.chat_id, s.thread_id, s.began_at, s.ended_at FROM subscriptions s
    WHERE s.topic_id = :topic_id AND (s.chat_id, s.thread_id) > (:chat_id, :thread_id)
    ORDER BY s.chat_id, s.thread_id LIMIT :limit
  ) AS rest_of_topic
  UNION ALL
  SELECT * FROM (
    SELECT s.topic_id, s.chat_id, s.thread_id, s.began_at, s.ended_at
    FROM matches m CROSS JOIN subscriptions s
    WHERE m.brief_id = :brief_id AND m.topic_id > :topic_id AND s.topic_id = m.topic_id
    ORDER BY m.topic_id, s.chat_id, s.thread_id LIMIT :limit
  ) AS later_topics
) AS step ORDER BY topic_id, chat_id, thread_id LIMIT :limit
""")
# A private brief goes to whoever has its source, and follows one of its topics: the few owners are walked, not the many
# subscribers. The rows look like subscriptions; `topic_id` 1 says that the walk has begun.
NEXT_OWNERS = Sql("""
SELECT 1 AS topic_id, k.chat_id, k.thread_id, k.added_at AS began_at,
  CASE WHEN EXISTS (
    SELECT 1 FROM subscriptions s CROSS JOIN matches m
    WHERE s.chat_id = k.chat_id AND s.thread_id = k.thread_id AND s.ended_at IS NULL AND s.began_at <= :seen_at
      AND m.brief_id = :brief_id AND m.topic_id = s.topic_id
  ) THEN NULL ELSE 0 END AS ended_at
FROM chat_sources k
WHERE k.source_id = :source_id AND (k.chat_id, k.thread_id) > (:chat_id, :thread_id)
ORDER BY k.chat_id, k.thread_id LIMIT :limit
""")
# Where something is muted for the brief, another of the chat's topics must want it. Telling the same story twice is
# what the last condition prevents; a telling that was dropped was not told.
OWE = Sql("""
INSERT INTO deliveries (chat_id, thread_id, brief_id, dated_at, state, due_at)
SELECT c.id, :thread_id, :brief_id, :dated_at, 'owed',
  CASE WHEN c.paused_at IS NOT NULL THEN NULL WHEN c.frozen_until > :now THEN c.frozen_until ELSE :now END
FROM chats c WHERE c.id = :chat_id AND c.state = 'active'
  AND (
    NOT EXISTS (
      SELECT 1 FROM muted u WHERE u.chat_id = c.id AND u.thread_id = :thread_id AND u.brief_id = :brief_id)
    OR EXISTS (
      SELECT 1 FROM wanted w
      WHERE w.chat_id = c.id AND w.thread_id = :thread_id AND w.brief_id = :brief_id AND w.began_at <= :seen_at))
  AND NOT EXISTS (
    SELECT 1 FROM briefs o CROSS JOIN deliveries d
    WHERE o.story_id = :story_id AND o.id <> :brief_id
      AND d.chat_id = :chat_id AND d.thread_id = :thread_id AND d.brief_id = o.id AND d.state <> 'dead')
ON CONFLICT (chat_id, thread_id, brief_id) DO NOTHING
""")
STOP_HERE = Sql("""
UPDATE unplanned SET topic_id = :topic_id, chat_id = :chat_id, thread_id = :thread_id WHERE brief_id = :brief_id
""")
DONE = Sql("DELETE FROM unplanned WHERE brief_id = :brief_id")


async def unplanned_briefs(conn: Connection, limit: int) -> list[StoredBrief]:
    """What the planner has still to do, oldest first."""
    return [stored_brief_of(row) for row in await conn.fetch_all(OLDEST_UNPLANNED, {"limit": limit})]


async def begin_plan(
    conn: Connection, brief_id: BriefId, topic_ids: Iterable[TopicId], *, story_id: BriefId | None
) -> None:
    """Write once which topics it matches and which story it tells; a brief without `story_id` begins its own."""
    await conn.execute_many(ADD_MATCH, [{"brief_id": brief_id, "topic_id": topic_id} for topic_id in topic_ids])
    await conn.execute(TELL_STORY, {"brief_id": brief_id, "story_id": brief_id if story_id is None else story_id})


async def plan_chunk(conn: Connection, brief_id: BriefId, *, now: datetime, limit: int) -> PlanStep:
    """Look at the next `limit` subscriptions. Done, as well, when there is nothing to plan about this brief."""
    cursor = await conn.fetch_one(WHERE_WE_ARE, {"brief_id": brief_id})
    if cursor is None:
        return PlanStep(planned=0, done=True)
    rows = await _next(conn, brief_id, cursor, limit=limit)
    brief = {"brief_id": brief_id, "now": millis(now)}
    brief |= {name: cursor[name] for name in ("seen_at", "dated_at", "story_id")}
    planned = await conn.execute_many(
        OWE,
        [
            {**brief, "chat_id": chat_id, "thread_id": thread_id}
            for chat_id, thread_id in _subscribed(rows, seen_at=cursor["seen_at"])
        ],
    )
    if len(rows) < limit:
        await conn.execute(DONE, {"brief_id": brief_id})
        return PlanStep(planned, done=True)
    last = {name: rows[-1][name] for name in ("topic_id", "chat_id", "thread_id")}
    await conn.execute(STOP_HERE, {**last, "brief_id": brief_id})
    return PlanStep(planned, done=False)


async def _next(conn: Connection, brief_id: BriefId, cursor: Row, *, limit: int) -> Sequence[Row]:
    place = {name: cursor[name] for name in ("topic_id", "chat_id", "thread_id")} | {"brief_id": brief_id}
    if not cursor["private"]:
        return await conn.fetch_all(NEXT_SUBSCRIPTIONS, {**place, "limit": limit})
    if not place.pop("topic_id"):
        place["chat_id"] = LOWEST  # groups have negative ids
    source = {"source_id": cursor["source_id"], "seen_at": cursor["seen_at"]}
    return await conn.fetch_all(NEXT_OWNERS, {**place, **source, "limit": limit})


def _subscribed(rows: Iterable[Row], *, seen_at: int) -> list[tuple[int, int]]:
    """Each chat and thread once, where the subscription is live and had begun when the brief was seen."""
    live = (row for row in rows if row["ended_at"] is None and row["began_at"] <= seen_at)
    return list(dict.fromkeys((row["chat_id"], row["thread_id"]) for row in live))
