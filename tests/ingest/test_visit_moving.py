"""A source that moved for good is followed for good; whatever else redirects is only followed (fault 65)."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.ingest.fetch import Fetched, Fetcher, NotModified
from bot.ingest.moving import is_for_good, move_after
from bot.ingest.visits import Unchanged, Visited, VisitFailed
from storage.model import Move
from tests.ingest.servers import Answer, Names, serving
from tests.ingest.visiting import House, feed, page

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OLD, NEW = "https://old.test/feed", "https://new.test/feed"


def led(*places: tuple[str | None, float], address: str = OLD) -> Move | None:
    """What is remembered after visits that were led to these places, so many hours after NOW."""
    move, visited_at = None, None
    for to, hours in places:
        now = NOW + hours * HOUR
        move, visited_at = move_after(address, move, to, visited_at=visited_at, now=now), now
    return move


@pytest.mark.parametrize(
    ("places", "is_moved"),
    [
        ([(NEW, 0), (NEW, 12), (NEW, 24)], True),
        ([(NEW, 0), (NEW, 48)], False),
        ([(NEW, 0), (NEW, 1), (NEW, 2), (NEW, 23)], False),
        ([(NEW, 0), (NEW, 12), (None, 13), (NEW, 24)], False),
        ([(NEW, 0), (NEW, 12), (f"{NEW}?session=1", 24)], False),
        ([(f"{NEW}?session={n}", 12.0 * n) for n in range(9)], False),
        ([(f"{NEW}?{'x' * 2000}", 12.0 * n) for n in range(9)], False),
        ([(OLD, 12.0 * n) for n in range(9)], False),
        ([(NEW.replace("https:", "http:"), 12.0 * n) for n in range(9)], False),
        ([(None, 12.0 * n) for n in range(9)], False),
    ],
)
def test_a_move_counts_when_three_visits_over_a_day_were_led_to_one_place(
    places: list[tuple[str | None, float]], *, is_moved: bool
) -> None:
    assert is_for_good(led(*places), now=NOW + places[-1][1] * HOUR) is is_moved


@pytest.mark.parametrize(
    "hours",
    [
        (0, 0.2, 0.4, 25.4, 25.6),
        (0, 0.2, 25.2, 25.4, 25.6, 0.8, 1, 1.2),
        (0, 0.2, 0.4, -24.4, -24.2, -24),
        (0, 0.2, 0.4, -24.4, 0.8, 1, 1.2),
    ],
    ids=["forward", "forward-and-set-right", "back", "back-and-set-right"],
)
def test_a_clock_that_is_set_by_a_day_makes_no_move(hours: tuple[float, ...]) -> None:
    """Visits are ten minutes apart; it is the clock that leaps 25 hours, forward or back."""
    for count in range(1, len(hours) + 1):
        places = [(NEW, hour) for hour in hours[:count]]
        assert not is_for_good(led(*places), now=NOW + places[-1][1] * HOUR)


def test_to_https_a_source_moves_like_anywhere_else() -> None:
    move = led((OLD, 0), (OLD, 12), (OLD, 24), address=OLD.replace("https:", "http:"))
    assert is_for_good(move, now=NOW + 24 * HOUR)


def redirecting(*statuses: int) -> Answer:
    """A server that leads from /0 to /1 by the first status, on to /2 by the second …"""

    async def answer(request: web.BaseRequest) -> web.Response:
        place = int(request.path[1:])
        if place < len(statuses):
            return web.Response(status=statuses[place], headers={"Location": f"/{place + 1}"})
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        return web.Response(body=b"here")

    return answer


@pytest.mark.parametrize(
    ("statuses", "is_permanent"),
    [
        ([301], True),
        ([308], True),
        ([301, 308, 301], True),
        ([302], False),
        ([307], False),
        ([303], False),
        ([301, 302], False),
        ([302, 301], False),
        ([], False),
    ],
)
async def test_only_permanent_redirects_all_the_way_are_a_move(statuses: list[int], *, is_permanent: bool) -> None:
    async with serving(redirecting(*statuses)) as server, Fetcher(allow_private_networks=True) as visitor:
        got = await visitor.fetch(f"{server}/0")
        again = await visitor.fetch(f"{server}/0", etag='"1"')
    place = f"{server}/{len(statuses)}"
    assert isinstance(got, Fetched)
    assert (got.address, got.moved_to) == (place, place if is_permanent else None)
    assert again == NotModified(moved_to=got.moved_to)


async def test_another_host_gets_no_credentials_and_no_cookies_of_the_first() -> None:
    asked: list[dict[str, str]] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        asked.append(dict(request.headers))
        if request.headers["Host"].startswith("one"):
            there = f"http://two.example:{port}/"
            return web.Response(status=301, headers={"Location": there, "Set-Cookie": "login=secret; Path=/"})
        return web.Response(body=b"here")

    async with (
        serving(answer) as server,
        Fetcher(allow_private_networks=True, resolver=Names(["127.0.0.1"])) as visitor,
    ):
        port = server.rpartition(":")[2]
        for _ in range(2):
            assert isinstance(await visitor.fetch(f"http://one.example:{port}/"), Fetched)
    hosts = [headers["Host"].partition(".")[0] for headers in asked]
    assert hosts == ["one", "two", "one", "two"]
    assert not any({"Authorization", "Proxy-Authorization", "Cookie", "Referer"} & headers.keys() for headers in asked)


def moved(house: House, status: int = 301) -> str:
    """Lets the site lead from where the source is to another place of it; that place."""
    house.site.redirects["/source"] = (status, "/new")
    return house.address.replace("/source", "/new")


async def test_a_source_that_moved_for_good_is_read_there_and_its_old_address_leads_to_it(house: House) -> None:
    house.site.body = feed("Lisbon")
    await house.visit()
    there = moved(house)
    for _ in range(2):
        await house.visit(after=12 * HOUR)
        assert (await house.source()).address == house.address
    house.site.body = feed("Porto", "Lisbon")
    assert await house.visit(after=13 * HOUR) == Visited(news=1, silent=0, revised=0)
    source = await house.source()
    assert (source.address, source.move) == (there, None)

    assert await house.visit() == Unchanged()
    assert house.site.paths[-1] == "/new"
    assert len(await house.owed()) == 1
    assert await house.storage.add_source(house.address, now=house.at) == await house.source()


async def test_a_move_is_noticed_while_nothing_changes(house: House) -> None:
    house.site.body, house.site.headers = feed("Lisbon"), {"ETag": '"1"'}
    await house.visit()
    there = moved(house, status=308)
    for _ in range(3):
        assert await house.visit(after=14 * HOUR) == Unchanged()
    assert (await house.source()).address == there


async def test_a_redirect_that_is_not_for_good_moves_nothing(house: House) -> None:
    house.site.body = feed("Lisbon")
    await house.visit()
    moved(house, status=302)
    for _ in range(9):
        await house.visit()
    source = await house.source()
    assert (source.address, source.move) == (house.address, None)


async def test_nobody_moves_to_a_place_that_cannot_be_read(house: House) -> None:
    house.site.body = feed("Lisbon")
    await house.visit()
    moved(house)
    house.site.body = page("Welcome", "Parked")
    for _ in range(5):
        assert isinstance(await house.visit(), VisitFailed)
    house.site.status = 404
    for _ in range(5):
        assert isinstance(await house.visit(), VisitFailed)
    source = await house.source()
    assert (source.address, source.move) == (house.address, None)


async def test_two_sources_that_meet_become_one_and_nothing_is_told_again(house: House) -> None:
    house.site.body = feed("Lisbon")
    await house.visit()
    there = moved(house)
    house.site.body = feed("Porto", "Lisbon")
    await house.visit()
    other = await house.storage.add_source(there, now=house.at)
    for _ in range(2):
        house.at += 25 * HOUR
        for source in await house.storage.claim_due_sources(house.at, lease_until=house.at, limit=9):
            await house.visitor().visit(source)
    assert [(source.id, source.address) for source in await house.storage.sources()] == [(other.id, there)]
    house.site.body = feed("Faro", "Porto", "Lisbon")
    assert await house.visit() == Visited(news=1, silent=0, revised=0)
    assert await house.owed() == ["Porto", "Faro"]
    assert (await house.storage.add_source(house.address, now=house.at)).id == other.id
