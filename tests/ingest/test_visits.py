"""Visits from end to end: a real server, the real reader, the real storage."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.ingest.parsing import Parser
from bot.ingest.visits import Unchanged, Visited, VisitFailed
from storage.model import SourceState
from tests.ingest.servers import serving
from tests.ingest.visiting import EVERY, START, Form, House, Site, feed, page, standing, text

FORMS = pytest.mark.parametrize("form", [feed, text, page], ids=["feed", "text", "page"])


@FORMS
async def test_a_first_visit_pushes_nothing_and_remembers_everything(house: House, form: Form) -> None:
    house.site.body = form("Porto", "Lisbon")
    assert await house.visit() == Visited(news=0, silent=2, revised=0)
    assert await house.owed() == []
    assert len(await house.storage.newest_briefs(limit=9)) == 2
    assert (await house.source()).visited_at == house.at


@FORMS
async def test_a_page_that_gains_one_on_top_and_loses_one_below_gives_one_news(house: House, form: Form) -> None:
    house.site.body = form("Porto", "Lisbon")
    await house.visit()
    house.site.body = form("Faro", "Porto")
    assert await house.visit() == Visited(news=1, silent=0, revised=0)
    assert [name.split()[0] for name in await house.owed()] == ["Faro"]
    assert await house.visit() == Unchanged()
    assert len(await house.owed()) == 1


@FORMS
async def test_news_is_stored_oldest_first(house: House, form: Form) -> None:
    house.site.body = form("Lisbon", "Evora")
    await house.visit()
    house.site.body = form("Braga", "Faro", "Porto", "Lisbon")
    await house.visit()
    assert [name.split()[0] for name in await house.owed()] == ["Porto", "Faro", "Braga"]


async def test_an_older_post_that_slides_onto_a_page_is_stored_and_pushes_nothing(house: House) -> None:
    house.site.body = text("Porto", "Lisbon")
    await house.visit()
    house.site.body = text("Lisbon", "Faro")
    assert await house.visit() == Visited(news=0, silent=1, revised=0)
    assert await house.owed() == []
    assert len(await house.storage.newest_briefs(limit=9)) == 3


async def test_a_revised_entry_changes_in_the_archive_and_pushes_nothing(house: House) -> None:
    house.site.body = feed("Porto", "Lisbon")
    await house.visit()
    house.site.body = feed("Porto Nobody was hurt.", "Lisbon")
    assert await house.visit() == Visited(news=0, silent=0, revised=1)
    assert await house.owed() == []
    texts = [stored.brief.text for stored in await house.storage.newest_briefs(limit=9)]
    assert sum("Nobody was hurt" in text for text in texts) == 1
    assert await house.visit() == Unchanged()


async def test_a_feed_whose_ids_change_each_time_pushes_nothing_twice(house: House) -> None:
    for number in range(4):
        house.site.body = feed("Porto", "Lisbon", key=f"{{0}}?v={number}")
        await house.visit(after=timedelta(minutes=30))
    assert await house.owed() == []
    assert len(await house.storage.newest_briefs(limit=9)) == 2


async def test_an_unchanged_document_is_not_read_again(house: House) -> None:
    house.site.body, house.site.headers = feed("Porto"), {"ETag": 'W/"1"'}
    await house.visit()
    assert await house.visit() == Unchanged()
    assert house.site.asked[-1]["If-None-Match"] == 'W/"1"'
    assert await house.visit() == Unchanged()
    source = await house.source()
    assert (source.visited_at, source.failures) == (house.at, 0)
    assert source.next_visit_at >= house.at + EVERY


async def test_an_etag_that_changes_each_time_pushes_nothing_twice(house: House) -> None:
    for number in range(3):
        house.site.body, house.site.headers = feed("Porto"), {"ETag": f'"{number}"', "Last-Modified": "tomorrow"}
        await house.visit()
    assert await house.owed() == []


async def test_a_source_that_fails_backs_off_and_recovers_without_loss(house: House) -> None:
    house.site.body = feed("Lisbon")
    await house.visit()
    house.site.status = 500
    for failures, pause in ((1, 10), (2, 20), (3, 40)):
        assert await house.visit() == VisitFailed("HTTP 500: the server has trouble")
        source = await house.source()
        assert (source.failures, source.next_visit_at - house.at) == (failures, timedelta(minutes=pause))
        assert source.last_error == "HTTP 500: the server has trouble"
    house.site.status, house.site.body = 200, feed("Porto", "Lisbon")
    assert await house.visit() == Visited(news=1, silent=0, revised=0)
    source = await house.source()
    assert (source.failures, source.last_error) == (0, None)


async def test_a_server_that_asks_to_wait_is_waited_for(house: House) -> None:
    house.site.status, house.site.headers = 429, {"Retry-After": "7200"}
    await house.visit()
    assert (await house.source()).next_visit_at == house.at + timedelta(hours=2)


async def test_a_source_that_is_gone_is_not_visited_any_more(house: House) -> None:
    house.site.status = 410
    outcome = await house.visit()
    assert outcome == VisitFailed("HTTP 410: it says this source is gone for good", gone=True)
    assert (await house.source()).state is SourceState.GONE
    later = house.at + timedelta(days=30)
    assert await house.storage.claim_due_sources(later, lease_until=later, limit=9) == []


@pytest.mark.parametrize(
    "now", ["<!doctype html><html><body><div>Welcome</div></body></html>", "", "{}", "GIF89a\0\0\0"]
)
@FORMS
async def test_a_source_that_no_longer_has_briefs_is_a_failure_not_zero_news(
    house: House, form: Form, now: str
) -> None:
    house.site.body = form("Faro", "Lisbon")
    await house.visit()
    house.site.body = now
    assert isinstance(await house.visit(), VisitFailed)
    assert (await house.source()).last_error
    house.site.body = form("Porto", "Faro", "Lisbon")
    assert await house.visit() == Visited(news=1, silent=0, revised=0)


async def test_a_source_that_becomes_another_kind_is_a_failure_not_a_flood(house: House) -> None:
    house.site.body = feed("Lisbon")
    await house.visit()
    house.site.body = text("Porto", "Faro")
    assert await house.visit() == VisitFailed(
        "it was a feed and is a text now: if it is to stay so, remove the source and add it again"
    )
    assert await house.owed() == []


async def test_a_source_that_was_removed_and_added_again_pushes_nothing_of_the_meantime(house: House) -> None:
    house.site.body, house.site.headers = feed("Lisbon"), {"ETag": '"1"'}
    await house.visit()
    await house.storage.remove_source(house.address)
    await house.storage.add_source(house.address, now=house.at)
    house.site.body = feed("Porto", "Lisbon")
    assert await house.visit() == Visited(news=0, silent=1, revised=0)
    assert "If-None-Match" not in house.site.asked[-1]


async def test_a_file_is_a_source_like_any_other(tmp_path: Path, parser: Parser) -> None:
    path = tmp_path / "news.txt"
    path.write_text(text("Lisbon"))
    async with standing(tmp_path, parser) as house:
        await house.storage.add_source(str(path), now=START)
        await house.visit()
        assert await house.visit() == Unchanged()
        path.write_text(text("Porto", "Lisbon"))
        assert await house.visit() == Visited(news=1, silent=0, revised=0)
        assert (await house.source()).name == "news.txt"


class Jitter:
    """No jitter, but a count of the visits that came to their end; the one of a given number breaks there."""

    def __init__(self, visits: int, *, breaks: int = 0) -> None:
        self.ended = 0
        self.visits = visits
        self.breaks = breaks
        self.all_ended = asyncio.Event()

    def __call__(self) -> float:
        self.ended += 1
        if self.ended == self.visits:
            self.all_ended.set()
        return 0.0 / (self.ended - self.breaks)


async def test_the_worker_visits_all_that_is_due_and_stops_although_one_hangs(tmp_path: Path, parser: Parser) -> None:
    stop, jitter = asyncio.Event(), Jitter(39)
    async with standing(tmp_path, parser) as house, asyncio.timeout(4.5), asyncio.TaskGroup() as group:
        house.site.body = feed("Lisbon")
        for number in range(40):
            await house.storage.add_source(f"{house.address}/{number or 'hang'}", now=START)
        group.create_task(house.visitor(jitter).run(stop))
        await jitter.all_ended.wait()
        stop.set()
    async with standing(tmp_path, parser) as house:
        sources = await house.storage.sources()
    assert [source.visited_at is not None for source in sources] == [False] + [True] * 39
    assert sources[0].next_visit_at == START


async def test_a_crowd_that_hangs_at_one_host_keeps_no_other_source_waiting(tmp_path: Path, parser: Parser) -> None:
    stop, jitter, well = asyncio.Event(), Jitter(10), Site(feed("Lisbon"))
    async with (
        standing(tmp_path, parser) as house,
        serving(well.answer) as other_host,
        asyncio.timeout(4.5),
        asyncio.TaskGroup() as group,
    ):
        for number in range(100):
            await house.storage.add_source(f"{house.address}/hang/{number}", now=START)
        for number in range(10):
            await house.storage.add_source(f"{other_host}/{number}", now=START)
        group.create_task(house.visitor(jitter).run(stop))
        await jitter.all_ended.wait()
        stop.set()
    assert len(well.asked) == 10


async def test_one_visit_that_breaks_stops_no_other(tmp_path: Path, parser: Parser) -> None:
    stop, jitter = asyncio.Event(), Jitter(6, breaks=3)
    async with standing(tmp_path, parser) as house, asyncio.timeout(60), asyncio.TaskGroup() as group:
        house.site.body = feed("Lisbon")
        for number in range(6):
            await house.storage.add_source(f"{house.address}/{number}", now=START)
        group.create_task(house.visitor(jitter).run(stop))
        await jitter.all_ended.wait()
        stop.set()
    async with standing(tmp_path, parser) as house:
        sources = await house.storage.sources()
    assert sorted(source.visited_at is None for source in sources) == [False] * 5 + [True]


async def until_visited(house: House, *, at: datetime) -> None:
    """The clock says this now, and the only source is visited by it."""
    house.at = at
    house.storage.sources_bell.set()
    while (await house.source()).visited_at != at:
        pass


async def test_a_clock_that_is_set_back_by_a_day_stops_no_visits(tmp_path: Path, parser: Parser) -> None:
    """Neither while the bot runs nor when it starts again: what the wrong clock had planned is due at once."""
    ahead, stop, again = START + timedelta(hours=25), asyncio.Event(), asyncio.Event()
    async with standing(tmp_path, parser) as house, asyncio.timeout(20):
        house.site.body = feed("Lisbon")
        await house.storage.add_source(house.address, now=ahead)
        async with asyncio.TaskGroup() as group:
            group.create_task(house.visitor().run(stop))
            await until_visited(house, at=ahead)
            await until_visited(house, at=START)
            stop.set()
        async with asyncio.TaskGroup() as group:
            group.create_task(house.visitor().run(again))
            await until_visited(house, at=START - timedelta(hours=25))
            again.set()
        assert (await house.source()).next_visit_at == house.at + EVERY
