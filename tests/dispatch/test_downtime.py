"""Fault 41: after hours of downtime what is stale comes together, once; what is news comes as ever."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.dispatch.downtime import back_after, come_back
from bot.dispatch.planner import Planner
from bot.topics.matcher import Matcher
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief, a_stored_brief
from tests.storage.scene import Scene, keys, opened

NEXT_DAY = AT + DAY


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with opened(tmp_path / "briefbot.db") as scene:
        yield scene


def test_a_short_break_is_no_downtime() -> None:
    assert back_after(None, AT) is None
    assert back_after(AT - HOUR, AT) is None
    assert back_after(AT - 3 * HOUR, AT) is not None


@pytest.mark.parametrize("published_at", [NEXT_DAY - 5 * HOUR, None])
def test_what_was_published_long_before_the_start_is_stale(published_at: datetime | None) -> None:
    back = back_after(AT, NEXT_DAY)
    assert back is not None
    stored = a_stored_brief(brief=a_brief(published_at=published_at))

    assert back.not_before(stored, NEXT_DAY + MINUTE) == back.together_at
    assert back.not_before(stored, NEXT_DAY + HOUR) is None


def test_what_was_published_just_before_the_start_is_news() -> None:
    back = back_after(AT, NEXT_DAY)
    assert back is not None

    assert back.not_before(a_stored_brief(brief=a_brief(published_at=NEXT_DAY - 10 * MINUTE)), NEXT_DAY) is None


async def test_days_of_news_come_as_one_bundle(scene: Scene) -> None:
    await scene.follows(1)
    await scene.owed(a_brief("owed"))
    back = await come_back(scene.storage, NEXT_DAY)
    assert back is not None
    briefs = [a_brief(f"k{n}", text=f"Harbour {n} opened.", published_at=AT + n * HOUR) for n in range(20)]
    await scene.news(*briefs, a_brief("fresh", text="The harbour closed.", published_at=NEXT_DAY), at=NEXT_DAY + MINUTE)
    planner = Planner(scene.storage, Matcher(), now=lambda: NEXT_DAY + MINUTE, back=back)

    await planner.plan_waiting(asyncio.Event())

    assert keys(await scene.claim(NEXT_DAY + 2 * MINUTE)) == [(1, ["fresh"])]
    (bundle,) = await scene.claim(back.together_at, each=100)
    assert len(bundle.deliveries) == 21
    assert all(delivery.in_digest for delivery in bundle.deliveries)


async def test_after_a_short_break_what_is_owed_comes_at_once(scene: Scene) -> None:
    await scene.follows(1)
    await scene.owed(a_brief("owed"))

    assert await come_back(scene.storage, AT + HOUR) is None
    assert keys(await scene.claim(AT + HOUR)) == [(1, ["owed"])]


async def test_what_was_tried_already_keeps_its_turn(scene: Scene) -> None:
    await scene.follows(1)
    await scene.owed(a_brief("owed"))
    await scene.storage.record_failed(await scene.claimed_ids(), due_at=AT + MINUTE)

    await come_back(scene.storage, NEXT_DAY)

    assert len(await scene.claim(NEXT_DAY)) == 1
