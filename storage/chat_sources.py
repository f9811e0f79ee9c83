"""SQL about sources that chats add for themselves: private ones, visited once however many chats have them.

    nobody's ──a chat adds it──▶ private ──an operator adds it──▶ public ──an operator takes it back─┐
       ▲                          │  ▲                                                               │
       └──the last chat drops it──┘  └──────────────────────where chats had it for themselves────────┘

A brief is private when its source was at the time it came; only the chats (and threads) that have the source see it.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from storage import taken_over
from storage.addresses import BY_ADDRESS, BY_ID, moved_source
from storage.database import Connection, Row, Sql
from storage.model import ChatId, Source, SourceId, SourceState, ThreadId
from storage.rows import millis, source_of
from storage.sources import ADD, REMOVE
from storage.statements import execute_listed

MAKE_PRIVATE = Sql("UPDATE sources SET private = 1 WHERE id = :id")
OWN = Sql("""
INSERT INTO chat_sources (source_id, chat_id, thread_id, added_at) VALUES (:id, :chat_id, :thread_id, :now)
ON CONFLICT (source_id, chat_id, thread_id) DO NOTHING
""")
OWNED = Sql("""
SELECT 1 AS owned FROM chat_sources WHERE source_id = :id AND chat_id = :chat_id AND thread_id = :thread_id
""")
# The same source in several threads of a chat counts once, and one that is everybody's by now does not count.
OTHERS_OF_CHAT = Sql("""
SELECT COUNT(DISTINCT k.source_id) AS number FROM chat_sources k JOIN sources s ON s.id = k.source_id
WHERE k.chat_id = :chat_id AND k.source_id <> :id AND s.private = 1 AND s.state <> 'removed'
""")
OF_CHAT = Sql("""
SELECT s.* FROM chat_sources k JOIN sources s ON s.id = k.source_id
WHERE k.chat_id = :chat_id AND k.thread_id = :thread_id AND s.state <> 'removed'
ORDER BY k.added_at, s.id
""")
IDS_OF_CHAT = Sql("SELECT DISTINCT source_id FROM chat_sources WHERE chat_id = :chat_id")
DISOWN = Sql("""
DELETE FROM chat_sources WHERE source_id = :id AND chat_id = :chat_id AND thread_id = :thread_id
""")
DISOWN_CHAT = Sql("DELETE FROM chat_sources WHERE chat_id = :chat_id")
REMEMBER_DROPPED = Sql("""
INSERT INTO dropped_chat_sources (chat_id, thread_id, source_id) VALUES (:chat_id, :thread_id, :id)
ON CONFLICT (chat_id, thread_id, source_id) DO NOTHING
""")
DROPPED = Sql("""
SELECT s.address FROM dropped_chat_sources d JOIN sources s ON s.id = d.source_id
WHERE d.chat_id = :chat_id AND d.thread_id = :thread_id AND d.source_id = :id
""")
FORGET_DROPPED = Sql("DELETE FROM dropped_chat_sources WHERE chat_id = :chat_id")
STOP_UNOWNED = Sql("""
UPDATE sources SET state = 'removed' WHERE id IN (:listed) AND private = 1
  AND NOT EXISTS (SELECT 1 FROM chat_sources k WHERE k.source_id = sources.id)
""")
DROP_OWED = Sql("""
UPDATE deliveries SET state = 'dead', reason = 'source removed', settled_at = :now
WHERE chat_id = :chat_id AND thread_id = :thread_id AND settled_at IS NULL
  AND EXISTS (SELECT 1 FROM briefs b WHERE b.id = deliveries.brief_id AND b.source_id = :id AND b.private = 1)
""")
TAKE_BACK = Sql("""
UPDATE sources SET private = 1 WHERE id = :id AND EXISTS (SELECT 1 FROM chat_sources k WHERE k.source_id = :id)
""")


class Addition(StrEnum):
    """What came of a chat's wish to have a source."""

    ADDED = "added"
    ALREADY = "already"
    """It has it."""
    PUBLIC = "public"
    """Everybody has it."""
    BEYOND_QUOTA = "beyond quota"
    """It has as many as it may; nothing was added."""


class Added(NamedTuple):
    """A source as it is now, and what came of the wish to have it; None where it was not added."""

    source: Source | None
    addition: Addition


