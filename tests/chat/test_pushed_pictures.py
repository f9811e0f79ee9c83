"""A picture never costs the news: what Telegram does not take with it is sent once more without it. Over real HTTP."""

from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Fault
from bot.sandbox.model import Message
from bot.settings import Settings
from tests.builders import a_brief
from tests.newsroom import Newsroom, open_newsroom

URL = "https://news.test/otter.jpg"
BRIEF = a_brief("harbour", image_url=URL)
PREVIEW = {"url": URL, "prefer_large_media": True, "show_above_text": True}


def arrived(room: Newsroom, name: str = "anna") -> Message:
    """The newest message a person got."""
    return room.sandbox.world.private_chat(name).messages[-1]


async def pushed(folder: Path, settings: Settings, *faults: Fault) -> tuple[Newsroom, Message]:
    """What Anna has after a brief with a picture was pushed to her, these accidents happening on its way."""
    async with open_newsroom(folder, settings) as room:
        await room.say("anna", "/follow harbour")
        for fault in faults:
            room.sandbox.faults.add(fault)
        await room.publish(BRIEF)
        await room.idle()
        assert len(room.received("decided about harbour")) == 1
        return room, arrived(room)


async def test_a_preview_stands_above_the_whole_text(tmp_path: Path) -> None:
    _, message = await pushed(tmp_path, Settings())
    assert (message.preview, message.picture) == (PREVIEW, None)
    assert "It takes effect in spring." in message.text


async def test_a_photo_has_the_whole_text_as_its_caption(tmp_path: Path) -> None:
    _, message = await pushed(tmp_path, Settings(pictures="photo"))
    assert message.picture == URL
    assert "It takes effect in spring." in message.text
    assert [button.label for row in message.keyboard for button in row] == ["Read more", "Why?"]


async def test_without_pictures_no_link_is_previewed(tmp_path: Path) -> None:
    _, message = await pushed(tmp_path, Settings(pictures="none"))
    assert (message.preview, message.picture) == ({"is_disabled": True}, None)


@pytest.mark.parametrize(
    ("pictures", "fault"),
    [
        ("photo", Fault.reject("failed to get HTTP URL content", method="sendPhoto")),
        ("photo", Fault.reject("wrong type of the web page content", method="sendPhoto")),
        ("photo", Fault.reject("not enough rights to send photos to the chat", method="sendPhoto")),
        ("photo", Fault.answer(404, b'{"ok":false,"error_code":404,"description":"Not Found"}', method="sendPhoto")),
        ("preview", Fault.reject("WEBPAGE_URL_INVALID", method="sendMessage")),
    ],
)
async def test_what_is_refused_for_its_picture_arrives_without_it_at_once(
    tmp_path: Path, pictures: Any, fault: Fault
) -> None:
    room, message = await pushed(tmp_path, Settings(pictures=pictures), fault)
    assert len(room.sandbox.faults) == 0
    assert (message.preview, message.picture) == ({"is_disabled": True}, None)
    assert "It takes effect in spring." in message.text


async def test_a_message_refused_for_its_markup_arrives_plain_with_or_without_a_picture(tmp_path: Path) -> None:
    unparsable = Fault.reject("can't parse entities: Unsupported start tag", times=2)
    _, message = await pushed(tmp_path, Settings(pictures="photo"), unparsable)
    assert (message.picture, message.entities[:1]) == (None, ())
    assert "It takes effect in spring." in message.text


async def test_what_is_shown_on_request_has_its_picture_as_well(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path, Settings(pictures="photo")) as room:
        await room.publish(BRIEF)
        await room.idle()
        await room.say("anna", "/latest harbour")
        assert arrived(room).preview == PREVIEW
        await room.say("anna", "/help")
        assert arrived(room).preview == {"is_disabled": True}
