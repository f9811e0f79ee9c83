"""SQL about a group that became a supergroup: everything it has moves to the new id, in one transaction.

Telegram tells it in two ways (a service message, an error) and in any order; the new chat may be known already.
So this merges: nothing is owed twice, and what one of the two was sent, both were sent.
"""

from datetime import datetime

from storage.chats import FORGET_CHAT, HOLD_QUEUE, chat
from storage.database import Connection, Sql
from storage.model import ChatId
from storage.model_hours import Timing
from storage.rows import millis
from storage.timing import retime

MAKE_NEW = Sql("""
INSERT INTO chats (id, kind, title, state, met_at, dormant_at, dormant_reason, paused_at, zone, digest, quiet,
  woken_at, away_since)
SELECT :new, 'supergroup', title, state, :now, dormant_at, dormant_reason, paused_at, zone, digest, quiet,
  woken_at, away_since
FROM chats WHERE id = :old
ON CONFLICT (id) DO NOTHING
""")
# Awake when one of them is; paused when one of them is: the pause was a person's wish. So are hours; those of the new
# chat are the later wish.
MERGE_CHATS = Sql("""
UPDATE chats SET
  paused_at = COALESCE(chats.paused_at, o.paused_at),
  zone = COALESCE(chats.zone, o.zone),
  digest = COALESCE(chats.digest, o.digest),
  quiet = COALESCE(chats.quiet, o.quiet),
  woken_at = COALESCE(chats.woken_at, o.woken_at),
  away_since = COALESCE(chats.away_since, o.away_since),
  dormant_at = CASE WHEN o.state = 'active' THEN NULL ELSE chats.dormant_at END,
  dormant_reason = CASE WHEN o.state = 'active' THEN NULL ELSE chats.dormant_reason END,
  state = CASE WHEN o.state = 'active' THEN 'active' ELSE chats.state END
FROM chats o WHERE chats.id = :new AND o.id = :old
""")
# Of a topic followed in both, the longer-lived subscription stays; a live one wins over an ended one.
MERGE_SUBSCRIPTIONS = Sql("""
INSERT INTO subscriptions (chat_id, thread_id, topic_id, words, began_at, ended_at, digest, attention, snoozed_until)
SELECT :new, thread_id, topic_id, words, began_at, ended_at, digest, attention, snoozed_until
FROM subscriptions WHERE chat_id = :old ORDER BY id
ON CONFLICT (chat_id, thread_id, topic_id) DO UPDATE SET
  digest = COALESCE(subscriptions.digest, excluded.digest),
  attention = COALESCE(subscriptions.attention, excluded.attention),
  snoozed_until = COALESCE(subscriptions.snoozed_until, excluded.snoozed_until),
  began_at = CASE
    WHEN subscriptions.ended_at IS NOT NULL AND excluded.ended_at IS NULL THEN excluded.began_at
    WHEN subscriptions.ended_at IS NULL AND excluded.ended_at IS NOT NULL THEN subscriptions.began_at
    WHEN excluded.began_at < subscriptions.began_at THEN excluded.began_at
    ELSE subscriptions.began_at
  END,
  ended_at = CASE
    WHEN subscriptions.ended_at IS NULL OR excluded.ended_at IS NULL THEN NULL
    ELSE subscriptions.ended_at
  END
""")
# What is muted in one of the two is muted: a brief too few can be asked for.
MERGE_MUTES = Sql("""
INSERT INTO mutes (chat_id, thread_id, topic_id, query_id, words, muted_at, ended_at)
SELECT :new, thread_id, topic_id, query_id, words, muted_at, ended_at FROM mutes WHERE chat_id = :old ORDER BY id
ON CONFLICT (chat_id, thread_id, topic_id, query_id) DO UPDATE SET
  ended_at = CASE
    WHEN mutes.ended_at IS NULL OR excluded.ended_at IS NULL THEN NULL
    ELSE mutes.ended_at
  END
""")
DROP_OLD_MUTES = Sql("DELETE FROM mutes WHERE chat_id = :old")
END_OLD = Sql("DELETE FROM subscriptions WHERE chat_id = :old")
MOVE_SOURCES = Sql("""
INSERT INTO chat_sources (source_id, chat_id, thread_id, added_at)
SELECT source_id, :new, thread_id, added_at FROM chat_sources WHERE chat_id = :old
ON CONFLICT (source_id, chat_id, thread_id) DO NOTHING
""")
MOVE_DROPPED = Sql("""
INSERT INTO dropped_chat_sources (chat_id, thread_id, source_id)
SELECT :new, thread_id, source_id FROM dropped_chat_sources WHERE chat_id = :old
ON CONFLICT (chat_id, thread_id, source_id) DO NOTHING
""")
FORGET_DROPPED = Sql("DELETE FROM dropped_chat_sources WHERE chat_id = :old")
DISOWN_OLD = Sql("DELETE FROM chat_sources WHERE chat_id = :old")
# Of a brief owed to both, the row that is further on its way stays: sent, sending, uncertain, owed, dead.
DROP_WORSE_OLD = Sql("""
DELETE FROM deliveries WHERE chat_id = :old AND EXISTS (
  SELECT 1 FROM deliveries n
  WHERE n.chat_id = :new AND n.thread_id = deliveries.thread_id AND n.brief_id = deliveries.brief_id
    AND CASE n.state
        WHEN 'sent' THEN 4 WHEN 'sending' THEN 3 WHEN 'uncertain' THEN 2 WHEN 'owed' THEN 1 ELSE 0 END
      >= CASE deliveries.state
        WHEN 'sent' THEN 4 WHEN 'sending' THEN 3 WHEN 'uncertain' THEN 2 WHEN 'owed' THEN 1 ELSE 0 END)
""")
DROP_WORSE_NEW = Sql("""
DELETE FROM deliveries WHERE chat_id = :new AND EXISTS (
  SELECT 1 FROM deliveries o
  WHERE o.chat_id = :old AND o.thread_id = deliveries.thread_id AND o.brief_id = deliveries.brief_id)
""")
MOVE_DELIVERIES = Sql("UPDATE deliveries SET chat_id = :new WHERE chat_id = :old")
# Of a trouble both were told of, one notice stays.
DROP_NOTICES_TWICE = Sql("""
DELETE FROM notices WHERE chat_id = :old AND EXISTS (
  SELECT 1 FROM notices n WHERE n.chat_id = :new AND n.trouble_id = notices.trouble_id AND n.tells = notices.tells)
""")
MOVE_SET_UPS_FROM = Sql("UPDATE set_up_moves SET chat_id = :new WHERE chat_id = :old")
MOVE_SET_UPS_TO = Sql("UPDATE set_up_moves SET to_chat_id = :new WHERE to_chat_id = :old")
MOVE_NOTICES = Sql("UPDATE notices SET chat_id = :new WHERE chat_id = :old")
# The planner goes through chats in the order of their ids: where it is at work, it may have passed the new id and not
# yet reached the old one. It begins again; what is planned already stays planned.
PLAN_AGAIN = Sql("UPDATE unplanned SET topic_id = 0, chat_id = 0, thread_id = 0")

