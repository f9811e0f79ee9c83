"""SQL about moving a set-up (subscriptions, mutes, own sources, hours, pause) to another chat, at a person's wish.

    begin_move (a code) ──aim_move (the code, typed elsewhere)──▶ carry_out_move ◀──▶ undo_move

What is owed and was not tried yet goes along. A set-up that is there already stays, and what comes is added to it.
"""

from datetime import datetime

from storage.chats import HOLD_QUEUE
from storage.database import Connection, Row, Sql
from storage.model import ChatId, ThreadId
from storage.model_hours import Timing
from storage.model_set_up import Before, SetUpMove, SetUpMoveId
from storage.moving import PLAN_AGAIN
from storage.rows import millis
from storage.timing import retime

DROP_UNDONE = Sql("DELETE FROM set_up_moves WHERE chat_id = :chat_id AND thread_id = :thread_id AND moved_at IS NULL")
BEGIN = Sql("""
INSERT INTO set_up_moves (code, chat_id, thread_id, asked_at, asked_by)
VALUES (:code, :chat_id, :thread_id, :now, :asked_by)
""")
LATEST = Sql("""
SELECT * FROM set_up_moves WHERE chat_id = :chat_id AND thread_id = :thread_id ORDER BY id DESC LIMIT 1
""")
PAUSED = Sql("SELECT paused_at FROM chats WHERE id = :chat_id AND paused_at IS NOT NULL")
AIM = Sql("""
UPDATE set_up_moves SET to_chat_id = :chat_id, to_thread_id = :thread_id
WHERE code = :code AND asked_at >= :since AND asked_by = :asked_by AND moved_at IS NULL
  AND NOT (set_up_moves.chat_id = :chat_id AND set_up_moves.thread_id = :thread_id)
RETURNING *
""")
CANCEL = Sql("""
DELETE FROM set_up_moves WHERE id = :id AND moved_at IS NULL
  AND ((chat_id = :chat_id AND thread_id = :thread_id) OR (to_chat_id = :chat_id AND to_thread_id = :thread_id))
""")
AIMED_HERE = Sql("""
SELECT * FROM set_up_moves WHERE id = :id AND to_chat_id = :chat_id AND to_thread_id = :thread_id
""")
CONTENTS = Sql("""
SELECT c.title,
  (SELECT COUNT(*) FROM subscriptions s
   WHERE s.chat_id = c.id AND s.thread_id = :thread_id AND s.ended_at IS NULL) AS topics,
  (SELECT COUNT(*) FROM mutes u WHERE u.chat_id = c.id AND u.thread_id = :thread_id AND u.ended_at IS NULL) AS mutes,
  (SELECT COUNT(*) FROM chat_sources k WHERE k.chat_id = c.id AND k.thread_id = :thread_id) AS sources
FROM chats c WHERE c.id = :chat_id
""")
NEW_TOPICS = Sql("""
SELECT s.topic_id FROM subscriptions s
WHERE s.chat_id = :from_chat AND s.thread_id = :from_thread AND s.ended_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM subscriptions n WHERE n.chat_id = :to_chat AND n.thread_id = :to_thread
    AND n.topic_id = s.topic_id AND n.ended_at IS NULL)
""")
NEW_MUTES = Sql("""
SELECT u.topic_id, u.query_id FROM mutes u
WHERE u.chat_id = :from_chat AND u.thread_id = :from_thread AND u.ended_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM mutes n WHERE n.chat_id = :to_chat AND n.thread_id = :to_thread
    AND n.topic_id = u.topic_id AND n.query_id = u.query_id AND n.ended_at IS NULL)
""")
NEW_SOURCES = Sql("""
SELECT k.source_id FROM chat_sources k WHERE k.chat_id = :from_chat AND k.thread_id = :from_thread AND NOT EXISTS (
  SELECT 1 FROM chat_sources n
  WHERE n.chat_id = :to_chat AND n.thread_id = :to_thread AND n.source_id = k.source_id)
""")
WISHES = Sql("SELECT zone, digest, quiet, paused_at FROM chats WHERE id = :to_chat")
COPY_TOPICS = Sql("""
INSERT INTO subscriptions (chat_id, thread_id, topic_id, words, began_at, digest, attention, snoozed_until)
SELECT :to_chat, :to_thread, topic_id, words, began_at, digest, attention, snoozed_until FROM subscriptions
WHERE chat_id = :from_chat AND thread_id = :from_thread AND ended_at IS NULL ORDER BY id
ON CONFLICT (chat_id, thread_id, topic_id) DO UPDATE SET
  words = excluded.words, began_at = excluded.began_at, digest = excluded.digest, ended_at = NULL,
  attention = excluded.attention, snoozed_until = excluded.snoozed_until
WHERE subscriptions.ended_at IS NOT NULL
""")
END_TOPICS = Sql("""
UPDATE subscriptions SET ended_at = :now
WHERE chat_id = :from_chat AND thread_id = :from_thread AND ended_at IS NULL
""")
COPY_MUTES = Sql("""
INSERT INTO mutes (chat_id, thread_id, topic_id, query_id, words, muted_at)
SELECT :to_chat, :to_thread, topic_id, query_id, words, muted_at FROM mutes
WHERE chat_id = :from_chat AND thread_id = :from_thread AND ended_at IS NULL ORDER BY id
ON CONFLICT (chat_id, thread_id, topic_id, query_id) DO UPDATE SET ended_at = NULL
""")
END_MUTES = Sql("""
UPDATE mutes SET ended_at = :now WHERE chat_id = :from_chat AND thread_id = :from_thread AND ended_at IS NULL
""")
COPY_SOURCES = Sql("""
INSERT INTO chat_sources (source_id, chat_id, thread_id, added_at)
SELECT source_id, :to_chat, :to_thread, added_at FROM chat_sources
WHERE chat_id = :from_chat AND thread_id = :from_thread
ON CONFLICT (source_id, chat_id, thread_id) DO NOTHING
""")
DISOWN = Sql("DELETE FROM chat_sources WHERE chat_id = :from_chat AND thread_id = :from_thread")
# The wishes of the chat it goes to come first: they are the later ones.
COPY_WISHES = Sql("""
UPDATE chats SET
  zone = COALESCE(chats.zone, o.zone),
  digest = COALESCE(chats.digest, o.digest),
  quiet = COALESCE(chats.quiet, o.quiet),
  paused_at = COALESCE(chats.paused_at, o.paused_at)
FROM chats o WHERE chats.id = :to_chat AND o.id = :from_chat
""")
# What is owed and no longer wanted in the one place is wanted in the other, or in none.
MOVE_QUEUE = Sql("""
UPDATE deliveries SET chat_id = :to_chat, thread_id = :to_thread, due_at = NULL
WHERE chat_id = :from_chat AND thread_id = :from_thread
  AND settled_at IS NULL AND state = 'owed' AND attempts = 0 AND parts_sent = 0
  AND NOT EXISTS (
    SELECT 1 FROM wanted w
    WHERE w.chat_id = :from_chat AND w.thread_id = :from_thread AND w.brief_id = deliveries.brief_id)
  AND NOT EXISTS (
    SELECT 1 FROM deliveries n
    WHERE n.chat_id = :to_chat AND n.thread_id = :to_thread AND n.brief_id = deliveries.brief_id)
""")
DROP_QUEUE = Sql("""
UPDATE deliveries SET state = 'dead', reason = 'unfollowed', settled_at = :now
WHERE chat_id = :from_chat AND thread_id = :from_thread AND settled_at IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM wanted w
    WHERE w.chat_id = :from_chat AND w.thread_id = :from_thread AND w.brief_id = deliveries.brief_id)
""")
DONE = Sql("UPDATE set_up_moves SET moved_at = :now, before = :before WHERE id = :id")
END_ONE = Sql("""
UPDATE subscriptions SET ended_at = :now
WHERE chat_id = :to_chat AND thread_id = :to_thread AND topic_id = :topic_id AND ended_at IS NULL
""")
TOPICS_BACK = Sql("""
UPDATE subscriptions SET ended_at = NULL
WHERE chat_id = :from_chat AND thread_id = :from_thread AND ended_at = :moved_at
""")
END_ONE_MUTE = Sql("""
UPDATE mutes SET ended_at = :now WHERE chat_id = :to_chat AND thread_id = :to_thread
  AND topic_id = :topic_id AND query_id = :query_id AND ended_at IS NULL
""")
MUTES_BACK = Sql("""
UPDATE mutes SET ended_at = NULL
WHERE chat_id = :from_chat AND thread_id = :from_thread AND ended_at = :moved_at
""")
# Those that the other chat had before, too, are copied back like the others.
SOURCE_BACK = Sql("""
INSERT INTO chat_sources (source_id, chat_id, thread_id, added_at)
SELECT source_id, :from_chat, :from_thread, added_at FROM chat_sources
WHERE chat_id = :to_chat AND thread_id = :to_thread AND source_id = :source_id
ON CONFLICT (source_id, chat_id, thread_id) DO NOTHING
""")
DISOWN_ONE = Sql("""
DELETE FROM chat_sources WHERE chat_id = :to_chat AND thread_id = :to_thread AND source_id = :source_id
""")
WISHES_BACK = Sql("""
UPDATE chats SET zone = :zone, digest = :digest, quiet = :quiet, paused_at = :paused_at WHERE id = :to_chat
""")
UNDONE = Sql("UPDATE set_up_moves SET undone_at = :now WHERE id = :id")


