"""Moving to another database: everything is taken over once, and what happened there since stays as it is."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Storage
from storage.model import NO_THREAD, ChatId, SourceState
from storage.model_moving import Belongings, KnownSource
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief, a_visit
from tests.storage.scene import Scene, opened

FEED = "https://news.test/feed"
HERE = ChatId(7)


@pytest.fixture
async def elsewhere(tmp_path: Path) -> AsyncIterator[Storage]:
    """Another fresh database."""
    async with opened(tmp_path / "elsewhere.db") as scene:
        yield scene.storage


async def take_over(storage: Storage, belongings: Belongings) -> tuple[list[bool], int, int]:
    return (
        await storage.take_over_sources(belongings.sources),
        await storage.take_over_chats(belongings.chats, now=AT),
        await storage.take_over_subscriptions(belongings.subscriptions, now=AT),
    )


async def furnished(scene: Scene) -> Belongings:
    """A visited source, one gone, one removed; a chat that sleeps, and one that is paused and gave a topic up."""
    await scene.news(a_brief("old"), a_brief("new"))
    gone = await scene.storage.add_source("https://gone.test", now=AT)
    await scene.storage.mark_source_gone(gone.id, error="410", at=AT)
    await scene.storage.add_source("https://removed.test", now=AT)
    await scene.storage.remove_source("https://removed.test")
    await scene.follows(7, "zebra", at=AT)
    await scene.follows(7, "harbour", at=AT)
    await scene.follows(-8, "ferry", at=AT)
    await scene.storage.unfollow(HERE, NO_THREAD, await scene.topic("zebra"), now=AT)
    await scene.follows(7, "adder", at=AT + MINUTE)
    await scene.storage.pause_chat(HERE, now=AT)
    await scene.storage.make_dormant(ChatId(-8), reason="kicked", now=AT)
    return await scene.storage.belongings()


async def test_what_moves_is_all_but_what_ended(scene: Scene) -> None:
    moved = await furnished(scene)

    assert [source.address for source in moved.sources] == ["https://gone.test", FEED]
    assert [source.keys for source in moved.sources] == [(), ("new", "old")]
    assert [chat.id for chat in moved.chats] == [-8, 7]
    assert [each.query for each in moved.subscriptions] == ["ferry", "harbour", "adder"]


async def test_what_was_taken_over_is_what_moved(scene: Scene, elsewhere: Storage) -> None:
    moved = await furnished(scene)

    assert await take_over(elsewhere, moved) == ([True, True], 2, 3)
    assert await elsewhere.belongings() == moved
    assert [each.words for each in await elsewhere.subscriptions(HERE, NO_THREAD)] == ["Harbour", "Adder"]


async def test_taken_over_twice_is_taken_over_once(scene: Scene, elsewhere: Storage) -> None:
    moved = await furnished(scene)
    await take_over(elsewhere, moved)

    assert await take_over(elsewhere, moved) == ([False, False], 0, 0)
    assert await elsewhere.belongings() == moved


async def test_what_was_decided_since_is_not_taken_back(scene: Scene, elsewhere: Storage) -> None:
    """A pause that was ended and a topic that was given up stay so when the file is taken over again."""
    moved = await furnished(scene)
    await take_over(elsewhere, moved)
    await elsewhere.resume_chat(HERE, now=AT + HOUR)
    harbour, adder = [each.topic for each in await elsewhere.subscriptions(HERE, NO_THREAD)]
    await elsewhere.unfollow(HERE, NO_THREAD, harbour.id, now=AT + HOUR)

    await take_over(elsewhere, moved)

    chat = await elsewhere.chat(HERE)
    assert chat is not None
    assert chat.paused_at is None
    assert [each.topic for each in await elsewhere.subscriptions(HERE, NO_THREAD)] == [adder]


async def test_what_was_told_in_the_old_place_is_no_news_in_the_new_one(scene: Scene, elsewhere: Storage) -> None:
    moved = await furnished(scene)
    await take_over(elsewhere, moved)
    _gone, source = await elsewhere.sources()

    news = await elsewhere.store_visit(source.id, a_visit(a_brief("old"), a_brief("new"), a_brief("newer")))

    assert source.visited_at == AT
    assert [brief.brief.key for brief in await elsewhere.unplanned_briefs(9) if brief.id in news] == ["newer"]


async def test_a_source_that_was_removed_here_comes_back_as_it_comes(elsewhere: Storage) -> None:
    source = await elsewhere.add_source(FEED, now=AT)
    await elsewhere.store_visit(source.id, a_visit(a_brief(), etag='"1"'))
    await elsewhere.remove_source(FEED)

    added = await elsewhere.take_over_sources([KnownSource(address=FEED, added_at=AT + DAY, next_visit_at=AT + DAY)])
    (back,) = await elsewhere.sources()

    assert added == [True]
    assert (back.id, back.state, back.visited_at, back.etag) == (source.id, SourceState.ACTIVE, None, None)


async def test_the_planner_learns_of_topics_that_were_taken_over(scene: Scene, elsewhere: Storage) -> None:
    moved = await furnished(scene)
    await take_over(elsewhere, moved)

    topics = await elsewhere.topics_followed_since(AT)

    assert sorted(topic.query for topic in topics) == ["adder", "ferry", "harbour"]
