"""SQL about leases at hubs (WebSub): what a source offers, what we asked, what the hub granted.

    offered ─▶ wanted ─ask─▶ asked ─confirmed─▶ active ─renewed in time─▶ active …
                               ▲  └──denied──▶ denied ─asked again much later─▶
                               └───────────────┘
    no longer offered, source removed ─▶ leaving ─asked to stop─▶ (no row)

Asking is written down before it is done, as if it had failed: who dies over it asks again, and later each time.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.database import Connection, Sql
from storage.model import HubLease, HubLeaseId, HubOffer, SourceId
from storage.rows import hub_lease_of, millis
from storage.statements import execute_listed, fetch_listed

STEADY_FOR = timedelta(days=1)
"""So long a lease is wanted, whatever is offered meanwhile: a feed that names another hub, or none, at each visit must
not have us ask ever new ones."""

MOST_FAREWELLS = 3
"""A hub that does not let go of us after so many words stops by itself when the lease ends."""

STANDING = Sql("SELECT * FROM hub_leases WHERE source_id = :source_id AND state <> 'leaving'")
DROP_UNASKED = Sql("""
DELETE FROM hub_leases WHERE source_id = :source_id AND state <> 'leaving' AND asked_at IS NULL
""")
LEAVE = Sql("""
UPDATE hub_leases SET state = 'leaving', due_at = :at, failures = 0 WHERE source_id = :source_id AND state <> 'leaving'
""")
WANT = Sql("""
INSERT INTO hub_leases (source_id, hub, known_as, token, secret, state, wanted_at, due_at)
VALUES (:source_id, :hub, :known_as, :token, :secret, 'wanted', :at, :at)
ON CONFLICT (source_id, hub, known_as) DO UPDATE SET state = 'wanted', wanted_at = excluded.wanted_at,
  due_at = excluded.due_at, ends_at = NULL, failures = 0, last_error = NULL
""")
MOVE = Sql("""
UPDATE hub_leases SET state = 'wanted', due_at = :now, ends_at = NULL, failures = 0
WHERE base <> :base AND state <> 'leaving'
""")
LEAVE_REMOVED = Sql("""
UPDATE hub_leases SET state = 'leaving', due_at = :now, failures = 0
WHERE state <> 'leaving'
  AND NOT EXISTS (SELECT 1 FROM sources s WHERE s.id = hub_leases.source_id AND s.state = 'active')
""")
DROP_LEFT = Sql("""
DELETE FROM hub_leases WHERE due_at <= :now AND state = 'leaving' AND (asked_at IS NULL OR failures >= :most)
""")
DUE = Sql("SELECT id FROM hub_leases WHERE due_at <= :now ORDER BY due_at, id LIMIT :limit")
ASK = Sql("""
UPDATE hub_leases SET asked_at = :now, due_at = :until, failures = failures + 1,
  base = CASE WHEN state = 'leaving' THEN base ELSE :base END,
  state = CASE WHEN state IN ('wanted', 'denied') THEN 'asked' ELSE state END
WHERE id IN (:listed)
""")
LISTED = Sql("SELECT * FROM hub_leases WHERE id IN (:listed)")
# One that was confirmed meanwhile has its next instant already: hubs may call before they answer.
ASKED = Sql("""
UPDATE hub_leases SET due_at = :due_at, last_error = :error
WHERE id = :id AND asked_at = :asked_at AND (confirmed_at IS NULL OR confirmed_at < asked_at)
""")
BY_ID = Sql("SELECT * FROM hub_leases WHERE id = :id")
ALL_STANDING = Sql("SELECT * FROM hub_leases WHERE state <> 'leaving' ORDER BY id")
CONFIRM = Sql("""
UPDATE hub_leases SET state = 'active', confirmed_at = :at, ends_at = :ends_at, due_at = :renew_at, failures = 0,
  last_error = NULL
