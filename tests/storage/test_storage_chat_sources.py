"""Sources that chats add for themselves: visited once, seen and told only where they belong."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.chat_sources import Added, Addition
from storage.model import NO_THREAD, Brief, BriefId, ChatId, SourceId, SourceState, ThreadId
from storage.model_moving import KnownChat
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief, a_chat, a_visit
from tests.storage.scene import Scene, keys, opened

BLOG = "https://blog.test/feed"
PUBLIC = "https://news.test/feed"
ADA, BEN, GROUP = ChatId(1), ChatId(2), ChatId(-7)


async def adds(scene: Scene, chat: int, address: str = BLOG, *, quota: int = 9, thread: int = 0) -> Added:
    """A chat that follows harbour adds a source for itself."""
    await scene.follows(chat, thread=ThreadId(thread))
    return await scene.storage.add_chat_source(ChatId(chat), ThreadId(thread), address, quota=quota, now=AT)


async def brought(scene: Scene, *briefs: Brief, address: str = BLOG) -> list[BriefId]:
    """What a visit to a known source brings."""
    source = await scene.storage.source_at(address)
    assert source is not None
    return await scene.storage.store_visit(source.id, a_visit(*briefs, at=AT + MINUTE))


async def seen(scene: Scene, chat: int | None = None, thread: int = 0, limit: int = 99) -> list[str]:
    """The archive as a chat (None: nobody in particular) sees it, the newest first."""
    who = None if chat is None else (ChatId(chat), ThreadId(thread))
    return [stored.brief.key for stored in await scene.storage.newest_briefs(limit=limit, seen_by=who)]


async def state_of(scene: Scene, address: str = BLOG) -> tuple[SourceState, bool]:
    source = await scene.storage.source_at(address)
    assert source is not None
    return source.state, source.is_private


async def test_a_private_brief_is_owed_and_shown_only_where_its_source_belongs(scene: Scene) -> None:
    await scene.follows(BEN)
    await adds(scene, ADA)
    await adds(scene, GROUP, thread=3)
    await scene.follows(GROUP)
    private = await brought(scene, a_brief("private"))
    public = await scene.news(a_brief("public"), at=AT + 2 * MINUTE)

    await scene.plan(*private, *public, at=AT + HOUR)

    told = keys(await scene.claim(AT + HOUR))
    assert sorted(told) == [
        (GROUP, ["private", "public"]), (GROUP, ["public"]), (ADA, ["private", "public"]), (BEN, ["public"]),
    ]  # fmt: skip
    assert await seen(scene) == await seen(scene, BEN) == await seen(scene, GROUP) == ["public"]
    assert await seen(scene, ADA) == await seen(scene, GROUP, 3) == ["public", "private"]


async def test_a_private_fan_out_goes_in_chunks_to_groups_and_people(scene: Scene) -> None:
    for chat in range(1, 9):
        await adds(scene, chat)
        await adds(scene, -chat)
        await scene.follows(100 + chat)
    (brief,) = await brought(scene, a_brief())

    assert await scene.plan(brief, limit=3, at=AT + HOUR) == 16
    assert len(await scene.claim(AT + HOUR)) == 16


async def test_who_adds_a_source_later_gets_what_comes_later(scene: Scene) -> None:
    await adds(scene, ADA)
    (brief,) = await brought(scene, a_brief())
    await scene.follows(BEN)
    await scene.storage.add_chat_source(BEN, NO_THREAD, BLOG, quota=9, now=AT + HOUR)

    await scene.plan(brief, at=AT + HOUR)

    assert [bundle.chat_id for bundle in await scene.claim(AT + HOUR)] == [ADA]
    assert await seen(scene, BEN) == ["harbour"]


async def test_a_private_telling_does_not_keep_a_public_one_from_others(scene: Scene) -> None:
    await scene.follows(BEN)
    await adds(scene, ADA)
    (private,) = await brought(scene, a_brief("private"))
    await scene.plan(private, at=AT + HOUR)
    (public,) = await scene.news(a_brief("public"), at=AT + HOUR)

    await scene.plan(public, story=private, at=AT + HOUR)

    assert sorted(keys(await scene.claim(AT + HOUR))) == [(ADA, ["private"]), (BEN, ["public"])]


async def test_the_undo_of_an_unfollow_brings_nothing_that_is_private_to_others(scene: Scene) -> None:
    await adds(scene, ADA)
    await scene.follows(BEN)
    topic = await scene.topic()
    for chat in (ADA, BEN):
        await scene.storage.unfollow(chat, NO_THREAD, topic, now=AT)
    (private,) = await brought(scene, a_brief("private"))
    await scene.plan(private, at=AT + HOUR)
    (public,) = await scene.news(a_brief("public"), at=AT + HOUR)
    await scene.plan(public, story=private, at=AT + HOUR)

    for chat in (ADA, BEN):
        await scene.storage.restore_subscription(chat, NO_THREAD, topic, now=AT + HOUR)

    assert sorted(keys(await scene.claim(AT + HOUR))) == [(ADA, ["private"]), (BEN, ["public"])]


async def test_an_address_is_one_source_however_many_chats_add_it(scene: Scene) -> None:
    first, again, other = await adds(scene, ADA), await adds(scene, ADA), await adds(scene, BEN)

    assert [first.addition, again.addition, other.addition] == [Addition.ADDED, Addition.ALREADY, Addition.ADDED]
    assert len(await scene.storage.sources()) == 1
    assert first.source is not None
    assert first.source.is_private


async def test_what_everybody_has_is_not_added_again(scene: Scene) -> None:
    await scene.storage.add_source(PUBLIC, now=AT)

    assert (await adds(scene, ADA, PUBLIC, quota=0)).addition is Addition.PUBLIC
    assert await scene.storage.chat_sources(ADA, NO_THREAD) == []


async def test_a_chat_has_no_more_sources_than_it_may(scene: Scene) -> None:
    await adds(scene, GROUP, "https://a.test", quota=1)

    beyond = await adds(scene, GROUP, "https://b.test", quota=1, thread=3)
    same = await adds(scene, GROUP, "https://a.test", quota=1, thread=3)

    assert beyond == Added(None, Addition.BEYOND_QUOTA)
    assert same.addition is Addition.ADDED
    assert len(await scene.storage.sources()) == 1
    assert await scene.storage.number_of_chat_sources(GROUP) == 1


async def test_a_source_is_visited_until_the_last_chat_removes_it(scene: Scene) -> None:
    added = await adds(scene, ADA)
    await adds(scene, BEN)
    assert added.source is not None
    (brief,) = await brought(scene, a_brief())
    await scene.plan(brief, at=AT + HOUR)

    removed = await scene.storage.remove_chat_source(ADA, NO_THREAD, added.source.id, now=AT + HOUR)
    assert removed is not None
    assert await state_of(scene) == (SourceState.ACTIVE, True)
    assert [bundle.chat_id for bundle in await scene.claim(AT + HOUR)] == [BEN]
    assert await seen(scene, ADA) == []

    await scene.storage.remove_chat_source(BEN, NO_THREAD, added.source.id, now=AT + HOUR)
    assert await state_of(scene) == (SourceState.REMOVED, True)
    assert await scene.storage.claim_due_sources(AT + DAY, lease_until=AT + 2 * DAY, limit=9) == []
    assert await scene.storage.remove_chat_source(BEN, NO_THREAD, added.source.id, now=AT + HOUR) is None


async def test_a_removal_can_be_taken_back(scene: Scene) -> None:
    added = await adds(scene, ADA)
    assert added.source is not None
    await brought(scene, a_brief())
    await scene.storage.remove_chat_source(ADA, NO_THREAD, added.source.id, now=AT + HOUR)

    for expected in (Addition.ADDED, Addition.ALREADY):
        back = await scene.storage.restore_chat_source(ADA, NO_THREAD, added.source.id, quota=1, now=AT + HOUR)
        assert back is not None
        assert back.addition is expected
    assert await state_of(scene) == (SourceState.ACTIVE, True)
    assert await seen(scene, ADA) == ["harbour"]
    assert await scene.storage.restore_chat_source(ADA, NO_THREAD, SourceId(99), quota=1, now=AT) is None


async def test_nobody_gets_at_the_source_of_others_by_its_number(scene: Scene) -> None:
    """Fault 47: the data of a button can be forged."""
    added = await adds(scene, ADA)
    await scene.follows(BEN)
    await brought(scene, a_brief())
    assert added.source is not None

    for thread in (NO_THREAD, ThreadId(3)):
        assert await scene.storage.restore_chat_source(BEN, thread, added.source.id, quota=9, now=AT) is None
    assert await scene.storage.restore_chat_source(ADA, ThreadId(3), added.source.id, quota=9, now=AT) is None
    assert await seen(scene, BEN) == []


async def test_what_an_operator_adds_becomes_everybody_s_and_what_it_brought_is_no_news(scene: Scene) -> None:
    await adds(scene, ADA)
    await scene.follows(BEN)
    (planned,) = await brought(scene, a_brief("planned"))
    await scene.plan(planned, at=AT + HOUR)
    (waiting,) = await brought(scene, a_brief("waiting"))

    public = await scene.storage.add_source(BLOG, now=AT + HOUR)
    (after,) = await brought(scene, a_brief("after"))
    await scene.plan(waiting, after, at=AT + HOUR)

    assert not public.is_private
    assert sorted(keys(await scene.claim(AT + HOUR))) == [(ADA, ["planned", "waiting", "after"]), (BEN, ["after"])]
    assert await seen(scene, BEN) == ["after", "planned"]


async def test_what_an_operator_takes_back_stays_with_the_chats_that_had_it(scene: Scene) -> None:
    await adds(scene, ADA)
    source = await scene.storage.add_source(BLOG, now=AT)
    alone = await scene.storage.add_source(PUBLIC, now=AT)

    for one in (source, alone):
        assert await scene.storage.take_source_back(one.id) is not None
        assert await scene.storage.take_source_back(one.id) is None

    assert await state_of(scene) == (SourceState.ACTIVE, True)
    assert await state_of(scene, PUBLIC) == (SourceState.REMOVED, False)


async def test_what_an_operator_removes_nobody_has(scene: Scene) -> None:
    await adds(scene, ADA)

    await scene.storage.remove_source(BLOG)

    assert await scene.storage.chat_sources(ADA, NO_THREAD) == []
    assert (await adds(scene, ADA)).addition is Addition.ADDED


async def test_a_forgotten_chat_leaves_no_source_behind(scene: Scene) -> None:
    await adds(scene, ADA)
    await adds(scene, ADA, "https://shared.test")
    await adds(scene, BEN, "https://shared.test")

    dropped = await adds(scene, ADA, "https://dropped.test")
    assert dropped.source is not None
    await scene.storage.remove_chat_source(ADA, NO_THREAD, dropped.source.id, now=AT)

    await scene.storage.forget_chat(ADA)

    assert scene.rows("SELECT chat_id FROM dropped_chat_sources") == []
    assert await state_of(scene) == (SourceState.REMOVED, True)
    assert await state_of(scene, "https://shared.test") == (SourceState.ACTIVE, True)
    assert scene.rows("SELECT chat_id FROM chat_sources") == [(BEN,)]


async def test_a_chat_that_moves_takes_its_sources_along(scene: Scene) -> None:
    await adds(scene, GROUP, thread=3)
    second = await adds(scene, -8, thread=3)
    await adds(scene, -8, "https://dropped.test")
    dropped = await scene.storage.source_at("https://dropped.test")
    assert dropped is not None
    assert second.addition is Addition.ADDED
    await scene.storage.remove_chat_source(ChatId(-8), NO_THREAD, dropped.id, now=AT)

    await scene.storage.move_chat(GROUP, ChatId(-100), now=AT)
    await scene.storage.move_chat(ChatId(-8), ChatId(-100), now=AT)

    assert [one.address for one in await scene.storage.chat_sources(ChatId(-100), ThreadId(3))] == [BLOG]
    back = await scene.storage.restore_chat_source(ChatId(-100), NO_THREAD, dropped.id, quota=9, now=AT)
    assert back is not None
    assert back.addition is Addition.ADDED
    assert scene.rows("SELECT DISTINCT chat_id FROM chat_sources") == [(-100,)]


@pytest.mark.parametrize("is_public_there", [False, True])
async def test_whose_sources_are_moves_to_another_database(scene: Scene, *, is_public_there: bool) -> None:
    await adds(scene, ADA)
    everything = await scene.storage.belongings()
    async with opened(scene.path.with_name("other.db")) as other:
        if is_public_there:
            await other.storage.add_source(BLOG, now=AT)
        await other.storage.take_over_sources(everything.sources)
        await other.storage.take_over_chats([KnownChat(**a_chat(ADA).model_dump())], now=AT)
        added = await other.storage.take_over_chat_sources(everything.chat_sources)

        assert added == (0 if is_public_there else 1)
        assert await state_of(other) == (SourceState.ACTIVE, not is_public_there)
        assert len(await other.storage.chat_sources(ADA, NO_THREAD)) == added


async def test_what_is_everybody_s_there_becomes_everybody_s_here(scene: Scene) -> None:
    await adds(scene, ADA)
    async with opened(scene.path.with_name("other.db")) as other:
        await other.storage.add_source(BLOG, now=AT)
        await scene.storage.take_over_sources((await other.storage.belongings()).sources)

    assert await state_of(scene) == (SourceState.ACTIVE, False)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    owned=st.sets(st.tuples(st.sampled_from([1, 2, -3]), st.sampled_from("xyz")), max_size=6),
    stored=st.lists(st.tuples(st.sampled_from("pxyz"), st.integers(0, 5)), max_size=12),
    limit=st.integers(1, 4),
)
async def test_the_archive_page_by_page_is_what_the_obvious_one_is(
    scene: Scene, owned: set[tuple[int, str]], stored: list[tuple[str, int]], limit: int
) -> None:
    """`p` is everybody's; a chat sees that and its own, in one order, each once."""
    async with opened(scene.path.with_name(f"{len(list(scene.path.parent.iterdir()))}.db")) as fresh:
        for chat, name in sorted(owned):
            await adds(fresh, chat, f"https://{name}.test")
        await fresh.storage.add_source("https://p.test", now=AT)
        expected: list[tuple[int, int, str, str]] = []
        for number, (name, age) in enumerate(stored):
            source = await fresh.storage.source_at(f"https://{name}.test")
            if source is not None:
                at = AT - age * HOUR
                (brief,) = await fresh.storage.store_visit(
                    source.id, a_visit(a_brief(f"b{number}", published_at=at), at=AT)
                )
                expected.append((-age, brief, name, f"b{number}"))
        for chat in (1, 2, -3):
            walked: list[str] = []
            before = None
            while page := await fresh.storage.newest_briefs(
                before=before, limit=limit, seen_by=(ChatId(chat), NO_THREAD)
            ):
                walked += [one.brief.key for one in page]
                before = page[-1]
            visible = [one for one in sorted(expected, reverse=True) if one[2] == "p" or (chat, one[2]) in owned]
            assert walked == [key for *_, key in visible]
