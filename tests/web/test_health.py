"""The health page says truly whether the bot can work, and nothing that is nobody's business."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.test_utils import unused_port

from bot.web.health import HealthPage
from bot.web.server import serve
from storage import Storage, open_storage
from tests.builders import AT, a_brief, a_visit


@asynccontextmanager
async def health_of(storage: Storage) -> AsyncIterator[str]:
    """The address of the page, served until the block ends."""
    port, stop = unused_port(), asyncio.Event()
    page = HealthPage(storage, now=lambda: AT)
    async with asyncio.TaskGroup() as serving:
        serving.create_task(serve(page.routes(), host="127.0.0.1", port=port, stop=stop))
        try:
            yield f"http://127.0.0.1:{port}/health"
        finally:
            stop.set()


async def ask(address: str) -> tuple[int, Any]:
    """Status and answer, as soon as the page is up."""
    async with aiohttp.ClientSession() as session:
        for _ in range(1000):
            try:
                async with session.get(address) as response:
                    return response.status, await response.json()
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0)
    raise AssertionError("the page never came up")


async def test_while_the_database_can_be_read_it_says_how_much_waits(tmp_path: Path) -> None:
    storage = await open_storage(f"sqlite:///{tmp_path}/briefbot.db")
    source = await storage.add_source("https://news.test/feed", now=AT)
    await storage.store_visit(source.id, a_visit(a_brief("harbour")))
    async with health_of(storage) as address:
        status, said = await ask(address)
    await storage.close()
    assert (status, said["status"], said["unplanned"], said["due"]) == (200, "ok", 1, 0)


async def test_without_the_database_it_is_not_well(tmp_path: Path) -> None:
    storage = await open_storage(f"sqlite:///{tmp_path}/briefbot.db")
    await storage.close()
    async with health_of(storage) as address:
        assert await ask(address) == (503, {"status": "database unavailable"})
