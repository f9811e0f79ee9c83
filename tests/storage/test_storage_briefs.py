"""Briefs: each stored once, whatever happens; the archive in order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from storage import Storage
from storage.model import Brief, BriefId
from storage.rows import instant, millis
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief, a_visit
from tests.storage.scene import Scene

FEED = "https://news.test/feed"


async def test_a_brief_comes_back_as_it_was_stored(scene: Scene) -> None:
    whole = a_brief(
        published_at=AT - timedelta(hours=1, milliseconds=1),
        tags=("Häfen", "a, b"),
        image_url="https://news.test/1.jpg",
        truncated=True,
        opening="the council decided about",
    )
    bare = Brief(key="bare", text="Only text.")
    first, second = await scene.news(whole, bare)

    stored = await scene.storage.brief(first)
    untitled = await scene.storage.brief(second)

    assert stored is not None
    assert untitled is not None
    assert stored.brief == whole
    assert (stored.seen_at, stored.source_title, stored.story_id) == (AT, FEED, None)
    assert stored.dated_at == whole.published_at
    assert untitled.brief == bare
    assert untitled.dated_at == AT
    assert await scene.storage.brief(BriefId(99)) is None


async def test_a_visit_stored_twice_brings_its_news_once(scene: Scene) -> None:
    source = await scene.storage.add_source(FEED, now=AT)
    visit = a_visit(a_brief("a"), a_brief("b"), a_brief("a", text="listed twice"))

    first = await scene.storage.store_visit(source.id, visit)
    scene.storage.briefs_bell.clear()
    again = await scene.storage.store_visit(source.id, visit)

    assert len(first) == 2
    assert again == []
    assert not scene.storage.briefs_bell.is_set()
    assert [brief.brief.key for brief in await scene.storage.unplanned_briefs(9)] == ["a", "b"]


async def test_news_rings_and_waits_for_the_planner_while_silent_briefs_do_not(scene: Scene) -> None:
    source = await scene.storage.add_source(FEED, now=AT)

    silent = await scene.storage.store_visit(source.id, a_visit(silent=(a_brief("old"), a_brief("older"))))
    rung_by_silence = scene.storage.briefs_bell.is_set()
    news = await scene.storage.store_visit(source.id, a_visit(a_brief("new"), a_brief("old")))

    assert silent == []
    assert not rung_by_silence
    assert len(news) == 1
    assert scene.storage.briefs_bell.is_set()
    assert [brief.brief.key for brief in await scene.storage.unplanned_briefs(9)] == ["new"]
    assert len(await scene.storage.newest_briefs(limit=9)) == 3


async def test_the_same_key_of_two_sources_is_two_briefs(scene: Scene) -> None:
    assert len(await scene.news(a_brief("a"))) == 1
    assert len(await scene.news(a_brief("a"), address="https://other.test/feed")) == 1


async def test_a_visit_with_a_thousand_briefs_is_stored_in_order(scene: Scene) -> None:
    """More than fit into one list of parameters."""
    ids = await scene.news(*[a_brief(f"k{number}") for number in range(1000)])

    assert ids == sorted(ids)
    assert len(set(ids)) == 1000
    assert [row for (row,) in scene.rows("SELECT key FROM briefs ORDER BY id")] == [f"k{n}" for n in range(1000)]


async def test_a_revision_changes_the_brief_and_is_never_news(scene: Scene) -> None:
    source = await scene.storage.add_source(FEED, now=AT)
    (brief_id,) = await scene.news(a_brief("before", text="Before."))
    await scene.plan(brief_id)

    revised = a_brief("after", text="After.", published_at=AT - HOUR)
    news = await scene.storage.store_visit(source.id, a_visit(at=AT + HOUR, revisions=((brief_id, revised),)))
    old_key_listed_again = await scene.storage.store_visit(source.id, a_visit(a_brief("before")))

    stored = await scene.storage.brief(brief_id)
    assert (news, old_key_listed_again) == ([], [])
    assert stored is not None
    assert stored.brief == revised
    assert (stored.seen_at, stored.dated_at) == (AT, AT - HOUR)
    assert await scene.storage.unplanned_briefs(9) == []


async def test_a_revision_never_takes_the_key_of_another_brief(scene: Scene) -> None:
    source = await scene.storage.add_source(FEED, now=AT)
    first, second = await scene.news(a_brief("a"), a_brief("b"))

    await scene.storage.store_visit(source.id, a_visit(revisions=((first, a_brief("b", text="Revised.")),)))

    assert scene.rows("SELECT id, key FROM briefs ORDER BY id") == [(first, "a"), (second, "b")]


async def test_known_briefs_are_found_by_key_or_by_a_recent_opening(scene: Scene) -> None:
    source = await scene.storage.add_source(FEED, now=AT)
    old, key, opening = [
        *await scene.news(a_brief("old", opening="the same words"), at=AT - 40 * DAY),
        *await scene.news(a_brief("key"), a_brief("opening", opening="the same words")),
    ]
    await scene.news(a_brief("key"), address="https://other.test/feed")

    async def known(keys: list[str], openings: list[str]) -> list[BriefId]:
        found = await scene.storage.known_briefs(
            source.id, keys=keys, openings=openings, since=AT - 30 * DAY, of_each=9
        )
        return [stored.id for stored in found]

    assert await known(["key", "unknown", "old"], []) == [old, key]
    assert await known([], ["the same words", ""]) == [opening]
    assert await known(["opening"], ["the same words"]) == [opening]
    assert await known([f"k{n}" for n in range(2000)] + ["key"], []) == [key]


async def test_the_archive_is_paged_newest_first_without_gaps(scene: Scene) -> None:
    await scene.news(*[a_brief(f"k{n}", published_at=AT - (n // 3) * MINUTE) for n in range(10)])
    everything = await scene.storage.newest_briefs(limit=100)

    pages, before = [], None
    while page := await scene.storage.newest_briefs(before=before, limit=3):
        pages += page
        before = page[-1]

    assert pages == everything
    assert len(pages) == 10
    assert [brief.dated_at for brief in pages] == sorted((brief.dated_at for brief in pages), reverse=True)


async def test_the_same_opening_is_found_in_other_sources_before_a_brief(scene: Scene) -> None:
    told = a_brief("a", opening="the council decided")
    (stale,) = await scene.news(told, at=AT - 9 * DAY)
    (first,) = await scene.news(told, address="https://one.test")
    (second,) = await scene.news(told, address="https://two.test")
    await scene.news(a_brief("b"), address="https://three.test")

    found = await scene.storage.same_opening("the council decided", since=AT - DAY, before=second, limit=9)

    assert [brief.id for brief in found] == [first]
    assert stale < first
    assert await scene.storage.same_opening("", since=AT - DAY, before=BriefId(99), limit=9) == []


async def test_of_a_source_that_opens_every_brief_alike_only_the_latest_come_back(scene: Scene) -> None:
    ids = await scene.news(*(a_brief(f"k{number}", opening="the council decided") for number in range(30)))
    (source,) = await scene.storage.sources()

    known = await scene.storage.known_briefs(
        source.id, keys=[], openings=["the council decided"], since=AT - DAY, of_each=8
    )
    told = await scene.storage.same_opening("the council decided", since=AT - DAY, before=BriefId(ids[-1]), limit=5)

    assert [brief.id for brief in known] == ids[-8:]
    assert [brief.id for brief in told] == ids[-2:-7:-1]


async def test_an_id_is_never_used_again(scene: Scene) -> None:
    """An old button that carries the id of a deleted brief must not show another one."""
    (first,) = await scene.news(a_brief("a"), at=AT - 100 * DAY)
    await scene.plan(first)
    await scene.storage.tidy(AT, keep_briefs=DAY, keep_sent=DAY, limit=9)

    (second,) = await scene.news(a_brief("b"))

    assert scene.rows("SELECT id FROM briefs") == [(second,)]
    assert second != first


@settings(deadline=None, max_examples=200)
@given(st.datetimes(timezones=st.just(UTC)))
def test_instants_are_kept_to_the_millisecond(at: datetime) -> None:
    kept = instant(millis(at))

    assert timedelta(0) <= at - kept < timedelta(milliseconds=1)


def test_storage_is_what_it_says(storage: Storage) -> None:
    """Every verb has a sentence on it."""
    verbs = [name for name in dir(storage) if not name.startswith("_") and callable(getattr(storage, name))]

    assert len(verbs) > 40
    assert [name for name in verbs if not getattr(storage, name).__doc__] == []
