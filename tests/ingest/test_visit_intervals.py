"""When a source is visited again follows from what it publishes and what it asks for, from end to end."""

from datetime import timedelta

import pytest

from bot.ingest.reading.reader import read_document
from bot.ingest.visits import Unchanged, Visited
from tests.ingest.visiting import EVERY, START, House, told

HOUR = timedelta(hours=1)


def dated(*ages: timedelta, head: str = "") -> str:
    """A feed whose entries were published so long before START, the newest first."""
    items = "".join(
        f"<item><title>{age}</title><description>{told(str(age))}</description><guid>{age}</guid>"
        f"<pubDate>{START - age:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for age in ages
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour</title>{head}{items}</channel></rss>"


async def pause(house: House) -> timedelta:
    return (await house.source()).next_visit_at - house.at


async def test_what_a_feed_published_before_we_knew_it_sets_the_pace(house: House) -> None:
    house.site.body = dated(*(24 * HOUR * day for day in range(1, 9)))
    await house.visit(after=timedelta())
    source = await house.source()
    assert (source.latest_at, source.usual_gap) == (START - 24 * HOUR, 24 * HOUR)
    await house.visit(after=12 * HOUR)
    assert 2.4 * HOUR < await pause(house) < 2.6 * HOUR


async def test_what_was_just_added_is_watched_however_long_it_has_been_silent(house: House) -> None:
    house.site.body = dated(2000 * HOUR, 4000 * HOUR)
    pauses: list[timedelta] = []
    for _ in range(9):
        await house.visit(after=pauses[-1] if pauses else timedelta())
        pauses.append(await pause(house))
    assert pauses[:4] == [EVERY, EVERY, 2 * EVERY, 4 * EVERY]
    assert pauses[-1] == 6 * HOUR


async def test_a_pace_is_kept_while_nothing_changes_and_a_brief_quickens_it(house: House) -> None:
    old = [24 * HOUR * day for day in range(1, 9)]
    house.site.body, house.site.headers = dated(*old), {"ETag": '"1"'}
    await house.visit(after=timedelta())
    assert await house.visit(after=2.6 * HOUR) == Unchanged()
    assert await pause(house) > 2.4 * HOUR
    house.site.body, house.site.headers = dated(-5 * HOUR, *old), {"ETag": '"2"'}
    assert await house.visit(after=2.7 * HOUR) == Visited(news=1, silent=0, revised=0)
    assert await pause(house) == EVERY


async def test_an_undated_source_is_paced_by_our_visits(house: House) -> None:
    house.site.body = dated().replace("</channel>", "<item><title>Porto</title><guid>1</guid></item></channel>")
    await house.visit(after=timedelta())
    assert await pause(house) == EVERY
    await house.visit(after=30 * HOUR)
    assert await pause(house) == 3 * HOUR


async def test_a_feed_that_asks_to_be_left_alone_is_so_for_an_hour_at_most(house: House) -> None:
    fresh = timedelta(minutes=1)
    for ttl, wanted in ((45, timedelta(minutes=45)), (5, EVERY), (100_000, HOUR)):
        house.site.body = dated(fresh, head=f"<ttl>{ttl}</ttl>")
        await house.storage.remove_source(house.address)
        await house.storage.add_source(house.address, now=house.at)
        await house.visit(after=timedelta())
        assert await pause(house) == wanted


async def test_what_a_feed_asked_for_is_remembered_until_it_is_read_again(house: House) -> None:
    house.site.body, house.site.headers = dated(timedelta(minutes=1), head="<ttl>45</ttl>"), {"ETag": '"1"'}
    await house.visit(after=timedelta())
    assert await house.visit(after=HOUR) == Unchanged()
    assert await pause(house) == timedelta(minutes=45)
    house.site.body, house.site.headers = dated(timedelta(minutes=1)), {}
    await house.visit(after=HOUR)
    assert (await house.source()).ttl is None


async def test_an_answer_that_stays_fresh_is_not_asked_for_before(house: House) -> None:
    house.site.body, house.site.headers = dated(timedelta(minutes=1)), {"Cache-Control": "max-age=1800"}
    await house.visit(after=timedelta())
    assert await pause(house) == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("head", "ttl"),
    [
        ("<ttl>60</ttl>", HOUR),
        ("<TTL> <![CDATA[ 15 ]]></TTL>", timedelta(minutes=15)),
        ("<ttl>-5</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl></ttl>", None),
        (f"<ttl>{'9' * 400}</ttl>", None),
        ("<sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 12 * HOUR),
        ("<sy:updatePeriod>weekly</sy:updatePeriod>", 168 * HOUR),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 24 * HOUR),
        ("<sy:updatePeriod>always</sy:updatePeriod>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>", None),
        ("", None),
    ],
)
def test_what_a_feed_asks_for_is_read_from_its_head(head: str, ttl: timedelta | None) -> None:
    body = dated(HOUR, head=head).replace("<rss ", "<rss xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' ")
    assert read_document(body.encode(), address="https://desk.example/").ttl == ttl


def test_what_an_entry_says_is_no_wish_of_the_feed() -> None:
    body = dated(HOUR).replace("<description>", "<description>&lt;ttl&gt;7&lt;/ttl&gt; <![CDATA[<ttl>8</ttl>]]>")
    assert read_document(body.encode(), address="https://desk.example/").ttl is None
