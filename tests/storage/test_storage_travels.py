"""Nothing is forgotten when a bot moves: each column either travels, or is named here with the reason why it stays."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders import AT
from tests.storage.scene import Scene, opened

TRAVELS = {
    "sources": {
        "id": "differs there",
        "leased_until": "nobody is visiting it there",
        "move_to": "a move is believed after several visits, there as here",
        "move_since": "as above",
        "move_visits": "as above",
        "traces": "everything is read there once, by whatever reader is there",
    },
    "chats": {
        "met_at": "it is met there",
        "dormant_reason": "only ever read by whoever looks into the database",
        "woken_at": "as above",
        "away_since": "what was missed stays with the archive",
    },
    "subscriptions": {
        "id": "differs there",
        "topic_id": "differs there: the query travels",
        "ended_at": "what ended stays behind",
    },
    "chat_sources": {"source_id": "differs there: the address travels"},
    "mutes": {
        "id": "differs there",
        "topic_id": "differs there: the query travels",
        "query_id": "differs there: the query travels",
        "ended_at": "what ended stays behind",
    },
}
"""The tables that travel, and their columns that do not."""

STAYS = {
    "briefs": "the archive stays (`briefbot backup` takes it); their keys travel with their source",
    "known_keys": "travel with their source",
    "former_addresses": "travel with their source",
    "unplanned": "what is not planned is not owed yet",
    "topics": "their queries travel with the subscriptions",
    "matches": "belong to the archive",
    "deliveries": "what is owed stays with the archive",
    "hub_leases": "are granted to an address, which another machine has not",
    "troubles": "are found again",
    "dropped_chat_sources": "serve the buttons of an undo, which name the sources of one database",
    "set_up_moves": "a code counts for a day, and its undo in one database",
    "notices": "belong to the troubles",
    "schema_version": "is another one there",
}

SPECIAL: dict[str, dict[str, object]] = {
    "kind": {"sources": "archive", "chats": "private"},
    "attention": {"subscriptions": "silent"},
    "state": {"sources": "paused", "chats": "dormant"},
    "failure": {"sources": "unreadable"},
    "traces": {"sources": b"traces"},
    "ended_at": {"subscriptions": None, "mutes": None},
    "query_id": {"mutes": 7},
    "chat_id": {"subscriptions": 7, "chat_sources": 7, "mutes": 7},
}
"""What not any value will do for."""


def columns(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Names and types."""
    found = connection.execute("SELECT name, type FROM pragma_table_info(?) ORDER BY cid", (table,)).fetchall()
    return [(name, kind) for name, kind in found]


def furnish(connection: sqlite3.Connection, table: str) -> None:
    """One row with another value in each column: of what is the same everywhere, one could not see that it came."""
    row: dict[str, object] = {}
    for place, (name, kind) in enumerate(columns(connection, table), 2):
        plain = f"{name} of {table}" if kind == "TEXT" else 1_000 * place
        row[name] = SPECIAL.get(name, {}).get(table, plain)
    row |= {"id": 7} if "id" in row else {}
    row |= {"source_id": 7} if "source_id" in row else {}
    row |= {"topic_id": 7} if "topic_id" in row else {}
    row |= {"private": 1} if table == "sources" else {}
    names = ", ".join(row)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", [*row.values()])  # noqa: S608 - names of our own schema


def seen(path: Path, table: str) -> list[dict[str, object]]:
    """The rows of a table, all but what stays."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for name, _ in columns(connection, table) if name not in TRAVELS[table]]
        rows = connection.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()  # noqa: S608 - as above
        return [dict(zip(names, row, strict=True)) for row in rows]


async def test_every_table_travels_or_says_why_it_stays(scene: Scene) -> None:
    tables = {str(name) for (name,) in scene.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {name for name in tables if not name.startswith("sqlite_")} == set(TRAVELS) | set(STAYS)


@pytest.mark.parametrize("table", TRAVELS)
async def test_every_column_travels_or_says_why_it_stays(scene: Scene, tmp_path: Path, table: str) -> None:
    with closing(sqlite3.connect(scene.path)) as connection:
        for name in ("sources", "chats", "topics", "subscriptions", "chat_sources", "mutes"):
            furnish(connection, name)
        connection.commit()
    moved = await scene.storage.belongings()

    async with opened(tmp_path / "elsewhere.db") as there:
        await there.storage.take_over_sources(moved.sources)
        await there.storage.take_over_chats(moved.chats, now=AT)
        await there.storage.take_over_subscriptions(moved.subscriptions, now=AT)
        await there.storage.take_over_chat_sources(moved.chat_sources)
        await there.storage.take_over_mutes(moved.mutes, now=AT)

    assert seen(tmp_path / "elsewhere.db", table) == seen(scene.path, table)
    assert len(seen(scene.path, table)) == 1
