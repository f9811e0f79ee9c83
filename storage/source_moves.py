"""SQL about sources that move for good.

    a source at OLD ──moves──▶ nobody at NEW:   the same source, now at NEW; OLD is remembered
                          └──▶ a source at NEW: that one reads on for both and knows the keys of both; OLD is remembered

Where single chats had one of two that meet, they have the other one as well; if either is everybody's, both are.
"""

from datetime import datetime

from storage.addresses import BY_ADDRESS, BY_ID, FORGET, PUT
from storage.database import Connection, Sql
from storage.model import SourceId, SourceState
from storage.rows import millis
from storage.sources import publish_source

REMEMBER = Sql("""
INSERT INTO former_addresses (address, source_id, moved_at) VALUES (:address, :source_id, :now)
ON CONFLICT (address) DO UPDATE SET source_id = excluded.source_id, moved_at = excluded.moved_at
""")
LEAD_ON = Sql("UPDATE former_addresses SET source_id = :to WHERE source_id = :id")
GIVE_KEYS = Sql("""
INSERT INTO known_keys (source_id, key)
SELECT :to, key FROM briefs WHERE source_id = :id
UNION SELECT :to, key FROM known_keys WHERE source_id = :id
ON CONFLICT (source_id, key) DO NOTHING
""")
# The first one keeps its chats, too: what they can look up of it stays theirs. Their quota does not count it any more.
GIVE_CHATS = Sql("""
INSERT INTO chat_sources (source_id, chat_id, thread_id, added_at)
SELECT :to, chat_id, thread_id, added_at FROM chat_sources WHERE source_id = :id
ON CONFLICT (source_id, chat_id, thread_id) DO NOTHING
""")
STOP = Sql("""
UPDATE sources SET state = 'removed', private = 0, leased_until = NULL, move_to = NULL, move_since = NULL,
  move_visits = 0
WHERE id = :id
""")
# One that was removed or gone reads on from where the other one stopped, as if it had been visited all the time.
READ_ON = Sql("""
UPDATE sources SET state = 'active', kind = o.kind, title = COALESCE(o.title, sources.title), etag = o.etag,
  last_modified = o.last_modified, visited_at = o.visited_at, next_visit_at = o.next_visit_at,
  last_news_at = o.last_news_at, latest_at = o.latest_at, usual_gap = o.usual_gap, ttl = o.ttl, private = o.private,
  leased_until = NULL, failures = 0, failed_at = NULL, last_error = NULL, failure = NULL
FROM (SELECT * FROM sources WHERE id = :id) AS o
WHERE sources.id = :to AND sources.state <> 'active'
""")


async def move_source(conn: Connection, source_id: SourceId, address: str, *, now: datetime) -> SourceId:
    """It is read at `address` from now on: by itself, or by the source that is there; the id of that one.

    The briefs of both stay where they are; nothing that one of them brought is news of the other.
    """
    source = await conn.fetch_one(BY_ID, {"id": source_id})
    if source is None or source["state"] != SourceState.ACTIVE or source["address"] == address:
        return source_id
    await conn.execute(FORGET, {"address": address})
    there = await conn.fetch_one(BY_ADDRESS, {"address": address})
    stays = source_id if there is None else SourceId(there["id"])
    if there is None:
        await conn.execute(PUT, {"id": source_id, "address": address})
    else:
        for statement in (GIVE_KEYS, GIVE_CHATS, LEAD_ON, READ_ON):
            await conn.execute(statement, {"id": source_id, "to": stays})
        await conn.execute(STOP, {"id": source_id})
        if not source["private"]:
            await publish_source(conn, address)
    await conn.execute(REMEMBER, {"address": source["address"], "source_id": stays, "now": millis(now)})
    return stays
