"""Every answer of the Bot API to a send has one meaning (docs/telegram.md, "Errors")."""

import json

import pytest

from bot.chat.answers import outcome_of
from bot.chat.bot_api import Answer, read_answer
from bot.chat.wire import NoAnswer, NoConnection
from bot.dispatch import outcomes as o
from storage.model import ChatId


def declined(status: int, description: str, **parameters: object) -> o.Outcome:
    body = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
    answer = read_answer(status, json.dumps(body).encode())
    return outcome_of(answer)


@pytest.mark.parametrize(
    ("status", "description", "outcome"),
    [
        (403, "Forbidden: bot was blocked by the user", o.ChatGone),
        (403, "Forbidden: user is deactivated", o.ChatGone),
        (403, "Forbidden: bot can't initiate conversation with a user", o.ChatGone),
        (403, "Forbidden: bot was kicked from the supergroup chat", o.ChatGone),
        (403, "Forbidden: the group chat was deleted", o.ChatGone),
        (400, "Bad Request: chat not found", o.ChatUnknown),
        (400, "Bad Request: not enough rights to send text messages to the chat", o.NoRights),
        (400, "Bad Request: have no write access to the chat", o.NoRights),
        (400, "Bad Request: need administrator rights in the channel chat", o.NoRights),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", o.NoRights),
        (400, "Bad Request: TOPIC_CLOSED", o.ThreadGone),
        (400, "Bad Request: message thread not found", o.ThreadGone),
        (400, "Bad Request: can't parse entities: Unsupported start tag", o.Refused),
        (400, "Bad Request: message is too long", o.Refused),
        (400, "Bad Request: BUTTON_DATA_INVALID", o.Refused),
        (401, "Unauthorized", o.TokenRefused),
        (404, "Not Found", o.TokenRefused),
        (429, "Too Many Requests: retry after 3", o.WaitAsked),
        (500, "Internal Server Error", o.ServerFailed),
        (500, "Internal Server Error: sent message was immediately deleted and can't be returned", o.Sent),
        (502, "Bad Gateway", o.ServerFailed),
        (418, "something new", o.Refused),
    ],
)
def test_a_declined_send_means(status: int, description: str, outcome: type[o.Outcome]) -> None:
    assert isinstance(declined(status, description), outcome)


def test_a_wait_is_read_from_the_parameters_else_from_the_text_else_assumed() -> None:
    assert declined(429, "Too Many Requests: retry after 3", retry_after=7) == o.WaitAsked(7.0)
    assert declined(429, "Too Many Requests: retry after 3") == o.WaitAsked(3.0)
    assert declined(429, "Too Many Requests") == o.WaitAsked(5.0)


def test_a_moved_chat_names_its_new_id() -> None:
    said = "Bad Request: group chat was upgraded to a supergroup chat"
    assert declined(400, said, migrate_to_chat_id=-1001) == o.ChatMoved(ChatId(-1001))


@pytest.mark.parametrize("body", [b"", b"<html>502</html>", b"[]", b"null", b'{"result": 1}', b'{"ok"', b"\xff\xfe"])
def test_anything_but_the_api_s_json_proves_nothing(body: bytes) -> None:
    answer = read_answer(200, body)
    assert isinstance(answer, NoAnswer)
    assert isinstance(outcome_of(answer), o.Uncertain)


def test_only_a_missing_connection_proves_that_nothing_was_sent() -> None:
    assert outcome_of(NoConnection("refused")) == o.NotSent("refused")
    assert outcome_of(NoAnswer("timed out")) == o.Uncertain("timed out")


def test_ok_without_a_message_is_uncertain() -> None:
    assert isinstance(outcome_of(Answer(200, ok=True, result=True)), o.Uncertain)
