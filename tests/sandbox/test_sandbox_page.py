"""The chat page: its files, its stream, and what people do there; and that no other page gets in (fault 86)."""

import json
import re
from collections.abc import AsyncIterator
from importlib import resources
from typing import Any

import aiohttp
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.sandbox import ChatKind, Sandbox

FILES = ["", *sorted(file.name for file in (resources.files("bot.sandbox") / "page").iterdir())]


@pytest.fixture
async def browser(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who looks at the page itself."""
    async with aiohttp.ClientSession(sandbox.address, headers={"Origin": sandbox.address}) as session:
        yield session


class Stream:
    """The page's stream, event by event."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def next(self) -> dict[str, Any]:
        async for line in self._answer.content:
            if line.startswith(b"data: "):
                event: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                return event
        return {"kind": "end"}


@pytest.fixture
async def stream(sandbox: Sandbox, browser: aiohttp.ClientSession) -> AsyncIterator[Stream]:
    sandbox.say("you", "hi")
    async with browser.get("/page/stream") as answer:
        yield Stream(answer)


async def act(browser: aiohttp.ClientSession, verb: str, **content: object) -> int:
    async with browser.post(f"/page/{verb}", json=content) as answer:
        return answer.status


@pytest.mark.parametrize("name", FILES)
async def test_every_file_is_served_and_may_load_nothing_from_elsewhere(
    browser: aiohttp.ClientSession, name: str
) -> None:
    async with browser.get(f"/{name}") as answer:
        assert answer.status == 200
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        addresses = set(re.findall(r"https?://[\w.]+", await answer.text()))
        # The namespace of SVG is a name, nothing is loaded from there.
        assert addresses <= {"http://www.w3.org"}


def test_the_page_is_never_made_of_markup_a_bot_wrote() -> None:
    for file in (resources.files("bot.sandbox") / "page").iterdir():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", file.read_text("utf-8"))


async def test_what_the_page_does_not_have_is_not_found(browser: aiohttp.ClientSession) -> None:
    for path in ("/pages.py", "/page/", "/page/style.css", "/%2e%2e/server.py"):
        async with browser.get(path) as answer:
            assert answer.status == 404


async def test_an_empty_world_begins_with_you(browser: aiohttp.ClientSession) -> None:
    async with browser.get("/page/stream") as answer:
        world = await Stream(answer).next()
    assert [chat["title"] for chat in world["chats"]] == ["you"]


async def test_the_stream_begins_with_the_world_and_goes_on_with_what_happens(
    sandbox: Sandbox, bot: Bot, stream: Stream
) -> None:
    world = await stream.next()
    assert [[message["text"] for message in chat["messages"]] for chat in world["chats"]] == [["hi"]]
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="g")]])
    sent = await bot.send_photo(
        world["chats"][0]["id"], "https://e.org/a.jpg", "😀 <b>hello</b>", parse_mode="HTML", reply_markup=keyboard
    )
    event = await stream.next()
    message = event["message"]
    assert (event["kind"], message["text"], message["from_bot"]) == ("sent", "😀 hello", True)
    assert message["buttons"] == [[{"label": "Go", "url": None, "copies": None}]]
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in message["entities"]] == [
        ("bold", 3, 5),
    ]
    await sent.delete()
    assert (await stream.next())["kind"] == "deleted"


async def test_commands_reach_the_page_as_soon_as_they_are_set(sandbox: Sandbox, bot: Bot, stream: Stream) -> None:
    assert (await stream.next())["chats"][0]["commands"] == []
    await bot.set_my_commands([BotCommand("follow", "Follow a topic")])
    outline = (await stream.next())["outline"]
    assert outline["commands"] == [{"command": "follow", "description": "Follow a topic"}]


async def test_a_picture_reaches_the_page_as_an_address_beside_its_text(
    sandbox: Sandbox, bot: Bot, stream: Stream
) -> None:
    await stream.next()
    chat_id, url = sandbox.world.private_chat("you").id, "https://example.org/a.jpg"
    await bot.send_photo(chat_id, url, "a tree")
    await bot.send_message(chat_id, "a tree", link_preview_options=LinkPreviewOptions(url=url))
    await bot.send_message(chat_id, "a tree", link_preview_options=LinkPreviewOptions(is_disabled=True, url=url))
    seen = [(await stream.next())["message"] for _ in range(3)]
    assert {message["text"] for message in seen} == {"a tree"}
    assert [message["picture"] for message in seen] == [
        {"url": url, "is_above": True},
        {"url": url, "is_above": False},
        None,
    ]


