"""Bad days of a source, from end to end: it is waited for, the others go on, and nothing is told twice."""

import asyncio
import socket
import ssl
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import trustme
from aiohttp import web

from bot.ingest.fetch import Failed, Fetcher
from bot.ingest.parsing import Parser
from bot.ingest.visits import Unchanged, Visited, VisitFailed
from bot.ingest.worker import Visitor
from storage import open_storage
from storage.model import SourceKind, SourceState, Visit
from tests.ingest.servers import Names, hanging, serving
from tests.ingest.visiting import EVERY, START, House, feed, standing

DAY = timedelta(days=1)
LATE = "Fri, 01 May 2099 12:00:00 GMT"


async def test_a_last_modified_in_the_future_hides_no_news(house: House) -> None:
    """A server that compares dates rightly says that nothing changed until then: so it is not asked with that date."""
    house.site.body, house.site.headers = feed("Lisbon"), {"Last-Modified": LATE}
    await house.visit()
    house.site.body = feed("Porto", "Lisbon")
    assert await house.visit() == Visited(news=1, silent=0, revised=0)
    assert "If-Modified-Since" not in house.site.asked[-1]


async def test_a_weak_or_changing_validator_tells_nothing_twice(house: House) -> None:
    """Fault 69."""
    house.site.body = feed("Porto", "Lisbon")
    outcomes = []
    for etag in ('W/"1"', 'W/"1"', '"2"', "not quoted", "", '"\u00e9"', '"2"'):
        house.site.headers = {"ETag": etag} if etag else {}
        outcomes.append(await house.visit())
    assert outcomes == [Visited(news=0, silent=2, revised=0), *[Unchanged()] * 6]
    assert await house.owed() == []


async def test_a_validator_too_long_to_be_sent_back_is_not(house: House) -> None:
    """Fault 69: it would be refused as a header, and the source would never be read again."""
    house.site.body, house.site.headers = feed("Lisbon"), {"ETag": f'"{"x" * 7_000}"'}
    await house.visit()
    house.site.body = feed("Porto", "Lisbon")
    assert await house.visit() == Visited(news=1, silent=0, revised=0)
    assert "If-None-Match" not in house.site.asked[-1]


@pytest.mark.parametrize(("days", "is_news"), [(29, False), (31, True)])
async def test_what_opens_alike_is_a_revision_for_a_month_and_news_afterwards(
    house: House, days: int, *, is_news: bool
) -> None:
    """Fault 78: a guid that changes is one brief; what is told again after a month is told again."""
    house.site.body = feed("Lisbon")
    await house.visit()
    house.site.body = feed("Lisbon Nobody was hurt.", key="changed")
    outcome = await house.visit(after=days * DAY)
    assert outcome == Visited(news=int(is_news), silent=0, revised=int(not is_news))


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        ("7200", timedelta(hours=2)),
        ("Mon, 01 Jan 2001 00:00:00 GMT", EVERY),
        ("315360000", DAY),
        (LATE, DAY),
        ("-60", EVERY),
        ("soon", EVERY),
    ],
    ids=["seconds", "a date gone by", "ten years", "a far date", "negative", "no time"],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_what_a_server_asks_is_waited_for_a_day_at_most(
    house: House, status: int, asked: str, pause: timedelta
) -> None:
    """Fault 70."""
    house.site.status, house.site.headers = status, {"Retry-After": asked}
    assert isinstance(await house.visit(), VisitFailed)
    assert (await house.source()).next_visit_at - house.at == pause


@pytest.mark.parametrize("status", [403, 404])
async def test_a_source_that_refuses_is_asked_less_and_less_and_not_given_up(house: House, status: int) -> None:
    """Fault 71."""
    house.site.status = status
    pauses = []
    for _ in range(10):
        assert isinstance(await house.visit(), VisitFailed)
        pauses.append((await house.source()).next_visit_at - house.at)
    assert pauses == [min(EVERY * 2**n, DAY) for n in range(10)]
    assert (await house.source()).state is SourceState.ACTIVE


async def test_a_source_that_is_gone_is_asked_no_more_until_it_is_added_again(house: House) -> None:
    """Fault 71: HTTP 410."""
    house.site.status = 410
    assert (await house.visit()) == VisitFailed("HTTP 410: it says this source is gone for good", gone=True)
    house.at += 400 * DAY
    assert await house.storage.claim_due_sources(house.at, lease_until=house.at, limit=9) == []
    house.site.status, house.site.body = 200, feed("Lisbon")
    await house.storage.add_source(house.address, now=house.at)
    assert await house.visit() == Visited(news=0, silent=1, revised=0)


