"""SQL about sources: which are due, and how their visits went."""

from datetime import datetime

from storage.addresses import BY_ADDRESS, BY_ID, find_source, moved_source
from storage.database import Connection, Sql
from storage.model import FailureKind, Source, SourceId, SourceState, Visit
from storage.rows import millis, optional_length, optional_millis, source_of
from storage.statements import execute_listed

# One that was removed, or said that it is gone, comes back as never visited: what it published meanwhile is no news.
ADD = Sql("""
INSERT INTO sources (address, added_at, next_visit_at) VALUES (:address, :now, :now)
ON CONFLICT (address) DO UPDATE SET state = 'active', added_at = excluded.added_at,
  next_visit_at = excluded.next_visit_at, leased_until = NULL, visited_at = NULL,
  etag = NULL, last_modified = NULL, latest_at = NULL, usual_gap = NULL, ttl = NULL, traces = NULL,
  move_to = NULL, move_since = NULL, move_visits = 0,
  failures = 0, failed_at = NULL, last_error = NULL, failure = NULL
WHERE sources.state <> 'active'
""")
ALL = Sql("SELECT * FROM sources WHERE state <> 'removed' ORDER BY id")
SOON = Sql("UPDATE sources SET next_visit_at = :now, leased_until = NULL WHERE id = :id AND state = 'active'")
# All that was known of it stays: what it published meanwhile is news.
RESTORE = Sql("UPDATE sources SET state = 'active', leased_until = NULL WHERE id = :id AND state <> 'active'")
REMOVE = Sql("UPDATE sources SET state = 'removed' WHERE id = :id")
PUBLISH = Sql("UPDATE sources SET private = 0 WHERE id = :id")
# What is still to be planned stays its chats': to everybody else it was known when the source became public.
PUBLISH_BRIEFS = Sql("""
UPDATE briefs SET private = 0 WHERE source_id = :id AND private = 1
  AND NOT EXISTS (SELECT 1 FROM unplanned u WHERE u.brief_id = briefs.id)
""")
DUE = Sql("""
SELECT * FROM sources
WHERE state = 'active' AND next_visit_at <= :now AND (leased_until IS NULL OR leased_until <= :now)
ORDER BY next_visit_at, id LIMIT :limit
""")
LEASE = Sql("UPDATE sources SET leased_until = :lease_until WHERE id IN (:listed)")
# A failure is the later one wherever there is one: a visit that succeeds forgets it.
BY_ANOTHER_CLOCK = Sql("""
UPDATE sources SET next_visit_at = :now, leased_until = NULL
WHERE state = 'active' AND next_visit_at > :now
  AND (next_visit_at > :latest OR COALESCE(failed_at, visited_at, added_at) > :now)
""")
END_LEASES = Sql("UPDATE sources SET leased_until = NULL WHERE leased_until IS NOT NULL")
# A name that people gave it and that turns out to be its title is no name of theirs: it may change with the title.
VISITED = Sql("""
UPDATE sources SET visited_at = :at, leased_until = NULL, next_visit_at = :next_visit_at, kind = COALESCE(:kind, kind),
  title = COALESCE(:title, title),
  own_title = CASE WHEN own_title = :title THEN NULL ELSE own_title END, etag = COALESCE(:etag, etag),
  last_modified = COALESCE(:last_modified, last_modified), latest_at = COALESCE(:latest_at, latest_at),
  usual_gap = COALESCE(:usual_gap, usual_gap), ttl = CASE WHEN :kind IS NULL THEN ttl ELSE :ttl END,
  move_to = :move_to, move_since = :move_since, move_visits = :move_visits,
  traces = COALESCE(:traces, traces),
  failures = 0, failed_at = NULL, last_error = NULL, failure = NULL
WHERE id = :id AND state = 'active'
""")
BROUGHT_NEWS = Sql("UPDATE sources SET last_news_at = :at WHERE id = :id")
FAILED = Sql("""
UPDATE sources SET failures = failures + 1, failed_at = :at, last_error = :error, failure = :kind,
  next_visit_at = :next_visit_at, leased_until = NULL
WHERE id = :id AND state = 'active'
""")
GONE = Sql("""
UPDATE sources SET state = 'gone', failures = failures + 1, failed_at = :at, last_error = :error
WHERE id = :id AND state = 'active'
""")


async def add_source(conn: Connection, address: str, *, now: datetime) -> Source:
    """Add it once for everybody, due at once. One that was removed or gone comes back as never visited.

    Where chats had it for themselves, what it brought can be searched by everybody from now on, and is no news. Where
    a source has moved away from this address, it is that source: its address tells where it is read now.
    """
    if moved := await moved_source(conn, address):
        await publish_source(conn, moved.address)
        return moved.model_copy(update={"is_private": False})
    await conn.execute(ADD, {"address": address, "now": millis(now)})
    row = await conn.fetch_one(BY_ADDRESS, {"address": address})
    assert row is not None  # noqa: S101 - written in this very transaction
    await publish_source(conn, address)
    return source_of(row).model_copy(update={"is_private": False})


