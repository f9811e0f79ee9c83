"""SQL about what is wrong with sources: who may be in trouble, and one row for each trouble as long as it lasts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from storage.database import Connection, Row, Sql
from storage.model import SourceId
from storage.model_troubles import Ending, Suspect, Trouble, TroubleKind
from storage.rows import EPOCH, instant, millis, source_of

# Not all sources: of most a look at their row says that they are well. Who is known to be in trouble is among them.
SUSPECTS = Sql("""
SELECT s.*, t.kind AS trouble_kind, t.detail, t.began_at
FROM sources s LEFT JOIN troubles t ON t.source_id = s.id AND t.ended_at IS NULL
WHERE s.id > :after AND (t.id IS NOT NULL
  OR s.state = 'gone'
  OR (s.state = 'active' AND (s.failures >= :failures OR COALESCE(s.last_news_at, s.added_at) <= :quiet_since)))
ORDER BY s.id LIMIT :limit
""")
# A date in the future is a mistake of the source: then it counts when it was seen.
DAYS = Sql("""
SELECT DISTINCT CASE WHEN dated_at < seen_at THEN dated_at ELSE seen_at END / 86400000 AS day
FROM briefs WHERE source_id = :source_id AND seen_at >= 0 AND dated_at >= 0 ORDER BY day
""")
BEGIN = Sql("""
INSERT INTO troubles (source_id, kind, detail, began_at)
SELECT id, :kind, :detail, :began_at FROM sources WHERE id = :source_id AND state <> 'removed'
""")
END = Sql("UPDATE troubles SET ended_at = :now, ending = :ending WHERE source_id = :source_id AND ended_at IS NULL")
OPEN_KIND = Sql("SELECT kind FROM troubles WHERE source_id = :source_id AND ended_at IS NULL")
OPEN = Sql("SELECT source_id, kind AS trouble_kind, detail, began_at FROM troubles WHERE ended_at IS NULL")


async def suspects(
    conn: Connection, *, failures: int, quiet_since: datetime, after: SourceId, limit: int
) -> list[Suspect]:
    """Sources that failed `failures` times in a row, brought no news since, are gone, or are known to be in trouble.

    A page of them in the order of their ids: those that come `after` this one, 0 at first.
    """
    bounds = {"failures": failures, "quiet_since": millis(quiet_since), "after": after, "limit": limit}
    found = []
    for row in await conn.fetch_all(SUSPECTS, bounds):
        is_quiet = row["trouble_kind"] is None and row["state"] == "active" and row["failures"] == 0
        found.append(
            Suspect(
                source=source_of(row),
                trouble=None if row["trouble_kind"] is None else _trouble_of(row),
                published_on=_days(await conn.fetch_all(DAYS, {"source_id": row["id"]})) if is_quiet else (),
            )
        )
    return found


async def begin_trouble(conn: Connection, source_id: SourceId, trouble: Trouble, *, now: datetime) -> bool:
    """Note that it is in this trouble; one of another kind became this one. False: that was known."""
    known = await conn.fetch_one(OPEN_KIND, {"source_id": source_id})
    if known is not None and known["kind"] == trouble.kind:
        return False
    await end_trouble(conn, source_id, Ending.OTHER, now=now)
    return await conn.execute(BEGIN, {**trouble.model_dump(), "source_id": source_id, **_began(trouble)}) == 1


async def end_trouble(conn: Connection, source_id: SourceId, ending: Ending, *, now: datetime) -> bool:
    """Note that its trouble is over. False: it was in none."""
    return await conn.execute(END, {"source_id": source_id, "ending": ending, "now": millis(now)}) == 1


async def open_troubles(conn: Connection) -> dict[SourceId, Trouble]:
    """Which sources are in trouble now."""
    return {SourceId(row["source_id"]): _trouble_of(row) for row in await conn.fetch_all(OPEN)}


def _trouble_of(row: Row) -> Trouble:
    return Trouble(kind=TroubleKind(row["trouble_kind"]), detail=row["detail"], began_at=instant(row["began_at"]))


def _began(trouble: Trouble) -> dict[str, int]:
    return {"began_at": millis(trouble.began_at)}


def _days(rows: Sequence[Row]) -> tuple[date, ...]:
    return tuple((EPOCH + timedelta(days=row["day"])).date() for row in rows)
