"""Every statement is prepared, the hot ones use an index, and lists of any length fit."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import storage
from storage import (
    backlog,
    briefs,
    chat_sources,
    claims,
    deliveries,
    digests,
    hub_calls,
    hub_leases,
    planning,
    sources,
    subscriptions,
    tidying,
    timing,
)
from storage import chats as chat_sql
from storage.database import Connection, Row, Sql
from storage.sqlite import SqliteDatabase
from storage.statements import CHUNK, fetch_listed, spread
from tests.builders import AT, a_brief
from tests.storage.scene import Scene

ROOM = Path(storage.__file__).parent


def statements() -> Iterator[tuple[str, Sql]]:
    """Every statement of the room, by the module that owns it."""
    for module in pkgutil.iter_modules([str(ROOM)]):
        members = vars(importlib.import_module(f"storage.{module.name}"))
        yield from ((f"{module.name}.{name}", value) for name, value in members.items() if isinstance(value, Sql))


ALL = dict(statements())


def unbound(statement: Sql) -> dict[str, object]:
    return dict.fromkeys(re.findall(r":(\w+)", statement))


async def plan(scene: Scene, statement: Sql) -> list[str]:
    """How SQLite means to run it."""
    database = SqliteDatabase(scene.path)
    await database.open()

    async def explain(conn: Connection) -> list[str]:
        rows = await conn.fetch_all(Sql(f"EXPLAIN QUERY PLAN {statement}"), unbound(statement))
        return [str(row["detail"]) for row in rows]

    try:
        return await database.read(explain)
    finally:
        await database.close()


@pytest.mark.parametrize("name", ALL)
async def test_every_statement_can_be_prepared(scene: Scene, name: str) -> None:
    """On each engine; a table, column or function that it does not know is an error here."""
    assert await plan(scene, ALL[name]) is not None


def test_no_statement_hides_in_a_function() -> None:
    """What is written as Sql stands at the top of its module, where the test above finds it."""
    written = {
        f"{file.stem}:{line}"
        for file in ROOM.glob("*.py")
        for line, text in enumerate(file.read_text("utf-8").splitlines(), 1)
        if re.match(r"\s+.*\bSql\(\s*(f?\"|f?')", text)
    }
    assert written == set()
    assert len(ALL) > 50


HOT: dict[str, tuple[Sql, list[str]]] = {
    "claim": (claims.DUE, ["SEARCH d USING COVERING INDEX deliveries_due", "SEARCH o USING INDEX deliveries_waiting"]),
    "reasons": (claims.REASONS, ["SEARCH d USING INTEGER PRIMARY KEY", "SEARCH m USING"]),
    "backlog": (backlog.OUTBOX, ["SCAN d USING COVERING INDEX deliveries_due"]),
    "backlog of a chat": (backlog.OUTBOX_OF_CHAT, ["SEARCH d USING INDEX deliveries_waiting"]),
    "next due": (backlog.NEXT_DUE, ["SEARCH deliveries USING COVERING INDEX deliveries_due"]),
    "in flight": (deliveries.IN_FLIGHT, ["deliveries_sending"]),
    "mark sent": (deliveries.SENT, ["SEARCH deliveries USING INTEGER PRIMARY KEY"]),
    "due sources": (sources.DUE, ["SEARCH sources USING INDEX sources_due"]),
    "hubs of a source": (hub_leases.STANDING, ["SEARCH hub_leases USING INDEX"]),
    "due leases": (hub_leases.DUE, ["SEARCH hub_leases USING COVERING INDEX hub_leases_due"]),
    "reliable hub": (hub_calls.ACTIVE, ["SEARCH hub_leases USING INDEX"]),
    "newest page": (briefs.NEWEST, ["SEARCH b USING INDEX briefs_dated"]),
    "newest of its own": (
        briefs.NEWEST_OWN,
        [
            "SEARCH k USING INDEX chat_sources_chat",
            "SEARCH b USING INTEGER PRIMARY KEY",
            "SEARCH i USING INDEX briefs_private",
        ],
    ),
    "plan chunk of a private brief": (
        planning.NEXT_OWNERS,
        ["SEARCH k USING"],
    ),
    "its topics": (planning.TOPICS_OF_OWNER, ["SEARCH s USING INDEX", "SEARCH m USING"]),
    "pages of a digest": (digests.TOLD, ["SEARCH d USING INDEX deliveries_digests", "SEARCH m USING"]),
    "time anew": (timing.HOLD_UNTRIED, ["SEARCH deliveries USING", "deliveries_waiting"]),
    "time what is held": (timing.TIME_WANTED, ["SEARCH deliveries USING", "deliveries_waiting", "SEARCH m USING"]),
    "a chat's own sources": (chat_sources.OF_CHAT, ["SEARCH k USING INDEX chat_sources_chat"]),
    "how many they are": (chat_sources.OTHERS_OF_CHAT, ["SEARCH k USING", "chat_sources_chat"]),
    "drop what a source is owed for": (chat_sources.DROP_OWED, ["SEARCH deliveries USING", "deliveries_waiting"]),
    "publish briefs": (sources.PUBLISH_BRIEFS, ["SEARCH briefs USING INDEX briefs_private"]),
    "known keys": (briefs.WITH_KEYS, ["SEARCH b USING INDEX"]),
    "known openings": (briefs.WITH_OPENINGS, ["SEARCH b USING INDEX briefs_opening"]),
    "same opening": (briefs.SAME_OPENING, ["SEARCH b USING INDEX briefs_opening"]),
    "unplanned": (
        planning.OLDEST_UNPLANNED,
        ["USING COVERING INDEX unplanned_order", "SEARCH b USING INTEGER PRIMARY KEY"],
    ),
    "plan chunk": (planning.NEXT_SUBSCRIPTIONS, ["SEARCH s USING INDEX subscriptions_topic", "SEARCH m USING"]),
    "owe": (planning.OWE, ["SEARCH o USING", "SEARCH d USING INDEX"]),
    "unfollow": (subscriptions.DROP_UNREASONED, ["SEARCH deliveries USING INDEX deliveries_waiting"]),
    "restore": (subscriptions.OWE_AGAIN, ["SEARCH deliveries USING INDEX"]),
    "restore missed": (subscriptions.OWE_MISSED, ["SEARCH b USING INDEX briefs_seen", "SEARCH m USING"]),
    "dormant": (chat_sql.DROP_QUEUE, ["SEARCH deliveries USING", "deliveries_waiting"]),
    "pause": (chat_sql.HOLD_QUEUE, ["SEARCH deliveries USING", "deliveries_waiting"]),
    "old deliveries": (tidying.DROP_SETTLED, ["SEARCH deliveries USING COVERING INDEX deliveries_settled"]),
    "old briefs": (tidying.OLD_BRIEFS, ["SEARCH b USING", "SEARCH d USING COVERING INDEX deliveries_brief"]),
}


@pytest.mark.parametrize("name", HOT)
async def test_hot_statements_use_an_index(scene: Scene, name: str) -> None:
    """Fault 40: an outbox of a million rows changes nothing."""
    statement, expected = HOT[name]

    steps = await plan(scene, statement)

    text = "\n".join(steps)
    assert [part for part in expected if part not in text] == [], text
    tables = "deliveries|d|briefs|b|i|sources|s|subscriptions|matches|m|chats|c|chat_sources|k"
    scanned = re.findall(rf"^SCAN ({tables})\b(?! USING)", text, re.MULTILINE)
    assert scanned == [], text


async def test_the_claim_does_not_sort_what_it_only_walks(scene: Scene) -> None:
    """One sort would look at all that is due: 40 times slower with 60,000 rows."""
    steps = await plan(scene, claims.DUE)

    walk = steps[: steps.index("SCAN ready")]
    assert [step for step in walk if "ORDER BY" in step] == []


@pytest.mark.parametrize("half", ["rest_of_topic", "later_topics"])
async def test_a_chunk_is_read_in_the_order_of_its_index(scene: Scene, half: str) -> None:
    """Each half stops at its limit, without looking at all subscribers to sort them."""
    steps = await plan(scene, planning.NEXT_SUBSCRIPTIONS)

    walk = steps[steps.index(f"CO-ROUTINE {half}") : steps.index(f"SCAN {half}")]
    assert "SEARCH s USING INDEX subscriptions_topic" in "\n".join(walk)
    assert [step for step in walk if "TEMP B-TREE" in step] == []


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(), min_size=1, max_size=CHUNK))
def test_spreading_keeps_the_values_and_has_few_lengths(values: list[int]) -> None:
    statement, parameters = spread(Sql("SELECT id FROM briefs WHERE id IN (:listed)"), values)

    assert set(parameters.values()) == set(values)
    assert statement.count(":listed") == len(parameters)
    assert len(parameters) & (len(parameters) - 1) == 0
    assert len(parameters) < 2 * len(values)


async def test_a_list_of_any_length_fits(scene: Scene) -> None:
    ids = await scene.news(*[a_brief(f"k{n}") for n in range(3)])
    database = SqliteDatabase(scene.path)
    await database.open()

    async def work(conn: Connection) -> list[Row]:
        return await fetch_listed(conn, Sql("SELECT id FROM briefs WHERE id IN (:listed)"), [*range(5000), *ids, *ids])

    rows = await database.read(work)
    await database.close()

    assert sorted(row["id"] for row in rows) == ids
    assert (
        await scene.storage.known_briefs(
            (await scene.storage.sources())[0].id, keys=[], openings=[], since=AT, of_each=8
        )
        == []
    )
