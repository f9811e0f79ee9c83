"""A page is visited as its host's robots.txt allows; a feed is made to be visited (RFC 9309)."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.ingest.discovered import Discovered, NothingFound
from bot.ingest.discovery import discover
from bot.ingest.fetch import Fetcher
from bot.ingest.parsing import Parser
from bot.ingest.robots import PATIENCE, Allowed, Forbidden, Robots, Unknown
from bot.ingest.visits import Unchanged, Visited, VisitFailed
from tests.ingest.servers import saying, serving
from tests.ingest.sites import PathSite, linked, posts
from tests.ingest.visiting import House, feed, page, text

HOUR = timedelta(hours=1)
FORBIDS = "User-agent: *\nDisallow: /source"


class Desk:
    """A host with a robots.txt, and a clock for who asks."""

    def __init__(self, body: str = "", status: int = 200) -> None:
        self.body, self.status, self.asked = body, status, 0
        self.at = datetime(2024, 5, 1, tzinfo=UTC)

    async def answer(self, request: web.BaseRequest) -> web.Response:
        assert request.path == "/robots.txt"
        self.asked += 1
        return web.Response(text=self.body, status=self.status)

    def now(self) -> datetime:
        return self.at


async def access(desk: Desk, *, failures: int = 0, path: str = "/source") -> Allowed | Forbidden | Unknown:
    async with serving(desk.answer) as server, Fetcher(allow_private_networks=True) as fetcher:
        return await Robots(fetcher, now=desk.now).access(f"{server}{path}", failures=failures)


async def test_a_file_that_is_there_is_obeyed() -> None:
    assert await access(Desk(FORBIDS)) == Forbidden()
    assert await access(Desk(FORBIDS), path="/blog") == Allowed()
    assert await access(Desk("User-agent: Briefbot\nCrawl-delay: 1800")) == Allowed(0.5 * HOUR)


async def test_a_delay_of_a_year_is_six_hours() -> None:
    assert await access(Desk("User-agent: *\nCrawl-delay: 31536000")) == Allowed(6 * HOUR)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
async def test_a_host_without_a_file_allows_everything(status: int) -> None:
    assert await access(Desk(status=status)) == Allowed()


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_host_in_trouble_is_waited_for_but_not_for_ever(status: int) -> None:
    assert isinstance(await access(Desk(status=status)), Unknown)
    assert isinstance(await access(Desk(status=status), failures=PATIENCE - 1), Unknown)
    assert await access(Desk(status=status), failures=PATIENCE) == Allowed()


async def test_a_host_that_does_not_answer_is_in_trouble() -> None:
    async with saying(b"") as server, Fetcher(allow_private_networks=True) as fetcher:
        found = await Robots(fetcher, now=Desk().now).access(f"{server}/", failures=0)
    assert isinstance(found, Unknown)
    assert "\n" not in found.reason


async def test_a_file_is_asked_for_once_a_day_and_kept_while_its_host_is_in_trouble() -> None:
    desk = Desk(FORBIDS)
    async with serving(desk.answer) as server, Fetcher(allow_private_networks=True) as fetcher:
        robots = Robots(fetcher, now=desk.now)
        for path in ("/source", "/source/2", "/source"):
            assert await robots.access(f"{server}{path}", failures=0) == Forbidden()
        assert desk.asked == 1
        desk.at, desk.status = desk.at + 25 * HOUR, 503
        assert await robots.access(f"{server}/source", failures=0) == Forbidden()
        assert desk.asked == 2
        desk.status, desk.body = 200, ""
        assert await robots.access(f"{server}/source", failures=0) == Allowed()


async def test_a_file_at_a_private_address_is_not_asked_for() -> None:
    desk = Desk()
    async with serving(desk.answer) as server, Fetcher(allow_private_networks=False) as fetcher:
        assert isinstance(await Robots(fetcher, now=desk.now).access(f"{server}/", failures=0), Unknown)
    assert desk.asked == 0


async def test_a_page_that_is_forbidden_is_a_failure_with_a_line_and_left_alone(house: House) -> None:
    house.site.body, house.site.robots = page("Lisbon"), FORBIDS
    outcome = await house.visit()
    assert outcome == VisitFailed(Forbidden.reason)
    assert (await house.source()).last_error == Forbidden.reason
    assert await house.storage.newest_briefs(limit=9) == []

    house.site.robots = ""
    await house.visit()
    house.site.robots = FORBIDS
    house.site.paths.clear()
    assert await house.visit() == VisitFailed(Forbidden.reason)
    assert house.site.paths == ["/robots.txt"]


@pytest.mark.parametrize("form", [feed, text], ids=["feed", "text"])
async def test_what_is_made_for_programs_is_visited_without_asking(house: House, form: type) -> None:
    house.site.body, house.site.robots = form("Lisbon"), FORBIDS
    for _ in range(2):
        assert isinstance(await house.visit(), Visited | Unchanged)
    assert "/robots.txt" not in house.site.paths


async def test_a_page_is_visited_no_sooner_than_its_host_wants(house: House) -> None:
    house.site.body, house.site.robots = page("Faro", "Lisbon"), "User-agent: *\nCrawl-delay: 14400"
    await house.visit()
    house.site.body = page("Porto", "Faro", "Lisbon")
    assert await house.visit() == Visited(news=1, silent=0, revised=0)
    assert (await house.source()).next_visit_at == house.at + 4 * HOUR


async def test_a_page_whose_host_has_trouble_with_the_file_is_read_in_the_end(house: House) -> None:
    house.site.body, house.site.robots_status = page("Faro", "Lisbon"), 503
    visitor, outcomes = house.visitor(), []
    for _ in range(PATIENCE + 3):
        house.at += 25 * HOUR
        (source,) = await house.storage.claim_due_sources(house.at, lease_until=house.at, limit=9)
        outcomes.append(await visitor.visit(source))
    failed, read = outcomes[:PATIENCE], outcomes[PATIENCE:]
    assert all(isinstance(outcome, VisitFailed) and "robots.txt" in outcome.reason for outcome in failed)
    assert read == [Visited(0, 2, 0), Unchanged(), Unchanged()]


@pytest.mark.parametrize(("rules", "is_found"), [(FORBIDS.replace("/source", "/news/"), False), ("", True)])
async def test_a_forbidden_page_is_not_offered_to_whoever_adds_it(
    rules: str, parser: Parser, *, is_found: bool
) -> None:
    site = PathSite({"/news/": linked(body=posts("Porto", "Lisbon", "Faro")), "/robots.txt": rules})
    async with serving(site.answer) as server, Fetcher(allow_private_networks=True) as fetcher:
        found = await discover(f"{server}/news/", fetcher, parser)
    assert isinstance(found, Discovered) is is_found
    if isinstance(found, NothingFound):
        assert found.reason.endswith(Forbidden.reason)
