"""A set-up moves to another chat whole, once, and can be taken back."""

import pytest

from storage.model import NO_THREAD, ChatId, ChatKind, ThreadId
from storage.model_set_up import SetUpMove
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief
from tests.storage.scene import Scene, keys

OLD, NEW = ChatId(1), ChatId(-7)
LATER = AT + HOUR
QUEUE = "SELECT chat_id, state FROM deliveries ORDER BY id"


async def two_chats(scene: Scene) -> None:
    """One that follows two topics, mutes something, and is owed a brief; and one that follows one of the topics."""
    await scene.follows(OLD)
    await scene.follows(OLD, "strike")
    await scene.follows(NEW, "strike")
    await scene.storage.mute(
        OLD, NO_THREAD, await scene.topic("ferry"), topic_id=None, words="ferry", matching=[], now=AT
    )
    await scene.storage.add_chat_source(OLD, NO_THREAD, "https://own.test/feed", quota=5, now=AT)
    await scene.storage.set_digest(OLD, "daily 08:00", now=AT)
    await scene.owed(a_brief("owed"))


async def aimed(scene: Scene, *, code: str = "CODE") -> SetUpMove:
    await scene.storage.begin_move(OLD, NO_THREAD, code, asked_by=1, now=AT)
    move = await scene.storage.aim_move(code, NEW, NO_THREAD, asked_by=1, since=AT)
    assert move is not None
    return move


async def followed(scene: Scene, chat: ChatId) -> list[str]:
    return sorted(one.topic.query for one in await scene.storage.subscriptions(chat, NO_THREAD))


async def test_a_move_takes_everything_along_and_leaves_nothing_behind(scene: Scene) -> None:
    await two_chats(scene)
    move = await aimed(scene)
    assert (move.title, move.topics, move.mutes, move.sources) == ("chat 1", 2, 1, 1)

    assert await scene.storage.carry_out_move(move.id, NEW, NO_THREAD, now=LATER) == move

    assert (await followed(scene, OLD), await followed(scene, NEW)) == ([], ["harbour", "strike"])
    assert [mute.words for mute in await scene.storage.mutes(NEW, NO_THREAD)] == ["ferry"]
    assert await scene.storage.mutes(OLD, NO_THREAD) == []
    assert len(await scene.storage.chat_sources(NEW, NO_THREAD)) == 1
    assert await scene.storage.chat_sources(OLD, NO_THREAD) == []
    chat = await scene.storage.chat(NEW)
    assert chat is not None
    assert chat.digest == "daily 08:00"
    assert scene.rows(QUEUE) == [(NEW, "owed")]
    assert keys(await scene.claim(AT + 2 * DAY)) == [(NEW, ["owed"])]


async def test_pressed_twice_it_moves_once_and_only_where_it_was_aimed(scene: Scene) -> None:
    await two_chats(scene)
    move = await aimed(scene)

    assert await scene.storage.carry_out_move(move.id, OLD, NO_THREAD, now=LATER) is None
    assert await scene.storage.carry_out_move(move.id, NEW, ThreadId(3), now=LATER) is None
    assert await followed(scene, OLD) == ["harbour", "strike"]
    assert await scene.storage.carry_out_move(move.id, NEW, NO_THREAD, now=LATER) is not None
    assert await scene.storage.carry_out_move(move.id, NEW, NO_THREAD, now=LATER) is None


