"""What became of a send is written to its row, and only there."""

import pytest

from storage.model import NO_THREAD, DeliveryId, SendResult
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief
from tests.storage.scene import Scene


async def test_many_results_are_written_at_once(scene: Scene) -> None:
    for chat in (1, 2, 3):
        await scene.follows(chat)
    await scene.owed(a_brief("a"), a_brief("b"))
    one, two, three = ([delivery.id for delivery in bundle.deliveries] for bundle in await scene.claim())
    scene.storage.deliveries_bell.clear()

    await scene.storage.record_sends(
        [
            SendResult(at=AT, sent=tuple(one), message_id=11),
            SendResult(at=AT, sent=(two[0],), message_id=12, released=(two[1],)),
            SendResult(at=AT + MINUTE, part=(three[0], 1), released=(three[1],)),
        ]
    )

    rows = scene.rows(
        "SELECT chat_id, state, message_id, parts_sent, attempts FROM deliveries ORDER BY chat_id, brief_id"
    )
    assert rows == [
        (1, "sent", 11, 0, 0),
        (1, "sent", 11, 0, 0),
        (2, "sent", 12, 0, 0),
        (2, "owed", None, 0, 0),
        (3, "owed", None, 1, 0),
        (3, "owed", None, 0, 0),
    ]
    assert scene.storage.deliveries_bell.is_set()
    assert len(await scene.claim(AT)) == 2


async def test_sends_that_leave_nothing_owed_ring_no_bell(scene: Scene) -> None:
    await scene.follows(1)
    await scene.owed(a_brief())
    ids = await scene.claimed_ids()
    scene.storage.deliveries_bell.clear()

    await scene.storage.record_sends([SendResult(at=AT, sent=tuple(ids), message_id=7)])
    await scene.storage.record_sends([])

    assert not scene.storage.deliveries_bell.is_set()


async def test_waiting_burns_no_attempt_and_a_refusal_burns_one(scene: Scene) -> None:
    await scene.follows(1)
    await scene.owed(a_brief())
    await scene.storage.release(await scene.claimed_ids(), due_at=AT + MINUTE)
    await scene.storage.record_failed(await scene.claimed_ids(AT + MINUTE), due_at=AT + HOUR)
    await scene.storage.record_part_sent(*await scene.claimed_ids(AT + HOUR), parts_sent=2, now=AT + HOUR)

    ((delivery,),) = [bundle.deliveries for bundle in await scene.claim(AT + HOUR)]
    assert (delivery.attempts, delivery.parts_sent) == (1, 2)


async def test_a_lost_answer_without_a_resend_is_final(scene: Scene) -> None:
    ada = await scene.follows(1)
    await scene.owed(a_brief())
    await scene.storage.record_uncertain(await scene.claimed_ids(), resend_at=None, now=AT)

    assert await scene.claim(AT + DAY) == []
    assert (await scene.storage.backlog(AT)).held == 0
    await scene.storage.pause_chat(ada, now=AT)
    assert await scene.storage.resume_chat(ada, now=AT) == 0
    assert scene.states() == ["uncertain"]


async def test_a_dead_delivery_says_why(scene: Scene) -> None:
    await scene.follows(1)
    await scene.owed(a_brief())
    await scene.storage.record_dead(await scene.claimed_ids(), reason="cannot be written", now=AT)

    assert scene.rows("SELECT state, reason FROM deliveries") == [("dead", "cannot be written")]
    assert await scene.claim(AT + DAY) == []


async def test_a_restart_owes_once_more_what_was_in_flight(scene: Scene) -> None:
    """Each death of the process permits one further send, of what was in flight only."""
    await scene.follows(1)
    await scene.owed(a_brief("sent"))
    sent = await scene.claimed_ids()
    await scene.storage.record_sent(sent, 7, now=AT)
    await scene.owed(a_brief("in flight"))
    in_flight = await scene.claimed_ids()

    recovered = await scene.storage.recover_sending(AT + HOUR)
    again = await scene.storage.recover_sending(AT + HOUR)

    assert (recovered, again) == (1, 0)
    assert await scene.claimed_ids(AT + HOUR) == in_flight


async def test_what_arrived_has_arrived_whatever_happened_meanwhile(scene: Scene) -> None:
    ada = await scene.follows(1)
    await scene.owed(a_brief("a"), a_brief("b"))
    ids = await scene.claimed_ids()
    await scene.storage.make_dormant(ada, reason="blocked", now=AT)

    await scene.storage.record_sent(ids, 7, now=AT)
    await scene.storage.record_dead(ids, reason="late", now=AT)
    await scene.storage.record_sent(ids, 8, now=AT)

    assert scene.rows("SELECT state, message_id, reason FROM deliveries") == [("sent", 7, None)] * 2


@pytest.mark.parametrize("verb", ["release", "record_failed", "record_uncertain", "part"])
async def test_a_result_of_a_row_that_is_not_in_flight_changes_nothing(scene: Scene, verb: str) -> None:
    await scene.follows(1)
    await scene.owed(a_brief("sent"), a_brief("owed"))
    sent, owed = await scene.claimed_ids()
    await scene.storage.record_sends([SendResult(at=AT, sent=(sent,), message_id=7, released=(owed,))])
    before = scene.rows("SELECT * FROM deliveries")

    match verb:
        case "release":
            await scene.storage.release([sent, owed], due_at=AT + HOUR)
        case "record_failed":
            await scene.storage.record_failed([sent, owed], due_at=AT + HOUR)
        case "record_uncertain":
            await scene.storage.record_uncertain([sent, owed], resend_at=AT, now=AT)
        case _:
            await scene.storage.record_part_sent(owed, parts_sent=3, now=AT + HOUR)

    assert scene.rows("SELECT * FROM deliveries") == before


async def test_results_of_rows_that_are_gone_are_dropped(scene: Scene) -> None:
    ada = await scene.follows(1)
    await scene.owed(a_brief())
    ids = await scene.claimed_ids()
    await scene.storage.forget_chat(ada)

    await scene.storage.record_sent(ids, 7, now=AT)
    await scene.storage.record_failed([DeliveryId(99)], due_at=AT)

    assert scene.states() == []


async def test_the_backlog_counts_each_delivery_once(scene: Scene) -> None:
    due, later, sending, held = [await scene.follows(chat) for chat in (1, 2, 3, 4)]
    await scene.owed(a_brief("a"))
    ids = {bundle.chat_id: bundle.deliveries[0].id for bundle in await scene.claim()}
    await scene.storage.release([ids[due], ids[held]], due_at=AT)
    await scene.storage.record_failed([ids[later]], due_at=AT + HOUR)
    await scene.storage.pause_chat(held, now=AT)
    await scene.news(a_brief("b"), a_brief("c"))

    backlog = await scene.storage.backlog(AT)

    assert (backlog.unplanned, backlog.due, backlog.sending, backlog.later, backlog.held) == (2, 1, 1, 1, 1)
    assert backlog.next_due_at == AT + HOUR
    for chat, field in ((due, "due"), (later, "later"), (sending, "sending"), (held, "held")):
        of_chat = (await scene.storage.chat_backlog(chat, AT)).model_dump(exclude={"next_due_at"})
        assert {name: count for name, count in of_chat.items() if count} == {field: 1}
    assert len(await scene.storage.subscriptions(due, NO_THREAD)) == 1
