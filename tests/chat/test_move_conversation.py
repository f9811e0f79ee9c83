"""/move: a code given in one chat, typed by the same person in another, confirmed there, with an Undo."""

import re
from pathlib import Path

from tests.builders import a_brief
from tests.newsroom import Newsroom, open_newsroom


async def code_of(room: Newsroom, name: str) -> str:
    await room.say(name, "/move")
    found = re.search(r"/move ([A-Z2-9]{5}-[A-Z2-9]{5})", room.told(name)[-1])
    assert found, room.told(name)[-1]
    return found[1]


async def test_a_set_up_moves_by_a_code_and_can_be_taken_back(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        group = room.sandbox.world.membership.add_group("Editors", ["anna", "ben"]).id
        await room.say("anna", "/follow harbour")
        await room.say("anna", "/mute ferry")
        code = await code_of(room, "anna")
        room.sandbox.say("anna", f"/move {code.lower()}", chat_id=group)
        await room.idle()
        assert room.told("Editors")[-1] == "Move 1 topic and 1 mute from anna here? They end there."
        assert room.sandbox.press("anna", "Move here", chat_id=group)
        await room.idle()
        assert room.told("Editors")[-1] == "Moved here from anna: 1 topic and 1 mute."
        await room.publish(a_brief())
        await room.idle()
        assert room.received("decided about harbour") == [group]

        assert room.sandbox.press("anna", "Undo", chat_id=group)
        await room.idle()
        assert "Taken back: anna has its topics again." in room.told("Editors")
        await room.say("anna", "/topics")
        assert "harbour" in room.told("anna")[-1]


async def test_a_code_that_others_read_is_of_no_use_to_them(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        code = await code_of(room, "anna")
        await room.say("ben", f"/move {code}")
        assert "I do not know this code" in room.told("ben")[-1]


async def test_who_does_not_show_themselves_gets_no_code(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        group = room.sandbox.world.membership.add_group("Editors", ["anna", "ben"]).id
        room.sandbox.world.say_anonymously(group, "/move")
        await room.idle()
        assert "cannot see who you are" in room.told("Editors")[-1]


async def test_a_cancelled_a_wrong_and_an_own_code_move_nothing(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        code = await code_of(room, "anna")
        await room.say("anna", f"/move {code}")
        assert "I do not know this code" in room.told("anna")[-1]
        await room.say("ben", "/move <b>")
        assert "I do not know this code" in room.told("ben")[-1]
        await room.press("anna", "Cancel")
        assert any(told.startswith("Cancelled.") for told in room.told("anna"))


async def test_a_chat_without_anything_has_nothing_to_move(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/move")
        assert room.told("anna")[-1].startswith("There is nothing to move")
