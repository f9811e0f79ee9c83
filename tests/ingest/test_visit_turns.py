"""Documents are read in the order of their haste, and large ones are in memory one by one."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from bot.ingest.memory import SMALL, Memory
from bot.ingest.turns import Rank, Turns

ALL = 10_000_000


async def take(turns: Turns, name: str, rank: Rank, order: list[str]) -> None:
    async with turns.turn(rank):
        order.append(name)


async def test_the_most_urgent_is_next_and_of_equals_who_came_first() -> None:
    turns, order = Turns(), list[str]()
    waiting = [("late", (2, 0)), ("large", (1, 9)), ("small", (1, 1)), ("second", (1, 1)), ("first", (0, 5))]
    async with turns.turn((9, 9)):
        tasks = [asyncio.ensure_future(take(turns, name, rank, order)) for name, rank in waiting]
        await asyncio.wait(tasks, timeout=0.01)
        assert order == []
    await asyncio.gather(*tasks)
    assert order == ["first", "small", "second", "large", "late"]


async def test_who_is_cancelled_while_waiting_keeps_nobody_else_waiting() -> None:
    turns, order = Turns(), list[str]()
    async with turns.turn((0, 0)):
        tasks = [asyncio.ensure_future(take(turns, name, (0, 0), order)) for name in ("gone", "called", "next")]
        await asyncio.wait(tasks, timeout=0.01)
        tasks[0].cancel()
        await asyncio.wait(tasks[:1])
    tasks[1].cancel()  # at the very moment at which it is its turn
    await asyncio.wait(tasks)
    async with turns.turn((0, 0)):
        assert order == ["next"]


async def test_a_turn_that_ends_badly_is_passed_on() -> None:
    turns, order = Turns(), list[str]()
    with pytest.raises(LookupError):
        async with turns.turn((0, 0)):
            raise LookupError
    await take(turns, "next", (0, 0), order)
    assert order == ["next"]


async def test_small_documents_wait_for_nobody_and_the_largest_for_one_another() -> None:
    memory = Memory()
    async with asyncio.timeout(9) as time, AsyncExitStack() as first:
        await memory.share(first, time).hold(ALL)
        async with AsyncExitStack() as others:
            for _ in range(99):
                await memory.share(others, time).hold(SMALL)
            await memory.share(others, time).hold(2 * SMALL)
            second = asyncio.ensure_future(memory.share(others, time).hold(ALL))
            assert not (await asyncio.wait([second], timeout=0.01))[0]
            await first.aclose()
            await second


async def test_the_time_of_a_visit_stands_still_while_it_waits_for_room() -> None:
    memory = Memory()
    async with asyncio.timeout(9) as long, AsyncExitStack() as first:
        await memory.share(first, long).hold(ALL)
        async with asyncio.timeout(0.05) as short, AsyncExitStack() as second:
            waiting = asyncio.ensure_future(memory.share(second, short).hold(ALL))
            await asyncio.wait([waiting], timeout=0.1)
            await first.aclose()
            await waiting
            assert not short.expired()
            assert (short.when() or 0) - asyncio.get_running_loop().time() < 0.06
