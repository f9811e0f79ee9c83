"""A bot that is killed again and again while it serves many chats, and what the chats saw of it."""

import asyncio
import os
import random
import re
import signal
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bot import clock
from bot.dispatch.hours import due_at
from bot.sandbox import TOKEN, Delivery, Sandbox
from storage import Storage, open_storage
from storage.model import NO_THREAD, ChatId, ChatKind
from tests.builders import DAY, a_brief, a_visit

LIFE = 25
"""At most so many messages are sent between two kills; some lives end before the first."""

_BRIEF = re.compile(r"matter(\d+)")


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted. A repeat: a message that tells a chat of a brief it was told of before."""

    kills: int
    owed: int
    told: int
    messages: int
    repeats: int
    out_of_order: int
    unsettled: int


class Doomed:
    """`briefbot run --role dispatch` on a real database, before a sandbox with Telegram's limits."""

    def __init__(self, folder: Path, sandbox: Sandbox, storage: Storage, dice: random.Random) -> None:
        self._folder = folder
        self._sandbox = sandbox
        self._storage = storage
        self._dice = dice
        self._chats: list[ChatId] = []
        self._briefs = 0
        self._told: set[tuple[int, int]] = set()
        self._seen = 0

    async def serve(self, chats: int) -> None:
        """So many people follow what will be published."""
        now = clock.now() - DAY
        topic = await self._storage.remember_topic("council", now=now)
        for number in range(chats):
            self._sandbox.say(f"reader {number}", "/start")
            chat_id = ChatId(self._sandbox.meet(f"reader {number}"))
            await self._storage.meet_chat(chat_id, ChatKind.PRIVATE, "A reader", now=now)
            await self._storage.follow(chat_id, NO_THREAD, topic.id, words="council", now=now)
            self._chats.append(chat_id)

    @property
    def untold(self) -> int:
        """How many briefs are still owed, chat by chat."""
        for one in self._sandbox.deliveries[self._seen :]:
            self._told.update((one.chat_id, number) for number in _numbers(one))
        self._seen = len(self._sandbox.deliveries)
        return len(self._chats) * self._briefs - len(self._told)

    async def publish(self) -> None:
        """One brief more, which the next life plans and sends."""
        self._briefs += 1
        now = clock.now()
        source = await self._storage.add_source("https://news.test/feed", now=now - DAY)
        brief = a_brief(f"matter{self._briefs}")
        await self._storage.store_visit(source.id, a_visit(brief, at=now, next_visit_at=now + DAY))

    async def live_and_die(self) -> None:
        """Started, and killed after some messages: in the middle of whatever it was doing."""
        last = len(self._sandbox.deliveries) + self._dice.randint(0, LIFE)
        async with self._running() as process:
            await self._sandbox.until(lambda: len(self._sandbox.deliveries) >= last, within=20)
            try:
                await asyncio.wait_for(process.wait(), timeout=self._dice.random() * 0.05)
            except TimeoutError:
                process.send_signal(signal.SIGKILL)
            assert await process.wait() == -signal.SIGKILL, "it ended by itself"

    async def live_on(self) -> None:
        """Started, and ended in good order when everybody was told of everything, or when nothing comes for long."""
        before = -1
        async with self._running() as process:
            while self.untold and self.untold != before:
                before = self.untold
                await self._sandbox.until(lambda: not self.untold, within=10)
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 20) == 0

    async def tally(self, kills: int) -> Tally:
        """What came of it."""
        by_chat: defaultdict[int, list[Delivery]] = defaultdict(list)
        for one in self._sandbox.deliveries:
            by_chat[one.chat_id].append(one)
        counts = [_count(by_chat[chat]) for chat in self._chats]
        backlog = await self._storage.backlog(clock.now() + 100 * DAY)
        return Tally(
            kills=kills,
            owed=len(self._chats) * self._briefs,
            told=sum(told for told, _, _ in counts),
            messages=len(self._sandbox.deliveries),
            repeats=sum(repeats for _, repeats, _ in counts),
            out_of_order=sum(disorder for _, _, disorder in counts),
            unsettled=backlog.due + backlog.later + backlog.sending + backlog.held,
        )

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFBOT_")} | {
            "BRIEFBOT_TOKEN": TOKEN,
            "BRIEFBOT_API_URL": self._sandbox.address,
            "BRIEFBOT_DATA": str(self._folder),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--role", "dispatch", cwd=self._folder, env=environment,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def kill_again_and_again(folder: Path, *, chats: int, kills: int, seed: int) -> Tally:
    """So many kills while so many chats are served, a new brief whenever few are owed; then one life in peace."""
    sandbox = Sandbox()
    await sandbox.open()
    storage = await open_storage(f"sqlite:///{folder}/briefbot.db", timing=due_at)
    try:
        doomed = Doomed(folder, sandbox, storage, random.Random(seed))
        await doomed.serve(chats)
        for _ in range(kills):
            if doomed.untold <= LIFE:
                await doomed.publish()
            await doomed.live_and_die()
        await doomed.publish()
        await doomed.live_on()
        return await doomed.tally(kills)
    finally:
        await storage.close()
        await sandbox.close()


def _numbers(message: Delivery) -> list[int]:
    """The briefs a message tells of, in its order."""
    return list(dict.fromkeys(int(number) for number in _BRIEF.findall(message.text)))


def _count(messages: Sequence[Delivery]) -> tuple[int, int, int]:
    """Of one chat: briefs told, messages that repeat one, and briefs told for the first time after a later one."""
    told: list[int] = []
    repeats = 0
    for message in messages:
        numbers = _numbers(message)
        repeats += any(number in told for number in numbers)
        told += [number for number in numbers if number not in told]
    return len(told), repeats, sum(earlier > later for earlier, later in pairwise(told))
