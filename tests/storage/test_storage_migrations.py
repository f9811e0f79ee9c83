"""Every database comes to the same schema, whole steps only, and a newer one is left alone."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage import open_storage
from storage.errors import DatabaseTooNew, StorageError
from storage.migrate import HERE, migrate, steps_in, take_step
from storage.sqlite import SqliteDatabase

STEPS = steps_in(HERE / "migrations")


COLUMNS = "SELECT name, type, [notnull], dflt_value, pk FROM pragma_table_info(?)"
KEYS = "SELECT [from], [table], [to], on_delete FROM pragma_foreign_key_list(?)"
INDEXES = """
SELECT i.[unique], i.partial, group_concat(c.name)
FROM pragma_index_list(?) i, pragma_index_info(i.name) c GROUP BY i.name
"""


def schema(path: Path) -> dict[str, object]:
    """Tables with columns, keys and indexes; indexes and views as they were written but for the spaces."""
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
        tables = {
            name: [sorted(connection.execute(ask, (name,)), key=repr) for ask in (COLUMNS, KEYS, INDEXES)]
            for kind, name, _ in made
            if kind == "table"
        }
        return {**tables, "made": {name: " ".join(sql.split()) for kind, name, sql in made if kind != "table" and sql}}


async def at_version(path: Path, version: int) -> SqliteDatabase:
    """A database as the program left it that knew only the first steps."""
    database = SqliteDatabase(path)
    await database.open()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    for step in STEPS[:version]:
        await take_step(database, step)
    return database


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
async def test_every_older_schema_becomes_the_one_made_from_scratch(tmp_path: Path, version: int) -> None:
    older = await at_version(tmp_path / "old.db", version)
    await migrate(older)
    await older.close()
    await (await open_storage(f"sqlite://{tmp_path}/new.db")).close()

    assert schema(tmp_path / "old.db") == schema(tmp_path / "new.db")


async def test_all_steps_are_remembered_once(tmp_path: Path) -> None:
    for _ in range(2):
        await (await open_storage(f"sqlite://{tmp_path}/a.db")).close()

    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        remembered = connection.execute("SELECT version, name FROM schema_version ORDER BY version").fetchall()
    assert remembered == [(step.version, step.name) for step in STEPS]


async def test_an_interrupted_step_leaves_no_trace(tmp_path: Path) -> None:
    folder = tmp_path / "steps"
    folder.mkdir()
    for step in STEPS:
        (folder / step.path.name).write_text(step.path.read_text())
    broken = folder / "0099_breaks.sql"
    broken.write_text("-- Breaks half-way.\n\nCREATE TABLE half (id INTEGER);\nINSERT INTO nowhere VALUES (1);\n")
    database = await at_version(tmp_path / "a.db", len(STEPS))

    with pytest.raises(StorageError, match="nowhere"):
        await migrate(database, folder=folder)
    tables = schema(tmp_path / "a.db")
    broken.write_text("-- Does not break.\n\nCREATE TABLE half (id INTEGER);\n")
    await migrate(database, folder=folder)
    await database.close()

    assert "half" not in tables
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        assert connection.execute("SELECT MAX(version) FROM schema_version").fetchone() == (99,)


async def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path}/a.db"
    await (await open_storage(url)).close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:
        connection.execute("INSERT INTO schema_version VALUES (999, 'from the future')")

    with pytest.raises(DatabaseTooNew, match=r"schema 999.*install the newer Briefbot"):
        await open_storage(url)


def test_steps_are_numbered_without_gaps_and_say_what_they_do() -> None:
    assert [step.version for step in STEPS] == list(range(1, len(STEPS) + 1))
    for step in STEPS:
        first = step.path.read_text().splitlines()[0]
        assert first.startswith("-- "), step.name
        assert first.endswith("."), step.name
