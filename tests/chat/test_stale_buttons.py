"""Buttons outlive what they stand on: whatever became of that, their work is done and told."""

from pathlib import Path

import pytest

from bot.chat.references import read_reference
from storage.model import NO_THREAD, ChatId
from tests.newsroom import open_newsroom


@pytest.mark.parametrize("date", [1_700_000_000, 0], ids=["deleted", "inaccessible"])
async def test_a_button_of_a_message_that_is_gone_does_its_work_and_says_so(tmp_path: Path, date: int) -> None:
    """Fault 20."""
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        world = room.sandbox.world
        chat = world.private_chat("anna")
        message = {
            "chat": {"id": chat.id, "type": "private"},
            "message_id": chat.messages[-1].id,
            "date": date,
        }
        sender = {"id": chat.id, "is_bot": False, "first_name": "anna"}
        world.delete(chat.messages[-1])
        press = {"id": world.queries.ask(chat.id, "anna"), "from": sender, "chat_instance": "1", "data": "u:1"}
        world.updates.add("callback_query", press | {"message": message})
        await room.idle()
        assert await room.storage.subscriptions(ChatId(chat.id), NO_THREAD) == []
        assert room.told("anna")[-1] == "No longer following harbour."


@pytest.mark.parametrize("forged", ["u:0", "u:-1", "u:" + "9" * 30, "u:1,", "u:1e3", "z:1", "u:١"])
def test_numbers_no_topic_has_are_no_reference(forged: str) -> None:
    assert read_reference(forged) is None
