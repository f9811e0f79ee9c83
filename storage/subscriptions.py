"""SQL about subscriptions: following, ending, and taking the end back.

An ended subscription stays as a row, so that its end can be undone with everything that was owed.
"""

from datetime import datetime, timedelta

from storage.database import Connection, Row, Sql
from storage.model import ChatId, Followed, Subscription, ThreadId, TopicId
from storage.model_hours import Timing
from storage.rows import millis, subscription_of
from storage.timing import time_held
from storage.topics import mark_followed

STILL_NEWS = timedelta(days=1)
"""How old a brief may be to be owed again when the end of a subscription is taken back."""

ONE = Sql("""
SELECT s.*, t.query FROM subscriptions s JOIN topics t ON t.id = s.topic_id
WHERE s.chat_id = :chat_id AND s.thread_id = :thread_id AND s.topic_id = :topic_id
""")
LIVE = Sql("""
SELECT s.*, t.query FROM subscriptions s JOIN topics t ON t.id = s.topic_id
WHERE s.chat_id = :chat_id AND s.thread_id = :thread_id AND s.ended_at IS NULL
ORDER BY s.began_at, s.id
""")
BEGIN = Sql("""
INSERT INTO subscriptions (chat_id, thread_id, topic_id, words, began_at)
VALUES (:chat_id, :thread_id, :topic_id, :words, :now)
ON CONFLICT (chat_id, thread_id, topic_id)
DO UPDATE SET words = excluded.words, began_at = excluded.began_at, ended_at = NULL, digest = NULL,
  attention = NULL, snoozed_until = NULL
""")
END = Sql("""
UPDATE subscriptions SET ended_at = :now
WHERE chat_id = :chat_id AND thread_id = :thread_id AND topic_id = :topic_id AND ended_at IS NULL
""")
RESTORE = Sql("""
UPDATE subscriptions SET ended_at = NULL
WHERE chat_id = :chat_id AND thread_id = :thread_id AND topic_id = :topic_id
""")
# A row in flight is dropped as well: should its message have arrived, the record of that wins; should it not, the
# row must not come back.
DROP_UNREASONED = Sql("""
UPDATE deliveries SET state = 'dead', reason = 'unfollowed', settled_at = :now
WHERE chat_id = :chat_id AND thread_id = :thread_id AND settled_at IS NULL
  AND EXISTS (SELECT 1 FROM matches m WHERE m.brief_id = deliveries.brief_id AND m.topic_id = :topic_id)
  AND NOT EXISTS (
    SELECT 1 FROM wanted w
    WHERE w.chat_id = :chat_id AND w.thread_id = :thread_id AND w.brief_id = deliveries.brief_id)
""")
OWE_AGAIN = Sql("""
UPDATE deliveries SET state = 'owed', reason = NULL, settled_at = NULL, due_at = NULL
WHERE chat_id = :chat_id AND thread_id = :thread_id AND state = 'dead' AND reason = 'unfollowed'
  AND settled_at >= :fresh_since
  AND EXISTS (
    SELECT 1 FROM wanted w
    WHERE w.chat_id = :chat_id AND w.thread_id = :thread_id AND w.topic_id = :topic_id
      AND w.brief_id = deliveries.brief_id)
  AND EXISTS (SELECT 1 FROM briefs b WHERE b.id = deliveries.brief_id AND b.seen_at > :fresh_since)
""")
# What came between the end and its taking back was planned without this chat. Of several tellings of one story the
# first: neither one that was told before, nor an earlier one among those missed, may stand beside it. What is private
# to other chats was neither missed nor told.
OWE_MISSED = Sql("""
INSERT INTO deliveries (chat_id, thread_id, brief_id, dated_at, state, due_at)
SELECT c.id, :thread_id, b.id, b.dated_at, 'owed', NULL
FROM briefs b CROSS JOIN matches m CROSS JOIN chats c
WHERE b.seen_at >= :missed_since AND m.brief_id = b.id AND m.topic_id = :topic_id
  AND c.id = :chat_id AND c.state = 'active'
  AND NOT EXISTS (
    SELECT 1 FROM muted u
    WHERE u.chat_id = :chat_id AND u.thread_id = :thread_id AND u.topic_id IN (0, :topic_id) AND u.brief_id = b.id)
  AND (b.private = 0 OR EXISTS (
    SELECT 1 FROM chat_sources k WHERE k.source_id = b.source_id AND k.chat_id = :chat_id
      AND k.thread_id = :thread_id AND k.added_at <= b.seen_at))
  AND NOT EXISTS (
    SELECT 1 FROM briefs o CROSS JOIN deliveries d
    WHERE o.story_id = b.story_id AND o.id <> b.id
      AND d.chat_id = :chat_id AND d.thread_id = :thread_id AND d.brief_id = o.id AND d.state <> 'dead')
  AND NOT EXISTS (
    SELECT 1 FROM briefs e CROSS JOIN matches k
    WHERE e.story_id = b.story_id AND e.id < b.id AND e.seen_at >= :missed_since
      AND k.brief_id = e.id AND k.topic_id = :topic_id
      AND (e.private = 0 OR EXISTS (
        SELECT 1 FROM chat_sources o WHERE o.source_id = e.source_id AND o.chat_id = :chat_id
          AND o.thread_id = :thread_id AND o.added_at <= e.seen_at)))
ON CONFLICT (chat_id, thread_id, brief_id) DO NOTHING
""")


