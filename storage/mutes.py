"""SQL about mutes: what a chat does not want to read, for one of its topics or for all.

What is muted is a query, matched against each new brief like a topic. A brief is kept back where every topic that
it would come for is muted for it (view `wanted`). An ended mute stays as a row, so that its end can be undone.
"""

from collections.abc import Iterable
from datetime import datetime

from storage.database import Connection, Row, Sql
from storage.model import BriefId, ChatId, StoredBrief, ThreadId, Topic, TopicId
from storage.model_hours import Timing
from storage.model_mutes import Mute, MuteId
from storage.rows import instant, millis, stored_brief_of
from storage.subscriptions import STILL_NEWS, owe_missed
from storage.timing import time_held
from storage.topics import mark_followed

ALL_TOPICS = TopicId(0)
"""No topic has this id."""

LIVE = Sql("""
SELECT u.*, t.query AS topic_query, q.query FROM mutes u
JOIN topics q ON q.id = u.query_id LEFT JOIN topics t ON t.id = u.topic_id
WHERE u.chat_id = :chat_id AND u.thread_id = :thread_id AND u.ended_at IS NULL
ORDER BY u.muted_at, u.id
""")
BY_ID = Sql("""
SELECT u.*, t.query AS topic_query, q.query FROM mutes u
JOIN topics q ON q.id = u.query_id LEFT JOIN topics t ON t.id = u.topic_id
WHERE u.id = :id AND u.chat_id = :chat_id AND u.thread_id = :thread_id
""")
BEGIN = Sql("""
INSERT INTO mutes (chat_id, thread_id, topic_id, query_id, words, muted_at)
VALUES (:chat_id, :thread_id, :topic_id, :query_id, :words, :now)
ON CONFLICT (chat_id, thread_id, topic_id, query_id) DO UPDATE SET
  words = excluded.words,
  muted_at = CASE WHEN mutes.ended_at IS NULL THEN mutes.muted_at ELSE excluded.muted_at END,
  ended_at = NULL
RETURNING id
""")
END = Sql("""
UPDATE mutes SET ended_at = :now
WHERE id = :id AND chat_id = :chat_id AND thread_id = :thread_id AND ended_at IS NULL
""")
WAITING = Sql("""
SELECT a.* FROM deliveries d CROSS JOIN archive a
WHERE d.chat_id = :chat_id AND d.thread_id = :thread_id AND d.settled_at IS NULL AND a.id = d.brief_id
ORDER BY d.dated_at DESC, d.brief_id DESC LIMIT :limit
""")
ADD_MATCH = Sql("""
INSERT INTO matches (brief_id, topic_id) SELECT id, :query_id FROM briefs WHERE id = :brief_id
ON CONFLICT (brief_id, topic_id) DO NOTHING
""")
# A row in flight is dropped as well: should its message have arrived, the record of that wins.
DROP_MUTED = Sql("""
UPDATE deliveries SET state = 'dead', reason = 'muted', settled_at = :now
WHERE chat_id = :chat_id AND thread_id = :thread_id AND settled_at IS NULL
  AND EXISTS (SELECT 1 FROM matches k WHERE k.brief_id = deliveries.brief_id AND k.topic_id = :query_id)
  AND NOT EXISTS (
    SELECT 1 FROM wanted w
    WHERE w.chat_id = :chat_id AND w.thread_id = :thread_id AND w.brief_id = deliveries.brief_id)
""")
OWE_UNMUTED = Sql("""
UPDATE deliveries SET state = 'owed', reason = NULL, settled_at = NULL, due_at = NULL
WHERE chat_id = :chat_id AND thread_id = :thread_id AND state = 'dead' AND reason = 'muted'
  AND settled_at >= :since
  AND EXISTS (
    SELECT 1 FROM wanted w
    WHERE w.chat_id = :chat_id AND w.thread_id = :thread_id AND w.brief_id = deliveries.brief_id)
""")
CONCERNED = Sql("""
SELECT s.topic_id, s.began_at FROM subscriptions s
WHERE s.chat_id = :chat_id AND s.thread_id = :thread_id AND s.ended_at IS NULL AND :topic_id IN (0, s.topic_id)
""")


