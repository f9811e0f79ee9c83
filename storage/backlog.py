"""SQL about what is still to do."""

from datetime import datetime

from storage.database import Connection, Row, Sql
from storage.model import Backlog, ChatId
from storage.rows import HIGHEST, LOWEST, millis, optional_instant

UNPLANNED = Sql("SELECT COUNT(*) AS unplanned FROM unplanned")
OUTBOX = Sql("""
SELECT
  COUNT(CASE WHEN state = 'sending' THEN 1 END) AS sending,
  COUNT(CASE WHEN state <> 'sending' AND due_at IS NULL THEN 1 END) AS held,
  COUNT(CASE WHEN state <> 'sending' AND due_at <= :now THEN 1 END) AS due,
  COUNT(CASE WHEN state <> 'sending' AND due_at > :now THEN 1 END) AS later,
  MIN(CASE WHEN state <> 'sending' AND due_at > :now THEN due_at END) AS next_due_at
FROM outbox WHERE chat_id BETWEEN :first_chat AND :last_chat
""")

NEXT_DUE = Sql("""
SELECT MIN(due_at) AS next_due_at FROM deliveries WHERE state IN ('owed', 'uncertain') AND due_at > :now
""")


async def next_due_at(conn: Connection, now: datetime) -> datetime | None:
    """The next instant after `now` at which a delivery falls due; None: nothing is due later. One look at an index."""
    row = await conn.fetch_one(NEXT_DUE, {"now": millis(now)})
    return optional_instant(row["next_due_at"]) if row else None


async def backlog(conn: Connection, now: datetime) -> Backlog:
    """What is still to do for everybody."""
    unplanned = await conn.fetch_one(UNPLANNED)
    return await _outbox(conn, now, LOWEST, HIGHEST, unplanned=0 if unplanned is None else unplanned["unplanned"])


async def chat_backlog(conn: Connection, chat_id: ChatId, now: datetime) -> Backlog:
    """What is still to do for one chat; briefs that are not planned yet belong to nobody."""
    return await _outbox(conn, now, chat_id, chat_id, unplanned=0)


async def _outbox(conn: Connection, now: datetime, first_chat: int, last_chat: int, *, unplanned: int) -> Backlog:
    where = {"now": millis(now), "first_chat": first_chat, "last_chat": last_chat}
    row = await conn.fetch_one(OUTBOX, where)
    assert row is not None  # noqa: S101 - an aggregate always gives one row
    return _backlog_of(row, unplanned)


def _backlog_of(row: Row, unplanned: int) -> Backlog:
    return Backlog(
        unplanned=unplanned,
        due=row["due"],
        sending=row["sending"],
        later=row["later"],
        next_due_at=optional_instant(row["next_due_at"]),
        held=row["held"],
    )
