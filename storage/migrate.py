"""Brings a database to the schema this program knows, by itself, when it is opened.

An empty database is made from schema.sql; an older one goes step by step through migrations/NNNN_name.sql, each step
in one transaction. A step begins with a comment that says what it does; a statement ends with a semicolon at the end
of its line.
"""

from pathlib import Path
from typing import NamedTuple

from storage.database import Connection, Database, Sql
from storage.errors import DatabaseTooNew

HERE = Path(__file__).parent

MAKE_VERSIONS = Sql("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL)")
LATEST_VERSION = Sql("SELECT COALESCE(MAX(version), 0) AS version FROM schema_version")
REMEMBER_VERSION = Sql("INSERT INTO schema_version (version, name) VALUES (:version, :name)")


class Step(NamedTuple):
    """One numbered change of the schema."""

    version: int
    name: str
    path: Path


def steps_in(folder: Path) -> list[Step]:
    """The steps in their order."""
    files = sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return [Step(int(file.name[:4]), file.stem[5:], file) for file in files]


async def migrate(
    database: Database, *, folder: Path = HERE / "migrations", schema: Path = HERE / "schema.sql"
) -> None:
    """Run what is missing. Raises DatabaseTooNew when the database knows steps that we do not."""
    steps = steps_in(folder)
    newest = steps[-1].version

    async def begin(conn: Connection) -> int:
        await conn.execute(MAKE_VERSIONS)
        version = await _version(conn)
        if version == 0:
            await _run(conn, schema)
            await conn.execute_many(REMEMBER_VERSION, [{"version": step.version, "name": step.name} for step in steps])
            return newest
        return version

    version = await database.transact(begin)
    if version > newest:
        raise DatabaseTooNew(
            f"the database has schema {version}, this Briefbot knows {newest}: install the newer Briefbot that wrote"
            " it, or restore an older backup"
        )
    for step in steps:
        if step.version > version:
            await take_step(database, step)


async def take_step(database: Database, step: Step) -> None:
    """Run one step unless it has been: looked up under the write lock, as two processes may start at once."""

    async def work(conn: Connection) -> None:
        if await _version(conn) < step.version:
            await _run(conn, step.path)
            await conn.execute(REMEMBER_VERSION, {"version": step.version, "name": step.name})

    await database.transact(work)


async def _version(conn: Connection) -> int:
    row = await conn.fetch_one(LATEST_VERSION)
    return int(row["version"]) if row else 0


async def _run(conn: Connection, script: Path) -> None:
    for statement in _statements_of(script):
        await conn.execute(statement)


def _statements_of(script: Path) -> list[Sql]:
    """The statements without their comments: one by one, as SQLite commits before it runs a script as a whole."""
    lines = [line for line in script.read_text("utf-8").splitlines() if not line.lstrip().startswith("--")]
    return [Sql(text.strip()) for text in "\n".join(lines).split(";\n") if text.strip().rstrip(";")]