async def begin_move(
    conn: Connection, chat_id: ChatId, thread_id: ThreadId, code: str, *, asked_by: int, now: datetime
) -> SetUpMove:
    """Let the set-up of this chat and thread move to where the same person types the code; an earlier one is gone."""
    here = {"chat_id": chat_id, "thread_id": thread_id}
    await conn.execute(DROP_UNDONE, here)
    await conn.execute(BEGIN, {**here, "code": code, "asked_by": asked_by, "now": millis(now)})
    row = await conn.fetch_one(LATEST, here)
    assert row is not None  # noqa: S101 - written in this very transaction
    return await _move(conn, row)


async def aim_move(
    conn: Connection, code: str, chat_id: ChatId, thread_id: ThreadId, *, asked_by: int, since: datetime
) -> SetUpMove | None:
    """The code was typed here: what would come. None: this person got no such code since then, or got it here."""
    here = {"chat_id": chat_id, "thread_id": thread_id}
    row = await conn.fetch_one(AIM, {**here, "code": code, "asked_by": asked_by, "since": millis(since)})
    return None if row is None else await _move(conn, row)


async def cancel_move(conn: Connection, move_id: SetUpMoveId, chat_id: ChatId, thread_id: ThreadId) -> bool:
    """Forget the code, asked in one of the two places. False: it has moved already, or there is no such move."""
    return await conn.execute(CANCEL, {"id": move_id, "chat_id": chat_id, "thread_id": thread_id}) == 1


