"""Sources that moved for good: no address leads nowhere, no key is lost, every move can be undone."""

from pathlib import Path

from storage import Storage
from storage.chat_sources import Added, Addition
from storage.model import NO_THREAD, Move, SourceId, SourceState
from storage.model_moving import KnownSource
from tests.builders import AT, DAY, HOUR, a_brief, a_visit
from tests.storage.scene import Scene, opened

OLD, NEW, NEWER = "https://old.test/feed", "https://new.test/feed", "https://newer.test/feed"


async def addresses(storage: Storage) -> dict[SourceId, str]:
    return {source.id: source.address for source in await storage.sources()}


async def test_where_a_source_was_led_is_remembered_from_visit_to_visit(storage: Storage) -> None:
    source = await storage.add_source(OLD, now=AT)
    move = Move(to=NEW, since=AT, visits=2)
    await storage.store_visit(source.id, a_visit(move=move))
    await storage.store_failure(source.id, error="timed out", at=AT, next_visit_at=AT)
    (led,) = await storage.sources()
    await storage.store_visit(source.id, a_visit())
    (at_home,) = await storage.sources()

    assert led.move == move
    assert at_home.move is None


async def test_a_source_moves_with_all_it_has_and_its_old_address_finds_it(storage: Storage) -> None:
    source = await storage.add_source(OLD, now=AT)
    await storage.store_visit(source.id, a_visit(a_brief("one"), etag='"1"'))

    assert await storage.move_source(source.id, NEW, now=AT) == source.id
    (moved,) = await storage.sources()
    again = await storage.add_source(OLD, now=AT + HOUR)

    assert (moved.id, moved.address, moved.etag, moved.visited_at) == (source.id, NEW, '"1"', AT)
    assert again == moved
    assert await storage.store_visit(source.id, a_visit(a_brief("one"))) == []
    assert [(each.source_id, each.address) for each in await storage.former_addresses()] == [(source.id, OLD)]


async def test_a_move_is_undone_by_removing_the_source_and_adding_its_old_address(storage: Storage) -> None:
    source = await storage.add_source(OLD, now=AT)
    await storage.move_source(source.id, NEW, now=AT)

    removed = await storage.remove_source(OLD)
    back = await storage.add_source(OLD, now=AT + DAY)

    assert removed is not None
    assert removed.id == source.id
    assert (back.id, back.address, back.state, back.visited_at) == (source.id, OLD, SourceState.ACTIVE, None)
    assert await storage.former_addresses() == []


async def test_a_source_that_moves_twice_is_found_at_each_place_and_may_come_home(storage: Storage) -> None:
    source = await storage.add_source(OLD, now=AT)
    await storage.move_source(source.id, NEW, now=AT)
    await storage.move_source(source.id, NEWER, now=AT + HOUR)
    assert {(await storage.add_source(each, now=AT)).id for each in (OLD, NEW, NEWER)} == {source.id}

    await storage.move_source(source.id, OLD, now=AT + DAY)
    assert await addresses(storage) == {source.id: OLD}
    assert {(await storage.add_source(each, now=AT)).id for each in (OLD, NEW, NEWER)} == {source.id}


async def test_of_two_sources_that_meet_one_stays_and_knows_what_both_brought(storage: Storage) -> None:
    old, new = await storage.add_source(OLD, now=AT), await storage.add_source(NEW, now=AT)
    await storage.store_visit(old.id, a_visit(a_brief("both"), a_brief("old")))
    await storage.store_visit(new.id, a_visit(a_brief("both"), a_brief("new")))
    oldest = await storage.add_source("https://oldest.test/feed", now=AT)
    await storage.move_source(oldest.id, OLD, now=AT)

    assert await storage.move_source(old.id, NEW, now=AT) == new.id
    news = await storage.store_visit(new.id, a_visit(a_brief("both"), a_brief("old"), a_brief("new"), a_brief("newer")))

    assert await addresses(storage) == {new.id: NEW}
    assert len(news) == 1
    assert len(await storage.newest_briefs(limit=9)) == 5
    for former in (OLD, "https://oldest.test/feed"):
        assert (await storage.add_source(former, now=AT)).id == new.id


