"""Chats: they sleep, pause, freeze and move, and keep what is theirs."""

import pytest

from storage import Storage
from storage.model import NO_THREAD, ChatId, ChatKind, ChatState, ThreadId
from tests.builders import AT, DAY, HOUR, MINUTE, SECOND, a_brief
from tests.storage.scene import Scene, keys

OLD, NEW = -5, -1005


async def test_a_chat_is_met_once_and_keeps_its_present_name(storage: Storage) -> None:
    await storage.meet_chat(ChatId(1), ChatKind.GROUP, "Desk", now=AT)
    renamed = await storage.meet_chat(ChatId(1), ChatKind.SUPERGROUP, "News desk", now=AT + HOUR)

    assert (renamed.kind, renamed.title, renamed.state) == (ChatKind.SUPERGROUP, "News desk", ChatState.ACTIVE)
    assert await storage.chat(ChatId(1)) == renamed
    assert await storage.chat(ChatId(2)) is None


async def test_a_dormant_chat_loses_its_queue_and_keeps_its_subscriptions(scene: Scene) -> None:
    ada = await scene.follows(1)
    await scene.owed(a_brief("a"), a_brief("b"))
    in_flight = (await scene.claimed_ids())[:1]

    await scene.storage.make_dormant(ada, reason="blocked", now=AT)
    await scene.storage.make_dormant(ada, reason="kicked", now=AT + HOUR)
    await scene.storage.release(in_flight, due_at=AT)
    await scene.storage.meet_chat(ada, ChatKind.PRIVATE, "Ada", now=AT)

    chat = await scene.storage.chat(ada)
    assert chat is not None
    assert (chat.state, chat.dormant_at) == (ChatState.DORMANT, AT)
    assert scene.rows("SELECT dormant_reason FROM chats") == [("blocked",)]
    assert scene.rows("SELECT state, reason FROM deliveries") == [("dead", "dormant")] * 2
    assert len(await scene.storage.subscriptions(ada, NO_THREAD)) == 1
    assert await scene.claim() == []


async def test_nothing_is_planned_for_a_dormant_chat_until_it_wakes(scene: Scene) -> None:
    ada = await scene.follows(1)
    await scene.storage.make_dormant(ada, reason="blocked", now=AT)
    await scene.owed(a_brief("slept through"))

    asleep = await scene.storage.wake_chat(ada, now=AT + HOUR)
    again = await scene.storage.wake_chat(ada, now=AT + HOUR)
    await scene.owed(a_brief("awake"), at=AT + HOUR)

    assert asleep is not None
    assert asleep.dormant_at == AT
    assert again is None
    assert await scene.storage.wake_chat(ChatId(99), now=AT) is None
    assert keys(await scene.claim(AT + HOUR)) == [(1, ["awake"])]


async def test_a_paused_chat_is_held_and_gets_everything_when_it_resumes(scene: Scene) -> None:
    ada = await scene.follows(1)
    await scene.owed(a_brief("before"))
    await scene.storage.pause_chat(ada, now=AT)
    await scene.storage.pause_chat(ada, now=AT + MINUTE)
    await scene.owed(a_brief("during"))
    held = await scene.storage.chat_backlog(ada, AT)
    claimed = await scene.claim(AT + DAY)
    scene.storage.deliveries_bell.clear()

    resumed = await scene.storage.resume_chat(ada, now=AT + HOUR)

    assert (held.held, held.due, held.later) == (2, 0, 0)
    assert claimed == []
    assert resumed == 2
    assert scene.storage.deliveries_bell.is_set()
    assert keys(await scene.claim(AT + HOUR)) == [(1, ["before", "during"])]
    assert await scene.storage.resume_chat(ada, now=AT + HOUR) == 0


@pytest.mark.parametrize("result", ["release", "record_failed", "part", "record_uncertain", "recover"])
async def test_what_was_in_flight_when_a_chat_was_paused_is_held_too(scene: Scene, result: str) -> None:
    ada = await scene.follows(1)
    await scene.owed(a_brief())
    ids = await scene.claimed_ids()
    await scene.storage.pause_chat(ada, now=AT)

    match result:
        case "release":
            await scene.storage.release(ids, due_at=AT)
        case "record_failed":
            await scene.storage.record_failed(ids, due_at=AT)
        case "part":
            await scene.storage.record_part_sent(ids[0], parts_sent=1, now=AT)
        case "record_uncertain":
            await scene.storage.record_uncertain(ids, resend_at=AT, now=AT)
        case _:
            await scene.storage.recover_sending(AT)

    backlog = await scene.storage.backlog(AT)
    assert (backlog.held, backlog.due, backlog.sending) == (1, 0, 0)
    assert await scene.claim(AT + DAY) == []
    await scene.storage.resume_chat(ada, now=AT)
    assert len(await scene.claim(AT)) == 1


async def test_a_frozen_chat_waits_and_stops_nobody(scene: Scene) -> None:
    ada = await scene.follows(1)
    await scene.follows(2)
    await scene.owed(a_brief("before"))

    await scene.storage.freeze_chat(ada, until=AT + MINUTE)
    await scene.owed(a_brief("after"))
    waiting = await scene.storage.chat_backlog(ada, AT)
    others = await scene.claim(AT + MINUTE - SECOND)
    thawed = await scene.claim(AT + MINUTE)

    assert (waiting.due, waiting.later, waiting.next_due_at) == (0, 2, AT + MINUTE)
    assert keys(others) == [(2, ["before", "after"])]
    assert keys(thawed) == [(1, ["before", "after"])]