async def carry_out_move(
    conn: Connection, timing: Timing, move_id: SetUpMoveId, chat_id: ChatId, thread_id: ThreadId, *, now: datetime
) -> SetUpMove | None:
    """Move what this place was to get. None: nothing is on its way here, or it came already."""
    row = await conn.fetch_one(AIMED_HERE, {"id": move_id, "chat_id": chat_id, "thread_id": thread_id})
    if row is None or row["moved_at"] is not None:
        return None
    moved = await _move(conn, row)
    ways = _ways(row)
    before = await _before(conn, ways)
    for statement in (COPY_TOPICS, COPY_MUTES, COPY_SOURCES, COPY_WISHES, DISOWN):
        await conn.execute(statement, ways)
    await conn.execute(END_TOPICS, {**ways, "now": millis(now)})
    await conn.execute(END_MUTES, {**ways, "now": millis(now)})
    await conn.execute(DONE, {"id": move_id, "now": millis(now), "before": before.model_dump_json()})
    await _move_queue(conn, timing, ways, now)
    return moved


async def undo_move(
    conn: Connection, timing: Timing, move_id: SetUpMoveId, chat_id: ChatId, thread_id: ThreadId, *, now: datetime
) -> SetUpMove | None:
    """Take it back: what was new here ends, and the other place has it again. None: there is nothing to take back."""
    row = await conn.fetch_one(AIMED_HERE, {"id": move_id, "chat_id": chat_id, "thread_id": thread_id})
    if row is None or row["moved_at"] is None or row["undone_at"] is not None:
        return None
    ways, before = _ways(row), Before.model_validate_json(row["before"])
    then = {**ways, "moved_at": row["moved_at"]}
    await conn.execute(TOPICS_BACK, then)
    await conn.execute(MUTES_BACK, then)
    owned = [{**ways, "source_id": source_id} for source_id in before.sources]
    await conn.execute_many(SOURCE_BACK, owned)
    await conn.execute_many(DISOWN_ONE, owned)
    await conn.execute_many(
        END_ONE, [{**_to(ways), "topic_id": topic_id, "now": millis(now)} for topic_id in before.topics]
    )
    ended = [{**_to(ways), "topic_id": topic, "query_id": query, "now": millis(now)} for topic, query in before.mutes]
    await conn.execute_many(END_ONE_MUTE, ended)
    wishes = before.model_dump(include={"zone", "digest", "quiet", "paused_at"})
    await conn.execute(WISHES_BACK, {"to_chat": ways["to_chat"], **wishes})
    await conn.execute(UNDONE, {"id": move_id, "now": millis(now)})
    await _move_queue(conn, timing, _reversed(ways), now)
    return await _move(conn, row)


