"""SQL about briefs: what a visit brought, and the archive."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from storage.database import Connection, Sql
from storage.hub_leases import note_offer
from storage.model import Brief, BriefId, ChatId, SourceId, StoredBrief, ThreadId, Visit
from storage.rows import HIGHEST, brief_columns, millis, stored_brief_of
from storage.sources import mark_news, mark_visited
from storage.statements import fetch_listed

WITH_KEYS = Sql("SELECT * FROM archive WHERE source_id = :source_id AND key IN (:listed)")
# The latest of each opening: a source that opens every brief alike would bring back all it ever published.
WITH_OPENINGS = Sql("""
SELECT * FROM (
  SELECT archive.*, ROW_NUMBER() OVER (PARTITION BY opening ORDER BY id DESC) AS place FROM archive
  WHERE opening IN (:listed) AND seen_at >= :since AND source_id = :source_id
) AS alike WHERE place <= :of_each
""")
USED_KEYS = Sql("""
SELECT key FROM briefs WHERE source_id = :source_id AND key IN (:listed)
UNION SELECT key FROM known_keys WHERE source_id = :source_id AND key IN (:listed)
""")
IDS_OF_KEYS = Sql("SELECT id, key FROM briefs WHERE source_id = :source_id AND key IN (:listed)")
ADD = Sql("""
INSERT INTO briefs (source_id, key, title, text, url, published_at, language, tags, image_url, truncated, opening,
  seen_at, dated_at, private)
VALUES (:source_id, :key, :title, :text, :url, :published_at, :language, :tags, :image_url, :truncated, :opening,
  :seen_at, :dated_at, (SELECT s.private FROM sources s WHERE s.id = :source_id))
ON CONFLICT (source_id, key) DO NOTHING
""")
ADD_UNPLANNED = Sql("""
INSERT INTO unplanned (brief_id, dated_at) VALUES (:brief_id, :dated_at) ON CONFLICT (brief_id) DO NOTHING
""")
# The key that a revision replaces may still be listed somewhere: it must not come back as news.
KEEP_OLD_KEY = Sql("""
INSERT INTO known_keys (source_id, key)
SELECT source_id, key FROM briefs WHERE id = :id AND source_id = :source_id AND key <> :key
ON CONFLICT (source_id, key) DO NOTHING
""")
REVISE = Sql("""
UPDATE briefs SET title = :title, text = :text, url = :url, published_at = :published_at, language = :language,
  tags = :tags, image_url = :image_url, truncated = :truncated, opening = :opening,
  dated_at = COALESCE(:published_at, seen_at),
  key = CASE
    WHEN EXISTS (SELECT 1 FROM briefs o WHERE o.source_id = :source_id AND o.key = :key) THEN key
    ELSE :key
  END
WHERE id = :id AND source_id = :source_id
""")
NEWEST = Sql("""
SELECT * FROM archive WHERE private = 0 AND (dated_at, id) < (:dated_at, :id)
ORDER BY dated_at DESC, id DESC LIMIT :limit
""")
# Of each private source of a chat no more than a page is looked at.
NEWEST_OWN = Sql("""
SELECT a.* FROM chat_sources k CROSS JOIN archive a
WHERE k.chat_id = :chat_id AND k.thread_id = :thread_id AND a.id IN (
  SELECT i.id FROM briefs i
  WHERE i.source_id = k.source_id AND i.private = 1 AND (i.dated_at, i.id) < (:dated_at, :id)
  ORDER BY i.dated_at DESC, i.id DESC LIMIT :limit)
