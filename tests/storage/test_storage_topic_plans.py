"""Plans of topics: stored once, good for one version, walked page by page; topics that nobody wants are told."""

from storage.model import NO_THREAD, ChatId, TopicId, TopicPlan, TopicsLeft
from tests.builders import AT, HOUR
from tests.storage.scene import Scene

FIRST = TopicId(0)


async def test_a_plan_is_good_for_the_version_that_made_it(scene: Scene) -> None:
    await scene.follows(1, "harbour")
    harbour = await scene.topic("harbour")

    before = await scene.storage.followed_plans(7, after=FIRST, limit=9, since=AT)
    await scene.storage.keep_plans(7, {harbour: "the plan"})
    planned = await scene.storage.followed_plans(7, after=FIRST, limit=9, since=AT)
    other = await scene.storage.followed_plans(8, after=FIRST, limit=9, since=AT)

    assert before == other == [TopicPlan(harbour, None, "harbour")]
    assert planned == [TopicPlan(harbour, "the plan")]


async def test_followed_topics_come_page_by_page_and_no_others(scene: Scene) -> None:
    ids = [await scene.topic(name) for name in ("ant", "bee", "cat", "dog")]
    for name in ("dog", "bee", "ant"):
        await scene.follows(1, name)
    await scene.storage.unfollow(ChatId(1), NO_THREAD, ids[1], now=AT)

    page = await scene.storage.followed_plans(1, after=FIRST, limit=1, since=AT)
    rest = await scene.storage.followed_plans(1, after=page[-1].id, limit=9, since=AT)

    assert [topic.id for topic in (*page, *rest)] == [ids[0], ids[3]]


async def test_topics_that_everybody_left_are_told_page_by_page(scene: Scene) -> None:
    ids = [await scene.topic(name) for name in ("ant", "bee", "cat")]
    await scene.follows(1, "ant")
    await scene.follows(2, "ant")
    await scene.follows(1, "cat")
    await scene.storage.unfollow(ChatId(1), NO_THREAD, ids[0], now=AT)
    await scene.storage.unfollow(ChatId(1), NO_THREAD, ids[2], now=AT)

    assert await scene.storage.topics_left(after=FIRST, limit=2, since=AT) == TopicsLeft((ids[1],), ids[1])
    assert await scene.storage.topics_left(after=ids[1], limit=2, since=AT) == TopicsLeft((ids[2],), None)


async def test_a_topic_that_only_mutes_something_is_wanted(scene: Scene) -> None:
    await scene.follows(1, "ant")
    bee = await scene.topic("bee")
    await scene.storage.mute(ChatId(1), NO_THREAD, bee, topic_id=None, words="bee", matching=(), now=AT + HOUR)

    assert bee in [topic.id for topic in await scene.storage.followed_plans(1, after=FIRST, limit=9, since=AT)]
    assert bee not in (await scene.storage.topics_left(after=FIRST, limit=9, since=AT)).ids


async def test_a_topic_left_a_moment_ago_is_still_matched_so_that_its_end_can_be_undone(scene: Scene) -> None:
    await scene.follows(1, "ant")
    ant = await scene.topic("ant")
    await scene.storage.unfollow(ChatId(1), NO_THREAD, ant, now=AT + HOUR)

    assert (await scene.storage.topics_left(after=FIRST, limit=9, since=AT)).ids == ()
    assert [topic.id for topic in await scene.storage.followed_plans(1, after=FIRST, limit=9, since=AT)] == [ant]
    assert (await scene.storage.topics_left(after=FIRST, limit=9, since=AT + HOUR)).ids == (ant,)
