"""SQL about the fan-out of a brief: from "nobody planned it" to one owed delivery for every chat that follows it.

    unplanned ──begin_plan──▶ matches(brief, topic) ──plan_chunk … plan_chunk──▶ deliveries, no longer unplanned

A chunk walks the subscriptions of the matched topics in the order (topic, chat, thread) from where the last one
stopped, so that each costs the same however many subscribers there are. Cursor and deliveries are written together:
after a crash the next chunk goes on exactly there.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from storage.database import Connection, Row, Sql
from storage.model import BriefId, ChatState, PlanStep, StoredBrief, TopicId
from storage.model_hours import Timing
from storage.rows import LOWEST, stored_brief_of
from storage.timing import Times, wish_of

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
SELECT step.*, c.state, c.paused_at, c.frozen_until, c.zone, c.digest AS chat_digest, c.quiet FROM (
  SELECT * FROM (
    SELECT s.topic_id, s.chat_id, s.thread_id, s.began_at, s.ended_at, s.digest, s.attention, s.snoozed_until
    FROM subscriptions s
    WHERE s.topic_id = :topic_id AND (s.chat_id, s.thread_id) > (:chat_id, :thread_id)
    ORDER BY s.chat_id, s.thread_id LIMIT :limit
  ) AS rest_of_topic
  UNION ALL
  SELECT * FROM (
    SELECT s.topic_id, s.chat_id, s.thread_id, s.began_at, s.ended_at, s.digest, s.attention, s.snoozed_until
    FROM matches m CROSS JOIN subscriptions s
    WHERE m.brief_id = :brief_id AND m.topic_id > :topic_id AND s.topic_id = m.topic_id
    ORDER BY m.topic_id, s.chat_id, s.thread_id LIMIT :limit
  ) AS later_topics
) AS step CROSS JOIN chats c WHERE c.id = step.chat_id
ORDER BY step.topic_id, step.chat_id, step.thread_id LIMIT :limit
""")
# A private brief goes to whoever has its source, and follows one of its topics: the few owners are walked, not the many
# subscribers, and of each their topics.
NEXT_OWNERS = Sql("""
SELECT k.chat_id, k.thread_id, k.added_at FROM chat_sources k
WHERE k.source_id = :source_id AND (k.chat_id, k.thread_id) > (:chat_id, :thread_id)
ORDER BY k.chat_id, k.thread_id LIMIT :limit
""")
TOPICS_OF_OWNER = Sql("""
SELECT s.topic_id, s.chat_id, s.thread_id, s.began_at, s.ended_at, s.digest, s.attention, s.snoozed_until,
  c.state, c.paused_at, c.frozen_until, c.zone, c.digest AS chat_digest, c.quiet
FROM matches m CROSS JOIN subscriptions s CROSS JOIN chats c
WHERE m.brief_id = :brief_id AND s.topic_id = m.topic_id AND s.chat_id = :chat_id AND s.thread_id = :thread_id
  AND c.id = s.chat_id
""")
# What the topic is muted for does not come for it, though it may for another one, whose time then counts: the earliest
# of those that want it. Telling the same story twice is what the last condition prevents; a telling that was dropped
# was not told.
OWE = Sql("""
INSERT INTO deliveries (chat_id, thread_id, brief_id, dated_at, state, due_at, in_digest)
SELECT :chat_id, :thread_id, :brief_id, :dated_at, 'owed', :due_at, :in_digest
WHERE NOT EXISTS (
    SELECT 1 FROM muted u
    WHERE u.chat_id = :chat_id AND u.thread_id = :thread_id AND u.topic_id IN (0, :topic_id)
      AND u.brief_id = :brief_id)
  AND NOT EXISTS (
    SELECT 1 FROM briefs o CROSS JOIN deliveries d
    WHERE o.story_id = :story_id AND o.id <> :brief_id
      AND d.chat_id = :chat_id AND d.thread_id = :thread_id AND d.brief_id = o.id AND d.state <> 'dead')
ON CONFLICT (chat_id, thread_id, brief_id) DO UPDATE SET due_at = excluded.due_at, in_digest = excluded.in_digest
WHERE deliveries.state = 'owed' AND deliveries.attempts = 0 AND deliveries.parts_sent = 0
  AND excluded.due_at < deliveries.due_at
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


async def plan_chunk(
    conn: Connection,
    timing: Timing,
    brief_id: BriefId,
    *,
    now: datetime,
    limit: int,
    not_before: datetime | None = None,
) -> PlanStep:
    """Look at the next `limit` subscriptions. Done, as well, when there is nothing to plan about this brief.

    A brief that must not come before some instant comes in a digest then.
    """
    cursor = await conn.fetch_one(WHERE_WE_ARE, {"brief_id": brief_id})
    if cursor is None:
        return PlanStep(planned=0, done=True)
    if cursor["private"]:
        rows, last = await _next_owners(conn, brief_id, cursor, limit=limit)
    else:
        rows, last = await _next_subscriptions(conn, brief_id, cursor, limit=limit)
    brief = {"brief_id": brief_id, "dated_at": cursor["dated_at"], "story_id": cursor["story_id"]}
    times = Times(timing, now, not_before)
    planned = await conn.execute_many(
        OWE, [{**brief, **_owed(row, times)} for row in rows if _is_for(row, seen_at=cursor["seen_at"])]
    )
    if last is None:
        await conn.execute(DONE, {"brief_id": brief_id})
        return PlanStep(planned, done=True)
    await conn.execute(STOP_HERE, {**last, "brief_id": brief_id})
    return PlanStep(planned, done=False)


async def _next_subscriptions(
    conn: Connection, brief_id: BriefId, cursor: Row, *, limit: int
) -> tuple[Sequence[Row], dict[str, int] | None]:
    """The next subscriptions, and the last place that was looked at; None: there is nothing after it."""
    place = {name: cursor[name] for name in ("topic_id", "chat_id", "thread_id")}
    rows = await conn.fetch_all(NEXT_SUBSCRIPTIONS, {**place, "brief_id": brief_id, "limit": limit})
    if len(rows) < limit:
        return rows, None
    return rows, {name: rows[-1][name] for name in ("topic_id", "chat_id", "thread_id")}


async def _next_owners(
    conn: Connection, brief_id: BriefId, cursor: Row, *, limit: int
) -> tuple[Sequence[Row], dict[str, int] | None]:
    """The same for a private brief; `topic_id` 1 says that the walk through the owners has begun."""
    first = {"chat_id": cursor["chat_id"] if cursor["topic_id"] else LOWEST, "thread_id": cursor["thread_id"]}
    owners = await conn.fetch_all(NEXT_OWNERS, {**first, "source_id": cursor["source_id"], "limit": limit})
    rows: list[Row] = []
    for owner in owners:
        if owner["added_at"] <= cursor["seen_at"]:
            who = {"chat_id": owner["chat_id"], "thread_id": owner["thread_id"]}
            rows += await conn.fetch_all(TOPICS_OF_OWNER, {**who, "brief_id": brief_id})
    if len(owners) < limit:
        return rows, None
    return rows, {"topic_id": 1, "chat_id": owners[-1]["chat_id"], "thread_id": owners[-1]["thread_id"]}


def _is_for(row: Row, *, seen_at: int) -> bool:
    """Whether the subscription is live, had begun when the brief was seen, and its chat can be written to."""
    live = row["ended_at"] is None and row["state"] == ChatState.ACTIVE
    return live and row["began_at"] <= seen_at


def _owed(row: Row, times: Times) -> dict[str, object]:
    due = times.due(wish_of(row), row["zone"], row["chat_digest"], row["quiet"], row["frozen_until"])
    return {
        "topic_id": row["topic_id"],
        "chat_id": row["chat_id"],
        "thread_id": row["thread_id"],
        "due_at": None if row["paused_at"] is not None else due.due_at,
        "in_digest": due.in_digest,
    }