async def follow(
    conn: Connection, chat_id: ChatId, thread_id: ThreadId, topic_id: TopicId, *, words: str, now: datetime
) -> Followed:
    """Begin a subscription; one that is live stays as it is. The chat must have been met."""
    where = {"chat_id": chat_id, "thread_id": thread_id, "topic_id": topic_id}
    row = await conn.fetch_one(ONE, where)
    if row is not None and row["ended_at"] is None:
        return Followed(subscription_of(row), already=True)
    await conn.execute(BEGIN, {**where, "words": words, "now": millis(now)})
    await mark_followed(conn, topic_id, now=now)
    return Followed(subscription_of(await _one(conn, where)), already=False)


async def unfollow(
    conn: Connection, chat_id: ChatId, thread_id: ThreadId, topic_id: TopicId, *, now: datetime
) -> Subscription | None:
    """End it; what was owed for no other topic of this chat and thread is dropped. None: it was not live."""
    where = {"chat_id": chat_id, "thread_id": thread_id, "topic_id": topic_id}
    if not await conn.execute(END, {**where, "now": millis(now)}):
        return None
    await conn.execute(DROP_UNREASONED, {**where, "now": millis(now)})
    return subscription_of(await _one(conn, where))


async def restore_subscription(
    conn: Connection, timing: Timing, chat_id: ChatId, thread_id: ThreadId, topic_id: TopicId, *, now: datetime
) -> Subscription | None:
    """Take an end back, as if it had not been: what was dropped or missed is owed while it is still news.

    A live subscription stays as it is: pressed twice is pressed once. None: there never was one.
    """
    where = {"chat_id": chat_id, "thread_id": thread_id, "topic_id": topic_id}
    row = await conn.fetch_one(ONE, where)
    if row is None:
        return None
    if row["ended_at"] is not None:
        await conn.execute(RESTORE, where)
        fresh_since = millis(now - STILL_NEWS)
        missed_since = max(row["ended_at"], fresh_since)
        await conn.execute(OWE_AGAIN, {**where, "fresh_since": fresh_since})
        await owe_missed(conn, chat_id, thread_id, topic_id, since=missed_since)
        await time_held(conn, timing, chat_id, now=now)
        await mark_followed(conn, topic_id, now=now)
    return subscription_of(row)


async def owe_missed(conn: Connection, chat_id: ChatId, thread_id: ThreadId, topic_id: TopicId, *, since: int) -> None:
    """Owe what came `since` (milliseconds) on a topic, was planned without this chat, and is not muted.

    It has no time yet: see storage.timing.
    """
    where = {"chat_id": chat_id, "thread_id": thread_id, "topic_id": topic_id}
    await conn.execute(OWE_MISSED, {**where, "missed_since": since})


async def live_subscription(
    conn: Connection, chat_id: ChatId, thread_id: ThreadId, topic_id: TopicId
) -> Subscription | None:
    """What a chat and thread follow, by its topic; None: it does not."""
    row = await conn.fetch_one(ONE, {"chat_id": chat_id, "thread_id": thread_id, "topic_id": topic_id})
    return None if row is None or row["ended_at"] is not None else subscription_of(row)


async def subscriptions_of(conn: Connection, chat_id: ChatId, thread_id: ThreadId) -> list[Subscription]:
    """The live ones, in the order of following."""
    rows = await conn.fetch_all(LIVE, {"chat_id": chat_id, "thread_id": thread_id})
    return [subscription_of(row) for row in rows]


async def _one(conn: Connection, where: dict[str, int]) -> Row:
    row = await conn.fetch_one(ONE, where)
    assert row is not None  # noqa: S101 - written in this very transaction
    return row
