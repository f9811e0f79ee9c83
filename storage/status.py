"""SQL about how deliveries stand: of one chat, for whoever asks there, and of the whole desk, for its operators."""

from datetime import datetime

from storage.backlog import backlog, chat_backlog
from storage.chats import chat
from storage.database import Connection, Row, Sql
from storage.model import ChatId
from storage.model_status import ChatStatus, Contents, DeadLetters, DeskStatus, LastSent
from storage.rows import instant, millis, optional_instant

CONTENTS = Sql("""
SELECT
  (SELECT COUNT(*) FROM subscriptions s WHERE s.chat_id = :chat_id AND s.ended_at IS NULL) AS topics,
  (SELECT COUNT(*) FROM mutes u WHERE u.chat_id = :chat_id AND u.ended_at IS NULL) AS mutes,
  (SELECT COUNT(*) FROM chat_sources k WHERE k.chat_id = :chat_id) AS sources
""")
LAST_SENT = Sql("""
SELECT d.settled_at, b.title, b.text
FROM deliveries d CROSS JOIN briefs b
WHERE d.chat_id = :chat_id AND d.state = 'sent' AND b.id = d.brief_id
ORDER BY d.settled_at DESC, d.id DESC LIMIT 1
""")
DUE_SINCE = Sql("""
SELECT MIN(due_at) AS due_at FROM deliveries WHERE settled_at IS NULL AND state <> 'sending' AND due_at <= :now
""")
CHATS = Sql("""
SELECT
  COUNT(CASE WHEN state = 'active' THEN 1 END) AS active,
  COUNT(CASE WHEN state = 'dormant' THEN 1 END) AS dormant,
  COUNT(CASE WHEN state = 'active' AND paused_at IS NOT NULL THEN 1 END) AS paused,
  COUNT(CASE WHEN state = 'active' AND frozen_until > :now THEN 1 END) AS frozen
FROM chats
""")
DEAD = Sql("""
SELECT g.reason, g.number, g.last_at, b.title, b.text
FROM (
  SELECT reason, COUNT(*) AS number, MAX(settled_at) AS last_at, MAX(id) AS last_id
  FROM dead_letters WHERE settled_at >= :since GROUP BY reason
) AS g CROSS JOIN deliveries d CROSS JOIN briefs b
WHERE d.id = g.last_id AND b.id = d.brief_id
ORDER BY g.last_at DESC, g.reason LIMIT :limit
""")


async def chat_status(conn: Connection, chat_id: ChatId, *, now: datetime) -> ChatStatus | None:
    """How a chat stands; None: it is not known."""
    known = await chat(conn, chat_id)
    if known is None:
        return None
    row = await conn.fetch_one(LAST_SENT, {"chat_id": chat_id})
    last = LastSent(at=instant(row["settled_at"]), headline=_headline(row)) if row else None
    return ChatStatus(chat=known, backlog=await chat_backlog(conn, chat_id, now), last=last)


async def chat_contents(conn: Connection, chat_id: ChatId) -> Contents:
    """How much a chat has of its own; none of it where it is not known."""
    row = await conn.fetch_one(CONTENTS, {"chat_id": chat_id})
    assert row is not None  # noqa: S101 - counts always give one row
    return Contents(topics=row["topics"], mutes=row["mutes"], sources=row["sources"])


async def desk_status(conn: Connection, *, since: datetime, now: datetime, limit: int) -> DeskStatus:
    """How the whole desk stands, with up to `limit` reasons for which deliveries were given up `since` then."""
    chats = await conn.fetch_one(CHATS, {"now": millis(now)})
    due = await conn.fetch_one(DUE_SINCE, {"now": millis(now)})
    dead = await conn.fetch_all(DEAD, {"since": millis(since), "limit": limit})
    assert chats is not None  # noqa: S101 - an aggregate always gives one row
    return DeskStatus(
        backlog=await backlog(conn, now),
        due_since=optional_instant(due["due_at"]) if due else None,
        active=chats["active"],
        dormant=chats["dormant"],
        paused=chats["paused"],
        frozen=chats["frozen"],
        dead=tuple(
            DeadLetters(
                reason=row["reason"], count=row["number"], last_at=instant(row["last_at"]), headline=_headline(row)
            )
            for row in dead
        ),
    )


def _headline(row: Row) -> str:
    return str(row["title"] or row["text"].split("\n", 1)[0])
