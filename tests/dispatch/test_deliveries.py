"""Nothing owed is lost, nothing is told twice: the whole way to the chat, and the accidents on it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.sandbox import Fault, NoLimits, Sandbox
from bot.settings import Settings
from storage.model import ChatId, ChatState
from tests.builders import a_brief
from tests.newsroom import open_newsroom, work_in

SOON = Settings(resend_after=timedelta(milliseconds=300))


async def test_a_brief_reaches_everybody_who_follows_it_once(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        for name in ("anna", "ben", "cleo"):
            await room.say(name, "/follow harbour" if name != "cleo" else "/follow energy")
        await room.publish(a_brief("harbour"))
        await room.idle()
        assert len(room.received("decided about harbour")) == 2
        assert len(set(room.received("decided about harbour"))) == 2


async def test_a_brief_that_matches_two_topics_is_told_once(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour, council")
        await room.publish(a_brief("harbour"))
        await room.idle()
        assert len(room.received("decided about harbour")) == 1


async def test_the_same_telling_from_a_second_source_is_not_told_again(tmp_path: Path) -> None:
    """Fault 42."""
    text = "The harbour reopens on Tuesday after the long storm of last week, the council said. " * 2
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        opening = "the harbour reopens on tuesday after the long storm of last week"
        await room.publish(a_brief("one", text=text, opening=opening))
        await room.idle()
        await room.publish(a_brief("two", text=text, opening=opening))
        await room.idle()
        assert len(room.received("reopens on Tuesday")) == 1


async def test_several_briefs_due_at_once_travel_as_one_message_oldest_first(tmp_path: Path) -> None:
    """Fault 30."""
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow council")
        await room.say("anna", "/pause")
        await room.publish(a_brief("first"), a_brief("second"))
        await room.publish(a_brief("third"))
        await room.idle()
        assert room.received("decided about") == []
        await room.say("anna", "/resume")
        (bundle,) = [text for text in room.told("anna") if "decided about" in text]
        assert bundle.index("first") < bundle.index("second") < bundle.index("third")


async def test_a_very_long_brief_arrives_completely_in_parts(tmp_path: Path) -> None:
    words = [f"word{number}" for number in range(1200)]
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        await room.publish(a_brief("harbour", text=" ".join(words)))
        await room.idle()
        shown = " ".join(text for text in room.told("anna") if "word" in text).split()
        assert [word for word in shown if word.startswith("word")] == words


async def test_told_to_wait_it_waits_and_delivers_once_while_others_go_on(tmp_path: Path) -> None:
    """Fault 1."""
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        await room.say("ben", "/follow harbour")
        anna = room.sandbox.deliveries[0].chat_id
        room.sandbox.faults.add(Fault.too_many(1, method="sendMessage", chat_id=anna))
        await room.publish(a_brief("harbour"))
        assert await room.sandbox.until(lambda: anna in room.received("decided about harbour"))
        await room.idle()
        arrived = room.received("decided about harbour")
        assert len(arrived) == 2
        assert arrived[-1] == anna


async def test_a_blocked_chat_falls_asleep_and_keeps_its_topics(tmp_path: Path) -> None:
    """Fault 5."""
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        anna = ChatId(room.sandbox.deliveries[0].chat_id)
        room.sandbox.faults.add(Fault.forbid("bot was blocked by the user", method="sendMessage", chat_id=anna))
        await room.publish(a_brief("harbour"))
        await room.idle()
        chat = await room.storage.chat(anna)
        assert chat
        assert chat.state is ChatState.DORMANT
        await room.say("anna", "/topics")
        assert "harbour" in room.told("anna")[-1]
        woken = await room.storage.chat(anna)
        assert woken
        assert woken.state is ChatState.ACTIVE


@pytest.mark.parametrize("accident", [Fault.drop, Fault.bad_gateway, Fault.garbage])
async def test_an_answer_lost_before_delivery_is_made_good(tmp_path: Path, accident: Callable[..., Fault]) -> None:
    """Faults 24 and 25."""
    async with open_newsroom(tmp_path, SOON) as room:
        await room.say("anna", "/follow harbour")
        room.sandbox.faults.add(accident(method="sendMessage"))
        await room.publish(a_brief("harbour"))
        assert await room.sandbox.until(lambda: len(room.received("decided about harbour")) == 1)
        await room.idle()
        assert len(room.received("decided about harbour")) == 1


async def test_an_answer_lost_after_delivery_is_repeated_at_most_once(tmp_path: Path) -> None:
    """Fault 21."""
    async with open_newsroom(tmp_path, SOON) as room:
        await room.say("anna", "/follow harbour")
        room.sandbox.faults.add(Fault.lose_answer(method="sendMessage", times=5))
        await room.publish(a_brief("harbour"))
        assert await room.sandbox.until(lambda: len(room.received("decided about harbour")) == 2)
        await room.idle()
        backlog = await room.storage.backlog(clock.now() + timedelta(days=2))
        assert (backlog.due, backlog.later, backlog.sending) == (0, 0, 0)
        assert len(room.received("decided about harbour")) == 2


async def test_a_brief_that_is_not_fresh_is_not_repeated(tmp_path: Path) -> None:
    settings = Settings(resend_after=timedelta(seconds=2), fresh_for=timedelta(seconds=1))
    async with open_newsroom(tmp_path, settings) as room:
        await room.say("anna", "/follow harbour")
        room.sandbox.faults.add(Fault.lose_answer(method="sendMessage"))
        await room.publish(a_brief("harbour"))
        await room.idle()
        backlog = await room.storage.backlog(clock.now() + timedelta(days=2))
        assert (backlog.due, backlog.later) == (0, 0)
        assert len(room.received("decided about harbour")) == 1


async def test_a_malformed_message_arrives_as_plain_text(tmp_path: Path) -> None:
    """Fault 17."""
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        room.sandbox.faults.add(Fault.reject("can't parse entities: Unsupported start tag", method="sendMessage"))
        await room.publish(a_brief("harbour"))
        await room.idle()
        assert len(room.received("The council decided about harbour")) == 1


async def test_a_refused_message_is_given_up_and_the_next_goes_on(tmp_path: Path) -> None:
    """Fault 18."""
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow council")
        room.sandbox.faults.add(Fault.reject("message is too long", method="sendMessage"))
        await room.publish(a_brief("harbour"))
        await room.idle()
        await room.publish(a_brief("bridge"))
        await room.idle()
        assert room.received("about harbour") == []
        assert len(room.received("about bridge")) == 1


@pytest.mark.parametrize("way", ["migrate", "migrate_silently"])
async def test_a_group_that_moved_gets_its_brief_at_its_new_place(tmp_path: Path, way: str) -> None:
    """Faults 12 and 14."""
    async with open_newsroom(tmp_path) as room:
        membership = room.sandbox.world.membership
        group = membership.add_group("Editors", ["anna"])
        room.sandbox.say("anna", "/follow harbour", chat_id=group.id)
        await room.idle()
        moved = getattr(membership, way)(group)
        await room.idle()
        await room.publish(a_brief("harbour"))
        await room.idle()
        assert room.received("decided about harbour") == [moved.id]


async def test_what_waits_survives_a_restart_and_arrives_once(tmp_path: Path) -> None:
    sandbox = Sandbox(limits=NoLimits(clock.monotonic))
    await sandbox.open()
    try:
        async with work_in(tmp_path, sandbox, Settings()) as room:
            await room.say("anna", "/follow harbour")
            await room.say("anna", "/pause")
            await room.publish(a_brief("harbour"))
            await room.idle()
        async with work_in(tmp_path, sandbox, Settings()) as room:
            await room.say("anna", "/resume")
            assert len(room.received("decided about harbour")) == 1
        async with work_in(tmp_path, sandbox, Settings()) as room:
            await room.idle()
            assert len(room.received("decided about harbour")) == 1
    finally:
        await sandbox.close()


async def test_unfollowed_while_it_waits_it_is_not_sent(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        await room.say("anna", "/pause")
        await room.publish(a_brief("harbour"))
        await room.idle()
        await room.say("anna", "/unfollow harbour")
        await room.say("anna", "/resume")
        assert room.received("decided about harbour") == []


async def test_an_unfollow_undone_brings_back_what_waited(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        await room.say("anna", "/pause")
        await room.publish(a_brief("harbour"))
        await room.idle()
        await room.say("anna", "/unfollow harbour")
        await room.press("anna", "Undo")
        await room.say("anna", "/resume")
        assert len(room.received("decided about harbour")) == 1
