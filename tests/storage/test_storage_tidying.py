"""Tidying forgets what is old in small bites, keeps what is owed, and never makes old news new."""

from tests.builders import AT, DAY, HOUR, a_brief
from tests.storage.scene import Scene

OLD = AT - 100 * DAY


async def tidied(scene: Scene, *, limit: int = 1000) -> int:
    return await scene.storage.tidy(AT, keep_briefs=90 * DAY, keep_sent=30 * DAY, limit=limit)


async def test_what_is_owed_is_kept_however_old_it_is(scene: Scene) -> None:
    await scene.follows(1, at=OLD)
    await scene.owed(a_brief("owed"), at=OLD)
    await scene.news(a_brief("unplanned"), at=OLD)

    assert await tidied(scene) == 0
    assert len(await scene.storage.newest_briefs(limit=9)) == 2
    assert len(await scene.claim()) == 1


async def test_what_is_settled_goes_first_and_its_brief_with_it(scene: Scene) -> None:
    await scene.follows(1, at=OLD)
    (brief,) = await scene.owed(a_brief("sent"), at=OLD)
    await scene.storage.record_sent(await scene.claimed_ids(OLD), 7, now=OLD)
    await scene.owed(a_brief("sent lately"), at=OLD)
    await scene.storage.record_sent(await scene.claimed_ids(OLD), 7, now=AT - HOUR)

    assert await tidied(scene) == 2
    assert await scene.storage.brief(brief) is None
    assert scene.rows("SELECT COUNT(*) FROM matches") == [(1,)]
    assert len(await scene.storage.newest_briefs(limit=9)) == 1


async def test_young_briefs_stay(scene: Scene) -> None:
    await scene.news(a_brief(published_at=AT - 1000 * DAY), at=AT - 89 * DAY)
    await scene.plan(*[brief.id for brief in await scene.storage.unplanned_briefs(9)])

    assert await tidied(scene) == 0


async def test_it_takes_small_bites(scene: Scene) -> None:
    await scene.follows(1, at=OLD)
    await scene.owed(*[a_brief(f"k{n}") for n in range(10)], at=OLD)
    await scene.storage.record_sent(await scene.claimed_ids(OLD), 7, now=OLD)

    bites = [await tidied(scene, limit=4) for _ in range(4)]

    assert bites == [4 + 4, 4 + 4, 2 + 2, 0]
    assert scene.rows("SELECT COUNT(*) FROM briefs") == [(0,)]


async def test_a_source_that_lists_for_years_brings_no_old_news(scene: Scene) -> None:
    ids = await scene.news(a_brief("listed for years"), at=OLD)
    await scene.plan(*ids)
    await tidied(scene)

    assert await scene.news(a_brief("listed for years"), a_brief("new")) != []
    assert [brief.brief.key for brief in await scene.storage.newest_briefs(limit=9)] == ["new"]