async def test_a_person_can_be_added_speak_press_and_block(
    sandbox: Sandbox, bot: Bot, browser: aiohttp.ClientSession
) -> None:
    assert await act(browser, "meet", name=" Ann  Lee ") == 200
    chat_id = sandbox.world.private_chat("Ann Lee").id
    assert await act(browser, "say", chat=chat_id, name="Ann Lee", text="/start") == 200
    keyboard = InlineKeyboardMarkup(
        [[InlineKeyboardButton("A", callback_data="a")], [InlineKeyboardButton("B", callback_data="b")]]
    )
    sent = await bot.send_message(chat_id, "Choose", reply_markup=keyboard)
    press = {"chat": chat_id, "message": sent.message_id, "column": 0, "name": "Ann Lee"}
    assert await act(browser, "press", **press, row=1) == 200
    assert await act(browser, "press", **press, row=2) == 400
    assert await act(browser, "block", chat=chat_id) == 200
    assert await act(browser, "block", chat=chat_id) == 200
    updates = await bot.get_updates()
    assert updates[0].message is not None
    assert updates[0].message.text == "/start"
    assert updates[1].callback_query is not None
    assert updates[1].callback_query.data == "b"
    statuses = [update.my_chat_member.new_chat_member.status for update in updates[2:] if update.my_chat_member]
    assert statuses == ["kicked", "member"]


async def test_a_forum_can_be_spoken_in_thread_by_thread(
    sandbox: Sandbox, bot: Bot, browser: aiohttp.ClientSession
) -> None:
    chat = sandbox.world.membership.add_group("Desk", ["ann"], kind=ChatKind.SUPERGROUP)
    thread = sandbox.world.membership.add_thread(chat, "Slovakia")
    assert await act(browser, "say", chat=chat.id, name="ann", text="/list", thread=thread.id) == 200
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.message_thread_id == thread.id


@pytest.mark.parametrize(
    ("verb", "content"),
    [
        ("say", {"chat": 1, "name": "you", "text": "x"}),
        ("say", {"chat": 0, "name": "", "text": "x"}),
        ("say", {"chat": 0, "name": "you", "text": " "}),
        ("say", {"chat": 0, "name": "you", "text": "x" * 4097}),
        ("meet", {"name": "x" * 65}),
        ("press", {"chat": 0, "name": "you", "message": 99}),
    ],
)
async def test_nonsense_is_refused_and_nothing_said(
    sandbox: Sandbox, browser: aiohttp.ClientSession, verb: str, content: dict[str, object]
) -> None:
    chat_id = sandbox.world.private_chat("you").id
    content = content | ({"chat": chat_id} if content.get("chat") == 0 else {})
    assert await act(browser, verb, **content) == 400
    assert sandbox.transcript() == []


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:1", "https://localhost"])
async def test_no_other_page_can_speak_or_listen(sandbox: Sandbox, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    async with aiohttp.ClientSession(sandbox.address, headers=headers) as stranger:
        assert await act(stranger, "meet", name="mallory") == 403
        async with stranger.get("/page/stream") as answer:
            # Without an Origin it is a navigation or a program of this machine, which may look.
            assert answer.status == (403 if origin else 200)
    assert "mallory" not in sandbox.world.people


async def test_the_page_may_be_called_localhost(sandbox: Sandbox) -> None:
    address = sandbox.address.replace("127.0.0.1", "localhost")
    async with aiohttp.ClientSession(sandbox.address, headers={"Origin": address, "Host": address[7:]}) as browser:
        assert await act(browser, "meet", name="ann") == 200


async def test_closing_ends_the_streams(sandbox: Sandbox, stream: Stream) -> None:
    assert (await stream.next())["kind"] == "world"
    await sandbox.close()
    assert (await stream.next())["kind"] == "end"
