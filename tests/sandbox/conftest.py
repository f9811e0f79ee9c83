"""An open sandbox, and a real Bot API client that talks to it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox import TOKEN, Sandbox


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(now=clock)
    await sandbox.open()
    yield sandbox
    await sandbox.close()


@pytest.fixture
async def bot(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # the coming form; the other one warns
    request = HTTPXRequest(connection_pool_size=8, read_timeout=5)
    polls = HTTPXRequest(read_timeout=5)
    async with Bot(TOKEN, base_url=f"{sandbox.address}/bot", request=request, get_updates_request=polls) as bot:
        yield bot
