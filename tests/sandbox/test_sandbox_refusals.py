"""What Telegram does not take: each refusal in its own words, because the bot acts on them."""

from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from bot.sandbox import TOKEN, Sandbox


async def refusal(sandbox: Sandbox, method: str, **params: object) -> str:
    """The description with which a call is refused; empty for one that is not."""
    async with (
        aiohttp.ClientSession() as web,
        web.post(f"{sandbox.address}/bot{TOKEN}/{method}", json=params) as answer,
    ):
        body: dict[str, Any] = await answer.json()
        assert answer.status == body.get("error_code", 200)
        return str(body.get("description", ""))


def keyboard(**action: object) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "a", **action}]]}


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": " \n\u00a0"}, "Bad Request: message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
        ({"text": "😀" * 2048}, ""),
        ({"text": "😀" * 2048 + "x"}, "Bad Request: message is too long"),
        ({"text": "<b>" + "&amp;" * 4096 + "</b>", "parse_mode": "HTML"}, ""),
        ({"text": "x" * 32_769}, "Bad Request: text is too long"),
        ({"text": "\ud83d"}, "Bad Request: strings must be encoded in UTF-8"),
        ({"text": "x", "parse_mode": "Markdown"}, "Bad Request: unsupported parse_mode"),
        (
            {"text": "1 < 2", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 2',
        ),
        ({"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
        ({"text": "x", "chat_id": 1}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": "@somewhere"}, "Bad Request: chat not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "Bad Request: message to be replied not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}}, ""),
        ({"text": "x", "message_thread_id": 5}, "Bad Request: message thread not found"),
        ({"text": "x", "reply_markup": "{"}, "Bad Request: can't parse reply_markup JSON object"),
        ({"text": "x", "reply_markup": keyboard(callback_data="x" * 64)}, ""),
        ({"text": "x", "reply_markup": keyboard(callback_data="é" * 33)}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard(callback_data="")}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard(url="tg://resolve?domain=x")}, ""),
        ({"text": "x", "reply_markup": keyboard(url="javascript:x")}, "Bad Request: BUTTON_URL_INVALID"),
        ({"text": "x", "reply_markup": keyboard(copy_text={"text": ""})}, "Bad Request: BUTTON_COPY_TEXT_INVALID"),
        (
            {"text": "x", "reply_markup": keyboard()},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "http://e.org"}]] * 101}},
            "Bad Request: reply markup is too long",
        ),
    ],
)  # fmt: skip
async def test_a_message_is_taken_or_refused(sandbox: Sandbox, params: dict[str, object], description: str) -> None:
    sandbox.say("you", "hi")
    arguments = {"chat_id": sandbox.world.private_chat("you").id} | params
    assert await refusal(sandbox, "sendMessage", **arguments) == description
    assert len(sandbox.deliveries) == (0 if description else 1)


@pytest.mark.parametrize(
    ("prepare", "description"),
    [
        (lambda world: world.membership.block("you"), "Forbidden: bot was blocked by the user"),
        (lambda world: world.membership.deactivate("you"), "Forbidden: user is deactivated"),
    ],
)
async def test_a_person_who_is_gone_gets_nothing(
    sandbox: Sandbox, prepare: Callable[[object], None], description: str
) -> None:
    sandbox.say("you", "hi")
    prepare(sandbox.world)
    chat_id = sandbox.world.private_chat("you").id
    assert await refusal(sandbox, "sendMessage", chat_id=chat_id, text="x") == description


async def test_the_bot_cannot_speak_first(sandbox: Sandbox) -> None:
    chat_id = sandbox.world.private_chat("stranger").id
    description = "Forbidden: bot can't initiate conversation with a user"
    assert await refusal(sandbox, "sendMessage", chat_id=chat_id, text="x") == description


@pytest.mark.parametrize(
    ("method", "message_id", "description"),
    [
        ("editMessageText", 1, "Bad Request: message can't be edited"),
        ("editMessageText", 99, "Bad Request: message to edit not found"),
        ("editMessageReplyMarkup", 0, "Bad Request: message to edit not found"),
        ("deleteMessage", 99, "Bad Request: message to delete not found"),
    ],
)
async def test_only_own_messages_that_stand_can_be_changed(
    sandbox: Sandbox, method: str, message_id: int, description: str
) -> None:
    sandbox.say("you", "hi")
    chat_id = sandbox.world.private_chat("you").id
    assert await refusal(sandbox, method, chat_id=chat_id, message_id=message_id, text="x") == description


async def test_a_press_can_be_answered_for_a_minute(sandbox: Sandbox, clock: Any) -> None:
    old = sandbox.world.queries.ask(sandbox.world.private_chat("you").id, "you")
    clock.seconds += 61
    description = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await refusal(sandbox, "answerCallbackQuery", callback_query_id=old) == description


async def test_updates_wait_a_day_and_no_longer(sandbox: Sandbox, clock: Any) -> None:
    sandbox.say("you", "hi")
    clock.seconds += 24 * 60 * 60 + 1
    assert await refusal(sandbox, "getUpdates") == ""
    assert sandbox.updates_waiting == 0


async def test_an_unknown_method_is_not_found_in_any_case_of_letters(sandbox: Sandbox) -> None:
    assert await refusal(sandbox, "sendGift") == "Not Found"
    assert await refusal(sandbox, "GETME") == ""


@pytest.mark.parametrize(
    ("body", "kind", "description"),
    [
        (b"[1]", "application/json", "Bad Request: request object expected"),
        (b"{", "application/json", "Bad Request: can't parse JSON object"),
        (b"[" * 100_000, "application/json", "Bad Request: can't parse JSON object"),
        (b"text=\xff", "application/x-www-form-urlencoded", "Bad Request: can't parse the request"),
    ],
)
async def test_a_body_that_cannot_be_read_is_a_bad_request(
    sandbox: Sandbox, body: bytes, kind: str, description: str
) -> None:
    async with aiohttp.ClientSession() as web:
        call = f"{sandbox.address}/bot{TOKEN}/sendMessage"
        async with web.post(call, data=body, headers={"Content-Type": kind}) as answer:
            assert (answer.status, (await answer.json())["description"]) == (400, description)


@pytest.mark.parametrize("encoding", ["query", "form", "multipart", "json"])
async def test_parameters_may_come_in_any_way(sandbox: Sandbox, encoding: str) -> None:
    sandbox.say("you", "hi")
    params = {"chat_id": str(sandbox.world.private_chat("you").id), "text": "é 😀"}
    form = aiohttp.FormData(params, default_to_multipart=encoding == "multipart")
    sent: dict[str, dict[str, Any]] = {"query": {"params": params}, "json": {"json": params}}
    async with aiohttp.ClientSession() as web:
        call = f"{sandbox.address}/bot{TOKEN}/sendMessage"
        async with web.post(call, **sent.get(encoding, {"data": form})) as answer:
            assert (await answer.json())["result"]["text"] == "é 😀"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://127.0.0.1"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1"}, 403),
    ],
)
async def test_other_web_pages_are_refused(sandbox: Sandbox, headers: dict[str, str], status: int) -> None:
    call = f"{sandbox.address}/bot{TOKEN}/getMe"
    async with aiohttp.ClientSession() as web, web.get(call, headers=headers) as answer:
        assert answer.status == status
