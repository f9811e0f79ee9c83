"""The fan-out: everybody who followed in time, once, in chunks, whatever interrupts it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.model import BriefId, ThreadId
from tests.builders import AT, HOUR, MINUTE, SECOND, a_brief
from tests.storage.scene import Scene, keys, opened

MANY = 25


async def test_a_fan_out_goes_in_bounded_chunks_to_everybody_once(scene: Scene) -> None:
    for chat in range(1, MANY + 1):
        await scene.follows(chat, "harbour")
        await scene.follows(-chat, "strike")
        await scene.follows(chat, "strike")
    (brief,) = await scene.news(a_brief())
    topics = [await scene.topic("harbour"), await scene.topic("strike")]
    await scene.storage.begin_plan(brief, topics, story_id=None)

    steps = [await scene.storage.plan_chunk(brief, now=AT, limit=10) for _ in range(8)]

    assert max(step.planned for step in steps) == 10
    assert sum(step.planned for step in steps) == 2 * MANY
    assert [step.done for step in steps] == [False] * 7 + [True]
    assert await scene.storage.unplanned_briefs(9) == []
    assert scene.storage.deliveries_bell.is_set()
    assert len(await scene.claim()) == 2 * MANY


async def test_a_plan_goes_on_where_a_crash_stopped_it(scene: Scene) -> None:
    for chat in range(1, MANY + 1):
        await scene.follows(chat)
    (brief,) = await scene.news(a_brief())
    await scene.storage.begin_plan(brief, [await scene.topic()], story_id=None)
    await scene.storage.plan_chunk(brief, now=AT, limit=10)

    async with opened(scene.path) as restarted:
        (left,) = await restarted.storage.unplanned_briefs(9)
        planned = await restarted.plan(left.id, limit=10)
        assert planned == MANY - 10
        assert await restarted.plan(left.id) == 0
        assert len(await restarted.claim()) == MANY


async def test_only_what_was_seen_after_a_subscription_began_is_owed(scene: Scene) -> None:
    """Whatever the date of the brief says; the same instant counts."""
    await scene.follows(1, at=AT - SECOND)
    await scene.follows(2, at=AT)
    await scene.follows(3, at=AT + SECOND)

    await scene.owed(a_brief(published_at=AT - 100 * HOUR))

    assert [bundle.chat_id for bundle in await scene.claim()] == [1, 2]


async def test_each_thread_of_a_chat_is_owed_its_own(scene: Scene) -> None:
    await scene.follows(-7)
    await scene.follows(-7, thread=ThreadId(3))

    await scene.owed(a_brief())

    assert [(bundle.chat_id, bundle.thread_id) for bundle in await scene.claim()] == [(-7, 0), (-7, 3)]


async def test_a_story_told_to_a_chat_is_not_told_again(scene: Scene) -> None:
    await scene.follows(1, at=AT)
    await scene.follows(2, at=AT + MINUTE)
    (first,) = await scene.news(a_brief("first"))
    await scene.plan(first)
    (second,) = await scene.news(a_brief("second"), address="https://other.test", at=AT + HOUR)
    (unrelated,) = await scene.news(a_brief("unrelated"), at=AT + HOUR)

    await scene.plan(second, story=first, at=AT + HOUR)
    await scene.plan(unrelated, at=AT + HOUR)

    assert keys(await scene.claim(AT + HOUR)) == [(1, ["first", "unrelated"]), (2, ["second", "unrelated"])]
    told = [await scene.storage.brief(brief) for brief in (first, second, unrelated)]
    assert [brief.story_id if brief else None for brief in told] == [first, first, unrelated]


async def test_a_telling_that_was_dropped_was_not_told(scene: Scene) -> None:
    ada = await scene.follows(1)
    (first,) = await scene.owed(a_brief("first"))
    await scene.storage.make_dormant(ada, reason="blocked", now=AT)
    await scene.storage.wake_chat(ada, now=AT)
    (second,) = await scene.news(a_brief("second"), address="https://other.test")

    assert await scene.plan(second, story=first) == 1


async def test_a_plan_that_was_begun_keeps_its_story(scene: Scene) -> None:
    first, second = await scene.news(a_brief("a"), a_brief("b"))
    await scene.storage.begin_plan(second, [], story_id=first)
    await scene.storage.begin_plan(second, [], story_id=None)

    stored = await scene.storage.brief(second)
    assert stored is not None
    assert stored.story_id == first


async def test_a_brief_that_matches_nothing_is_planned_at_once(scene: Scene) -> None:
    (brief,) = await scene.news(a_brief())
    await scene.storage.begin_plan(brief, [], story_id=None)

    assert await scene.storage.plan_chunk(brief, now=AT, limit=9) == (0, True)
    assert await scene.storage.plan_chunk(BriefId(99), now=AT, limit=9) == (0, True)
    assert await scene.storage.unplanned_briefs(9) == []


async def test_the_planner_gets_the_oldest_first(scene: Scene) -> None:
    await scene.news(a_brief("new", published_at=AT), a_brief("old", published_at=AT - HOUR))

    assert [brief.brief.key for brief in await scene.storage.unplanned_briefs(1)] == ["old"]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    follows=st.sets(st.tuples(st.integers(-3, 3).filter(bool), st.integers(0, 1), st.sampled_from("abc")), max_size=12),
    matched=st.sets(st.sampled_from("abc")),
    limit=st.integers(1, 5),
)
async def test_the_plan_equals_the_obvious_one(
    scene: Scene, follows: set[tuple[int, int, str]], matched: set[str], limit: int
) -> None:
    """Whatever the chunks: those chats and threads that follow one of the matched topics."""
    for chat, thread, topic in sorted(follows):
        await scene.follows(chat, topic, thread=ThreadId(thread))
    known = await scene.storage.newest_briefs(limit=1000)
    (brief,) = await scene.news(a_brief(f"brief {len(known)}"))
    await scene.storage.begin_plan(brief, [await scene.topic(topic) for topic in matched], story_id=None)
    while not (await scene.storage.plan_chunk(brief, now=AT, limit=limit)).done:
        pass

    planned = scene.rows(f"SELECT chat_id, thread_id FROM deliveries WHERE brief_id = {brief}")  # noqa: S608 - a number
    everybody = {
        (s[0], s[1], s[2])
        for s in scene.rows("SELECT chat_id, thread_id, query FROM subscriptions JOIN topics t ON t.id = topic_id")
    }
    assert set(planned) == {(chat, thread) for chat, thread, topic in everybody if topic in matched}