async def test_an_undo_leaves_both_as_they_were(scene: Scene) -> None:
    await two_chats(scene)
    move = await aimed(scene)
    before = scene.rows("SELECT id, zone, digest, quiet, paused_at FROM chats ORDER BY id")
    await scene.storage.carry_out_move(move.id, NEW, NO_THREAD, now=LATER)

    assert await scene.storage.undo_move(move.id, NEW, NO_THREAD, now=LATER + MINUTE) is not None
    assert await scene.storage.undo_move(move.id, NEW, NO_THREAD, now=LATER + MINUTE) is None

    assert (await followed(scene, OLD), await followed(scene, NEW)) == (["harbour", "strike"], ["strike"])
    assert [mute.words for mute in await scene.storage.mutes(OLD, NO_THREAD)] == ["ferry"]
    assert await scene.storage.mutes(NEW, NO_THREAD) == []
    assert len(await scene.storage.chat_sources(OLD, NO_THREAD)) == 1
    assert await scene.storage.chat_sources(NEW, NO_THREAD) == []
    assert scene.rows("SELECT id, zone, digest, quiet, paused_at FROM chats ORDER BY id") == before
    assert scene.rows(QUEUE) == [(OLD, "owed")]


async def test_a_paused_chat_stays_paused_where_it_goes(scene: Scene) -> None:
    await two_chats(scene)
    await scene.storage.pause_chat(OLD, now=AT)
    move = await aimed(scene)

    await scene.storage.carry_out_move(move.id, NEW, NO_THREAD, now=LATER)

    assert await scene.claim(AT + 2 * DAY) == []
    await scene.storage.resume_chat(NEW, now=AT + 2 * DAY)
    assert len(await scene.claim(AT + 4 * DAY)) == 1


async def test_what_is_in_flight_is_not_sent_a_second_time_elsewhere(scene: Scene) -> None:
    await scene.follows(OLD)
    await scene.owed(a_brief("flying"))
    await scene.storage.meet_chat(NEW, ChatKind.GROUP, "new", now=AT)
    ids = await scene.claimed_ids()
    move = await aimed(scene)

    await scene.storage.carry_out_move(move.id, NEW, NO_THREAD, now=LATER)
    await scene.storage.record_sent(ids, 5, now=LATER)

    assert scene.rows(QUEUE) == [(OLD, "sent")]


@pytest.mark.parametrize("code", ["OTHER", ""])
async def test_a_wrong_code_finds_nothing(scene: Scene, code: str) -> None:
    await two_chats(scene)
    await scene.storage.begin_move(OLD, NO_THREAD, "CODE", asked_by=1, now=AT)

    assert await scene.storage.aim_move(code, NEW, NO_THREAD, asked_by=1, since=AT) is None


async def test_a_code_is_old_once_there_is_a_newer_one(scene: Scene) -> None:
    await two_chats(scene)
    first = await scene.storage.begin_move(OLD, NO_THREAD, "FIRST", asked_by=1, now=AT)

    assert await scene.storage.aim_move("FIRST", NEW, NO_THREAD, asked_by=1, since=AT + MINUTE) is None
    assert await scene.storage.aim_move("FIRST", OLD, NO_THREAD, asked_by=1, since=AT) is None
    assert await scene.storage.aim_move("FIRST", NEW, NO_THREAD, asked_by=2, since=AT) is None
    second = await scene.storage.begin_move(OLD, NO_THREAD, "SECOND", asked_by=1, now=AT)
    assert await scene.storage.aim_move("FIRST", NEW, NO_THREAD, asked_by=1, since=AT) is None
    assert await scene.storage.cancel_move(first.id, OLD, NO_THREAD) is False
    assert await scene.storage.cancel_move(second.id, NEW, NO_THREAD) is False
    assert await scene.storage.cancel_move(second.id, OLD, NO_THREAD) is True
    assert await scene.storage.aim_move("SECOND", NEW, NO_THREAD, asked_by=1, since=AT) is None


async def test_a_chat_with_a_move_can_be_forgotten_and_can_become_a_supergroup(scene: Scene) -> None:
    await two_chats(scene)
    move = await aimed(scene)
    await scene.storage.move_chat(NEW, ChatId(-1007), now=AT)

    assert await scene.storage.carry_out_move(move.id, ChatId(-1007), NO_THREAD, now=LATER) is not None
    await scene.storage.forget_chat(OLD)
    assert await scene.storage.chat(OLD) is None
    assert scene.rows("SELECT id FROM set_up_moves") == []
