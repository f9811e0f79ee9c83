"""Accidents that are nobody's fault: they cost as little as possible, and end by themselves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.dispatch import outcomes as o
from bot.dispatch.pace import Limits, Pace
from bot.dispatch.planner import Planner
from bot.dispatch.settlement import Settlement
from bot.messages.bundle import Written
from bot.messages.message import Message
from bot.topics.matcher import Matcher
from bot.topics.readable import Readable
from storage import Storage, open_storage
from storage.model import NO_THREAD, Bundle, ChatId, ChatKind, ChatState
from tests.builders import AT, DAY, MINUTE, a_brief, a_visit

WRITTEN = Written(Message("news"), whole=1)
LOST = o.Uncertain("the connection broke")


class Desk:
    """A dispatcher's memory, pace and settlement, with a clock that stands."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.at = 100.0
        self.now = AT
        self.pace = Pace(Limits(per_second=1000))
        self.settlement = Settlement(
            storage, self.pace, resend_after=MINUTE, fresh_for=DAY, now=lambda: self.now, monotonic=lambda: self.at
        )

    async def owe(self, chats: int, *keys: str) -> None:
        """So many chats are owed briefs with these keys."""
        topic = await self.storage.remember_topic("harbour", now=AT - DAY)
        for number in range(1, chats + 1):
            await self.storage.meet_chat(ChatId(number), ChatKind.PRIVATE, "Anna", now=AT - DAY)
            await self.storage.follow(ChatId(number), NO_THREAD, topic.id, words="harbour", now=AT - DAY)
        source = await self.storage.add_source("https://news.test/feed", now=AT - DAY)
        for brief in await self.storage.store_visit(source.id, a_visit(*map(a_brief, keys), at=self.now)):
            await self.storage.begin_plan(brief, [topic.id], story_id=None)
            await self.storage.plan_chunk(brief, now=self.now, limit=100)

    async def claim(self) -> list[Bundle]:
        """Whatever is due."""
        return await self.storage.claim_bundles(self.now, limit=100, not_to=(), each=20)

    async def suffer(self, *outcomes: o.Outcome) -> None:
        """The first so many of what is due meets these outcomes."""
        for bundle, outcome in zip(await self.claim(), outcomes, strict=False):
            await self.settlement.settle(bundle, WRITTEN, outcome)


@asynccontextmanager
async def open_desk(folder: Path) -> AsyncIterator[Desk]:
    storage = await open_storage(f"sqlite:///{folder}/briefbot.db")
    try:
        yield Desk(storage)
    finally:
        await storage.close()


async def test_when_answers_are_lost_in_a_row_everybody_waits_and_one_at_a_time_tries(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe(6, "harbour")
        await desk.suffer(LOST, LOST)
        troubled_at = [desk.settlement.is_troubled]
        await desk.suffer(*[LOST] * 4)
        desk.now += MINUTE
        await desk.suffer(LOST)
        assert [*troubled_at, desk.settlement.is_troubled] == [False, True]
        assert desk.pace.open_slots(desk.at + 0.9) == 0
        assert desk.pace.open_slots(desk.at + 1.1) > 0


async def test_what_fails_side_by_side_is_one_failure(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe(16, "harbour")
        await desk.suffer(*[o.NotSent("refused")] * 16)
        assert desk.pace.open_slots(desk.at + 1.1) > 0


async def test_a_long_outage_is_asked_after_every_minute_and_forgotten_with_the_first_answer(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe(1, "harbour")
        (bundle,) = await desk.claim()
        for _ in range(1100):  # the better part of a day
            await desk.settlement.settle(bundle, WRITTEN, o.NotSent("refused"))
            desk.at += desk.pace.next_slot_in(desk.at) + 0.001
        await desk.settlement.settle(bundle, WRITTEN, o.NotSent("refused"))
        assert 59 < desk.pace.next_slot_in(desk.at) <= 60
        assert desk.settlement.is_troubled
        await desk.suffer(o.Sent(1))
        was_troubled = desk.settlement.is_troubled
    assert not was_troubled


async def test_a_bot_that_knows_no_chat_at_all_puts_none_to_sleep(tmp_path: Path) -> None:
    """Fault 11."""
    async with open_desk(tmp_path) as desk:
        await desk.owe(6, "harbour")
        for _ in range(4):
            await desk.suffer(*[o.ChatUnknown()] * 6)
            desk.now += DAY + MINUTE
            desk.at += 100_000
        chats = [await desk.storage.chat(ChatId(number)) for number in range(1, 7)]
        assert {chat.state for chat in chats if chat} == {ChatState.ACTIVE}
        await desk.suffer(*[o.Sent(1)] * 6)
        backlog = await desk.storage.backlog(desk.now + 10 * DAY)
        assert (backlog.due, backlog.later, backlog.sending) == (0, 0, 0)


async def test_one_chat_nobody_knows_falls_asleep_at_the_second_time(tmp_path: Path) -> None:
    """Fault 10."""
    async with open_desk(tmp_path) as desk:
        await desk.owe(2, "harbour")
        await desk.suffer(o.ChatUnknown(), o.Sent(1))
        desk.now += DAY + MINUTE
        await desk.suffer(o.ChatUnknown())
        chat = await desk.storage.chat(ChatId(1))
        assert chat
        assert chat.state is ChatState.DORMANT


async def test_what_a_chat_without_rights_is_owed_is_due_when_it_is_asked_again(tmp_path: Path) -> None:
    """Fault 16."""
    async with open_desk(tmp_path) as desk:
        await desk.owe(1, "harbour")
        await desk.suffer(o.NoRights("not enough rights"))
        assert await desk.storage.next_due_at(desk.now) == desk.now + DAY


async def test_briefs_that_cannot_be_written_together_are_tried_later_and_given_up_in_the_end(tmp_path: Path) -> None:
    """Fault 39."""
    async with open_desk(tmp_path) as desk:
        await desk.owe(1, "harbour", "bridge")
        tries = 0
        while bundles := await desk.claim():
            await desk.settlement.unwritable([], bundles[0].deliveries)
            desk.now += timedelta(hours=3)
            tries += 1
        assert tries == 8


class Breaking(Matcher):
    """One that one brief breaks."""

    def matching(self, readable: Readable) -> set[int]:
        """Raises for the bridge."""
        if readable.title and "bridge" in readable.title:
            raise RecursionError
        return set(super().matching(readable))


async def test_a_brief_that_breaks_the_matching_keeps_nobody_from_the_others(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe(1)
        source = await desk.storage.add_source("https://news.test/feed", now=AT)
        await desk.storage.store_visit(source.id, a_visit(a_brief("bridge"), a_brief("harbour"), at=AT))
        stop = asyncio.Event()
        await Planner(desk.storage, Breaking(), now=lambda: AT).plan_waiting(stop)
        assert await desk.storage.unplanned_briefs(10) == []
        (bundle,) = await desk.claim()
        assert [one.brief.brief.key for one in bundle.deliveries] == ["harbour"]