async def add_chat_source(
    conn: Connection, chat_id: ChatId, thread_id: ThreadId, address: str, *, quota: int, now: datetime
) -> Added:
    """Have a source visited for this chat and thread alone. The chat must have been met.

    One that nobody has, or that said it is gone, comes back as never visited, as if an operator added it.
    """
    moved = await moved_source(conn, address)
    address = moved.address if moved else address
    row = await conn.fetch_one(BY_ADDRESS, {"address": address})
    is_visited = row is not None and row["state"] == SourceState.ACTIVE
    where = {"id": row["id"] if row else 0, "chat_id": chat_id, "thread_id": thread_id}
    if row is not None and is_visited and not row["private"]:
        return Added(source_of(row), Addition.PUBLIC)
    if row is not None and is_visited and await conn.fetch_one(OWNED, where):
        return Added(source_of(row), Addition.ALREADY)
    if await _number(conn, where) >= quota:
        return Added(None, Addition.BEYOND_QUOTA)
    if not is_visited:
        await conn.execute(ADD, {"address": address, "now": millis(now)})
    row = await _at(conn, address)
    await conn.execute(MAKE_PRIVATE, {"id": row["id"]})
    await conn.execute(OWN, {**where, "id": row["id"], "now": millis(now)})
    return Added(source_of(await _at(conn, address)), Addition.ADDED)


async def restore_chat_source(
    conn: Connection, chat_id: ChatId, thread_id: ThreadId, source_id: SourceId, *, quota: int, now: datetime
) -> Added | None:
    """Take the removal of a source back: it is added again. None: this chat never had it.

    Who asks may have made the id up: that of somebody else's source must not open it to them.
    """
    row = await conn.fetch_one(DROPPED, {"id": source_id, "chat_id": chat_id, "thread_id": thread_id})
    if row is None:
        return None
    added = await add_chat_source(conn, chat_id, thread_id, row["address"], quota=quota, now=now)
    if added.source is not None:
        await taken_over.take_back(conn, chat_id, thread_id, added.source.id, now=now)
    return added


async def remove_chat_source(
    conn: Connection, chat_id: ChatId, thread_id: ThreadId, source_id: SourceId, *, now: datetime
) -> Source | None:
    """This chat and thread do not have it any more; what was owed of it is dropped. None: it was not theirs.

    When it was the last one's, it is not visited any more.
    """
    where = {"id": source_id, "chat_id": chat_id, "thread_id": thread_id}
    row = await conn.fetch_one(BY_ID, {"id": source_id})
    if row is None or not await conn.execute(DISOWN, where):
        return None
    await conn.execute(REMEMBER_DROPPED, where)
    await conn.execute(DROP_OWED, {**where, "now": millis(now)})
    await taken_over.let_go(conn, chat_id, thread_id, source_id, now=now)
    await execute_listed(conn, STOP_UNOWNED, [source_id])
    return source_of(row)


async def chat_sources(conn: Connection, chat_id: ChatId, thread_id: ThreadId) -> list[Source]:
    """What this chat and thread have for themselves, in the order of adding."""
    return [source_of(row) for row in await conn.fetch_all(OF_CHAT, {"chat_id": chat_id, "thread_id": thread_id})]


async def number_of_chat_sources(conn: Connection, chat_id: ChatId) -> int:
    """How many private sources a chat has, in all its threads."""
    return await _number(conn, {"id": 0, "chat_id": chat_id})


async def take_source_back(conn: Connection, source_id: SourceId) -> Source | None:
    """It is not everybody's any more: private where chats have it for themselves, else not visited. None: it was not.

    What it brought while it was public stays in the archive.
    """
    row = await conn.fetch_one(BY_ID, {"id": source_id})
    if row is None or row["private"] or row["state"] == SourceState.REMOVED:
        return None
    if not await conn.execute(TAKE_BACK, {"id": source_id}):
        await conn.execute(REMOVE, {"id": source_id})
    return source_of(row)


async def disown_chat(conn: Connection, chat_id: ChatId) -> None:
    """A chat that is forgotten has no sources; those that nobody else has are not visited any more."""
    ids = [row["source_id"] for row in await conn.fetch_all(IDS_OF_CHAT, {"chat_id": chat_id})]
    await conn.execute(DISOWN_CHAT, {"chat_id": chat_id})
    await conn.execute(FORGET_DROPPED, {"chat_id": chat_id})
    await execute_listed(conn, STOP_UNOWNED, ids)


async def _number(conn: Connection, where: dict[str, int]) -> int:
    rows: Sequence[Row] = await conn.fetch_all(OTHERS_OF_CHAT, {"chat_id": where["chat_id"], "id": where["id"]})
    return int(rows[0]["number"])


async def _at(conn: Connection, address: str) -> Row:
    row = await conn.fetch_one(BY_ADDRESS, {"address": address})
    assert row is not None  # noqa: S101 - written in this very transaction
    return row
