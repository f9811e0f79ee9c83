"""A statement is a value of its own type, so that a test finds every one and prepares it on each engine.

Parameters are written `:name`. A list of unknown length is written `IN (:listed)` and spread out when it is run.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from storage.database import Connection, Row, Sql

CHUNK = 256
"""Values in one IN list: far below what any engine allows, and few enough lengths for the cache of statements."""


def spread(statement: Sql, values: Sequence[object]) -> tuple[Sql, dict[str, object]]:
    """Give `:listed` as many names as there are values.

    The last value is repeated up to the next power of two: a handful of texts is prepared once each, instead of a
    new one for every length. An empty list must not come here.
    """
    size = 1 << (len(values) - 1).bit_length()
    padded = [*values, *[values[-1]] * (size - len(values))]
    names = [f"listed{place}" for place in range(size)]
    text = statement.replace(":listed", ", ".join(f":{name}" for name in names))
    return Sql(text), dict(zip(names, padded, strict=True))


async def fetch_listed(
    conn: Connection, statement: Sql, values: Iterable[object], parameters: Mapping[str, object] | None = None
) -> list[Row]:
    """All rows for a list of any length, chunk by chunk."""
    rows: list[Row] = []
    for chunk in _chunks(values):
        text, listed = spread(statement, chunk)
        rows += await conn.fetch_all(text, {**(parameters or {}), **listed})
    return rows


async def execute_listed(
    conn: Connection, statement: Sql, values: Iterable[object], parameters: Mapping[str, object] | None = None
) -> int:
    """Run a statement for a list of any length, chunk by chunk; how many rows it changed."""
    changed = 0
    for chunk in _chunks(values):
        text, listed = spread(statement, chunk)
        changed += await conn.execute(text, {**(parameters or {}), **listed})
    return changed


def _chunks(values: Iterable[object]) -> Iterator[list[object]]:
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]
