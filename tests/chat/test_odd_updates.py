"""Updates that are not a person's plain word: told twice, edited, of nobody, of a kind nobody knows."""

import json
from pathlib import Path

from bot.sandbox import ChatKind, Fault, Standing
from storage.model import NO_THREAD, ChatId
from tests.newsroom import Newsroom, open_newsroom


async def followed_in(room: Newsroom, chat_id: int) -> list[str]:
    """What a chat follows, in the words it used."""
    return [one.words for one in await room.storage.subscriptions(ChatId(chat_id), NO_THREAD)]


async def test_the_same_update_twice_has_one_effect(tmp_path: Path) -> None:
    """Fault 44: as after a kill, when the last batch comes again."""
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/start")
        anna = room.sandbox.meet("anna")
        said = {
            "update_id": 1,
            "message": {
                "message_id": 1,
                "date": 1_700_000_000,
                "chat": {"id": anna, "type": "private", "first_name": "anna"},
                "from": {"id": anna, "is_bot": False, "first_name": "anna"},
                "text": "/follow harbour",
                "entities": [{"type": "bot_command", "offset": 0, "length": 7}],
            },
        }
        batch = json.dumps({"ok": True, "result": [said, said]}).encode()
        room.sandbox.faults.add(Fault.answer(200, batch, method="getUpdates", times=2))
        room.sandbox.say("ben", "/help")  # ends the poll that waits now
        assert await room.sandbox.until(lambda: not len(room.sandbox.faults))
        await room.idle()
        assert await followed_in(room, anna) == ["harbour"]


async def test_an_edited_message_does_not_run_again(tmp_path: Path) -> None:
    """Fault 51."""
    async with open_newsroom(tmp_path) as room:
        message = room.sandbox.world.say("anna", "/follow harbour")
        await room.idle()
        room.sandbox.world.correct(message, "/follow bridge")
        await room.idle()
        assert await followed_in(room, room.sandbox.meet("anna")) == ["harbour"]


async def test_whoever_speaks_as_the_chat_itself_may_change_it(tmp_path: Path) -> None:
    """Fault 49: an anonymous admin, and a channel's post, which has no sender at all."""
    async with open_newsroom(tmp_path) as room:
        membership = room.sandbox.world.membership
        group = membership.add_group("Editors", ["anna"], kind=ChatKind.SUPERGROUP)
        channel = membership.add_group("Harbour news", ["anna"], kind=ChatKind.CHANNEL)
        membership.set_standing(channel, Standing.ADMINISTRATOR)
        for chat in (group, channel):
            room.sandbox.world.say_anonymously(chat.id, "/follow harbour")
            await room.idle()
            assert await followed_in(room, chat.id) == ["harbour"]


async def test_an_update_of_a_kind_nobody_knows_is_passed_over(tmp_path: Path) -> None:
    """Fault 52."""
    async with open_newsroom(tmp_path) as room:
        batch = json.dumps({"ok": True, "result": [{"update_id": 1, "brand_new_kind": {"id": 1}}]}).encode()
        room.sandbox.faults.add(Fault.answer(200, batch, method="getUpdates"))
        room.sandbox.say("ben", "/help")
        assert await room.sandbox.until(lambda: not len(room.sandbox.faults))
        await room.say("anna", "/follow harbour")
        assert await followed_in(room, room.sandbox.meet("anna")) == ["harbour"]