async def test_a_certificate_that_nobody_vouches_for_is_a_failure_and_nothing_is_sent() -> None:
    """Fault 72."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    heard: list[bytes] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.close()

    server = await asyncio.start_server(hear, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    try:
        async with Fetcher(allow_private_networks=True, seconds=5, resolver=Names(["127.0.0.1"])) as visitor:
            got = await visitor.fetch(f"https://localhost:{port}/feed")
    finally:
        server.close()
        await server.wait_closed()
    assert got == Failed("its certificate is not valid; an unprotected visit is not tried")
    assert heard == []


async def test_a_source_that_is_down_for_a_month_costs_few_visits_and_is_noticed_within_a_day(house: House) -> None:
    """Fault 73."""
    house.site.body = feed("Lisbon")
    await house.visit()
    down_since, tries = house.at, 0
    house.site.status = 502
    while house.at < down_since + 30 * DAY:
        due = (await house.source()).next_visit_at - house.at
        assert EVERY <= due <= DAY
        assert isinstance(await house.visit(after=due), VisitFailed)
        tries += 1
    assert tries < 40
    back_since = house.at
    house.site.status, house.site.body = 200, feed("Porto", "Lisbon")
    due = (await house.source()).next_visit_at - house.at
    assert await house.visit(after=due) == Visited(news=1, silent=0, revised=0)
    assert house.at - back_since <= DAY
    assert (await house.source()).next_visit_at - house.at == EVERY


async def test_an_outage_of_ours_is_not_held_against_the_sources(tmp_path: Path, parser: Parser) -> None:
    """A whole night nobody is reached; a quarter of an hour after it is over, everybody has been visited."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    async with standing(tmp_path, parser) as house:
        for number in range(8):
            source = await house.storage.add_source(f"http://127.0.0.1:{port}/{number}", now=START)
            kind = SourceKind.ARCHIVE if number % 2 else SourceKind.FEED
            await house.storage.store_visit(source.id, Visit(at=START, next_visit_at=START, kind=kind))
        visitor = house.visitor()
        for _ in range(48):
            for source in await house.storage.claim_due_sources(house.at, lease_until=house.at, limit=99):
                assert isinstance(await visitor.visit(source), VisitFailed)
            house.at += EVERY
        sources = await house.storage.sources()
        assert max(source.next_visit_at for source in sources) <= house.at + EVERY
        assert min(source.failures for source in sources) > 10


@pytest.mark.parametrize("answers", [200, 404, 503])
async def test_who_is_down_while_others_answer_is_left_alone(house: House, answers: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    house.site.body, house.site.status = feed("Lisbon"), answers
    for number in range(8):
        await house.storage.add_source(f"http://127.0.0.1:{port}/{number}", now=START)
    visitor = house.visitor()
    for _ in range(6):
        house.at += DAY
        sources = await house.storage.claim_due_sources(house.at, lease_until=house.at, limit=99)
        well = next(source for source in sources if source.address == house.address)
        for source in sources:
            await visitor.visit(source)
            await visitor.visit(well)
    down = [source for source in await house.storage.sources() if source.address != house.address]
    assert min(source.next_visit_at for source in down) > house.at + 4 * timedelta(hours=1)


async def test_failures_spread_so_that_sources_of_one_host_do_not_return_together(house: House) -> None:
    house.site.status = 503
    for number in range(20):
        await house.storage.add_source(f"{house.address}/{number}", now=START)
    shares = iter(range(-10, 11))
    visitor = house.visitor(jitter=lambda: next(shares) / 10)
    house.at += DAY
    for source in await house.storage.claim_due_sources(house.at, lease_until=house.at, limit=99):
        await visitor.visit(source.model_copy(update={"failures": 5}))
    assert len({source.next_visit_at for source in await house.storage.sources()}) == 21


async def test_of_two_hundred_sources_twenty_that_hang_keep_nobody_waiting(tmp_path: Path, parser: Parser) -> None:
    """Fault 74."""
    left, stop, all_visited = 180, asyncio.Event(), asyncio.Event()

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        if int(request.path[1:]) % 10 == 0:
            return await hanging(request)
        return web.Response(text=feed("Lisbon"), content_type="application/rss+xml")

    def visited() -> float:
        nonlocal left
        left -= 1
        if not left:
            all_visited.set()
        return 0.0

    storage = await open_storage(f"sqlite://{tmp_path}/briefs.db")
    async with (
        serving(answer) as server,
        Fetcher(allow_private_networks=True, seconds=300, resolver=Names(["127.0.0.1"])) as fetcher,
        asyncio.timeout(60),
        asyncio.TaskGroup() as group,
    ):
        port = server.rpartition(":")[2]
        for number in range(200):
            await storage.add_source(f"http://host{number}.example:{port}/{number}", now=START)
        visitor = Visitor(
            storage,
            fetcher,
            parser,
            visit_every=EVERY,
            now=lambda: START,
            jitter=visited,
            last_moment=timedelta(seconds=0.1),
        )
        group.create_task(visitor.run(stop))
        await all_visited.wait()
        stop.set()
    sources = await storage.sources()
    await storage.close()
    assert sum(source.visited_at is not None for source in sources) == 180
    assert not any(source.failures for source in sources)
