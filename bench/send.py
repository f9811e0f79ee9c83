"""Outbox → Bot API → marked as sent: messages per CPU-second, ours beside python-telegram-bot as it comes.

Ours is the real thing: claim, write, pace (its limits lifted), send, record, on a SQLite file with full flushes. The
peers are plain outboxes around the libraries' own clients (stand/sending_peers.py). Each is warm when its clock starts:
it has sent one message. All must deliver to every chat exactly once. Run: python -m bench.send [CHATS]
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from bench.stand.sending_peers import TEXT, TOKEN
from bench.stand.servers import counts, fast_bot_api
from bench.stand.table import print_table
from bot import clock
from bot.chat.bot_api import BotApi
from bot.chat.sender import TelegramSender
from bot.dispatch.outcomes import Outcome, Sender
from bot.dispatch.pace import Limits, Pace
from bot.dispatch.settlement import Settlement
from bot.dispatch.worker import Dispatcher
from bot.messages.message import Message
from storage import Storage, open_storage
from storage.model import NO_THREAD, Brief, ChatId, ChatKind, ThreadId, Visit

ROUNDS = 2
NO_LIMITS = Limits(per_second=1e9, private_every=0, private_burst=1)


class Watched:
    """A sender that says when its first and last message arrived: asking storage would cost what is measured."""

    def __init__(self, sender: Sender, messages: int) -> None:
        self._sender = sender
        self._left = messages
        self.first, self.last = asyncio.Event(), asyncio.Event()

    async def send(self, chat_id: ChatId, thread_id: ThreadId, message: Message) -> Outcome:
        """As the sender."""
        outcome = await self._sender.send(chat_id, thread_id, message)
        self._left -= 1
        self.first.set()
        if not self._left:
            self.last.set()
        return outcome


async def owed_to(chats: int, folder: Path) -> Storage:
    """A database in which one brief is owed to so many chats."""
    storage = await open_storage(f"sqlite:///{folder}/ours.db")
    now = clock.now()
    topic = await storage.remember_topic("harbour", now=now)
    for number in range(1, chats + 1):
        await storage.meet_chat(ChatId(number), ChatKind.PRIVATE, "A", now=now)
        await storage.follow(ChatId(number), NO_THREAD, topic.id, words="harbour", now=now)
    source = await storage.add_source("https://example.org/feed", now=now)
    brief = Brief(key="1", title="Harbour", text=TEXT, url="https://example.org/1")
    visit = Visit(at=clock.now(), next_visit_at=now + timedelta(hours=1), title="Port", news=(brief,))
    (brief_id,) = await storage.store_visit(source.id, visit)
    await storage.begin_plan(brief_id, [topic.id], story_id=brief_id)
    while not (await storage.plan_chunk(brief_id, now=clock.now(), limit=1000)).done:
        pass
    return storage


async def ours(address: str, folder: Path, chats: int) -> float:
    """CPU seconds to deliver one brief to every chat."""
    storage = await owed_to(chats, folder)
    async with BotApi(TOKEN, address) as api:
        pace, sender = Pace(NO_LIMITS), Watched(TelegramSender(api), chats)
        settlement = Settlement(
            storage,
            pace,
            resend_after=timedelta(minutes=1),
            fresh_for=timedelta(days=1),
            now=clock.now,
            monotonic=clock.monotonic,
        )
        dispatcher = Dispatcher(
            storage,
            sender,
            pace,
            settlement,
            now=clock.now,
            monotonic=clock.monotonic,
        )
        stop = asyncio.Event()
        running = asyncio.ensure_future(dispatcher.run(stop))
        await sender.first.wait()
        begun = time.process_time()
        await sender.last.wait()
        while not await is_done(storage):
            await clock.pause(stop, timedelta(milliseconds=1))
        used = time.process_time() - begun
        stop.set()
        await running
    await storage.close()
    return used


async def is_done(storage: Storage) -> bool:
    """Nothing is due or in flight."""
    backlog = await storage.backlog(clock.now())
    return backlog.due == backlog.sending == 0


def peer(name: str, *packages: str) -> Callable[[str, int], float | None]:
    """One of the peers, in a process of its own; None: it needs packages beside ours, and so uv."""

    def run(address: str, chats: int) -> float | None:
        python = [sys.executable]
        if packages:
            if shutil.which("uv") is None:
                return None
            wanted = [part for package in packages for part in ("--with", package)]
            python = [
                "uv",
                "run",
                "--quiet",
                "--no-project",
                "--isolated",
                "--python",
                sys.executable,
                *wanted,
                "python",
            ]
        command = [*python, "-m", "bench.stand.sending_peers", name, address, str(chats)]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    return run


def briefbot(address: str, chats: int) -> float:
    """Ours, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(ours(address, Path(folder), chats))


def measure(run: Callable[[str, int], float | None], address: str, chats: int) -> float | None:
    """Messages per CPU-second; every chat must have got its one. None: it could not run here."""
    counts(address)
    used = run(address, chats)
    if used is None:
        return None
    arrived = counts(address)
    assert arrived["sends"] == arrived["chats"] == chats, arrived
    return (chats - 1) / used


def main() -> None:
    """Measure each as often as it takes to believe it, in turns, and print the best."""
    chats = int(sys.argv[1]) if len(sys.argv) > 1 else 6000
    library = f"python-telegram-bot=={version('python-telegram-bot')}"
    sql = f"aiosqlite=={version('aiosqlite')}"
    runs = {
        "briefbot": (briefbot, chats),
        "python-telegram-bot, as it comes": (peer("stock"), chats // 3),
        "the same with AIORateLimiter": (peer("limited", library, "aiolimiter", sql), chats // 3),
        "aiogram 3": (peer("aiogram", "aiogram>=3.20,<4", sql), chats),
    }
    best: dict[str, float] = {}
    with fast_bot_api() as address:
        for _ in range(ROUNDS):
            for name, (run, number) in runs.items():
                rate = measure(run, address, number)
                best[name] = max(best.get(name, 0.0), rate or 0.0)
    floor = best["python-telegram-bot, as it comes"]
    rows = [
        (name, f"{rate:,.0f}", f"{rate / floor:.1f}×") if rate else (name, "needs uv", "")
        for name, rate in best.items()
    ]
    print_table(
        f"outbox → Bot API → marked, {chats:,} chats, {os.cpu_count()} cores", ("", "messages/CPU-s", "ratio"), rows
    )


if __name__ == "__main__":
    main()
