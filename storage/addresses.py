"""SQL about where sources are and were: an address that a source moved away from for good still leads to it."""

from storage.database import Connection, Sql
from storage.model import FormerAddress, Source, SourceId, SourceState
from storage.rows import instant, source_of

BY_ADDRESS = Sql("SELECT * FROM sources WHERE address = :address")
BY_ID = Sql("SELECT * FROM sources WHERE id = :id")
MOVED_FROM = Sql("""
SELECT s.* FROM former_addresses f JOIN sources s ON s.id = f.source_id WHERE f.address = :address
""")
ALL_FORMER = Sql("SELECT source_id, address, moved_at FROM former_addresses ORDER BY moved_at, address")
FORGET = Sql("DELETE FROM former_addresses WHERE address = :address")
PUT = Sql("UPDATE sources SET address = :address, move_to = NULL, move_since = NULL, move_visits = 0 WHERE id = :id")


async def find_source(conn: Connection, address_or_id: str) -> Source | None:
    """The source at an address, the one that moved away from there, or the one of this id; in whatever state."""
    row = await conn.fetch_one(MOVED_FROM, {"address": address_or_id}) or await conn.fetch_one(
        BY_ADDRESS, {"address": address_or_id}
    )
    if row is None and address_or_id.isascii() and address_or_id.isdigit() and len(address_or_id) < 19:
        row = await conn.fetch_one(BY_ID, {"id": int(address_or_id)})
    return None if row is None else source_of(row)


async def former_addresses(conn: Connection) -> list[FormerAddress]:
    """Where sources moved away from, in the order in which they did."""
    return [
        FormerAddress(source_id=SourceId(row["source_id"]), address=row["address"], moved_at=instant(row["moved_at"]))
        for row in await conn.fetch_all(ALL_FORMER)
    ]


async def moved_source(conn: Connection, address: str) -> Source | None:
    """The source that is read elsewhere since it moved away from `address`.

    One that is not read any more goes back there, or leaves the place to the one that it took over, and is None: so a
    move is undone by removing the source and adding its old address.
    """
    row = await conn.fetch_one(MOVED_FROM, {"address": address})
    if row is None or row["state"] == SourceState.ACTIVE:
        return None if row is None else source_of(row)
    await conn.execute(FORGET, {"address": address})
    if await conn.fetch_one(BY_ADDRESS, {"address": address}) is None:
        await conn.execute(PUT, {"id": row["id"], "address": address})
    return None
