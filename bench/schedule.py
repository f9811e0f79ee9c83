"""Sources on schedule: what share of a core they cost, visited every ten minutes, by real HTTP from end to end.

A round visits sources that were read before: worker, fetcher, reading process and storage as they run; only the clock
is handed in, so that all are due at once. CPU seconds (ours and the reading process's, not the server's) a visit, times
the visits a second that so many sources need, is the share. Ten minutes is the worst case: a source that publishes
seldom is visited less, as the last table tells.
Run: python -m bench.schedule
"""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import psutil
from aiohttp.abc import AbstractResolver, ResolveResult

from bench.stand.table import print_table
from bot.ingest.cadence import Rhythm, next_visit_at
from bot.ingest.fetch import Fetcher
from bot.ingest.parsing import Parser
from bot.ingest.worker import Visitor
from storage import Storage, open_storage
from storage.model import Brief, SourceKind, Visit

DATA = Path(os.environ.get("BRIEFBOT_TEST_DATA", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))
EVERY = timedelta(minutes=10)
START = datetime(2026, 11, 3, 6, 0, tzinfo=UTC)
LATER = timedelta(hours=7)
"""Between rounds: longer than any pause of a source that is well, so that each round finds all due."""
MIX = ("known",) * 5 + ("same",) * 4 + ("fresh",)
"""Of ten visits five are answered by 304, four bring what is known, one brings news."""
AT_MOST = 1_000
"""Sources that are really visited in a round; of larger numbers the others lie in the database, known and not due."""
BRIEFS_EACH = 20
"""Of a source that only lies there."""


class Loopback(AbstractResolver):
    """Every name is this machine: so that each source has a host of its own."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """This machine."""
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing to close."""


class Round(NamedTuple):
    """What a round of visits cost: CPU seconds of this process and of the one that reads."""

    visits: int
    here: float
    reading: float

    def share(self, sources: int) -> float:
        """Of one core, when so many sources are visited every ten minutes."""
        return (self.here + self.reading) / self.visits * sources / EVERY.total_seconds()


class House:
    """A database, a network and a reading process; time passes from round to round."""

    def __init__(self, storage: Storage, fetcher: Fetcher, parser: Parser, server: subprocess.Popen[str]) -> None:
        self.storage = storage
        self._fetcher = fetcher
        self._parser = parser
        self._server = server.pid
        self._at = START

    async def round(self, visits: int) -> Round:
        """Let everything that is due be visited, `visits` sources in all."""
        stop, left = asyncio.Event(), visits

        def ended() -> float:
            nonlocal left
            left -= 1
            if not left:
                stop.set()
            return 0.0

        visitor = Visitor(
            self.storage, self._fetcher, self._parser, visit_every=EVERY, now=lambda: self._at, jitter=ended
        )
        before = self._cpu()
        async with asyncio.timeout(600):
            await visitor.run(stop)
        after = self._cpu()
        self._at += LATER
        failed = [source.last_error for source in await self.storage.sources() if source.failures]
        assert not failed, failed[0]
        return Round(visits, after[0] - before[0], after[1] - before[1])

    async def look(self, times: int) -> float:
        """CPU seconds of one look for what is due, when nothing is."""
        before = self._cpu()
        for _ in range(times):
            assert not await self.storage.claim_due_sources(START, lease_until=START, limit=32)
        return (self._cpu()[0] - before[0]) / times

    def _cpu(self) -> tuple[float, float]:
        def used(process: psutil.Process) -> float:
            times = process.cpu_times()
            return float(times.user + times.system)

        me = psutil.Process()
        reading = sum(used(child) for child in me.children(recursive=True) if child.pid != self._server)
        # The reading process is replaced now and then: those that have ended count as well.
        ended = me.cpu_times()
        return used(me), reading + ended.children_user + ended.children_system


@contextmanager
def feed_server() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server full of feeds, and its port."""
    command = [sys.executable, "-m", "bench.stand.feed_server", str(DATA / "feeds")]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield server, int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()


@asynccontextmanager
async def house(sources: int, kinds: tuple[str, ...]) -> AsyncIterator[House]:
    """A house where so many sources are known; those that are visited are of these kinds in turn."""
    with feed_server() as (server, port), tempfile.TemporaryDirectory() as folder:
        storage = await open_storage(f"sqlite://{folder}/briefs.db")
        try:
            async with Fetcher(allow_private_networks=True, resolver=Loopback()) as fetcher, Parser() as parser:
                for number in range(min(sources, AT_MOST)):
                    kind = kinds[number % len(kinds)]
                    await storage.add_source(f"http://s{number}.example:{port}/{kind}/{number}", now=START)
                for number in range(AT_MOST, sources):
                    await _lie_there(storage, number)
                yield House(storage, fetcher, parser, server)
        finally:
            await storage.close()


async def _lie_there(storage: Storage, number: int) -> None:
    source = await storage.add_source(f"http://still{number}.example/", now=START)
    text = "The harbour is closed today. " * 12
    briefs = [Brief(key=f"{number}-{n}", text=text, opening=f"{number}-{n}") for n in range(BRIEFS_EACH)]
    year = timedelta(days=365)
    visit = Visit(at=START, next_visit_at=START + year, kind=SourceKind.FEED, silent=tuple(briefs))
    await storage.store_visit(source.id, visit)


async def measure(sources: int, kinds: tuple[str, ...]) -> tuple[Round, float]:
    """The better of two rounds after the first visits, and what a look costs."""
    visited = min(sources, AT_MOST)
    async with house(sources, kinds) as here:
        await here.round(visited)
        rounds = [await here.round(visited) for _ in range(2)]
        return min(rounds, key=lambda each: each.here + each.reading), await here.look(200)


def in_a_day(gap: timedelta) -> int:
    """How often a source is visited in a day that publishes after each such gap."""
    published, at, visits = START, START, 0
    while at < START + 40 * timedelta(days=1):
        at = next_visit_at(at, visit_every=EVERY, rhythm=Rhythm(published, gap))
        published += gap * ((at - published) // gap)
        visits += 1
    return round(visits / 40)


async def main() -> None:
    """Print the tables."""
    rows = []
    for sources, kinds, name in (
        (500, ("known",), "304 each time"),
        (500, ("same",), "the same body each time"),
        (500, ("fresh",), "one new entry each time"),
        (100, MIX, "mixed"),
        (2_000, MIX, "mixed"),
        (20_000, MIX, "mixed"),
    ):
        cost, look = await measure(sources, kinds)
        per_visit = [1000 * each / cost.visits for each in (cost.here, cost.reading)]
        rows.append((
            name, f"{sources:,}", f"{per_visit[0]:.2f}", f"{per_visit[1]:.2f}", f"{look * 1000:.2f}",
            f"{cost.share(2_000):.1%}", f"{cost.share(sources):.1%}",
        ))  # fmt: skip
    columns = ("what a visit brings", "sources", "ms here", "ms reading", "ms a look", "core, 2,000", "core, so many")
    print_table("Sources visited every 10 minutes (CPU a visit; share of one core)", columns, rows)
    gaps = {"hour": 1, "half a day": 12, "day": 24, "week": 168, "month": 720}
    print_table(
        "Visits a day to a source that publishes every …",
        ("", "visits", "of every 10 minutes"),
        [
            (name, f"{in_a_day(timedelta(hours=hours))}", f"{in_a_day(timedelta(hours=hours)) / 144:.0%}")
            for name, hours in gaps.items()
        ],
    )


if __name__ == "__main__":
    asyncio.run(main())
