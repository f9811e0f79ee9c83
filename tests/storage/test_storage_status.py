"""How deliveries stand: counted for one chat and for all, and what was given up is found without a long look."""

from storage import status
from storage.model import ChatId
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief
from tests.storage.scene import Scene
from tests.storage.test_storage_statements import plan


async def test_a_chat_hears_what_arrived_last(scene: Scene) -> None:
    ada, bob = await scene.follows(1), await scene.follows(2)
    await scene.owed(a_brief("a", title=None), a_brief("b"))
    bundles = {bundle.chat_id: bundle for bundle in await scene.claim()}
    first, second = bundles[ada].deliveries
    await scene.storage.record_sent([second.id], 5, now=AT + HOUR)
    await scene.storage.record_sent([first.id], 6, now=AT + 2 * HOUR)

    known = await scene.storage.chat_status(ada, now=AT + 3 * HOUR)
    other = await scene.storage.chat_status(bob, now=AT + 3 * HOUR)

    assert known is not None
    assert known.last is not None
    assert (known.last.at, known.last.headline) == (AT + 2 * HOUR, "The council decided about a on Tuesday.")
    assert other is not None
    assert (other.last, other.backlog.sending) == (None, 2)
    assert await scene.storage.chat_status(ChatId(9), now=AT) is None


async def test_the_desk_counts_everything_and_gathers_what_was_given_up_by_reason(scene: Scene) -> None:
    for chat in (1, 2, 3):
        await scene.follows(chat)
    await scene.storage.make_dormant(ChatId(3), reason="blocked", now=AT)
    await scene.owed(a_brief("a"), a_brief("b"))
    await scene.storage.pause_chat(ChatId(2), now=AT)
    await scene.storage.freeze_chat(ChatId(2), until=AT + DAY)
    ids = await scene.claimed_ids()
    await scene.storage.record_dead(ids[:1], reason="unwritable", now=AT)
    await scene.storage.record_dead(ids[1:], reason="unwritable", now=AT + MINUTE)

    desk = await scene.storage.desk_status(since=AT - DAY, now=AT + HOUR, limit=9)
    later = await scene.storage.desk_status(since=AT + HOUR, now=AT + HOUR, limit=9)

    assert (desk.active, desk.dormant, desk.paused, desk.frozen) == (2, 1, 1, 1)
    assert (desk.backlog.held, desk.backlog.due, desk.due_since) == (2, 0, None)
    (dead,) = desk.dead
    assert (dead.reason, dead.count, dead.last_at, dead.headline) == ("unwritable", 2, AT + MINUTE, "News of b")
    assert later.dead == ()


async def test_what_was_dropped_at_somebodys_wish_was_not_given_up(scene: Scene) -> None:
    await scene.follows(1)
    await scene.owed(a_brief("a"))
    await scene.storage.make_dormant(ChatId(1), reason="blocked", now=AT)

    assert (await scene.storage.desk_status(since=AT - DAY, now=AT, limit=9)).dead == ()


async def test_what_was_given_up_is_found_by_an_index_of_its_own(scene: Scene) -> None:
    steps = "\n".join(await plan(scene, status.DEAD))

    assert "deliveries_dead" in steps, steps
