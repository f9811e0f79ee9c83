"""Sources: added once, visited when due by one process, kept with their failures."""

from storage import Storage
from storage.model import SourceId, SourceKind, SourceState
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief, a_visit
from tests.storage.scene import Scene

FEED = "https://news.test/feed"


async def test_a_source_is_added_once(storage: Storage) -> None:
    first = await storage.add_source(FEED, now=AT)
    again = await storage.add_source(FEED, now=AT + HOUR)

    assert again == first
    assert first.visited_at is None
    assert first.next_visit_at == AT
    assert first.name == FEED
    assert await storage.sources() == [first]


async def test_a_removed_source_is_told_once_and_comes_back_as_never_visited(storage: Storage) -> None:
    source = await storage.add_source(FEED, now=AT)
    await storage.store_visit(source.id, a_visit(a_brief(), etag='"1"', title="Harbour News"))

    removed = await storage.remove_source(str(source.id))
    again = await storage.remove_source(FEED)
    left = await storage.sources()
    back = await storage.add_source(FEED, now=AT + DAY)

    assert removed is not None
    assert removed.address == FEED
    assert again is None
    assert left == []
    assert back.id == source.id
    assert (back.visited_at, back.etag, back.state) == (None, None, SourceState.ACTIVE)
    assert await storage.claim_due_sources(AT + DAY, lease_until=AT + DAY + HOUR, limit=9) != []


async def test_removing_what_is_not_there_is_none(storage: Storage) -> None:
    assert await storage.remove_source("https://nowhere.test") is None
    assert await storage.remove_source("7") is None
    assert await storage.remove_source("9" * 30) is None


async def test_due_sources_are_claimed_once_longest_overdue_first(storage: Storage) -> None:
    late = await storage.add_source("https://late.test", now=AT - HOUR)
    later = await storage.add_source("https://later.test", now=AT - 2 * HOUR)
    await storage.add_source("https://future.test", now=AT + MINUTE)

    claimed = await storage.claim_due_sources(AT, lease_until=AT + HOUR, limit=5)
    again = await storage.claim_due_sources(AT, lease_until=AT + HOUR, limit=5)
    after_the_lease = await storage.claim_due_sources(AT + HOUR, lease_until=AT + 2 * HOUR, limit=1)

    assert [source.id for source in claimed] == [later.id, late.id]
    assert again == []
    assert len(after_the_lease) == 1


async def test_what_a_killed_process_was_visiting_is_due_at_the_next_start(storage: Storage) -> None:
    source = await storage.add_source(FEED, now=AT)
    await storage.claim_due_sources(AT, lease_until=AT + HOUR, limit=5)

    assert await storage.end_leases() == 1
    (due,) = await storage.claim_due_sources(AT, lease_until=AT + HOUR, limit=5)
    assert due.id == source.id


async def test_what_a_clock_that_was_ahead_had_planned_is_due_when_it_is_set_right(storage: Storage) -> None:
    """A clock set back by 25 hours stops no visits."""
    ahead = AT + 25 * HOUR
    visited, failed, added, far, well, gone = [
        await storage.add_source(f"https://{name}.test", now=AT if name in {"far", "well"} else ahead)
        for name in ("visited", "failed", "added", "far", "well", "gone")
    ]
    await storage.store_visit(visited.id, a_visit(at=ahead))
    for source, at, next_visit_at in (
        (failed, ahead, ahead + HOUR),
        (far, AT, AT + 2 * DAY),
        (well, AT, AT + DAY),
    ):
        await storage.store_failure(source.id, error="timed out", at=at, next_visit_at=next_visit_at)
    await storage.mark_source_gone(gone.id, error="410 Gone", at=ahead)
    now = AT + MINUTE

    assert await storage.hasten_from_the_future(now=now, latest=now + DAY) == 4
    due = await storage.claim_due_sources(now, lease_until=now + HOUR, limit=9)
    assert {source.id for source in due} == {visited.id, failed.id, added.id, far.id}