ORDER BY a.dated_at DESC, a.id DESC LIMIT :limit
""")
BY_ID = Sql("SELECT * FROM archive WHERE id = :id")
SAME_OPENING = Sql("""
SELECT * FROM archive WHERE opening = :opening AND seen_at >= :since AND id < :before ORDER BY id DESC LIMIT :limit
""")


async def known_briefs(
    conn: Connection,
    source_id: SourceId,
    *,
    keys: Iterable[str],
    openings: Iterable[str],
    since: datetime,
    of_each: int,
) -> list[StoredBrief]:
    """Of this source: those with one of these keys, and those seen since with one of these openings; by id.

    `of_each`: how many of one opening are wanted, the latest.
    """
    where = {"source_id": source_id, "since": millis(since), "of_each": of_each}
    rows = [
        *await fetch_listed(conn, WITH_KEYS, keys, where),
        *await fetch_listed(conn, WITH_OPENINGS, filter(None, openings), where),
    ]
    by_id = {row["id"]: row for row in rows}
    return [stored_brief_of(by_id[brief_id]) for brief_id in sorted(by_id)]


async def store_visit(conn: Connection, source_id: SourceId, visit: Visit) -> list[BriefId]:
    """Store what a visit brought: the ids of its news, which are unplanned now, oldest first.

    A key that this source ever used is stored once. Nothing is stored of a source that was removed meanwhile.
    """
    if not await mark_visited(conn, source_id, visit):
        return []
    if visit.kind is not None:
        await note_offer(conn, source_id, visit.hub, at=visit.at)
    await _revise(conn, source_id, visit)
    briefs = await _unknown(conn, source_id, [*visit.silent, *visit.news])
    await conn.execute_many(ADD, [{"source_id": source_id, **brief_columns(brief, visit.at)} for brief in briefs])
    silent = {brief.key for brief in visit.silent}
    news = [brief for brief in briefs if brief.key not in silent]
    if not news:
        return []
    ids = await _ids(conn, source_id, news)
    await conn.execute_many(
        ADD_UNPLANNED,
        [
            {"brief_id": brief_id, "dated_at": millis(brief.published_at or visit.at)}
            for brief_id, brief in zip(ids, news, strict=True)
        ],
    )
    await mark_news(conn, source_id, at=visit.at)
    return ids


async def newest_briefs(
    conn: Connection,
    *,
    before: StoredBrief | None = None,
    limit: int,
    seen_by: tuple[ChatId, ThreadId] | None = None,
) -> list[StoredBrief]:
    """A page of the archive, the newest first; the next page is what lies `before` its last brief.

    `seen_by`: with what this chat and thread have for themselves; without, what everybody sees.
    """
    dated_at, brief_id = (HIGHEST, HIGHEST) if before is None else (millis(before.dated_at), before.id)
    page = {"dated_at": dated_at, "id": brief_id, "limit": limit}
    rows = await conn.fetch_all(NEWEST, page)
    if seen_by is not None:
        own = await conn.fetch_all(NEWEST_OWN, {**page, "chat_id": seen_by[0], "thread_id": seen_by[1]})
        both = sorted([*rows, *own], key=lambda row: (row["dated_at"], row["id"]), reverse=True) if own else rows
        rows = both[:limit]
    return [stored_brief_of(row) for row in rows]


async def brief(conn: Connection, brief_id: BriefId) -> StoredBrief | None:
    """One brief, unless it was tidied away."""
    row = await conn.fetch_one(BY_ID, {"id": brief_id})
    return None if row is None else stored_brief_of(row)


async def same_opening(
    conn: Connection, opening: str, *, since: datetime, before: BriefId, limit: int
) -> list[StoredBrief]:
    """Of any source, stored earlier than `before` and seen since, the latest first: who may have told the same.

    No opening, nobody.
    """
    if not opening:
        return []
    rows = await conn.fetch_all(
        SAME_OPENING, {"opening": opening, "since": millis(since), "before": before, "limit": limit}
    )
    return [stored_brief_of(row) for row in rows]


async def _unknown(conn: Connection, source_id: SourceId, briefs: Sequence[Brief]) -> list[Brief]:
    """Those whose key this source never used, each once."""
    keys = [brief.key for brief in briefs]
    used = {row["key"] for row in await fetch_listed(conn, USED_KEYS, keys, {"source_id": source_id})}
    unknown: dict[str, Brief] = {}
    for brief in briefs:
        if brief.key not in used:
            unknown.setdefault(brief.key, brief)
    return list(unknown.values())


async def _ids(conn: Connection, source_id: SourceId, briefs: Sequence[Brief]) -> list[BriefId]:
    keys = [brief.key for brief in briefs]
    rows = await fetch_listed(conn, IDS_OF_KEYS, keys, {"source_id": source_id})
    ids = {row["key"]: BriefId(row["id"]) for row in rows}
    return [ids[key] for key in keys]


async def _revise(conn: Connection, source_id: SourceId, visit: Visit) -> None:
    revisions = [
        {"id": brief_id, "source_id": source_id, **brief_columns(revised, visit.at)}
        for brief_id, revised in visit.revisions
    ]
    await conn.execute_many(KEEP_OLD_KEY, revisions)
    await conn.execute_many(REVISE, revisions)
