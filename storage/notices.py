"""SQL about notices: what operators are told of troubles, in rows with the states of deliveries."""

from collections.abc import Collection, Sequence
from datetime import datetime

from storage.database import Connection, Row, Sql
from storage.model import ChatId, ChatKind, DeliveryState, ThreadId
from storage.model_troubles import Notice, NoticeBundle, NoticeId, Tells, Trouble, TroubleKind
from storage.rows import instant, millis, optional_millis
from storage.statements import execute_listed

# Only chats that can be written to: who first speaks to the bot tomorrow is told what is wrong then.
OWE_OPERATORS = Sql("""
INSERT INTO notices (trouble_id, chat_id, tells, due_at)
SELECT t.id, c.id, 'began', :now FROM troubles t CROSS JOIN sources s CROSS JOIN chats c
WHERE t.ended_at IS NULL AND s.id = t.source_id AND s.private = 0 AND c.id IN (:listed) AND c.state = 'active'
ON CONFLICT (trouble_id, chat_id, tells) DO NOTHING
""")
# Whoever has a source for themselves is its operator; a chat that has it in several threads hears of it in one.
OWE_OWNERS = Sql("""
INSERT INTO notices (trouble_id, chat_id, thread_id, tells, due_at)
SELECT t.id, k.chat_id, MIN(k.thread_id), 'began', :now
FROM troubles t CROSS JOIN sources s CROSS JOIN chat_sources k CROSS JOIN chats c
WHERE t.ended_at IS NULL AND s.id = t.source_id AND s.private = 1 AND k.source_id = s.id
  AND c.id = k.chat_id AND c.state = 'active'
GROUP BY t.id, k.chat_id
ON CONFLICT (trouble_id, chat_id, tells) DO NOTHING
""")
# Who was told of the beginning is told of the end, unless the source went from one trouble into another, or is none of
# theirs any more.
OWE_ENDINGS = Sql("""
INSERT INTO notices (trouble_id, chat_id, thread_id, tells, due_at)
SELECT n.trouble_id, n.chat_id, n.thread_id, 'ended', :now
FROM notices n JOIN troubles t ON t.id = n.trouble_id JOIN sources s ON s.id = t.source_id
WHERE t.ending = 'well' AND n.tells = 'began' AND n.state IN ('sent', 'uncertain') AND n.settled_at IS NOT NULL
  AND (s.private = 0 OR EXISTS (SELECT 1 FROM chat_sources k WHERE k.source_id = s.id AND k.chat_id = n.chat_id))
ON CONFLICT (trouble_id, chat_id, tells) DO NOTHING
""")
# What was over before it could be told is no news.
DROP_OVER = Sql("""
UPDATE notices SET state = 'dead', reason = 'over', settled_at = :now
WHERE settled_at IS NULL AND state = 'owed' AND lost_answers = 0 AND tells = 'began'
  AND trouble_id IN (SELECT id FROM troubles WHERE ended_at IS NOT NULL)
""")
# No row stays: whoever takes the source back is told as if it had never been let go.
DROP_NOT_THEIRS = Sql("""
DELETE FROM notices WHERE settled_at IS NULL AND state = 'owed' AND lost_answers = 0
  AND trouble_id IN (
    SELECT t.id FROM troubles t JOIN sources s ON s.id = t.source_id
    WHERE s.private = 1
      AND NOT EXISTS (SELECT 1 FROM chat_sources k WHERE k.source_id = s.id AND k.chat_id = notices.chat_id))
""")
NEXT_CHAT = Sql("""
SELECT n.chat_id, n.thread_id, c.kind FROM notices n JOIN chats c ON c.id = n.chat_id
WHERE n.settled_at IS NULL AND n.state <> 'sending' AND n.due_at <= :now
  AND c.state = 'active' AND c.paused_at IS NULL AND (c.frozen_until IS NULL OR c.frozen_until <= :now)
ORDER BY n.due_at, n.id LIMIT 1
""")
DUE_TO_CHAT = Sql("""
SELECT n.id, n.tells, n.state, n.attempts, n.lost_answers, t.kind, t.detail, t.began_at,
  COALESCE(s.own_title, s.title, s.address) AS source_name, s.address
FROM notices n JOIN troubles t ON t.id = n.trouble_id JOIN sources s ON s.id = t.source_id
WHERE n.chat_id = :chat_id AND n.thread_id = :thread_id
  AND n.settled_at IS NULL AND n.state <> 'sending' AND n.due_at <= :now
ORDER BY n.tells, t.began_at, n.id
""")
MARK_SENDING = Sql("UPDATE notices SET state = 'sending', started_at = :now WHERE id IN (:listed)")
SENT = Sql("""
UPDATE notices SET state = 'sent', message_id = :message_id, settled_at = :now, reason = NULL
WHERE id IN (:listed) AND state <> 'sent'
""")
OWED_AGAIN = Sql("""
UPDATE notices SET state = 'owed', due_at = :due_at, attempts = attempts + :burnt
WHERE id IN (:listed) AND state = 'sending'
""")
UNCERTAIN = Sql("""
UPDATE notices SET state = 'uncertain', attempts = attempts + 1, lost_answers = lost_answers + 1,
  due_at = COALESCE(:resend_at, due_at), settled_at = :settled_at
WHERE id IN (:listed) AND state = 'sending'
""")
DEAD = Sql("""
UPDATE notices SET state = 'dead', reason = :reason, settled_at = :now WHERE id IN (:listed) AND state = 'sending'
""")
RECOVER = Sql("UPDATE notices SET state = 'owed', due_at = :now WHERE state = 'sending' AND settled_at IS NULL")


