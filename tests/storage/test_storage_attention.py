"""A topic comes as loudly as its chat wants it, and waits while it is snoozed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.dispatch.hours import due_at
from storage.model import NO_THREAD, Attention, ChatId, TopicId
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief
from tests.storage.scene import Scene, keys, opened

ADA = ChatId(1)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    async with opened(tmp_path / "briefbot.db", timing=due_at) as scene:
        yield scene


async def loud(scene: Scene, attention: Attention, *, query: str = "harbour") -> None:
    before = await scene.storage.set_attention(ADA, NO_THREAD, await scene.topic(query), attention, now=AT)
    assert before is not None


async def test_what_is_important_breaks_through_quiet_hours_and_digests(desk: Scene) -> None:
    await desk.follows(ADA)
    await desk.storage.set_quiet(ADA, "13:00-18:00", now=AT)
    await desk.storage.set_digest(ADA, "daily 08:00", now=AT)
    await desk.owed(a_brief("waits"))
    assert await desk.claim(AT + MINUTE) == []

    await loud(desk, Attention.IMPORTANT)
    await desk.owed(a_brief("urgent"))

    (bundle,) = await desk.claim(AT + MINUTE)
    assert sorted(keys([bundle])[0][1]) == ["urgent", "waits"]
    assert {each.attention for each in bundle.deliveries} == {Attention.IMPORTANT}


async def test_what_is_important_again_as_usual_waits_again(desk: Scene) -> None:
    await desk.follows(ADA)
    await desk.storage.set_quiet(ADA, "13:00-18:00", now=AT)
    await loud(desk, Attention.IMPORTANT)
    await desk.owed(a_brief("urgent"))
    await loud(desk, Attention.USUAL)

    assert await desk.claim(AT + MINUTE) == []


async def test_a_brief_is_as_loud_as_the_loudest_of_its_topics(desk: Scene) -> None:
    await desk.follows(ADA)
    await desk.follows(ADA, "strike")
    await loud(desk, Attention.SILENT)
    (both, one) = await desk.news(a_brief("both"), a_brief("one"))
    await desk.storage.begin_plan(both, [await desk.topic(), await desk.topic("strike")], story_id=None)
    await desk.storage.plan_chunk(both, now=AT, limit=9)
    await desk.plan(one)

    (bundle,) = await desk.claim()

    assert {each.brief.brief.key: each.attention for each in bundle.deliveries} == {
        "both": Attention.USUAL,
        "one": Attention.SILENT,
    }


async def test_what_is_snoozed_comes_together_when_that_is_over(desk: Scene) -> None:
    await desk.follows(ADA)
    await desk.follows(ADA, "strike")
    await desk.owed(a_brief("owed"))
    await desk.storage.snooze_topic(ADA, NO_THREAD, await desk.topic(), AT + DAY, now=AT)
    await desk.owed(a_brief("meanwhile"), at=AT + HOUR)
    (other,) = await desk.news(a_brief("other"), at=AT + HOUR)
    await desk.plan(other, query="strike", at=AT + HOUR)

    assert keys(await desk.claim(AT + 2 * HOUR)) == [(ADA, ["other"])]
    (bundle,) = await desk.claim(AT + DAY)
    assert sorted(keys([bundle])[0][1]) == ["meanwhile", "owed"]
    assert all(each.in_digest for each in bundle.deliveries)


async def test_a_snooze_ends_at_once_when_it_is_taken_back(desk: Scene) -> None:
    await desk.follows(ADA)
    await desk.storage.snooze_topic(ADA, NO_THREAD, await desk.topic(), AT + DAY, now=AT)
    await desk.owed(a_brief("meanwhile"))

    await desk.storage.snooze_topic(ADA, NO_THREAD, await desk.topic(), None, now=AT + HOUR)

    assert keys(await desk.claim(AT + HOUR)) == [(ADA, ["meanwhile"])]


async def test_after_a_snooze_news_comes_at_once(desk: Scene) -> None:
    await desk.follows(ADA)
    await desk.storage.snooze_topic(ADA, NO_THREAD, await desk.topic(), AT + DAY, now=AT)
    await desk.owed(a_brief("later"), at=AT + 2 * DAY)

    assert keys(await desk.claim(AT + 2 * DAY)) == [(ADA, ["later"])]


async def test_who_follows_anew_follows_as_usual(desk: Scene) -> None:
    await desk.follows(ADA)
    await loud(desk, Attention.SILENT)
    await desk.storage.unfollow(ADA, NO_THREAD, await desk.topic(), now=AT)
    await desk.follows(ADA, at=AT + HOUR)

    (one,) = await desk.storage.subscriptions(ADA, NO_THREAD)
    assert (one.attention, one.snoozed_until) == (Attention.USUAL, None)
    assert await desk.storage.set_attention(ADA, NO_THREAD, TopicId(99), Attention.SILENT, now=AT) is None
    assert await desk.storage.snooze_topic(ADA, NO_THREAD, TopicId(99), AT, now=AT) is None
