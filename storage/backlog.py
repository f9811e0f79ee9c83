"""SQL about what is still to do."""

from datetime import datetime

from storage.database import Connection, Row, Sql
from storage.model import Backlog, ChatId
from storage.rows import millis, optional_instant

UNPLANNED = Sql("SELECT COUNT(*) AS unplanned FROM unplanned")
COUNTS = """
SELECT
  COUNT(CASE WHEN due_at IS NULL THEN 1 END) AS held,
  COUNT(CASE WHEN due_at <= :now THEN 1 END) AS due,
  COUNT(CASE WHEN due_at > :now THEN 1 END) AS later,
  MIN(CASE WHEN due_at > :now THEN due_at END) AS next_due_at
FROM outbox
"""
OUTBOX = Sql(COUNTS)
OUTBOX_OF_CHAT = Sql(COUNTS + "WHERE chat_id = :chat_id")
SENDING = Sql("SELECT COUNT(*) AS sending FROM deliveries WHERE state = 'sending'")
SENDING_TO_CHAT = Sql("SELECT COUNT(*) AS sending FROM deliveries WHERE state = 'sending' AND chat_id = :chat_id")
NEXT_DUE = Sql("""
SELECT MIN(due_at) AS next_due_at FROM deliveries WHERE settled_at IS NULL AND state <> 'sending' AND due_at > :now
""")


async def next_due_at(conn: Connection, now: datetime) -> datetime | None:
    """The next instant after `now` at which a delivery falls due; None: nothing is due later. One look at an index."""
    row = await conn.fetch_one(NEXT_DUE, {"now": millis(now)})
    return optional_instant(row["next_due_at"]) if row else None


async def backlog(conn: Connection, now: datetime) -> Backlog:
    """What is still to do for everybody."""
    return _backlog_of(
        await conn.fetch_one(OUTBOX, {"now": millis(now)}),
        await conn.fetch_one(SENDING),
        await conn.fetch_one(UNPLANNED),
    )


async def chat_backlog(conn: Connection, chat_id: ChatId, now: datetime) -> Backlog:
    """What is still to do for one chat; briefs that are not planned yet belong to nobody."""
    return _backlog_of(
        await conn.fetch_one(OUTBOX_OF_CHAT, {"chat_id": chat_id, "now": millis(now)}),
        await conn.fetch_one(SENDING_TO_CHAT, {"chat_id": chat_id}),
        None,
    )


def _backlog_of(outbox: Row | None, sending: Row | None, unplanned: Row | None) -> Backlog:
    assert outbox is not None  # noqa: S101 - an aggregate always gives one row
    assert sending is not None  # noqa: S101 - here too
    return Backlog(
        unplanned=unplanned["unplanned"] if unplanned else 0,
        due=outbox["due"],
        sending=sending["sending"],
        later=outbox["later"],
        next_due_at=optional_instant(outbox["next_due_at"]),
        held=outbox["held"],
    )
