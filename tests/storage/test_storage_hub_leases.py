"""Leases at hubs: asked for as long as they are offered, granted only when asked, and a call is heard but once."""

from datetime import datetime, timedelta

import pytest

from storage import Storage
from storage.hub_leases import MOST_FAREWELLS
from storage.model import HubLease, HubLeaseId, HubOffer, LeaseState, Source, SourceId
from tests.builders import AT, DAY, HOUR, MINUTE, SECOND, a_brief, a_visit
from tests.storage.scene import Scene

FEED = "https://news.test/feed"
BASE = "https://bot.test"
OFFER = HubOffer(hub="https://hub.test/", known_as=FEED)
OTHER = HubOffer(hub="https://other.test/", known_as=FEED)
PAUSE = 30 * SECOND


async def offered(storage: Storage, offer: HubOffer | None = OFFER, *, at: datetime = AT) -> SourceId:
    """A source whose document offered this when it was visited."""
    source = await storage.add_source(FEED, now=AT)
    await storage.store_visit(source.id, a_visit(at=at, hub=offer))
    return source.id


async def claimed(storage: Storage, at: datetime = AT, *, base: str = BASE) -> list[HubLease]:
    return list(await storage.claim_due_leases(at, base=base, until=at + HOUR, limit=9))


async def granted(storage: Storage, at: datetime = AT) -> HubLease:
    """A lease that the hub confirmed for ten days."""
    await offered(storage)
    (lease,) = await claimed(storage, at)
    assert await storage.confirm_lease(lease.id, at=at, ends_at=at + 10 * DAY, renew_at=at + 8 * DAY)
    return lease


async def the_source(storage: Storage) -> Source:
    (source,) = await storage.sources()
    return source


async def test_what_is_offered_is_asked_for_once_with_secrets_of_its_own(storage: Storage) -> None:
    await offered(storage)
    another = await storage.add_source("https://news.test/other", now=AT)
    await storage.store_visit(another.id, a_visit(hub=OFFER))

    first, second = await claimed(storage)
    again = await claimed(storage, AT + MINUTE)

    assert (first.state, first.base, first.asked_at, first.failures) == (LeaseState.ASKED, BASE, AT, 1)
    assert (first.hub, first.known_as) == (OFFER.hub, OFFER.known_as)
    assert len({first.token, first.secret, second.token, second.secret}) == 4
    assert len(first.token) >= 43
    assert len(first.secret.encode()) < 200
    assert first.secret not in repr(first)
    assert first.token not in repr(first)
    assert again == []


async def test_who_dies_over_asking_asks_again_later(storage: Storage) -> None:
    await offered(storage)
    await claimed(storage)

    (again,) = await claimed(storage, AT + HOUR)

    assert (again.state, again.failures) == (LeaseState.ASKED, 2)


async def test_a_refusal_waits_for_its_time(storage: Storage) -> None:
    await offered(storage)
    (lease,) = await claimed(storage)
    await storage.record_asked(lease.id, asked_at=AT, due_at=AT + 2 * DAY, error="HTTP 500")

    assert await claimed(storage, AT + DAY) == []
    assert len(await claimed(storage, AT + 2 * DAY)) == 1


async def test_a_lease_is_granted_only_when_it_was_asked_for(storage: Storage) -> None:
    await offered(storage)
    never_asked = HubLeaseId(1)
    long = {"ends_at": AT + 10 * DAY, "renew_at": AT + 8 * DAY}
    assert not await storage.confirm_lease(never_asked, at=AT, **long)
    assert not await storage.confirm_lease(HubLeaseId(99), at=AT, **long)

    (lease,) = await claimed(storage)
    assert await storage.confirm_lease(lease.id, at=AT, **long)
    assert await storage.confirm_lease(lease.id, at=AT + DAY, **long)

    stored = await storage.hub_lease(lease.id)
    assert stored is not None
    assert (stored.state, stored.ends_at, stored.failures) == (LeaseState.ACTIVE, AT + 10 * DAY, 0)


async def test_a_hub_that_confirms_before_it_answers_is_not_asked_again_at_once(storage: Storage) -> None:
    lease = await granted(storage)
    await storage.record_asked(lease.id, asked_at=AT, due_at=AT + MINUTE, error="HTTP 500")

    assert await claimed(storage, AT + 8 * DAY - MINUTE) == []
    (renewed,) = await claimed(storage, AT + 8 * DAY)
    assert (renewed.state, renewed.token, renewed.secret) == (LeaseState.ACTIVE, lease.token, lease.secret)
    assert await storage.reliable_lease(lease.source_id, AT) is None


