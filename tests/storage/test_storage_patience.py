"""A crowd of visits that end at one moment keeps no person waiting, and comes through all the same."""

import asyncio
from collections.abc import Coroutine

import pytest

from storage import Storage
from storage.model import ChatId, ChatKind, SourceId
from tests.builders import AT, HOUR

CROWD = 30


@pytest.mark.parametrize("what", ["write", "read"])
async def test_a_person_waits_for_one_visit_at_most(storage: Storage, what: str) -> None:
    source = await storage.add_source("https://news.test/feed", now=AT)
    ended: list[str] = []

    async def visit() -> None:
        await (write_of_a_visit if what == "write" else read_of_a_visit)(storage, source.id)
        ended.append("visit")

    async def person() -> None:
        await of_a_person(storage, what)
        ended.append("person")

    async with asyncio.TaskGroup() as group:
        for _ in range(CROWD):
            group.create_task(visit())
        for _ in range(3):
            await asyncio.sleep(0)
        group.create_task(person())

    assert len(ended) == CROWD + 1
    assert ended.index("person") <= 2


async def write_of_a_visit(storage: Storage, source_id: SourceId) -> None:
    await storage.store_failure(source_id, error="timed out", at=AT, next_visit_at=AT + HOUR)


async def read_of_a_visit(storage: Storage, source_id: SourceId) -> None:
    await storage.known_briefs(source_id, keys={"a"}, openings=set(), since=AT, of_each=1)


def of_a_person(storage: Storage, what: str) -> Coroutine[None, None, object]:
    if what == "write":
        return storage.meet_chat(ChatId(1), ChatKind.PRIVATE, "Anna", now=AT)
    return storage.sources()