async def test_a_source_that_fails_after_the_clock_was_set_right_waits_like_any_other(storage: Storage) -> None:
    source = await storage.add_source(FEED, now=AT)
    await storage.store_visit(source.id, a_visit(at=AT + 25 * HOUR))
    await storage.store_failure(source.id, error="timed out", at=AT, next_visit_at=AT + HOUR)

    assert await storage.hasten_from_the_future(now=AT, latest=AT + DAY) == 0


async def test_a_visit_is_remembered_and_what_it_did_not_tell_stays(storage: Storage) -> None:
    source = await storage.add_source(FEED, now=AT)
    await storage.store_visit(
        source.id, a_visit(title="Harbour News", etag='"1"', last_modified="Tue", kind=SourceKind.ARCHIVE)
    )
    await storage.store_visit(source.id, a_visit(at=AT + HOUR, kind=None))

    (visited,) = await storage.sources()
    assert visited.visited_at == AT + HOUR
    assert visited.next_visit_at == AT + HOUR + 10 * MINUTE
    assert (visited.title, visited.etag, visited.last_modified) == ("Harbour News", '"1"', "Tue")
    assert visited.kind is SourceKind.ARCHIVE
    assert visited.last_news_at is None


async def test_how_a_source_publishes_is_remembered_until_it_comes_back_as_new(storage: Storage) -> None:
    source = await storage.add_source(FEED, now=AT)
    await storage.store_visit(source.id, a_visit(latest_at=AT - DAY, usual_gap=DAY, ttl=HOUR))
    await storage.store_visit(source.id, a_visit(at=AT + HOUR, kind=None))
    (kept,) = await storage.sources()
    await storage.store_visit(source.id, a_visit(at=AT + 2 * HOUR))
    (read_again,) = await storage.sources()
    await storage.remove_source(FEED)
    back = await storage.add_source(FEED, now=AT + DAY)

    assert (kept.latest_at, kept.usual_gap, kept.ttl) == (AT - DAY, DAY, HOUR)
    assert (read_again.latest_at, read_again.usual_gap, read_again.ttl) == (AT - DAY, DAY, None)
    assert (back.latest_at, back.usual_gap, back.ttl) == (None, None, None)


async def test_failures_add_up_until_a_visit_succeeds(storage: Storage) -> None:
    source = await storage.add_source(FEED, now=AT)
    for count in (1, 2):
        await storage.store_failure(source.id, error="timed out", at=AT, next_visit_at=AT + count * HOUR)

    (failing,) = await storage.sources()
    await storage.store_visit(source.id, a_visit(a_brief()))
    (well,) = await storage.sources()

    assert (failing.failures, failing.last_error, failing.next_visit_at) == (2, "timed out", AT + 2 * HOUR)
    assert failing.visited_at is None
    assert (well.failures, well.last_error, well.last_news_at) == (0, None, AT)


async def test_a_gone_source_is_visited_no_more_until_it_is_added_again(storage: Storage) -> None:
    source = await storage.add_source(FEED, now=AT)
    await storage.mark_source_gone(source.id, error="410 Gone", at=AT)
    await storage.store_failure(source.id, error="late answer", at=AT, next_visit_at=AT)

    (gone,) = await storage.sources()
    due = await storage.claim_due_sources(AT + DAY, lease_until=AT + DAY, limit=5)
    back = await storage.add_source(FEED, now=AT + DAY)

    assert (gone.state, gone.last_error) == (SourceState.GONE, "410 Gone")
    assert due == []
    assert (back.state, back.visited_at) == (SourceState.ACTIVE, None)


async def test_a_visit_that_ends_after_its_source_was_removed_stores_nothing(scene: Scene) -> None:
    source = await scene.storage.add_source(FEED, now=AT)
    await scene.storage.remove_source(FEED)

    news = await scene.storage.store_visit(source.id, a_visit(a_brief()))

    assert news == []
    assert scene.rows("SELECT * FROM briefs") == []
    assert await scene.storage.store_visit(SourceId(99), a_visit(a_brief())) == []
