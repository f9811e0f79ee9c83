"""From a feed that names a hub to news that the hub announced: real hub, real feed, real pages, real storage."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import unused_port

from bot import clock
from bot.app import hub_worker, keep_running, visiting_worker, web_worker
from bot.ingest.arrivals import store_first_visit
from bot.ingest.discovered import Discovered
from bot.ingest.discovery import discover
from bot.ingest.hubs import HubKeeper
from bot.ingest.leases import CALL_PAUSE
from bot.ingest.parsing import Parser
from bot.ingest.posting import Poster
from bot.ingest.visits import Outcome, Unchanged, Visited, VisitFailed
from bot.settings import Settings
from bot.web.callbacks import HubCallbacks
from storage import open_storage
from storage.model import HubLease, HubLeaseId
from tests.hubs import Hub, served
from tests.ingest.servers import serving
from tests.ingest.visiting import EVERY, START, House, feed, standing

STRETCHED = timedelta(hours=3)


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    """One for all tests here: its process takes a while to start."""
    opened = Parser()
    yield opened
    asyncio.run(opened.close())


@dataclass
class Desk:
    """A house whose feed names a hub, and all that answers that hub."""

    house: House
    hub: Hub
    hub_address: str
    keeper: HubKeeper

    def publish(self, *names: str) -> None:
        """The feed changes; nobody is told."""
        self.house.site.body = feed(*names)

    async def lease(self) -> HubLease:
        lease = await self.house.storage.hub_lease(HubLeaseId(1))
        assert lease is not None
        return lease

    async def next_visit(self) -> Outcome:
        """The next visit, when it is due and not before."""
        due_at = (await self.house.source()).next_visit_at
        return await self.house.visit(max(due_at - self.house.at, timedelta(0)))

    async def called(self, *names: str) -> Outcome:
        """Later the feed changes, the hub calls, and the visit that this is about."""
        self.house.at += timedelta(minutes=1)
        self.publish(*names)
        assert await self.hub.publish() == [200]
        return await self.house.visit(timedelta(seconds=1))

    async def next_visit_in(self) -> timedelta:
        return (await self.house.source()).next_visit_at - self.house.at


@asynccontextmanager
async def called_elsewhere(folder: Path, house: House) -> AsyncIterator[str]:
    """The address at which hubs call: that of another process, which has nothing in common with us but the database."""
    storage = await open_storage(f"sqlite:///{folder / 'briefs.db'}")
    try:
        async with served(HubCallbacks(storage, now=lambda: house.at).routes()) as base:
            yield base
    finally:
        await storage.close()


@pytest.fixture
async def desk(tmp_path: Path, parser: Parser) -> AsyncIterator[Desk]:
    hub = Hub()
    async with (
        standing(tmp_path, parser) as house,
        serving(hub.answer) as hub_address,
        called_elsewhere(tmp_path, house) as base,
        Poster(allow_private_networks=True, seconds=5) as poster,
    ):
        await house.storage.add_source(house.address, now=START)
        house.site.headers["Link"] = f"<{hub_address}/>; rel=hub, </source>; rel=self"
        keeper = HubKeeper(house.storage, poster, base=base, now=lambda: house.at, jitter=lambda: 0.0)
        desk = Desk(house, hub, hub_address, keeper)
        desk.publish("Porto", "Lisbon")
        await house.visit(timedelta(0))
        yield desk


NO_NEWS = Unchanged()
ONE = Visited(news=1, silent=0, revised=0)


async def test_news_comes_when_the_hub_calls_not_when_the_visit_is_due(desk: Desk) -> None:
    house = desk.house
    assert await desk.keeper.ask_due() == 1
    (form,) = desk.hub.asked
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", house.address)
    assert form["hub.lease_seconds"] == "864000"
    assert len(form["hub.secret"].encode()) < 200

    assert await desk.next_visit() == NO_NEWS
    assert await desk.next_visit_in() >= EVERY
    assert await desk.called("Faro", "Porto", "Lisbon") == ONE
    assert await house.owed() == ["Faro"]
    assert await desk.next_visit_in() == STRETCHED


async def test_what_a_hub_sends_is_not_believed(desk: Desk) -> None:
    await desk.keeper.ask_due()
    desk.house.at += timedelta(minutes=1)
    await desk.hub.publish(feed("Forged").encode())
    assert await desk.house.visit(timedelta(0)) == NO_NEWS
    assert await desk.house.owed() == []


async def test_a_call_without_our_secret_hastens_nothing(desk: Desk) -> None:
    await desk.keeper.ask_due()
    desk.house.at += timedelta(minutes=1)
    before = await desk.house.source()
    assert await desk.hub.publish(secret="guessed") == [200]
    assert await desk.house.source() == before


async def test_calls_in_a_burst_are_one_visit_and_the_next_comes_a_while_later(desk: Desk) -> None:
    await desk.keeper.ask_due()
    assert await desk.called("Faro", "Porto", "Lisbon") == ONE
    for _ in range(5):
        await desk.hub.publish()
    assert await desk.next_visit_in() == CALL_PAUSE


async def test_a_hub_that_only_granted_a_lease_stretches_nothing(desk: Desk) -> None:
    await desk.keeper.ask_due()
    assert desk.hub.granted.is_set()
    await desk.next_visit()
    assert await desk.next_visit_in() < timedelta(hours=1)


async def test_a_hub_that_falls_silent_costs_one_delay_and_is_relied_on_again_when_it_calls(desk: Desk) -> None:
    await desk.keeper.ask_due()
    await desk.called("Faro", "Porto", "Lisbon")
    assert await desk.next_visit() == NO_NEWS
    assert await desk.next_visit_in() == STRETCHED

    desk.publish("Evora", "Faro", "Porto", "Lisbon")
    assert await desk.next_visit() == ONE
    assert await desk.next_visit_in() < timedelta(hours=1)
    assert await desk.next_visit() == NO_NEWS
    assert await desk.next_visit_in() < timedelta(hours=1)

    assert await desk.called("Braga", "Evora", "Faro", "Porto", "Lisbon") == ONE
    assert await desk.next_visit_in() == STRETCHED


async def test_a_call_that_comes_before_the_cache_has_the_news_is_followed_up_soon(desk: Desk) -> None:
    await desk.keeper.ask_due()
    await desk.called("Faro", "Porto", "Lisbon")
    assert await desk.called("Faro", "Porto", "Lisbon") == NO_NEWS
    assert await desk.next_visit_in() < timedelta(hours=1)


async def test_an_unchanged_source_stays_announced(desk: Desk) -> None:
    await desk.keeper.ask_due()
    desk.house.site.headers["ETag"] = '"1"'
    await desk.called("Faro", "Porto", "Lisbon")
    assert await desk.next_visit() == Unchanged()
    assert await desk.next_visit_in() == STRETCHED


async def test_a_lease_is_renewed_before_it_ends(desk: Desk) -> None:
    await desk.keeper.ask_due()
    first = await desk.lease()
    desk.house.at += timedelta(days=7)
    assert await desk.keeper.ask_due() == 0
    desk.house.at += timedelta(days=1)
    assert await desk.keeper.ask_due() == 1
    second = await desk.lease()
    assert second.ends_at is not None
    assert first.ends_at is not None
    assert second.ends_at - first.ends_at == timedelta(days=8)
    assert desk.hub.asked[0] == desk.hub.asked[1]


@pytest.mark.parametrize("trouble", [{"status": 500}, {"asks_back": False}], ids=["refused", "never asked back"])
async def test_a_hub_that_does_not_grant_is_asked_later_each_time(desk: Desk, trouble: dict[str, Any]) -> None:
    vars(desk.hub).update(trouble)
    asked_at = []
    for _ in range(100):
        asked_at += [desk.house.at] * await desk.keeper.ask_due()
        desk.house.at += timedelta(minutes=10)
    pauses = [(later - earlier) // timedelta(minutes=10) for earlier, later in pairwise(asked_at)]
    assert pauses == [1, 2, 4, 8, 16, 32]


async def test_a_hub_that_is_not_there_any_more_harms_nothing(desk: Desk) -> None:
    desk.house.site.headers["Link"] = '<http://127.0.0.1:1/>; rel="hub"'
    await desk.keeper.ask_due()
    await desk.house.visit(timedelta(days=2))
    assert await desk.keeper.ask_due() == 2
    lease = await desk.house.storage.hub_lease(HubLeaseId(2))
    assert lease is not None
    assert (lease.hub, lease.ends_at) == ("http://127.0.0.1:1/", None)
    desk.publish("Faro", "Porto", "Lisbon")
    assert await desk.house.visit() == Visited(news=1, silent=0, revised=0)


async def test_a_removed_source_is_given_back(desk: Desk) -> None:
    await desk.keeper.ask_due()
    await desk.house.storage.remove_source(desk.house.address)
    await desk.keeper.ask_due()
    assert [form["hub.mode"] for form in desk.hub.asked] == ["subscribe", "unsubscribe"]
    assert desk.hub.leases == {}
    assert await desk.house.storage.hub_lease(HubLeaseId(1)) is None


async def test_a_failed_visit_keeps_its_back_off_whatever_the_hub_calls(desk: Desk) -> None:
    await desk.keeper.ask_due()
    desk.house.site.status = 503
    desk.house.site.headers["Retry-After"] = "7200"
    assert isinstance(await desk.next_visit(), VisitFailed)
    await desk.hub.publish()
    assert await desk.next_visit_in() == timedelta(hours=2)


async def test_what_was_just_discovered_has_its_hub_asked_without_another_look(tmp_path: Path, parser: Parser) -> None:
    """Its next visits may bring nothing but 304 for days."""
    async with standing(tmp_path, parser) as house:
        house.site.body, house.site.headers = feed("Porto"), {"Link": "<https://hub.example/>; rel=hub"}
        found = await discover(house.address, house.fetcher, parser)
        assert isinstance(found, Discovered)
        source = await house.storage.add_source(found.address, now=START)
        await store_first_visit(house.storage, source, found, visit_every=EVERY, now=START)
        (lease,) = await house.storage.claim_due_leases(START, base="x", until=START, limit=9)
        assert (lease.hub, lease.known_as) == ("https://hub.example/", house.address)


async def test_a_file_has_no_hub(tmp_path: Path, parser: Parser) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(feed("Porto").replace("<item>", "<link rel='hub' href='https://hub.example/'/><item>", 1))
    async with standing(tmp_path, parser) as house:
        await house.storage.add_source(str(path), now=START)
        await house.visit()
        assert await house.storage.claim_due_leases(house.at, base="x", until=house.at, limit=9) == []


async def test_as_the_bot_runs_it_news_is_there_as_soon_as_the_hub_calls(tmp_path: Path, parser: Parser) -> None:
    """The workers as `run` starts them, with the time of day; the public address has a path that the proxy leaves."""
    hub, port, stop = Hub(), unused_port(), asyncio.Event()
    settings = Settings(public_url=f"http://127.0.0.1:{port}/bot/", web_port=port, allow_private_networks=True)
    workers = {"web": web_worker, "hubs": hub_worker, "visitor": visiting_worker}
    async with standing(tmp_path, parser) as house, serving(hub.answer) as hub_address, asyncio.TaskGroup() as group:
        house.at = clock.now() - timedelta(minutes=1)
        await house.storage.add_source(house.address, now=house.at)
        link = f"<a:link rel='hub' href='{hub_address}/'/><item>"
        house.site.body = feed("Porto").replace("<item>", link, 1)
        await house.visit(timedelta(0))
        running = {name: worker(house.storage, settings) for name, worker in workers.items()}
        group.create_task(keep_running(running, stop))
        async with asyncio.timeout(20):
            await hub.granted.wait()
            house.site.body = feed("Faro", "Porto").replace("<item>", link, 1)
            assert await hub.publish() == [200]
            await house.storage.briefs_bell.wait()
        stop.set()
        assert hub.asked[0]["hub.callback"].startswith(f"http://127.0.0.1:{port}/bot/websub/1/")
        assert await house.owed() == ["Faro"]
