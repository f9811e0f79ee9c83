"""Topics and subscriptions: stored once, ended with what was owed for them, and the end can be taken back."""

import pytest

from storage import Storage
from storage.errors import StorageError
from storage.model import NO_THREAD, ChatId, ThreadId, TopicId
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief
from tests.storage.scene import Scene, keys


async def test_a_topic_is_stored_once_for_everybody(storage: Storage) -> None:
    first = await storage.remember_topic("harbour AND strike", now=AT)
    again = await storage.remember_topic("harbour AND strike", now=AT + HOUR)

    assert again == first
    assert await storage.topic(first.id) == first
    assert await storage.topic(TopicId(99)) is None


async def test_a_topic_is_loaded_while_somebody_follows_it(scene: Scene) -> None:
    harbour, strike = await scene.topic("harbour"), await scene.topic("strike")
    nobody_yet = await scene.storage.topics_followed_since(None)
    ada = await scene.follows(1, "harbour", at=AT)
    await scene.follows(2, "strike", at=AT + HOUR)

    everything = await scene.storage.topics_followed_since(None)
    recent = await scene.storage.topics_followed_since(AT + MINUTE)
    at_that_instant = await scene.storage.topics_followed_since(AT + HOUR)
    await scene.storage.unfollow(ada, NO_THREAD, harbour, now=AT + 2 * HOUR)
    left = await scene.storage.topics_followed_since(None)

    assert nobody_yet == []
    assert [topic.id for topic in everything] == [harbour, strike]
    assert [topic.id for topic in recent] == [topic.id for topic in at_that_instant] == [strike]
    assert [topic.id for topic in left] == [strike]


async def test_following_twice_is_following_once(scene: Scene) -> None:
    ada = await scene.follows(1)
    topic = await scene.topic()

    again = await scene.storage.follow(ada, NO_THREAD, topic, words="HARBOUR", now=AT + HOUR)

    assert again.already
    assert (again.subscription.words, again.subscription.began_at) == ("Harbour", AT)
    assert await scene.storage.subscriptions(ada, NO_THREAD) == [again.subscription]


async def test_subscriptions_are_listed_in_the_order_of_following_thread_by_thread(scene: Scene) -> None:
    await scene.topic("zebra")
    ada = await scene.follows(1, "harbour")
    await scene.follows(1, "ant")
    await scene.follows(1, "zebra")
    await scene.follows(1, "elsewhere", thread=ThreadId(7))

    listed = await scene.storage.subscriptions(ada, NO_THREAD)

    assert [subscription.topic.query for subscription in listed] == ["harbour", "ant", "zebra"]
    assert [s.topic.query for s in await scene.storage.subscriptions(ada, ThreadId(7))] == ["elsewhere"]


async def test_following_again_after_an_end_begins_anew(scene: Scene) -> None:
    ada, topic = await scene.follows(1), await scene.topic()
    await scene.storage.unfollow(ada, NO_THREAD, topic, now=AT + MINUTE)
    await scene.news(a_brief("meanwhile"), at=AT + 2 * MINUTE)

    again = await scene.storage.follow(ada, NO_THREAD, topic, words="the harbour", now=AT + HOUR)

    assert not again.already
    assert (again.subscription.words, again.subscription.began_at) == ("the harbour", AT + HOUR)


async def test_a_chat_nobody_met_cannot_follow(scene: Scene) -> None:
    with pytest.raises(StorageError, match="FOREIGN KEY"):
        await scene.storage.follow(ChatId(99), NO_THREAD, await scene.topic(), words="x", now=AT)


async def test_unfollowing_drops_what_was_owed_for_that_topic_alone(scene: Scene) -> None:
    ada = await scene.follows(1, "harbour")
    await scene.follows(1, "strike")
    await scene.follows(2, "harbour")
    harbour, strike = await scene.topic("harbour"), await scene.topic("strike")
    both, only = await scene.news(a_brief("both"), a_brief("only"))
    await scene.storage.begin_plan(both, [strike], story_id=None)
    await scene.plan(both, only)

    ended = await scene.storage.unfollow(ada, NO_THREAD, harbour, now=AT)
    again = await scene.storage.unfollow(ada, NO_THREAD, harbour, now=AT)

    assert ended is not None
    assert ended.words == "Harbour"
    assert again is None
    assert scene.rows("SELECT chat_id, brief_id FROM deliveries WHERE reason = 'unfollowed'") == [(1, only)]
    bundles = await scene.claim()
    assert keys(bundles) == [(1, ["both"]), (2, ["both", "only"])]
    assert [topic.query for topic in bundles[0].deliveries[0].topics] == ["strike"]