WHERE id = :id AND state IN ('asked', 'active', 'denied')
""")
DENY = Sql("""
UPDATE hub_leases SET state = 'denied', ends_at = NULL, due_at = :due_at, last_error = :error
WHERE id = :id AND state IN ('asked', 'active', 'denied')
""")
RELEASE = Sql("DELETE FROM hub_leases WHERE id = :id AND state = 'leaving'")


async def note_offer(conn: Connection, source_id: SourceId, offer: HubOffer | None, *, at: datetime) -> None:
    """What a document offers now: another hub, or none, ends a lease that has stood for a day."""
    standing = await conn.fetch_all(STANDING, {"source_id": source_id})
    if offer is None and not standing:
        return
    if any(offer and (row["hub"], row["known_as"]) == (offer.hub, offer.known_as) for row in standing):
        return
    if any(row["wanted_at"] > millis(at - STEADY_FOR) for row in standing):
        return
    here = {"source_id": source_id, "at": millis(at)}
    await conn.execute(DROP_UNASKED, here)
    await conn.execute(LEAVE, here)
    if offer is not None:
        fresh = {"token": secrets.token_urlsafe(32), "secret": secrets.token_urlsafe(48)}
        await conn.execute(WANT, {**here, **fresh, "hub": offer.hub, "known_as": offer.known_as})


async def move_leases(conn: Connection, base: str, *, now: datetime) -> int:
    """We are called at `base` from now on: what hubs were told otherwise is asked anew; how many leases that are."""
    return await conn.execute(MOVE, {"base": base, "now": millis(now)})


async def claim_due_leases(
    conn: Connection, now: datetime, *, base: str, until: datetime, limit: int
) -> Sequence[HubLease]:
    """Those about which their hub is to be asked now; nobody else gets them before `until`, even if we die over them.

    A lease of a source that is visited no more is left; one that was left often enough is forgotten.
    """
    await conn.execute(LEAVE_REMOVED, {"now": millis(now)})
    await conn.execute(DROP_LEFT, {"now": millis(now), "most": MOST_FAREWELLS})
    due = [row["id"] for row in await conn.fetch_all(DUE, {"now": millis(now), "limit": limit})]
    await execute_listed(conn, ASK, due, {"now": millis(now), "until": millis(until), "base": base})
    return [hub_lease_of(row) for row in await fetch_listed(conn, LISTED, due)]


async def record_asked(
    conn: Connection, lease_id: HubLeaseId, *, asked_at: datetime, due_at: datetime, error: str | None
) -> None:
    """What the hub said at once, and when to ask again unless it confirms."""
    await conn.execute(ASKED, {"id": lease_id, "asked_at": millis(asked_at), "due_at": millis(due_at), "error": error})


async def hub_lease(conn: Connection, lease_id: HubLeaseId) -> HubLease | None:
    """One lease, whatever became of it; None where there is none."""
    row = await conn.fetch_one(BY_ID, {"id": lease_id})
    return None if row is None else hub_lease_of(row)


async def standing_leases(conn: Connection) -> list[HubLease]:
    """All that are wanted, whatever their hubs say."""
    return [hub_lease_of(row) for row in await conn.fetch_all(ALL_STANDING)]


async def confirm_lease(
    conn: Connection, lease_id: HubLeaseId, *, at: datetime, ends_at: datetime, renew_at: datetime
) -> bool:
    """The hub granted it. False: we did not ask, or do not want it any more.

    A hub may confirm what it granted before once more, unasked: older ones renew leases that way.
    """
    granted = {"id": lease_id, "at": millis(at), "ends_at": millis(ends_at), "renew_at": millis(renew_at)}
    return await conn.execute(CONFIRM, granted) == 1


async def deny_lease(conn: Connection, lease_id: HubLeaseId, *, error: str, due_at: datetime) -> bool:
    """The hub does not, or no longer, grant it: it is asked again at `due_at`. False: there is nothing to deny."""
    return await conn.execute(DENY, {"id": lease_id, "error": error, "due_at": millis(due_at)}) == 1


async def release_lease(conn: Connection, lease_id: HubLeaseId) -> bool:
    """The hub let go of us. False: we did not ask it to."""
    return await conn.execute(RELEASE, {"id": lease_id}) == 1
