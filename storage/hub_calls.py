"""SQL about what hubs announce, and whether they can be relied on.

A call makes its source due, and nothing else: the visit reads it as ever. A hub is relied on once it has called, and
until a visit finds news that it kept to itself.
"""

from datetime import datetime, timedelta

from storage.database import Connection, Sql
from storage.model import HubLease, HubLeaseId, SourceId, SourceState
from storage.rows import MILLISECOND, hub_lease_of, millis, optional_instant, source_of

ACTIVE = Sql("SELECT * FROM hub_leases WHERE source_id = :source_id AND state = 'active'")
ACTIVE_BY_ID = Sql("SELECT * FROM hub_leases WHERE id = :id AND state = 'active'")
SOURCE = Sql("SELECT * FROM sources WHERE id = :source_id")
CALLED = Sql("UPDATE hub_leases SET called_at = :at WHERE id = :id")
MISSED = Sql("UPDATE hub_leases SET missed_at = :at WHERE id = :id")
HASTEN = Sql("UPDATE sources SET next_visit_at = :soon WHERE id = :source_id AND next_visit_at > :soon")


async def heed_call(conn: Connection, lease_id: HubLeaseId, *, at: datetime, pause: timedelta) -> bool:
    """The hub says that there is news: its source is due, `pause` after its last visit at the soonest.

    What waits for a visit already is not written again, so that a burst of calls costs little. A source that fails
    keeps its back-off, for its server may have asked for it. False: no such lease.
    """
    row = await conn.fetch_one(ACTIVE_BY_ID, {"id": lease_id})
    if row is None:
        return False
    lease = hub_lease_of(row)
    found = await conn.fetch_one(SOURCE, {"source_id": lease.source_id})
    assert found is not None  # noqa: S101 - a foreign key says so
    source, leased_until = source_of(found), optional_instant(found["leased_until"])
    is_under_way = leased_until is not None and leased_until > at
    if is_under_way or not _is_unanswered(lease, source.visited_at):
        await conn.execute(CALLED, {"id": lease_id, "at": millis(at)})
    if not is_under_way and not source.failures and source.state is SourceState.ACTIVE:
        soon = max(at, source.visited_at + pause) if source.visited_at else at
        await conn.execute(HASTEN, {"source_id": lease.source_id, "soon": millis(soon)})
    return True


async def reliable_lease(conn: Connection, source_id: SourceId, now: datetime) -> HubLease | None:
    """The lease at a hub that announces what this source publishes; None where nobody can be relied on."""
    for row in await conn.fetch_all(ACTIVE, {"source_id": source_id}):
        lease = hub_lease_of(row)
        missed_at = optional_instant(row["missed_at"])
        if (
            lease.ends_at
            and lease.ends_at > now
            and lease.called_at
            and not (missed_at and missed_at >= lease.called_at)
        ):
            return lease
    return None


async def settle_calls(
    conn: Connection,
    source_id: SourceId,
    *,
    began_at: datetime,
    visited_before: datetime | None,
    ended_at: datetime,
    brought_news: bool,
    pause: timedelta,
) -> None:
    """After a visit: what was called while it ran may have come too late for it, so that another is due.

    That call counts as made after the visit: what the next one finds was announced. And a hub that did not call since
    the visit before, though there was news, is not relied on until it calls again.
    """
    for row in await conn.fetch_all(ACTIVE, {"source_id": source_id}):
        lease = hub_lease_of(row)
        if lease.called_at and lease.called_at >= began_at:
            await conn.execute(CALLED, {"id": lease.id, "at": millis(ended_at + MILLISECOND)})
            await conn.execute(HASTEN, {"source_id": source_id, "soon": millis(ended_at + pause)})
        elif brought_news and not _is_unanswered(lease, visited_before):
            await conn.execute(MISSED, {"id": lease.id, "at": millis(ended_at)})


def _is_unanswered(lease: HubLease, visited_at: datetime | None) -> bool:
    """Whether the hub has called since that visit."""
    return lease.called_at is not None and (visited_at is None or lease.called_at > visited_at)
