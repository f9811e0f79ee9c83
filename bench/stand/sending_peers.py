"""Outboxes around other people's clients, as one would write them: claim 32, send them side by side, mark them in one.

Each runs in a process of its own, which prints the CPU seconds from the second message to the last (the first one warms
it up, as it does ours). Run: python -m bench.stand.sending_peers PEER ADDRESS CHATS
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

TOKEN = "1234567890:bench-bench-bench-bench-bench-bench"
IN_FLIGHT = 32
TEXT = "Ships are back in the harbour after the storm, and so are the cranes. " * 6
LINK = ("Read more", "https://example.org/1")

Send = Callable[[int, str], Awaitable[object]]
DUE = "SELECT id, chat_id, text FROM outbox WHERE state = 'owed' ORDER BY id LIMIT ?"


async def outbox(folder: Path, chats: int) -> aiosqlite.Connection:
    """A table of messages that are owed."""
    connection = await aiosqlite.connect(folder / "peer.db")
    await connection.execute("PRAGMA journal_mode=WAL")
    await connection.execute("PRAGMA synchronous=FULL")
    await connection.execute("CREATE TABLE outbox (id INTEGER PRIMARY KEY, chat_id INTEGER, text TEXT, state TEXT)")
    await connection.execute("CREATE INDEX waiting ON outbox (state, id)")
    rows = [(number, f"<b>Harbour</b>\n\n{TEXT}") for number in range(1, chats + 1)]
    await connection.executemany("INSERT INTO outbox (chat_id, text, state) VALUES (?, ?, 'owed')", rows)
    await connection.commit()
    return connection


async def portion(connection: aiosqlite.Connection, send: Send, size: int) -> int:
    """Claim, send, mark; how many that were."""
    claimed = list(await connection.execute_fetchall(DUE, (size,)))
    ids = [(row[0],) for row in claimed]
    await connection.executemany("UPDATE outbox SET state = 'sending' WHERE id = ?", ids)
    await connection.commit()
    await asyncio.gather(*(send(row[1], row[2]) for row in claimed))
    await connection.executemany("UPDATE outbox SET state = 'sent' WHERE id = ?", ids)
    await connection.commit()
    return len(claimed)


@asynccontextmanager
async def stock(address: str, limiter: Any = None) -> AsyncIterator[Send]:  # noqa: ANN401  # a type of the library
    """python-telegram-bot as it comes."""
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup
    from telegram.ext import ExtBot
    from telegram.request import HTTPXRequest

    request = HTTPXRequest(connection_pool_size=IN_FLIGHT)
    bot = ExtBot(TOKEN, base_url=f"{address}/bot", request=request, rate_limiter=limiter)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(LINK[0], url=LINK[1])]])
    async with bot:
        yield lambda chat, text: bot.send_message(chat, text, parse_mode="HTML", reply_markup=keyboard)


def limited(address: str) -> AbstractAsyncContextManager[Send]:
    """The same with its rate limiter, whose limits are lifted."""
    from telegram.ext import AIORateLimiter

    limiter = AIORateLimiter(overall_max_rate=1e9, group_max_rate=1e9)
    return stock(address, limiter)


@asynccontextmanager
async def aiogram(address: str) -> AsyncIterator[Send]:
    """The third aiogram as it comes."""
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=LINK[0], url=LINK[1])]])
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with Bot(TOKEN, session=session) as bot:
        yield lambda chat, text: bot.send_message(chat, text, parse_mode="HTML", reply_markup=keyboard)


PEERS = {"stock": stock, "limited": limited, "aiogram": aiogram}


async def run(peer: str, address: str, chats: int) -> float:
    """CPU seconds to deliver to every chat but the first."""
    with tempfile.TemporaryDirectory() as folder:
        connection = await outbox(Path(folder), chats)
        async with PEERS[peer](address) as send:
            await portion(connection, send, 1)
            begun = time.process_time()
            while await portion(connection, send, IN_FLIGHT):
                pass
            used = time.process_time() - begun
        await connection.close()
    return used


if __name__ == "__main__":
    print(asyncio.run(run(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