async def test_unfollowing_while_its_row_is_in_flight_costs_at_most_that_message(scene: Scene) -> None:
    """Fault 36: whether the message arrived or not, nothing more is sent."""
    ada, topic = await scene.follows(1), await scene.topic()
    await scene.owed(a_brief("arrives"), a_brief("does not"))
    arrives, fails = await scene.claimed_ids()

    await scene.storage.unfollow(ada, NO_THREAD, topic, now=AT)
    await scene.storage.record_sent([arrives], 7, now=AT)
    await scene.storage.release([fails], due_at=AT)

    assert scene.states() == ["sent", "dead"]
    assert await scene.claim(AT + DAY) == []


async def test_taking_an_end_back_owes_again_what_was_dropped(scene: Scene) -> None:
    ada, topic = await scene.follows(1), await scene.topic()
    await scene.owed(a_brief("sent"))
    await scene.storage.record_sent(await scene.claimed_ids(), 7, now=AT)
    await scene.owed(a_brief("dropped"), at=AT + MINUTE)
    await scene.storage.unfollow(ada, NO_THREAD, topic, now=AT + HOUR)
    scene.storage.deliveries_bell.clear()

    restored = await scene.storage.restore_subscription(ada, NO_THREAD, topic, now=AT + 2 * HOUR)
    again = await scene.storage.restore_subscription(ada, NO_THREAD, topic, now=AT + 2 * HOUR)

    assert restored is not None
    assert restored.began_at == AT
    assert again == restored
    assert scene.storage.deliveries_bell.is_set()
    assert keys(await scene.claim(AT + 2 * HOUR)) == [(1, ["dropped"])]
    assert [topic.id for topic in await scene.storage.topics_followed_since(AT + HOUR)] == [topic]


async def test_taking_an_end_back_brings_what_came_meanwhile_each_story_once(scene: Scene) -> None:
    ada, topic = await scene.follows(1), await scene.topic()
    await scene.storage.unfollow(ada, NO_THREAD, topic, now=AT)
    first, second = await scene.news(a_brief("first"), a_brief("second"), at=AT + MINUTE)
    (retold,) = await scene.news(a_brief("retold"), address="https://other.test", at=AT + MINUTE)
    planned = await scene.plan(first, second) + await scene.plan(retold, story=first)

    await scene.storage.restore_subscription(ada, NO_THREAD, topic, now=AT + HOUR)

    assert planned == 0
    assert keys(await scene.claim(AT + HOUR)) == [(1, ["first", "second"])]


async def test_taking_an_end_back_late_brings_no_old_news(scene: Scene) -> None:
    ada, topic = await scene.follows(1), await scene.topic()
    await scene.owed(a_brief("old"))
    await scene.storage.unfollow(ada, NO_THREAD, topic, now=AT + HOUR)

    await scene.storage.restore_subscription(ada, NO_THREAD, topic, now=AT + DAY)

    assert await scene.claim(AT + DAY) == []
    assert len(await scene.storage.subscriptions(ada, NO_THREAD)) == 1


async def test_taking_an_end_back_in_a_paused_chat_holds_what_it_brings(scene: Scene) -> None:
    ada, topic = await scene.follows(1), await scene.topic()
    await scene.owed(a_brief())
    await scene.storage.unfollow(ada, NO_THREAD, topic, now=AT)
    await scene.storage.pause_chat(ada, now=AT)

    await scene.storage.restore_subscription(ada, NO_THREAD, topic, now=AT)

    assert (await scene.storage.chat_backlog(ada, AT)).held == 1
    assert await scene.storage.resume_chat(ada, now=AT) == 1


async def test_there_is_no_end_to_take_back_where_nothing_began(scene: Scene) -> None:
    assert await scene.storage.restore_subscription(ChatId(1), NO_THREAD, await scene.topic(), now=AT) is None
