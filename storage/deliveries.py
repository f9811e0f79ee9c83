"""SQL about deliveries: what became of each send.

A result is written to the row it belongs to while that row is in flight. One exception: a message that arrived has
arrived, even if its chat fell asleep or its topic was ended meanwhile.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from storage.database import Connection, Sql
from storage.model import DeliveryId, SendResult
from storage.rows import millis, optional_millis
from storage.statements import execute_listed

SENT = Sql("""
UPDATE deliveries SET state = 'sent', message_id = :message_id, settled_at = :now, reason = NULL
WHERE id = :id AND state <> 'sent'
""")
# In a chat that was paused meanwhile, a row that is owed again is held like the others.
PART_SENT = Sql("""
UPDATE deliveries SET state = 'owed', parts_sent = :parts_sent,
  due_at = CASE
    WHEN (SELECT c.paused_at FROM chats c WHERE c.id = deliveries.chat_id) IS NULL THEN :now
    ELSE NULL
  END
WHERE id = :id AND state = 'sending'
""")
LET_GO = Sql("""
UPDATE deliveries SET state = 'owed',
  due_at = CASE
    WHEN (SELECT c.paused_at FROM chats c WHERE c.id = deliveries.chat_id) IS NULL THEN due_at
    ELSE NULL
  END
WHERE id = :id AND state = 'sending'
""")
OWED_AGAIN = Sql("""
UPDATE deliveries SET state = 'owed', attempts = attempts + :burnt,
  due_at = CASE
    WHEN (SELECT c.paused_at FROM chats c WHERE c.id = deliveries.chat_id) IS NULL THEN :due_at
    ELSE NULL
  END
WHERE id IN (:listed) AND state = 'sending'
""")
UNCERTAIN = Sql("""
UPDATE deliveries SET state = 'uncertain', attempts = attempts + 1, lost_answers = lost_answers + 1,
  due_at = :resend_at, settled_at = :settled_at
WHERE id IN (:listed) AND state = 'sending'
""")
DEAD = Sql("""
UPDATE deliveries SET state = 'dead', reason = :reason, settled_at = :now WHERE id IN (:listed) AND state <> 'sent'
""")
IN_FLIGHT = Sql("SELECT id FROM deliveries WHERE state = 'sending'")


async def record_sends(conn: Connection, results: Sequence[SendResult]) -> None:
    """What became of many bundles whose messages were accepted."""
    sent = [
        {"id": delivery_id, "message_id": result.message_id, "now": millis(result.at)}
        for result in results
        for delivery_id in result.sent
    ]
    parts = [
        {"id": result.part[0], "parts_sent": result.part[1], "now": millis(result.at)}
        for result in results
        if result.part is not None
    ]
    released = [{"id": delivery_id} for result in results for delivery_id in result.released]
    await conn.execute_many(SENT, sent)
    await conn.execute_many(PART_SENT, parts)
    await conn.execute_many(LET_GO, released)


async def record_sent(
    conn: Connection, delivery_ids: Collection[DeliveryId], message_id: int, *, now: datetime
) -> None:
    """They arrived, as this message."""
    await record_sends(conn, [SendResult(at=now, sent=tuple(delivery_ids), message_id=message_id)])


async def record_part_sent(conn: Connection, delivery_id: DeliveryId, *, parts_sent: int, now: datetime) -> None:
    """The first parts of it arrived; the rest is owed at once."""
    await record_sends(conn, [SendResult(at=now, part=(delivery_id, parts_sent))])


async def release(conn: Connection, delivery_ids: Collection[DeliveryId], *, due_at: datetime) -> None:
    """Proof that nothing was sent, or never tried: owed again at `due_at`, no attempt burnt."""
    await execute_listed(conn, OWED_AGAIN, delivery_ids, {"due_at": millis(due_at), "burnt": 0})


async def record_failed(conn: Connection, delivery_ids: Collection[DeliveryId], *, due_at: datetime) -> None:
    """Refused for now: owed again at `due_at`, one attempt burnt."""
    await execute_listed(conn, OWED_AGAIN, delivery_ids, {"due_at": millis(due_at), "burnt": 1})


async def record_uncertain(
    conn: Connection, delivery_ids: Collection[DeliveryId], *, resend_at: datetime | None, now: datetime
) -> None:
    """The answer was lost, one attempt burnt: to be sent once more at `resend_at`, or (None) left at that."""
    settled_at = millis(now) if resend_at is None else None
    await execute_listed(
        conn, UNCERTAIN, delivery_ids, {"resend_at": optional_millis(resend_at), "settled_at": settled_at}
    )


async def record_dead(conn: Connection, delivery_ids: Collection[DeliveryId], *, reason: str, now: datetime) -> None:
    """It will not be sent, and the row says why."""
    await execute_listed(conn, DEAD, delivery_ids, {"reason": reason, "now": millis(now)})


async def recover_sending(conn: Connection, now: datetime) -> int:
    """At start: what was in flight when the process died is due once more; how many deliveries that are."""
    rows = await conn.fetch_all(IN_FLIGHT)
    await execute_listed(conn, OWED_AGAIN, [row["id"] for row in rows], {"due_at": millis(now), "burnt": 0})
    return len(rows)
