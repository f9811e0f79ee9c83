"""A day in the life: the real command, a live feed, a chat that reads it, and a process killed in the middle."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web

from bot.sandbox import TOKEN, Fault, Sandbox
from tests.ingest.servers import serving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a word of POSIX")


class Feed:
    """A feed that grows while it is read."""

    def __init__(self) -> None:
        self.titles: list[str] = ["An old one about the harbour"]

    def publish(self, *titles: str) -> None:
        """The newest stands first, as in feeds."""
        self.titles[:0] = reversed(titles)

    async def answer(self, _request: web.BaseRequest) -> web.Response:
        """The feed as it is now."""
        items = "".join(
            f"<item><guid>{title}</guid><title>{title}</title><description>About {title}.</description>"
            f"<link>https://news.test/{number}</link></item>"
            for number, title in enumerate(self.titles)
        )
        body = f'<rss version="2.0"><channel><title>Harbour News</title>{items}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml")


class Process:
    """`briefbot run` as an operator starts it."""

    def __init__(self, folder: Path, sandbox: Sandbox, feed: str) -> None:
        self._folder = folder
        self._sandbox = sandbox
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFBOT_")} | {
            "BRIEFBOT_TOKEN": TOKEN,
            "BRIEFBOT_API_URL": sandbox.address,
            "BRIEFBOT_DATA": str(folder),
            "BRIEFBOT_SOURCES": f"{feed}/feed.xml",
            "BRIEFBOT_VISIT_EVERY": "1s",
            "BRIEFBOT_RESEND_AFTER": "1s",
            "BRIEFBOT_ALLOW_PRIVATE_NETWORKS": "true",
        }
        self.log = b""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """Started, and polling for updates; killed at the end if it still runs."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=self._folder, env=self._environment,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert await self._sandbox.until(lambda: self._sandbox.polling, within=20), "it never polled"
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            self.log += (await process.communicate())[1]


def received(sandbox: Sandbox, title: str) -> int:
    """How often a message about `title` really arrived."""
    return sum(f"About {title}." in delivery.text for delivery in sandbox.deliveries)


def has_received(sandbox: Sandbox, title: str) -> bool:
    """Whether a message about `title` arrived at all."""
    return received(sandbox, title) > 0


async def test_killed_in_the_middle_everything_owed_arrives_and_nothing_more_often_than_promised(
    tmp_path: Path,
) -> None:
    """Faults 32, 33 (its end) and 43."""
    feed, sandbox = Feed(), Sandbox()
    await sandbox.open()
    try:
        async with serving(feed.answer) as address:
            bot = Process(tmp_path, sandbox, address)
            async with bot.running() as process:
                sandbox.say("anna", "/follow harbour")
                assert await sandbox.until(lambda: len(sandbox.deliveries) == 1)
                assert await sandbox.until(lambda: sandbox.updates_waiting == 0)
                feed.publish("harbour one")
                assert await sandbox.until(lambda: received(sandbox, "harbour one") == 1, within=20)
                # The next message arrives, but its answer is still on the way when the process dies.
                sandbox.faults.add(Fault.hang(30, method="sendMessage"))
                feed.publish("harbour two", "harbour three")
                assert await sandbox.until(lambda: received(sandbox, "harbour two") == 1, within=20)
                process.send_signal(signal.SIGKILL)
                await process.wait()
            feed.publish("harbour four")
            async with bot.running() as process:
                for number in ("two", "three", "four"):
                    assert await sandbox.until(partial(has_received, sandbox, f"harbour {number}"), within=20)
                sandbox.say("anna", "/topics")
                assert await sandbox.until(lambda: any("You follow 1 topic" in d.text for d in sandbox.deliveries))
                process.send_signal(signal.SIGTERM)
                assert await asyncio.wait_for(process.wait(), 20) == 0
            async with bot.running() as process:
                feed.publish("harbour five")
                assert await sandbox.until(lambda: received(sandbox, "harbour five") == 1, within=20)
    finally:
        await sandbox.close()
    assert received(sandbox, "An old one about the harbour") == 0
    assert [received(sandbox, f"harbour {n}") for n in ("one", "four", "five")] == [1, 1, 1]
    assert received(sandbox, "harbour two") <= 2
    assert received(sandbox, "harbour three") <= 2
    assert TOKEN.encode() not in bot.log
    assert TOKEN.partition(":")[2].encode() not in bot.log
