"""A bad day: every address of the hostile site is a source, and people notice nothing of it (faults 65 to 79)."""

import asyncio
import re
import sys
from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot import clock
from bot.ingest.fetch import Fetcher
from bot.ingest.parsing import Parser
from bot.ingest.worker import Visitor
from bot.sandbox import TOKEN
from storage import Storage
from storage.model import Source, SourceState
from tests.hostile import answers, deceits, heaps
from tests.hostile.answers import Trap
from tests.hostile.deceits import NASTY
from tests.hostile.site import standing_site
from tests.newsroom import Newsroom, open_newsroom

TRAPS = (*answers.TRAPS, *heaps.BOMBS, *heaps.ALIKE, *deceits.DECEITS, *deceits.NEWS)
"""All but the heaps, each of which keeps the reader for seconds: `bench/hostile.py` has them too."""

HEALTHY = 5
HOSTS = len(TRAPS) if sys.platform == "linux" else 0
"""Other systems have one loopback address: there all traps are at one host, and are visited a few at a time."""

A_MOMENT = timedelta(milliseconds=200)
PATIENCE = 150.0
MOST_GROWTH = 200
"""Megabytes; far more than is needed, far less than a bomb has."""


def resident() -> int:
    """Megabytes of memory that this process has; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0


async def add(storage: Storage, site: str) -> dict[str, Trap]:
    """The traps as sources, by their addresses, and healthy sources beside them."""
    host, _, port = site.rpartition(":")
    hosts = [f"http://127.1.0.{number}" if HOSTS else host for number in range(1, len(TRAPS) + 1)]
    traps = {f"{host}:{port}/{trap.name}": trap for host, trap in zip(hosts, TRAPS, strict=True)}
    for address in (*traps, *(f"{site}/healthy/{number}" for number in range(HEALTHY))):
        await storage.add_source(address, now=clock.now())
    return traps


def is_right(source: Source, trap: Trap | None, briefs: int) -> bool:
    """Whether a source ended as it must."""
    if trap is None:
        return source.last_error is None and briefs > 1
    if trap.briefs is not None and briefs != trap.briefs:
        return False
    if trap.name == "410":
        return source.state is SourceState.GONE
    if source.last_error is None and source.visited_at is None:
        return False
    return re.search(trap.ends or "^$", source.last_error or "") is not None


async def wrong(storage: Storage, traps: dict[str, Trap]) -> list[str]:
    """The sources that have not (yet) ended as they must, and how they are."""
    briefs = Counter(stored.source_id for stored in await storage.newest_briefs(limit=100_000))
    return [
        f"{source.address}: {source.last_error}, {briefs[source.id]} briefs"
        for source in await storage.sources()
        if not is_right(source, traps.get(source.address), briefs[source.id])
    ]


def has_told_more_than(room: Newsroom, count: int) -> bool:
    """Whether somebody got an answer."""
    return len(room.told("bob")) > count


async def until_all_are_right(room: Newsroom, traps: dict[str, Trap]) -> list[str]:
    """Wait, and talk to the bot meanwhile; what is still wrong when patience ends."""
    never, began = asyncio.Event(), clock.monotonic()
    while (left := await wrong(room.storage, traps)) and clock.monotonic() - began < PATIENCE:
        is_answered = partial(has_told_more_than, room, len(room.told("bob")))
        room.sandbox.say("bob", "/topics")
        assert await room.sandbox.until(is_answered, within=20)
        await clock.pause(never, A_MOMENT)
    return left


async def test_a_hostile_site_harms_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    stop = asyncio.Event()
    with standing_site(HOSTS) as site:
        async with (
            open_newsroom(tmp_path) as room,
            Fetcher(allow_private_networks=True, seconds=4) as fetcher,
            Parser() as parser,
            asyncio.TaskGroup() as group,
        ):
            await room.say("anna", "/follow harbour")
            traps = await add(room.storage, site)
            before = resident()
            visitor = Visitor(room.storage, fetcher, parser, visit_every=timedelta(seconds=1), now=clock.now)
            group.create_task(visitor.run(stop))
            left = await until_all_are_right(room, traps)
            stop.set()
            growth = resident() - before
        assert left == []
        told = "\n".join(room.told("anna"))
        markup = [delivery.text for delivery in room.sandbox.deliveries]
    numbers = ("one", "two", "three", "five", "six", "seven", "eight")
    assert [number for number in numbers if number in told] == [*numbers]
    assert len(numbers) == len(NASTY) - 1
    assert not [text for text in markup if re.search(r"[\u202e\u0000\ufffe]|&lt;|&amp;amp;", text)]
    assert TOKEN not in caplog.text
    assert growth < MOST_GROWTH