async def _move_queue(conn: Connection, timing: Timing, ways: dict[str, int], now: datetime) -> None:
    """What is owed follows what it is owed for; the planner looks at everybody again (see storage.moving)."""
    await conn.execute(MOVE_QUEUE, ways)
    await conn.execute(DROP_QUEUE, {**ways, "now": millis(now)})
    await conn.execute(PLAN_AGAIN)
    for chat_id in (ways["from_chat"], ways["to_chat"]):
        paused = await conn.fetch_one(PAUSED, {"chat_id": chat_id})
        if paused is not None:
            await conn.execute(HOLD_QUEUE, {"id": chat_id})
        else:
            await retime(conn, timing, ChatId(chat_id), now=now)


async def _before(conn: Connection, ways: dict[str, int]) -> Before:
    wishes = await conn.fetch_one(WISHES, {"to_chat": ways["to_chat"]})
    assert wishes is not None  # noqa: S101 - the foreign key of the move says so
    return Before(
        topics=tuple([row["topic_id"] for row in await conn.fetch_all(NEW_TOPICS, ways)]),
        mutes=tuple([(row["topic_id"], row["query_id"]) for row in await conn.fetch_all(NEW_MUTES, ways)]),
        sources=tuple([row["source_id"] for row in await conn.fetch_all(NEW_SOURCES, ways)]),
        **{name: wishes[name] for name in ("zone", "digest", "quiet", "paused_at")},
    )


async def _move(conn: Connection, row: Row) -> SetUpMove:
    """What the place it comes from has now."""
    contents = await conn.fetch_one(CONTENTS, {"chat_id": row["chat_id"], "thread_id": row["thread_id"]})
    assert contents is not None  # noqa: S101 - the foreign key of the move says so
    return SetUpMove(
        id=SetUpMoveId(row["id"]),
        title=contents["title"],
        topics=contents["topics"],
        mutes=contents["mutes"],
        sources=contents["sources"],
    )


def _ways(row: Row) -> dict[str, int]:
    return {
        "from_chat": row["chat_id"],
        "from_thread": row["thread_id"],
        "to_chat": row["to_chat_id"],
        "to_thread": row["to_thread_id"],
    }


def _reversed(ways: dict[str, int]) -> dict[str, int]:
    return {
        "from_chat": ways["to_chat"],
        "from_thread": ways["to_thread"],
        "to_chat": ways["from_chat"],
        "to_thread": ways["from_thread"],
    }


def _to(ways: dict[str, int]) -> dict[str, int]:
    return {"to_chat": ways["to_chat"], "to_thread": ways["to_thread"]}