_IN_ORDER = (
    *(
        MERGE_MUTES,
        DROP_OLD_MUTES,
        MERGE_SUBSCRIPTIONS,
        END_OLD,
        MOVE_SOURCES,
        DISOWN_OLD,
        MOVE_DROPPED,
        FORGET_DROPPED,
    ),
    *(DROP_WORSE_OLD, DROP_WORSE_NEW, MOVE_DELIVERIES),
    *(DROP_NOTICES_TWICE, MOVE_NOTICES, MOVE_SET_UPS_FROM, MOVE_SET_UPS_TO),
)


async def move_chat(conn: Connection, timing: Timing, old: ChatId, new: ChatId, *, now: datetime) -> None:
    """Move or merge; told a second time, there is nothing left to move."""
    if old == new or await chat(conn, old) is None:
        return
    ids = {"old": old, "new": new}
    made = await conn.execute(MAKE_NEW, {**ids, "now": millis(now)})
    if not made:
        await conn.execute(MERGE_CHATS, ids)
    for statement in _IN_ORDER:
        await conn.execute(statement, ids)
    await conn.execute(FORGET_CHAT, {"id": old})
    await conn.execute(PLAN_AGAIN)
    merged = await chat(conn, new)
    if merged is not None and merged.paused_at is not None:
        await conn.execute(HOLD_QUEUE, {"id": new})
    else:
        await retime(conn, timing, new, now=now)