async def test_a_denied_lease_is_asked_for_again_much_later(storage: Storage) -> None:
    lease = await granted(storage)
    assert await storage.deny_lease(lease.id, error="no", due_at=AT + 7 * DAY)

    denied = await storage.hub_lease(lease.id)
    assert denied is not None
    assert (denied.state, denied.ends_at) == (LeaseState.DENIED, None)
    assert await claimed(storage, AT + 6 * DAY) == []
    (again,) = await claimed(storage, AT + 7 * DAY)
    assert again.state is LeaseState.ASKED
    assert not await storage.deny_lease(HubLeaseId(99), error="no", due_at=AT)


@pytest.mark.parametrize("then", [OTHER, None], ids=["another hub", "no hub"])
async def test_a_changed_offer_ends_the_lease_but_not_within_a_day(scene: Scene, then: HubOffer | None) -> None:
    storage = scene.storage
    lease = await granted(storage)

    await storage.store_visit(lease.source_id, a_visit(at=AT + 23 * HOUR, hub=then))
    assert await claimed(storage, AT + 23 * HOUR) == []

    await storage.store_visit(lease.source_id, a_visit(at=AT + 25 * HOUR, hub=then))
    due = await claimed(storage, AT + 25 * HOUR)
    assert {(one.hub, one.state) for one in due} == {
        (OFFER.hub, LeaseState.LEAVING),
        *({(OTHER.hub, LeaseState.ASKED)} if then else set()),
    }
    assert not await storage.confirm_lease(lease.id, at=AT, ends_at=AT + DAY, renew_at=AT + DAY)
    assert await storage.release_lease(lease.id)
    assert await storage.hub_lease(lease.id) is None


async def test_a_feed_that_names_another_hub_each_time_has_us_ask_one_a_day(scene: Scene) -> None:
    for hour in range(50):
        hub = HubOffer(hub=f"https://hub{hour}.test/", known_as=FEED)
        await offered(scene.storage, hub, at=AT + hour * HOUR)

    assert scene.rows("SELECT hub FROM hub_leases") == [("https://hub48.test/",)]


async def test_a_visit_that_read_nothing_changes_no_lease(storage: Storage) -> None:
    lease = await granted(storage)
    await storage.store_visit(lease.source_id, a_visit(at=AT + 5 * DAY, kind=None))
    assert await claimed(storage, AT + 5 * DAY) == []


async def test_what_is_offered_again_is_wanted_again(storage: Storage) -> None:
    lease = await granted(storage)
    await storage.store_visit(lease.source_id, a_visit(at=AT + 2 * DAY))
    await storage.store_visit(lease.source_id, a_visit(at=AT + 3 * DAY, hub=OFFER))

    (again,) = await claimed(storage, AT + 3 * DAY)

    assert (again.id, again.state, again.ends_at) == (lease.id, LeaseState.ASKED, None)


async def test_a_removed_source_leaves_its_hub_which_is_told_a_few_times(scene: Scene) -> None:
    storage = scene.storage
    lease = await granted(storage)
    await storage.remove_source(FEED)

    at, told = AT + HOUR, 0
    while due := await claimed(storage, at, base="https://elsewhere.test"):
        assert [(one.state, one.base) for one in due] == [(LeaseState.LEAVING, BASE)]
        at, told = at + HOUR, told + 1

    assert told == MOST_FAREWELLS
    assert await storage.hub_lease(lease.id) is None


async def test_a_source_removed_before_its_hub_was_asked_leaves_nothing(scene: Scene) -> None:
    await offered(scene.storage)
    await scene.storage.remove_source(FEED)
    assert await claimed(scene.storage) == []
    assert scene.rows("SELECT * FROM hub_leases") == []


async def test_at_a_new_address_of_ours_every_hub_is_asked_anew(storage: Storage) -> None:
    lease = await granted(storage)
    await storage.heed_call(lease.id, at=AT + HOUR, pause=PAUSE)

    assert await storage.move_leases(BASE, now=AT + DAY) == 0
    assert await storage.move_leases("https://new.test", now=AT + DAY) == 1

    assert await storage.reliable_lease(lease.source_id, AT + DAY) is None
    (again,) = await claimed(storage, AT + DAY, base="https://new.test")
    assert (again.base, again.state) == ("https://new.test", LeaseState.ASKED)


async def test_a_call_makes_its_source_due_a_while_after_its_last_visit(storage: Storage) -> None:
    lease = await granted(storage)

    assert await storage.heed_call(lease.id, at=AT + 5 * SECOND, pause=PAUSE)
    assert (await the_source(storage)).next_visit_at == AT + PAUSE

    await storage.store_visit(lease.source_id, a_visit(at=AT + PAUSE))
    assert await storage.heed_call(lease.id, at=AT + 5 * MINUTE, pause=PAUSE)
    assert (await the_source(storage)).next_visit_at == AT + 5 * MINUTE


