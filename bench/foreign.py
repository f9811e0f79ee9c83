"""Pushes to a Bot API server that is not ours, through a strict doorkeeper that counts and causes accidents.

The server is telegram-test-api from npm, started beside this:

    npm install telegram-test-api
    node -e 'new (require("telegram-test-api"))({port: 9000, storeTimeout: 6000}).start()'
    python -m bench.foreign http://127.0.0.1:9000 [CHATS [BRIEFS]]

The real command serves the chats. Counted: what arrived at the foreign server, what the doorkeeper saw of Telegram's
limits, and whether the token stands in the log.
"""

import asyncio
import os
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bench.stand.strict_door import StrictDoor
from bench.stand.table import print_table
from bot import clock
from bot.dispatch.hours import due_at
from storage import Storage, open_storage
from storage.model import NO_THREAD, ChatId, ChatKind
from tests.builders import DAY, a_brief, a_visit

TOKEN = "1234567890:foreign-foreign-foreign-foreign-fore"  # it opens nothing
FIRST_CHAT = 7_000_000_001
ACCIDENTS_IN_A_HUNDRED = 3.0
_BRIEF = re.compile(r"matter(\d+)")


async def serve(folder: Path, server: str, chats: int, briefs: int) -> bool:
    """Tell every chat of every brief; print what was counted; whether the promises were kept."""
    door = StrictDoor(server, percent=ACCIDENTS_IN_A_HUNDRED, seed=59)
    address = await door.open()
    storage = await open_storage(f"sqlite:///{folder}/briefbot.db", timing=due_at)
    began = time.monotonic()
    try:
        await follow(storage, chats)
        log = await run_through(storage, folder, address, briefs)
        arrived = await arrivals(server)
    finally:
        await storage.close()
        await door.close()
    seen = door.record
    lost = [(chat, brief) for chat in _chats(chats) for brief in range(briefs) if not arrived[chat, brief]]
    silent = [chat for chat, _ in lost if seen.unanswered[chat] < 2]
    repeats = sum(count - 1 for count in arrived.values())
    rows = [
        ("told, chat by chat", f"{len(arrived):,}", f"{chats * briefs:,}"),
        ("lost", f"{len(silent):,}", "0"),
        ("given up: twice without an answer", f"{len(lost) - len(silent):,}", "said so"),
        ("repeats", f"{repeats:,}", f"≤ {seen.accidents['lost after']:,}"),
        ("sends in the busiest second", f"{seen.busiest_second:,}", "≤ 31"),
        ("sends to a chat within a second", f"{seen.too_soon:,}", "0"),
        ("sends to a chat in its freeze", f"{seen.in_a_freeze:,}", "0"),
        ("the token in the log", f"{log.count(TOKEN.partition(':')[2].encode()):,}", "0"),
    ]
    accidents = ", ".join(f"{count} {name}" for name, count in sorted(seen.accidents.items()))
    title = f"{chats:,} chats, {briefs} briefs, {time.monotonic() - began:.0f} s; accidents: {accidents}"
    print_table(title, ("", "counted", "promised"), rows)
    is_secret = TOKEN.partition(":")[2].encode() not in log
    keeps_limits = seen.busiest_second <= 31 and not seen.too_soon and not seen.in_a_freeze
    return not silent and repeats <= seen.accidents["lost after"] and keeps_limits and is_secret


async def follow(storage: Storage, chats: int) -> None:
    """So many private chats follow what will be published."""
    now = clock.now() - DAY
    topic = await storage.remember_topic("council", now=now)
    for chat in _chats(chats):
        await storage.meet_chat(ChatId(chat), ChatKind.PRIVATE, "A reader", now=now)
        await storage.follow(ChatId(chat), NO_THREAD, topic.id, words="council", now=now)


async def run_through(storage: Storage, folder: Path, address: str, briefs: int) -> bytes:
    """Publish, start the bot, wait until nothing is owed, stop it; its log."""
    now = clock.now()
    source = await storage.add_source("https://news.test/feed", now=now - DAY)
    news = [a_brief(f"matter{number}", text="The council has decided. " * 60) for number in range(briefs)]
    await storage.store_visit(source.id, a_visit(*news, at=now, next_visit_at=now + DAY))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFBOT_")} | {
        "BRIEFBOT_TOKEN": TOKEN,
        "BRIEFBOT_API_URL": address,
        "BRIEFBOT_DATA": str(folder),
        "BRIEFBOT_RESEND_AFTER": "3s",
        "BRIEFBOT_LOG_LEVEL": "DEBUG",
    }
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--role", "dispatch", cwd=folder, env=environment, stderr=log
        )
        never = asyncio.Event()
        while True:
            await clock.pause(never, timedelta(seconds=1))
            backlog = await storage.backlog(clock.now() + 100 * DAY)
            if not (backlog.unplanned or backlog.due or backlog.later or backlog.sending):
                break
        process.send_signal(signal.SIGTERM)
        await process.wait()
    return (folder / "log").read_bytes()


async def arrivals(server: str) -> Counter[tuple[int, int]]:
    """How often each chat was told of each brief, by the foreign server's own record."""
    async with (
        aiohttp.ClientSession() as client,
        client.post(f"{server}/getUpdatesHistory", json={"token": TOKEN}) as answer,
    ):
        told: list[dict[str, Any]] = (await answer.json())["result"]
    return Counter(
        (int(one["message"]["chat_id"]), int(number))
        for one in told
        for number in dict.fromkeys(_BRIEF.findall(one["message"]["text"]))
    )


def _chats(count: int) -> range:
    return range(FIRST_CHAT, FIRST_CHAT + count)


def main() -> None:
    """Serve, count, print; exit 1 where a promise is broken."""
    if len(sys.argv) < 2:
        print("no server was named: see the top of bench/foreign.py")
        return
    chats, briefs = (*map(int, sys.argv[2:]), *(1000, 1)[len(sys.argv) - 2 :])
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(0 if asyncio.run(serve(Path(folder), sys.argv[1], chats, briefs)) else 1)


if __name__ == "__main__":
    main()