async def test_a_visit_under_way_when_its_source_was_taken_over_stores_nothing(storage: Storage) -> None:
    old, new = await storage.add_source(OLD, now=AT), await storage.add_source(NEW, now=AT)
    await storage.move_source(old.id, NEW, now=AT)

    assert await storage.store_visit(old.id, a_visit(a_brief("late"))) == []
    assert await storage.move_source(old.id, NEWER, now=AT) == old.id
    assert await addresses(storage) == {new.id: NEW}


async def test_a_meeting_is_undone_like_a_move(storage: Storage) -> None:
    old, new = await storage.add_source(OLD, now=AT), await storage.add_source(NEW, now=AT)
    await storage.move_source(old.id, NEW, now=AT)

    await storage.remove_source(str(new.id))
    back = await storage.add_source(OLD, now=AT + DAY)

    assert (back.id, back.visited_at) == (old.id, None)
    assert await addresses(storage) == {old.id: OLD}


async def test_a_source_that_was_removed_at_the_new_place_reads_on_without_a_first_visit(storage: Storage) -> None:
    old, new = await storage.add_source(OLD, now=AT), await storage.add_source(NEW, now=AT - DAY)
    await storage.store_visit(new.id, a_visit(a_brief("new"), etag='"0"', at=AT - DAY))
    await storage.remove_source(NEW)
    await storage.store_visit(old.id, a_visit(a_brief("old"), etag='"1"', title="Harbour News"))

    await storage.move_source(old.id, NEW, now=AT)

    (stays,) = await storage.sources()
    assert (stays.id, stays.state, stays.visited_at) == (new.id, SourceState.ACTIVE, AT)
    assert (stays.etag, stays.title, stays.next_visit_at) == ('"1"', "Harbour News", AT + HOUR / 6)


async def test_former_addresses_move_to_another_machine(storage: Storage, tmp_path: Path) -> None:
    source = await storage.add_source(OLD, now=AT)
    await storage.move_source(source.id, NEW, now=AT)
    belongings = await storage.belongings()

    async with opened(tmp_path / "there.db") as there:
        assert await there.storage.take_over_sources(belongings.sources) == [True]
        assert (await there.storage.add_source(OLD, now=AT)).address == NEW
        assert await there.storage.belongings() == belongings
        by_its_old_address = KnownSource(address=OLD, added_at=AT, next_visit_at=AT)
        assert await there.storage.take_over_sources([by_its_old_address]) == [False]
        assert list((await addresses(there.storage)).values()) == [NEW]


async def test_what_chats_had_for_themselves_they_have_where_it_moved(scene: Scene) -> None:
    storage = scene.storage
    ada, bob = await scene.follows(1), await scene.follows(2)
    old = (await storage.add_chat_source(ada, NO_THREAD, OLD, quota=1, now=AT)).source
    new = (await storage.add_chat_source(bob, NO_THREAD, NEW, quota=1, now=AT)).source
    assert old is not None
    assert new is not None
    await storage.store_visit(old.id, a_visit(a_brief("harbour")))

    await storage.move_source(old.id, NEW, now=AT)

    for chat in (ada, bob):
        assert [source.id for source in await storage.chat_sources(chat, NO_THREAD)] == [new.id]
        assert await storage.number_of_chat_sources(chat) == 1
    again = await storage.add_chat_source(ada, NO_THREAD, OLD, quota=1, now=AT)
    assert again == Added(await storage.source(new.id), Addition.ALREADY)
    (brief,) = await storage.unplanned_briefs(9)
    await storage.begin_plan(brief.id, [await scene.topic()], story_id=None)
    assert (await storage.plan_chunk(brief.id, now=AT, limit=9)).planned == 1


async def test_where_one_of_two_that_meet_is_everybodys_both_are(scene: Scene) -> None:
    storage, ada = scene.storage, await scene.follows(1)
    public = await storage.add_source(OLD, now=AT)
    own = (await storage.add_chat_source(ada, NO_THREAD, NEW, quota=9, now=AT)).source
    assert own is not None
    await storage.move_source(public.id, NEW, now=AT)
    (both,) = await storage.sources()
    assert (both.id, both.is_private) == (own.id, False)

    other = (await storage.add_chat_source(ada, NO_THREAD, NEWER, quota=9, now=AT)).source
    assert other is not None
    await storage.move_source(other.id, NEW, now=AT)
    (both,) = await storage.sources()
    assert (both.id, both.is_private) == (own.id, False)
    assert (await storage.add_chat_source(ada, NO_THREAD, NEWER, quota=9, now=AT)).addition is Addition.PUBLIC