async def test_a_call_rings_for_who_visits(storage: Storage) -> None:
    lease = await granted(storage)
    storage.sources_bell.clear()
    await storage.heed_call(lease.id, at=AT + HOUR, pause=PAUSE)
    assert storage.sources_bell.is_set()


async def test_a_burst_of_calls_is_one_visit(scene: Scene) -> None:
    storage = scene.storage
    lease = await granted(storage)
    before = AT + 5 * MINUTE
    for number in range(100):
        await storage.heed_call(lease.id, at=before + timedelta(milliseconds=number), pause=PAUSE)

    assert (await the_source(storage)).next_visit_at == before
    assert scene.rows("SELECT called_at FROM hub_leases") == [(int(before.timestamp() * 1000),)]


async def test_only_a_hub_with_a_lease_is_heard(storage: Storage) -> None:
    await offered(storage)
    (lease,) = await claimed(storage)
    due_before = (await the_source(storage)).next_visit_at
    assert not await storage.heed_call(lease.id, at=AT + MINUTE, pause=PAUSE)
    assert not await storage.heed_call(HubLeaseId(99), at=AT + MINUTE, pause=PAUSE)
    assert (await the_source(storage)).next_visit_at == due_before


async def test_a_source_that_fails_keeps_its_back_off(storage: Storage) -> None:
    lease = await granted(storage)
    await storage.store_failure(lease.source_id, error="HTTP 429", at=AT, next_visit_at=AT + HOUR)

    assert await storage.heed_call(lease.id, at=AT + MINUTE, pause=PAUSE)

    assert (await the_source(storage)).next_visit_at == AT + HOUR


async def visit(storage: Storage, lease: HubLease, began_at: datetime, *, news: bool, called: datetime | None) -> None:
    """A visit of five seconds, during which the hub may call."""
    before = (await the_source(storage)).visited_at
    ended_at = began_at + 5 * SECOND
    await storage.claim_due_sources(began_at, lease_until=began_at + HOUR, limit=9)
    if called:
        assert await storage.heed_call(lease.id, at=called, pause=PAUSE)
    brief = [a_brief(str(began_at))] if news else []
    await storage.store_visit(
        lease.source_id, a_visit(*brief, at=ended_at, next_visit_at=ended_at + 3 * HOUR, hub=OFFER)
    )
    await storage.settle_calls(
        lease.source_id, began_at=began_at, visited_before=before, ended_at=ended_at, brought_news=news, pause=PAUSE
    )


@pytest.mark.parametrize("late", [True, False], ids=["too late for it", "in time"])
async def test_a_call_during_a_visit_is_answered_by_another_visit(storage: Storage, *, late: bool) -> None:
    """Which of the two visits saw what was announced, nobody can know."""
    lease = await granted(storage)
    began = AT + HOUR

    await visit(storage, lease, began, news=not late, called=began + SECOND)
    assert (await the_source(storage)).next_visit_at == began + 5 * SECOND + PAUSE

    second = began + 5 * SECOND + PAUSE
    await visit(storage, lease, second, news=late, called=None)
    assert (await the_source(storage)).next_visit_at == second + 5 * SECOND + 3 * HOUR
    assert await storage.reliable_lease(lease.source_id, second) is not None


async def test_a_hub_is_relied_on_once_it_called_and_until_it_keeps_news_to_itself(storage: Storage) -> None:
    lease = await granted(storage)
    source = lease.source_id
    reliable = [await storage.reliable_lease(source, AT + MINUTE) is not None]

    await storage.heed_call(lease.id, at=AT + HOUR, pause=PAUSE)
    await visit(storage, lease, AT + HOUR, news=True, called=None)
    reliable.append(await storage.reliable_lease(source, AT + 2 * HOUR) is not None)

    await visit(storage, lease, AT + 4 * HOUR, news=False, called=None)
    reliable.append(await storage.reliable_lease(source, AT + 5 * HOUR) is not None)

    await visit(storage, lease, AT + 8 * HOUR, news=True, called=None)
    reliable.append(await storage.reliable_lease(source, AT + 9 * HOUR) is not None)

    await storage.heed_call(lease.id, at=AT + 10 * HOUR, pause=PAUSE)
    reliable.append(await storage.reliable_lease(source, AT + 10 * HOUR) is not None)
    reliable.append(await storage.reliable_lease(source, AT + 10 * DAY) is not None)

    assert reliable == [False, True, True, False, True, False]