async def test_resuming_a_frozen_chat_does_not_thaw_it(scene: Scene) -> None:
    ada = await scene.follows(1)
    await scene.owed(a_brief())
    await scene.storage.pause_chat(ada, now=AT)
    await scene.storage.freeze_chat(ada, until=AT + HOUR)
    await scene.storage.resume_chat(ada, now=AT)

    assert await scene.claim(AT) == []
    assert len(await scene.claim(AT + HOUR)) == 1


async def test_a_forgotten_chat_leaves_no_row(scene: Scene) -> None:
    ada = await scene.follows(1)
    await scene.follows(2)
    await scene.owed(a_brief())

    await scene.storage.forget_chat(ada)

    for table in ("deliveries", "subscriptions"):
        assert scene.rows(f"SELECT chat_id FROM {table}") == [(2,)]  # noqa: S608 - two names of our own
    assert scene.rows("SELECT id FROM chats") == [(2,)]


async def test_a_group_that_became_a_supergroup_takes_everything_along(scene: Scene) -> None:
    """Fault 12, and 14: the move is told twice."""
    await scene.follows(OLD)
    await scene.follows(OLD, "strike", thread=ThreadId(3))
    await scene.owed(a_brief("a"))

    for _ in range(2):
        await scene.storage.move_chat(ChatId(OLD), ChatId(NEW), now=AT)

    new = await scene.storage.chat(ChatId(NEW))
    assert new is not None
    assert (new.kind, new.title, new.state) == (ChatKind.SUPERGROUP, f"chat {OLD}", ChatState.ACTIVE)
    assert await scene.storage.chat(ChatId(OLD)) is None
    assert len(await scene.storage.subscriptions(new.id, NO_THREAD)) == 1
    assert len(await scene.storage.subscriptions(new.id, ThreadId(3))) == 1
    assert keys(await scene.claim()) == [(NEW, ["a"])]


async def test_a_move_into_a_known_chat_merges_and_delivers_nothing_twice(scene: Scene) -> None:
    """Fault 13: what either of them was sent, both were sent."""
    await scene.follows(OLD)
    await scene.follows(NEW)
    await scene.follows(NEW, "strike")
    await scene.owed(a_brief("old got it"), a_brief("new got it"), a_brief("both owed"))
    got = {(OLD, "old got it"), (NEW, "new got it")}
    for bundle in await scene.claim():
        for delivery in bundle.deliveries:
            if (bundle.chat_id, delivery.brief.brief.key) in got:
                await scene.storage.record_sent([delivery.id], 7, now=AT)
    await scene.storage.recover_sending(AT)

    await scene.storage.move_chat(ChatId(OLD), ChatId(NEW), now=AT)

    assert keys(await scene.claim()) == [(NEW, ["both owed"])]
    assert sorted(map(str, scene.states())) == ["sending", "sent", "sent"]
    assert [s.topic.query for s in await scene.storage.subscriptions(ChatId(NEW), NO_THREAD)] == ["harbour", "strike"]


async def test_a_merge_keeps_the_pause_and_wakes_who_was_known_as_asleep(scene: Scene) -> None:
    await scene.follows(OLD)
    await scene.follows(NEW)
    await scene.storage.make_dormant(ChatId(NEW), reason="kicked", now=AT)
    await scene.owed(a_brief("a"))
    await scene.storage.pause_chat(ChatId(OLD), now=AT)

    await scene.storage.move_chat(ChatId(OLD), ChatId(NEW), now=AT)

    new = await scene.storage.chat(ChatId(NEW))
    assert new is not None
    assert (new.state, new.dormant_at, new.paused_at) == (ChatState.ACTIVE, None, AT)
    assert (await scene.storage.backlog(AT)).held == 1


async def test_a_merge_keeps_the_live_and_older_subscription(scene: Scene) -> None:
    await scene.follows(OLD, at=AT - DAY)
    await scene.follows(NEW)
    await scene.follows(OLD, "strike")
    await scene.follows(NEW, "strike", at=AT - DAY)
    await scene.storage.unfollow(ChatId(NEW), NO_THREAD, await scene.topic("strike"), now=AT)

    await scene.storage.move_chat(ChatId(OLD), ChatId(NEW), now=AT)

    merged = await scene.storage.subscriptions(ChatId(NEW), NO_THREAD)
    assert {s.topic.query: s.began_at for s in merged} == {"harbour": AT - DAY, "strike": AT}


async def test_a_move_in_the_middle_of_a_plan_loses_nothing(scene: Scene) -> None:
    """The planner may have passed the new id and not yet reached the old one."""
    await scene.follows(-800)
    await scene.follows(OLD)
    (brief,) = await scene.news(a_brief())
    await scene.storage.begin_plan(brief, [await scene.topic()], story_id=None)
    await scene.storage.plan_chunk(brief, now=AT, limit=1)

    await scene.storage.move_chat(ChatId(OLD), ChatId(NEW), now=AT)
    await scene.plan(brief)

    assert {bundle.chat_id for bundle in await scene.claim()} == {-800, NEW}