async def mutes_of(conn: Connection, chat_id: ChatId, thread_id: ThreadId) -> list[Mute]:
    """The live ones, in the order of muting."""
    return [mute_of(row) for row in await conn.fetch_all(LIVE, {"chat_id": chat_id, "thread_id": thread_id})]


async def waiting_briefs(conn: Connection, chat_id: ChatId, thread_id: ThreadId, *, limit: int) -> list[StoredBrief]:
    """What is owed to a chat and thread or in flight, the newest first."""
    where = {"chat_id": chat_id, "thread_id": thread_id, "limit": limit}
    return [stored_brief_of(row) for row in await conn.fetch_all(WAITING, where)]


async def mute(
    conn: Connection,
    chat_id: ChatId,
    thread_id: ThreadId,
    query_id: TopicId,
    *,
    topic_id: TopicId | None,
    words: str,
    matching: Iterable[BriefId],
    now: datetime,
) -> Mute:
    """Keep back what `query_id` matches, for one topic or (None) for all; muted already, it stays so.

    `matching`: those of the waiting briefs that it matches; what is wanted for nothing else is dropped.
    """
    where = {"chat_id": chat_id, "thread_id": thread_id}
    begun = {**where, "topic_id": topic_id or ALL_TOPICS, "query_id": query_id, "words": words, "now": millis(now)}
    row = await conn.fetch_one(BEGIN, begun)
    assert row is not None  # noqa: S101 - RETURNING gives the row that was inserted or updated
    await mark_followed(conn, query_id, now=now)
    await conn.execute_many(ADD_MATCH, [{"brief_id": brief_id, "query_id": query_id} for brief_id in matching])
    await conn.execute(DROP_MUTED, {**where, "query_id": query_id, "now": millis(now)})
    found = await conn.fetch_one(BY_ID, {**where, "id": row["id"]})
    assert found is not None  # noqa: S101 - written in this very transaction
    return mute_of(found)


async def note_matches(conn: Connection, topic_id: TopicId, brief_ids: Iterable[BriefId]) -> None:
    """That a topic matches these briefs as well, which were planned before anybody followed it."""
    await conn.execute_many(ADD_MATCH, [{"brief_id": brief_id, "query_id": topic_id} for brief_id in brief_ids])


async def unmute(
    conn: Connection, timing: Timing, chat_id: ChatId, thread_id: ThreadId, mute_id: MuteId, *, now: datetime
) -> Mute | None:
    """End it: what it kept back is owed while it is still news. None: this chat has no such mute."""
    where = {"chat_id": chat_id, "thread_id": thread_id}
    row = await conn.fetch_one(BY_ID, {**where, "id": mute_id})
    if row is None:
        return None
    if await conn.execute(END, {**where, "id": mute_id, "now": millis(now)}):
        since = max(row["muted_at"], millis(now - STILL_NEWS))
        await conn.execute(OWE_UNMUTED, {**where, "since": since})
        for each in await conn.fetch_all(CONCERNED, {**where, "topic_id": row["topic_id"]}):
            topic_id, began_at = TopicId(each["topic_id"]), each["began_at"]
            await owe_missed(conn, chat_id, thread_id, topic_id, since=max(since, began_at))
        await time_held(conn, timing, chat_id, now=now)
    return mute_of(row)


async def known_mute(conn: Connection, chat_id: ChatId, thread_id: ThreadId, mute_id: MuteId) -> Mute | None:
    """A mute of this chat, live or ended."""
    row = await conn.fetch_one(BY_ID, {"id": mute_id, "chat_id": chat_id, "thread_id": thread_id})
    return None if row is None else mute_of(row)


def mute_of(row: Row) -> Mute:
    """A row of `mutes`, with the queries of its topic and of what it mutes."""
    topic = Topic(id=TopicId(row["topic_id"]), query=row["topic_query"]) if row["topic_id"] else None
    return Mute(
        id=MuteId(row["id"]),
        chat_id=ChatId(row["chat_id"]),
        thread_id=ThreadId(row["thread_id"]),
        topic=topic,
        query=Topic(id=TopicId(row["query_id"]), query=row["query"]),
        words=row["words"],
        muted_at=instant(row["muted_at"]),
        is_live=row["ended_at"] is None,
    )
