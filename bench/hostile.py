"""A bad day beside a quiet one: how late the event loop is, how soon people are answered, how much memory it takes.

Both days the whole bot visits twenty honest feeds every second, while two people send commands. On the bad day every
address of the hostile site (tests/hostile) is a source as well, each at a host of its own (which only Linux has by
itself). "busy" is the longest time that the loop's own thread worked without a pause: unlike "late" it is free of what
else the machine does. Run: python -m bench.hostile [SECONDS]
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from statistics import quantiles

import psutil

from bench.stand.table import print_table
from bot import clock
from bot.sandbox import TOKEN, NoLimits, Sandbox
from storage import open_storage
from tests.hostile.site import TRAPS, standing_site, visits

SECONDS = 60.0
HEALTHY = 20
SETTLED = 8.0
"""Seconds after which a bot that was just started has loaded what it needs: what comes later is growth."""
PEOPLE = ("anna", "bob")
COMMANDS = ("/topics", "/latest harbour", "/latest", "/help", "/sources")
MEGABYTE = 2**20


@dataclass
class Day:
    """What was measured on one day."""

    late: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    settled: float = 0.0
    most: float = 0.0
    most_reading: float = 0.0
    readers: set[int] = field(default_factory=set)
    visited: float = 0.0


async def ask(sandbox: Sandbox, day: Day, until: float) -> None:
    """People send commands, one by one, and each waits for the answer."""
    for person, command in zip(cycle(PEOPLE), cycle(COMMANDS), strict=False):
        if time.perf_counter() > until:
            return
        is_answered = partial(has_more_than, sandbox, len(sandbox.deliveries))
        began = time.perf_counter()
        sandbox.say(person, command)
        if not await sandbox.until(is_answered, within=30):
            raise SystemExit(f"nobody answered {command}")
        day.answers.append(time.perf_counter() - began)
        await asyncio.sleep(0.6)


def has_more_than(sandbox: Sandbox, count: int) -> bool:
    return len(sandbox.deliveries) > count


async def weigh(pid: int, day: Day, until: float) -> None:
    """The bot's memory, and its readers', as they change."""
    began = time.perf_counter()
    bot = psutil.Process(pid)
    while time.perf_counter() < until:
        weight = bot.memory_info().rss / MEGABYTE
        if time.perf_counter() - began < SETTLED:
            day.settled = max(day.settled, weight)
        day.most = max(day.most, weight)
        for child in bot.children(recursive=True):
            try:
                weight, command = child.memory_info().rss / MEGABYTE, child.cmdline()
            except psutil.Error:  # it was killed meanwhile
                continue
            if any("spawn_main" in word for word in command):
                day.most_reading = max(day.most_reading, weight)
                day.readers.add(child.pid)
        await asyncio.sleep(0.05)


async def add(folder: str, sources: list[str]) -> None:
    """As an operator does beside a running bot."""
    storage = await open_storage(f"sqlite:///{folder}/briefbot.db")
    for address in sources:
        await storage.add_source(address, now=clock.now())
    await storage.close()


def healthy_visits(site: str) -> int:
    return sum(count for path, count in visits(site).items() if path.startswith("/healthy/"))


async def live(site: str, sources: list[str], seconds: float) -> Day:
    """One day of the bot with these sources; the hostile ones join when it has settled."""
    day, sandbox = Day(), Sandbox(limits=NoLimits(time.monotonic))
    await sandbox.open()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "BRIEFBOT_TOKEN": TOKEN,
            "BRIEFBOT_API_URL": sandbox.address,
            "BRIEFBOT_DATA": folder,
            "BRIEFBOT_SOURCES": ",".join(f"{site}/healthy/{number}" for number in range(HEALTHY)),
            "BRIEFBOT_VISIT_EVERY": "1s",
            "BRIEFBOT_ALLOW_PRIVATE_NETWORKS": "true",
        }
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.stand.probed_bot"),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert await sandbox.until(lambda: sandbox.polling, within=30), "it never polled"
        sandbox.say("anna", "/follow eight")
        end = time.perf_counter() + SETTLED + seconds
        measuring = asyncio.gather(weigh(bot.pid, day, end), ask(sandbox, day, end))
        await asyncio.sleep(SETTLED)
        before = healthy_visits(site)
        await add(folder, sources)
        await measuring
        day.visited = (healthy_visits(site) - before) / HEALTHY / seconds
        bot.terminate()
        told, _ = await bot.communicate()
        day.late, day.busy = json.loads(told)
    await sandbox.close()
    return day


def row(name: str, day: Day) -> tuple[str, ...]:
    late = [1000 * part for part in quantiles(day.late, n=100)]
    answers = quantiles(day.answers, n=20)
    return (
        name,
        *(f"{value:.1f} ms" for value in (late[49], late[98], 1000 * max(day.late), 1000 * max(day.busy))),
        *(f"{value:.2f} s" for value in (answers[9], max(day.answers))),
        f"{day.most - day.settled:+.0f} MB",
        f"{day.most_reading:.0f} MB",
        str(len(day.readers)),
        f"{day.visited:.2f}",
    )


async def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    rows = []
    for name, traps in (("a quiet day", ()), ("a bad day", TRAPS)):
        with standing_site(len(traps)) as site:
            port = site.rpartition(":")[2]
            sources = [f"http://127.1.0.{number}:{port}/{trap.name}" for number, trap in enumerate(traps, 1)]
            rows.append(row(name, await live(site, sources, seconds)))
    loop = ("loop late p50", "p99", "max", "busy max")
    others = ("answer p50", "max", "growth", "reader", "readers", "visits/s")
    print_table(
        f"{len(TRAPS)} hostile sources beside {HEALTHY} honest ones, {seconds:.0f} s", ("", *loop, *others), rows
    )


if __name__ == "__main__":
    asyncio.run(main())
