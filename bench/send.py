"""Outbox → Bot API → marked as sent: messages per CPU-second, ours beside python-telegram-bot as it comes.

Ours is the real thing: claim, write, pace (its limits lifted), send, record, on a SQLite file with full flushes. The
peer is a plain outbox around the library's own client: claim 32, send them side by side, mark them in one statement.
Both must deliver to every chat exactly once. Run: python -m bench.send [CHATS]
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiosqlite
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import HTTPXRequest

from bench.stand.servers import counts, fast_bot_api
from bench.stand.table import print_table
from bot import clock
from bot.chat.bot_api import BotApi
from bot.chat.sender import TelegramSender
from bot.dispatch.pace import Limits, Pace
from bot.dispatch.settlement import Settlement
from bot.dispatch.worker import Dispatcher
from storage import Storage, open_storage
from storage.model import NO_THREAD, Brief, ChatId, ChatKind, Visit

TOKEN = "1234567890:bench-bench-bench-bench-bench-bench"
IN_FLIGHT = 32
NO_LIMITS = Limits(per_second=1e9, private_every=0, private_burst=1)
TEXT = "Ships are back in the harbour after the storm, and so are the cranes. " * 6


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
        pace = Pace(NO_LIMITS)
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
            TelegramSender(api),
            pace,
            settlement,
            now=clock.now,
            monotonic=clock.monotonic,
            in_flight=IN_FLIGHT,
        )
        stop = asyncio.Event()
        begun = time.process_time()
        running = asyncio.ensure_future(dispatcher.run(stop))
        while not await is_done(storage):
            await clock.pause(stop, timedelta(milliseconds=100))
        used = time.process_time() - begun
        stop.set()
        await running
    await storage.close()
    return used


async def is_done(storage: Storage) -> bool:
    """Nothing is due or in flight."""
    backlog = await storage.backlog(clock.now())
    return backlog.due == backlog.sending == 0


async def stock(address: str, folder: Path, chats: int) -> float:
    """The same with the library's own client."""
    connection = await aiosqlite.connect(folder / "stock.db")
    await connection.execute("PRAGMA journal_mode=WAL")
    await connection.execute("PRAGMA synchronous=FULL")
    await connection.execute("CREATE TABLE outbox (id INTEGER PRIMARY KEY, chat_id INTEGER, text TEXT, state TEXT)")
    await connection.execute("CREATE INDEX waiting ON outbox (state, id)")
    rows = [(number, f"<b>Harbour</b>\n\n{TEXT}") for number in range(1, chats + 1)]
    await connection.executemany("INSERT INTO outbox (chat_id, text, state) VALUES (?, ?, 'owed')", rows)
    await connection.commit()
    bot = Bot(TOKEN, base_url=f"{address}/bot", request=HTTPXRequest(connection_pool_size=IN_FLIGHT))
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Read more", url="https://example.org/1")]])
    begun = time.process_time()
    async with bot:
        while True:
            query = "SELECT id, chat_id, text FROM outbox WHERE state = 'owed' ORDER BY id LIMIT ?"
            claimed = list(await connection.execute_fetchall(query, (IN_FLIGHT,)))
            if not claimed:
                break
            ids = [(row[0],) for row in claimed]
            await connection.executemany("UPDATE outbox SET state = 'sending' WHERE id = ?", ids)
            await connection.commit()
            await asyncio.gather(
                *(bot.send_message(row[1], row[2], parse_mode="HTML", reply_markup=keyboard) for row in claimed)
            )
            await connection.executemany("UPDATE outbox SET state = 'sent' WHERE id = ?", ids)
            await connection.commit()
    used = time.process_time() - begun
    await connection.close()
    return used


def measure(run: Callable[[str, Path, int], Coroutine[Any, Any, float]], address: str, chats: int) -> float:
    """Messages per CPU-second; every chat must have got its one."""
    counts(address)
    with tempfile.TemporaryDirectory() as folder:
        used = asyncio.run(run(address, Path(folder), chats))
    arrived = counts(address)
    assert arrived["sends"] == arrived["chats"] == chats, arrived
    return chats / used


def main() -> None:
    """Measure both twice, in turns, and print the better of each."""
    chats = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    best = {"briefbot": 0.0, "python-telegram-bot, as it comes": 0.0}
    with fast_bot_api() as address:
        for _ in range(2):
            for name, run in zip(best, (ours, stock), strict=True):
                best[name] = max(best[name], measure(run, address, chats))
    floor = best["python-telegram-bot, as it comes"]
    rows = [(name, f"{rate:,.0f}", f"{rate / floor:.1f}×") for name, rate in best.items()]
    print_table(
        f"outbox → Bot API → marked, {chats:,} chats, {os.cpu_count()} cores", ("", "messages/CPU-s", "ratio"), rows
    )


if __name__ == "__main__":
    main()
