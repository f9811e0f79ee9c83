"""The claim: whose turn it is, what goes into a bundle, and that nobody is claimed twice."""

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import open_storage
from storage.model import ChatId, ChatKind, DeliveryState, ThreadId
from tests.builders import AT, HOUR, MINUTE, SECOND, a_brief
from tests.storage.scene import Scene, keys


async def test_a_bundle_is_everything_due_of_one_chat_oldest_brief_first(scene: Scene) -> None:
    await scene.follows(1)
    await scene.owed(
        a_brief("undated"),
        a_brief("yesterday", published_at=AT - 20 * HOUR),
        a_brief("today", published_at=AT - HOUR),
    )

    assert keys(await scene.claim()) == [(1, ["yesterday", "today", "undated"])]


async def test_a_claimed_bundle_knows_all_that_its_message_needs(scene: Scene) -> None:
    await scene.follows(-7, "strike", thread=ThreadId(3))
    await scene.follows(-7, "harbour", thread=ThreadId(3))
    await scene.follows(-7, "other", thread=ThreadId(3))
    (brief,) = await scene.news(a_brief())
    await scene.storage.begin_plan(brief, [await scene.topic("harbour"), await scene.topic("strike")], story_id=None)
    await scene.plan(brief)

    (bundle,) = await scene.claim()

    (delivery,) = bundle.deliveries
    assert (bundle.chat_id, bundle.chat_kind, bundle.thread_id) == (-7, ChatKind.GROUP, 3)
    assert delivery.brief == await scene.storage.brief(brief)
    assert {topic.query for topic in delivery.topics} == {"strike", "harbour"}
    assert (delivery.state, delivery.due_at, delivery.attempts, delivery.parts_sent) == (DeliveryState.OWED, AT, 0, 0)
    assert scene.rows("SELECT state, started_at FROM deliveries") == [("sending", int(AT.timestamp() * 1000))]


async def test_what_is_claimed_is_not_claimed_again(scene: Scene) -> None:
    """Two claimers at once, each with connections of its own."""
    for chat in range(1, 41):
        await scene.follows(chat)
    await scene.owed(a_brief("a"), a_brief("b"))
    other = await open_storage(f"sqlite://{scene.path}")

    halves = await asyncio.gather(
        *[storage.claim_bundles(AT, limit=5, not_to=(), each=9) for storage in [scene.storage, other] * 8]
    )
    await other.close()

    claimed = [delivery.id for bundles in halves for bundle in bundles for delivery in bundle.deliveries]
    assert len(claimed) == len(set(claimed)) == 80


async def test_the_longest_due_chats_come_first(scene: Scene) -> None:
    for chat, minutes in ((1, 0), (2, 2), (3, 1)):
        await scene.follows(chat, f"topic {chat}", at=AT)
        ids = await scene.news(a_brief(f"brief {chat}"), at=AT)
        await scene.plan(*ids, query=f"topic {chat}", at=AT + minutes * MINUTE)

    bundles = await scene.claim(AT + HOUR, limit=2)
    rest = await scene.claim(AT + HOUR, limit=2)

    assert [bundle.chat_id for bundle in bundles] == [1, 3]
    assert [bundle.chat_id for bundle in rest] == [2]


async def test_what_is_due_later_waits(scene: Scene) -> None:
    await scene.follows(1)
    await scene.owed(a_brief())
    await scene.storage.release(await scene.claimed_ids(), due_at=AT + MINUTE)

    assert await scene.claim(AT + MINUTE - SECOND) == []
    assert len(await scene.claim(AT + MINUTE)) == 1


async def test_chats_that_must_wait_are_stepped_over(scene: Scene) -> None:
    for chat in range(1, 8):
        await scene.follows(chat)
    await scene.owed(a_brief("a"), a_brief("b"))

    bundles = await scene.storage.claim_bundles(AT, limit=3, not_to={ChatId(n) for n in (1, 2, 3, 5)}, each=9)

    assert keys(bundles) == [(4, ["a", "b"]), (6, ["a", "b"]), (7, ["a", "b"])]


async def test_a_long_queue_is_claimed_in_portions_and_stops_nobody(scene: Scene) -> None:
    await scene.follows(1, "noisy")
    await scene.follows(2, at=AT)
    noisy = await scene.news(*[a_brief(f"k{n:03}") for n in range(120)])
    await scene.plan(*noisy, query="noisy")
    (quiet,) = await scene.news(a_brief("quiet"))
    await scene.plan(quiet, at=AT + SECOND)

    first = await scene.claim(AT + SECOND, limit=2, each=50)
    second = await scene.storage.claim_bundles(AT + SECOND, limit=2, not_to={ChatId(1)}, each=50)

    assert keys(first) == [(1, [f"k{n:03}" for n in range(50)])]
    assert keys(second) == [(2, ["quiet"])]


async def test_an_uncertain_delivery_is_claimed_as_such_when_its_resend_is_due(scene: Scene) -> None:
    await scene.follows(1)
    await scene.owed(a_brief())
    await scene.storage.record_uncertain(await scene.claimed_ids(), resend_at=AT + MINUTE, now=AT)

    early = await scene.claim(AT)
    (bundle,) = await scene.claim(AT + MINUTE)

    assert early == []
    assert [(delivery.state, delivery.attempts) for delivery in bundle.deliveries] == [(DeliveryState.UNCERTAIN, 1)]


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    queues=st.dictionaries(st.integers(1, 6), st.integers(1, 4), min_size=1),
    limit=st.integers(1, 4),
    each=st.integers(1, 3),
    busy=st.sets(st.integers(1, 6), max_size=2),
)
async def test_claiming_until_nothing_is_left_takes_everything_once(
    scene: Scene, queues: dict[int, int], limit: int, each: int, busy: set[int]
) -> None:
    """Whatever the queues: no bundle is too large, none of a busy chat, none twice, and all in the end."""
    for chat in queues:
        await scene.follows(chat, f"topic {chat}")
    for chat, size in queues.items():
        known = len(await scene.storage.newest_briefs(limit=10_000))
        ids = await scene.news(*[a_brief(f"brief {known + n}") for n in range(size)])
        await scene.plan(*ids, query=f"topic {chat}")

    taken: dict[int, int] = {}
    while bundles := await scene.storage.claim_bundles(AT, limit=limit, not_to={ChatId(c) for c in busy}, each=each):
        assert len(bundles) <= limit
        for bundle in bundles:
            assert 1 <= len(bundle.deliveries) <= each
            taken[bundle.chat_id] = taken.get(bundle.chat_id, 0) + len(bundle.deliveries)
            await scene.storage.record_sent([delivery.id for delivery in bundle.deliveries], 7, now=AT)

    assert taken == {chat: size for chat, size in queues.items() if chat not in busy}
    await scene.storage.record_sent([d.id for b in await scene.claim() for d in b.deliveries], 7, now=AT)