async def owe_notices(conn: Connection, operators: Collection[ChatId], *, now: datetime) -> None:
    """Make what became of troubles owed: of everybody's sources to the operators, of a chat's own to that chat.

    The end is owed to whoever was told of the beginning. Repeated, nothing more is owed.
    """
    await execute_listed(conn, OWE_OPERATORS, operators, {"now": millis(now)})
    await conn.execute(OWE_OWNERS, {"now": millis(now)})
    await conn.execute(OWE_ENDINGS, {"now": millis(now)})
    await conn.execute(DROP_OVER, {"now": millis(now)})
    await conn.execute(DROP_NOT_THEIRS)


async def claim_notices(conn: Connection, now: datetime) -> NoticeBundle | None:
    """Mark all that is due to one chat as in flight, that of the longest due. None: nothing is due."""
    chat = await conn.fetch_one(NEXT_CHAT, {"now": millis(now)})
    if chat is None:
        return None
    rows = await conn.fetch_all(
        DUE_TO_CHAT, {"chat_id": chat["chat_id"], "thread_id": chat["thread_id"], "now": millis(now)}
    )
    await execute_listed(conn, MARK_SENDING, [row["id"] for row in rows], {"now": millis(now)})
    return NoticeBundle(
        chat_id=ChatId(chat["chat_id"]),
        chat_kind=ChatKind(chat["kind"]),
        thread_id=ThreadId(chat["thread_id"]),
        notices=tuple(map(_notice_of, rows)),
    )


async def record_notices_sent(
    conn: Connection, notice_ids: Sequence[NoticeId], message_id: int | None, *, now: datetime
) -> None:
    """They arrived, as this message."""
    await execute_listed(conn, SENT, notice_ids, {"message_id": message_id, "now": millis(now)})


async def release_notices(conn: Connection, notice_ids: Sequence[NoticeId], *, due_at: datetime) -> None:
    """Proof that nothing was sent: owed again at `due_at`, no attempt burnt."""
    await execute_listed(conn, OWED_AGAIN, notice_ids, {"due_at": millis(due_at), "burnt": 0})


async def record_notices_failed(conn: Connection, notice_ids: Sequence[NoticeId], *, due_at: datetime) -> None:
    """Refused for now: owed again at `due_at`, one attempt burnt."""
    await execute_listed(conn, OWED_AGAIN, notice_ids, {"due_at": millis(due_at), "burnt": 1})


async def record_notices_uncertain(
    conn: Connection, notice_ids: Sequence[NoticeId], *, resend_at: datetime | None, now: datetime
) -> None:
    """The answer was lost, one attempt burnt: to be sent once more at `resend_at`, or (None) left at that."""
    settled_at = millis(now) if resend_at is None else None
    times = {"resend_at": optional_millis(resend_at), "settled_at": settled_at}
    await execute_listed(conn, UNCERTAIN, notice_ids, times)


async def record_notices_dead(conn: Connection, notice_ids: Sequence[NoticeId], *, reason: str, now: datetime) -> None:
    """They will not be sent, and the rows say why."""
    await execute_listed(conn, DEAD, notice_ids, {"reason": reason, "now": millis(now)})


async def recover_notices(conn: Connection, now: datetime) -> int:
    """At start: what was in flight when the process died is due once more; how many that are."""
    return await conn.execute(RECOVER, {"now": millis(now)})


def _notice_of(row: Row) -> Notice:
    return Notice(
        id=NoticeId(row["id"]),
        tells=Tells(row["tells"]),
        trouble=Trouble(kind=TroubleKind(row["kind"]), detail=row["detail"], began_at=instant(row["began_at"])),
        source_name=row["source_name"],
        source_address=row["address"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        lost_answers=row["lost_answers"],
    )