async def publish_source(conn: Connection, address: str) -> None:
    """It is everybody's from now on; what it brought before can be searched, and is no news."""
    row = await conn.fetch_one(BY_ADDRESS, {"address": address})
    if row is not None and row["private"]:
        await conn.execute(PUBLISH, {"id": row["id"]})
        await conn.execute(PUBLISH_BRIEFS, {"id": row["id"]})


async def source_at(conn: Connection, address: str) -> Source | None:
    """The source at just this address, whatever its state."""
    row = await conn.fetch_one(BY_ADDRESS, {"address": address})
    return None if row is None else source_of(row)


async def source(conn: Connection, source_id: SourceId) -> Source | None:
    """One source, whatever its state."""
    row = await conn.fetch_one(BY_ID, {"id": source_id})
    return None if row is None else source_of(row)


async def list_sources(conn: Connection) -> list[Source]:
    """All that were not removed, in the order of their ids."""
    return [source_of(row) for row in await conn.fetch_all(ALL)]


async def visit_soon(conn: Connection, source_id: SourceId, *, now: datetime) -> bool:
    """Make it due now. False: it is not visited at all."""
    return await conn.execute(SOON, {"id": source_id, "now": millis(now)}) == 1


async def restore_source(conn: Connection, source_id: SourceId) -> bool:
    """Visit it again as if it had not been removed, paused, or gone. False: it is visited."""
    return await conn.execute(RESTORE, {"id": source_id}) == 1


async def remove_source(conn: Connection, address_or_id: str) -> Source | None:
    """Stop visiting it, whoever has it; its briefs stay. The source as it was, or None where there is none."""
    source = await find_source(conn, address_or_id)
    if source is None or source.state is SourceState.REMOVED:
        return None
    await conn.execute(REMOVE, {"id": source.id})
    return source


async def claim_due_sources(conn: Connection, now: datetime, *, lease_until: datetime, limit: int) -> list[Source]:
    """The longest overdue first. Nobody else gets them before `lease_until`, even if we die over them."""
    due = [source_of(row) for row in await conn.fetch_all(DUE, {"now": millis(now), "limit": limit})]
    await execute_listed(conn, LEASE, [source.id for source in due], {"lease_until": millis(lease_until)})
    return due


async def end_leases(conn: Connection) -> int:
    """At the start of the only process: what its predecessor was visiting when it died is free; how many that are."""
    return await conn.execute(END_LEASES)


async def hasten_from_the_future(conn: Connection, *, now: datetime, latest: datetime) -> int:
    """Make due what a clock that went wrong had planned: after `latest`, or at a visit that is still to come.

    So a clock that was ahead and was set right stops no source for as long as it was ahead. How many they are.
    """
    return await conn.execute(BY_ANOTHER_CLOCK, {"now": millis(now), "latest": millis(latest)})


async def mark_visited(conn: Connection, source_id: SourceId, visit: Visit) -> bool:
    """Note a successful visit; what it did not tell (a 304 tells little) stays. False: not visited any more."""
    changed = await conn.execute(
        VISITED,
        {
            "id": source_id,
            "at": millis(visit.at),
            "next_visit_at": millis(visit.next_visit_at),
            "kind": visit.kind,
            "title": visit.title,
            "etag": visit.etag,
            "last_modified": visit.last_modified,
            "latest_at": optional_millis(visit.latest_at),
            "usual_gap": optional_length(visit.usual_gap),
            "ttl": optional_length(visit.ttl),
            "move_to": visit.move and visit.move.to,
            "move_since": visit.move and millis(visit.move.since),
            "move_visits": visit.move.visits if visit.move else 0,
            "traces": visit.traces,
        },
    )
    return changed == 1


async def mark_news(conn: Connection, source_id: SourceId, *, at: datetime) -> None:
    """Note when it last brought news."""
    await conn.execute(BROUGHT_NEWS, {"id": source_id, "at": millis(at)})


async def store_failure(
    conn: Connection,
    source_id: SourceId,
    *,
    error: str,
    at: datetime,
    next_visit_at: datetime,
    kind: FailureKind = FailureKind.UNREACHABLE,
) -> None:
    """Note a failed visit. It does not count as visited: a first visit is still to come then."""
    await conn.execute(
        FAILED,
        {"id": source_id, "error": error, "at": millis(at), "next_visit_at": millis(next_visit_at), "kind": kind},
    )


async def mark_source_gone(conn: Connection, source_id: SourceId, *, error: str, at: datetime) -> None:
    """It said that it is gone for good: no more visits until somebody adds it again."""
    await conn.execute(GONE, {"id": source_id, "error": error, "at": millis(at)})
