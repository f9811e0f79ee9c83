"""SQL about what a chat missed while it could not be written to, and its wish to have it.

    dormant ──wake──▶ away_since is set ──owe_missed_briefs | skip_missed──▶ away_since is gone

What was planned meanwhile was matched for its topics as for everybody's, and owed to others only. What it was owed when
it fell asleep is missed as well.
"""

from collections.abc import Sequence
from datetime import datetime

from storage.database import Connection, Row, Sql
from storage.model import BriefId, ChatId, ThreadId, TopicId
from storage.model_away import Missed
from storage.rows import instant, millis

SEARCHED = 30_000
"""Briefs of its absence that are looked through, the newest: some weeks of a busy desk."""

AWAY = Sql("SELECT away_since, woken_at FROM chats WHERE id = :chat_id AND away_since IS NOT NULL AND state = 'active'")
# A story of which any telling was sent, or is still to come, is not missed.
MISSED = Sql("""
WITH meanwhile AS (
  SELECT id FROM (
    SELECT b.id FROM briefs b WHERE b.seen_at >= :since AND b.seen_at <= :until
    ORDER BY b.seen_at DESC, b.id DESC LIMIT :searched) AS newest
  UNION
  SELECT d.brief_id FROM deliveries d
  WHERE d.chat_id = :chat_id AND d.state = 'dead' AND d.reason = 'dormant' AND d.settled_at >= :since
)
SELECT s.thread_id, s.topic_id, b.id, COALESCE(b.story_id, b.id) AS story
FROM meanwhile w CROSS JOIN briefs b CROSS JOIN subscriptions s CROSS JOIN matches m
WHERE b.id = w.id AND s.chat_id = :chat_id AND s.ended_at IS NULL AND s.began_at <= b.seen_at
  AND m.brief_id = b.id AND m.topic_id = s.topic_id
  AND NOT EXISTS (
    SELECT 1 FROM muted u
    WHERE u.chat_id = s.chat_id AND u.thread_id = s.thread_id AND u.topic_id IN (0, s.topic_id) AND u.brief_id = b.id)
  AND (b.private = 0 OR EXISTS (
    SELECT 1 FROM chat_sources k WHERE k.source_id = b.source_id AND k.chat_id = s.chat_id
      AND k.thread_id = s.thread_id AND k.added_at <= b.seen_at))
  AND NOT EXISTS (
    SELECT 1 FROM briefs o CROSS JOIN deliveries t
    WHERE o.story_id = b.story_id
      AND t.chat_id = s.chat_id AND t.thread_id = s.thread_id AND t.brief_id = o.id AND t.state <> 'dead')
ORDER BY b.dated_at, b.id
""")
OWE_MISSED_BRIEF = Sql("""
INSERT INTO deliveries (chat_id, thread_id, brief_id, dated_at, state, due_at, in_digest)
SELECT c.id, :thread_id, b.id, b.dated_at, 'owed', CASE WHEN c.paused_at IS NULL THEN :now ELSE NULL END, 1
FROM briefs b CROSS JOIN chats c WHERE b.id = :brief_id AND c.id = :chat_id
ON CONFLICT (chat_id, thread_id, brief_id) DO UPDATE SET
  state = 'owed', reason = NULL, settled_at = NULL, due_at = excluded.due_at, in_digest = 1, attempts = 0
WHERE deliveries.state = 'dead' AND deliveries.reason = 'dormant'
""")
CATCH_UP = Sql("UPDATE chats SET away_since = NULL WHERE id = :chat_id AND away_since = :since")
AWAY_AGAIN = Sql("""
UPDATE chats SET away_since = :since WHERE id = :chat_id AND away_since IS NULL AND woken_at >= :since
""")


async def missed(conn: Connection, chat_id: ChatId, *, limit: int) -> Missed | None:
    """What a chat that is back missed, the newest `limit` stories of each; None: it was not away, or has caught up."""
    away = await conn.fetch_one(AWAY, {"chat_id": chat_id})
    if away is None:
        return None
    window = {"since": away["away_since"], "until": away["woken_at"], "searched": SEARCHED}
    rows = await conn.fetch_all(MISSED, {"chat_id": chat_id, **window})
    stories = _one_of_each_story(rows)
    newest = stories[-limit:]
    wanted = {(row["thread_id"], row["id"]) for row in newest}
    return Missed(
        since=instant(away["away_since"]),
        briefs=tuple((ThreadId(row["thread_id"]), BriefId(row["id"])) for row in newest),
        topics=frozenset(TopicId(row["topic_id"]) for row in rows if (row["thread_id"], row["id"]) in wanted),
        complete=len(newest) == len(stories),
    )


async def owe_missed_briefs(
    conn: Connection, chat_id: ChatId, since: datetime, briefs: Sequence[tuple[ThreadId, BriefId]], *, now: datetime
) -> int:
    """Owe what was missed since then, to come together; how many that are. 0 as well when that was done before."""
    if not await conn.execute(CATCH_UP, {"chat_id": chat_id, "since": millis(since)}):
        return 0
    each = [
        {"chat_id": chat_id, "thread_id": thread, "brief_id": brief, "now": millis(now)} for thread, brief in briefs
    ]
    return await conn.execute_many(OWE_MISSED_BRIEF, each)


async def skip_missed(conn: Connection, chat_id: ChatId) -> datetime | None:
    """What was missed is not wanted; since when it was (None: there is nothing to skip)."""
    away = await conn.fetch_one(AWAY, {"chat_id": chat_id})
    if away is None:
        return None
    await conn.execute(CATCH_UP, {"chat_id": chat_id, "since": away["away_since"]})
    return instant(away["away_since"])


async def want_missed_again(conn: Connection, chat_id: ChatId, since: datetime) -> None:
    """Take that back: it may catch up on what came since then. A chat that may still do so is left as it is."""
    await conn.execute(AWAY_AGAIN, {"chat_id": chat_id, "since": millis(since)})


def _one_of_each_story(rows: Sequence[Row]) -> list[Row]:
    """Of each story the first brief; one row of it, whatever the number of its topics."""
    first: dict[tuple[int, int], Row] = {}
    for row in rows:
        first.setdefault((row["thread_id"], row["story"]), row)
    return list(first.values())
