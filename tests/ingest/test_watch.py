"""From a visit to a trouble: what the web really answered, for as long as it did, is what the watch writes down."""

import asyncio
from datetime import timedelta

from bot.ingest.watch import Watch
from storage.model import FailureKind
from storage.model_troubles import Trouble, TroubleKind
from tests.ingest.visiting import House, feed, page

HOURS = timedelta(hours=1)


async def troubles(house: House) -> list[Trouble]:
    """What is wrong after one more look."""
    await Watch(house.storage, now=lambda: house.at).look(asyncio.Event())
    return list((await house.storage.open_troubles()).values())


async def test_a_page_whose_layout_changed_is_in_trouble_after_hours_and_well_when_it_is_read(house: House) -> None:
    """Fault 80."""
    house.site.body = page("Porto", "Lisbon")
    await house.visit()
    well_at = house.at
    house.site.body = "<!doctype html><html><body><div>Welcome</div></body></html>"
    for _ in range(3):
        await house.visit(7 * HOURS)
    assert (await house.source()).failure is FailureKind.UNREADABLE
    (trouble,) = await troubles(house)
    assert (trouble.kind, trouble.began_at) == (TroubleKind.UNREADABLE, well_at)
    assert "no briefs" in trouble.detail
    house.site.body = page("Faro", "Porto", "Lisbon")
    await house.visit()
    assert (await house.source()).failure is None
    assert await troubles(house) == []


async def test_a_server_that_is_down_is_in_trouble_after_a_day(house: House) -> None:
    house.site.body = feed("Porto")
    await house.visit()
    house.site.status = 503
    for _ in range(3):
        await house.visit(7 * HOURS)
    assert (await house.source()).failure is FailureKind.UNREACHABLE
    assert await troubles(house) == []
    await house.visit(7 * HOURS)
    assert [trouble.kind for trouble in await troubles(house)] == [TroubleKind.UNREACHABLE]


async def test_a_feed_that_is_gone_is_in_trouble_at_once_and_no_more_when_nobody_wants_it(house: House) -> None:
    house.site.status = 410
    await house.visit()
    assert [trouble.kind for trouble in await troubles(house)] == [TroubleKind.GONE]
    await house.storage.remove_source(house.address)
    assert await troubles(house) == []


async def test_more_sources_than_one_page_are_all_looked_at(house: House) -> None:
    for number in range(120):
        source = await house.storage.add_source(f"https://{number}.test/feed", now=house.at)
        await house.storage.mark_source_gone(source.id, error="HTTP 410", at=house.at)
    assert len(await troubles(house)) == 120
