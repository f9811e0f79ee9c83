"""A chat that is back may have what it missed: once, each story once, and nothing that it did not want."""

import pytest

from storage import away
from storage.model import BriefId, ChatId, ChatKind, ThreadId
from storage.model_away import Missed
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief
from tests.storage.scene import Scene, keys
from tests.storage.test_storage_statements import plan

ADA = ChatId(1)


async def fallen_quiet(scene: Scene) -> None:
    """A chat that follows harbour, got one brief, and fell asleep an hour later with another one owed."""
    await scene.follows(ADA)
    await scene.owed(a_brief("told"))
    await scene.storage.record_sent(await scene.claimed_ids(), 5, now=AT)
    await scene.owed(a_brief("owed"), at=AT + 30 * MINUTE)
    await scene.storage.make_dormant(ADA, reason="blocked", now=AT + HOUR)


async def woken(scene: Scene) -> Missed:
    await scene.storage.wake_chat(ADA, now=AT + DAY)
    missed = await scene.storage.missed(ADA, limit=200)
    assert missed is not None
    return missed


async def names(scene: Scene, missed: Missed) -> list[str]:
    briefs = [await scene.storage.brief(brief_id) for _, brief_id in missed.briefs]
    return [stored.brief.key for stored in briefs if stored]


async def test_what_came_meanwhile_and_what_was_owed_are_missed_what_was_told_is_not(scene: Scene) -> None:
    await fallen_quiet(scene)
    await scene.owed(a_brief("first"), a_brief("second"), at=AT + 2 * HOUR)

    missed = await woken(scene)

    assert sorted(await names(scene, missed)) == ["first", "owed", "second"]
    assert (len(missed.topics), missed.complete, missed.since) == (1, True, AT + HOUR)


async def test_it_comes_as_one_bundle_and_once_however_often_it_is_asked_for(scene: Scene) -> None:
    await fallen_quiet(scene)
    await scene.owed(a_brief("first"), a_brief("second"), at=AT + 2 * HOUR)
    missed = await woken(scene)

    owed = [
        await scene.storage.owe_missed_briefs(ADA, missed.since, missed.briefs, now=AT + DAY + n * MINUTE)
        for n in range(3)
    ]

    assert owed == [3, 0, 0]
    (bundle,) = await scene.claim(AT + DAY + HOUR)
    assert sorted(keys([bundle])[0][1]) == ["first", "owed", "second"]
    assert all(delivery.in_digest for delivery in bundle.deliveries)
    assert await scene.storage.missed(ADA, limit=200) is None


async def test_nothing_is_owed_before_it_is_asked_for(scene: Scene) -> None:
    await fallen_quiet(scene)
    await scene.owed(a_brief("first"), at=AT + 2 * HOUR)
    await woken(scene)

    assert await scene.claim(AT + DAY + HOUR) == []


async def test_of_a_story_one_telling_is_missed_and_none_of_one_that_was_told(scene: Scene) -> None:
    await fallen_quiet(scene)
    told = BriefId(1)
    (again,) = await scene.news(a_brief("again"), at=AT + 2 * HOUR)
    await scene.plan(again, at=AT + 2 * HOUR, story=told)
    (first, copy) = await scene.news(a_brief("first"), a_brief("copy"), at=AT + 3 * HOUR)
    await scene.plan(first, at=AT + 3 * HOUR)
    await scene.plan(copy, at=AT + 3 * HOUR, story=first)

    assert sorted(await names(scene, await woken(scene))) == ["first", "owed"]


async def test_what_is_muted_ended_or_not_its_own_is_not_missed(scene: Scene) -> None:
    await fallen_quiet(scene)
    await scene.owed(a_brief("plain"), at=AT + 2 * HOUR)
    (muted,) = await scene.owed(a_brief("muted"), at=AT + 2 * HOUR)
    query = await scene.topic("ferry")
    await scene.storage.mute(ADA, ThreadId(0), query, topic_id=None, words="ferry", matching=[muted], now=AT + 3 * HOUR)
    assert sorted(await names(scene, await woken(scene))) == ["owed", "plain"]

    await scene.storage.unfollow(ADA, ThreadId(0), await scene.topic(), now=AT + DAY)

    missed = await scene.storage.missed(ADA, limit=200)
    assert missed is not None
    assert missed.briefs == ()


async def test_of_very_much_the_newest_are_kept(scene: Scene) -> None:
    await fallen_quiet(scene)
    await scene.owed(*[a_brief(f"k{n}") for n in range(5)], at=AT + 2 * HOUR)
    await scene.storage.wake_chat(ADA, now=AT + DAY)

    missed = await scene.storage.missed(ADA, limit=2)

    assert missed is not None
    assert (await names(scene, missed), missed.complete) == (["k3", "k4"], False)


async def test_a_skip_can_be_taken_back_and_forged_times_open_nothing(scene: Scene) -> None:
    await fallen_quiet(scene)
    await scene.owed(a_brief("first"), at=AT + 2 * HOUR)
    before = await woken(scene)

    assert await scene.storage.skip_missed(ADA) == AT + HOUR
    assert await scene.storage.skip_missed(ADA) is None
    await scene.storage.want_missed_again(ADA, AT + 9 * DAY)
    assert await scene.storage.missed(ADA, limit=200) is None

    await scene.storage.want_missed_again(ADA, AT + HOUR)
    assert await scene.storage.missed(ADA, limit=200) == before


async def test_while_a_chat_is_paused_what_it_caught_up_on_waits(scene: Scene) -> None:
    await fallen_quiet(scene)
    await scene.owed(a_brief("first"), at=AT + 2 * HOUR)
    missed = await woken(scene)
    await scene.storage.pause_chat(ADA, now=AT + DAY)
    await scene.storage.owe_missed_briefs(ADA, missed.since, missed.briefs, now=AT + DAY)

    assert await scene.claim(AT + 2 * DAY) == []
    await scene.storage.resume_chat(ADA, now=AT + 2 * DAY)
    assert len(await scene.claim(AT + 2 * DAY)) == 1


async def test_a_group_that_moves_may_still_catch_up(scene: Scene) -> None:
    group, new = ChatId(-5), ChatId(-1005)
    await scene.follows(group)
    await scene.storage.make_dormant(group, reason="kicked", now=AT + HOUR)
    await scene.owed(a_brief("first"), at=AT + 2 * HOUR)
    await scene.storage.wake_chat(group, now=AT + DAY)
    await scene.storage.meet_chat(new, ChatKind.SUPERGROUP, "Desk", now=AT + DAY)

    await scene.storage.move_chat(group, new, now=AT + DAY)

    missed = await scene.storage.missed(new, limit=200)
    assert missed is not None
    assert await names(scene, missed) == ["first"]


@pytest.mark.parametrize(
    "part", ["briefs_seen", "SEARCH b USING INTEGER PRIMARY KEY", "SEARCH s USING", "SEARCH m USING"]
)
async def test_what_was_missed_is_found_by_indexes(scene: Scene, part: str) -> None:
    assert part in "\n".join(await plan(scene, away.MISSED))
