"""Of errors, docs/telegram.md is the whole table: each of its rows has its outcome, and each outcome its row."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.chat.answers import outcome_of
from bot.chat.bot_api import read_answer
from bot.chat.wire import NoAnswer, NoConnection
from bot.dispatch import outcomes as o

PAPER = Path(__file__).resolve().parents[2] / "docs/telegram.md"

PICTURES = (
    "400 to a message with a picture (failed to get HTTP URL content, wrong type of the web page content, …), not"
    " enough rights to send photos, 404 to `sendPhoto`"
)

Said = tuple[int, str, dict[str, Any], type]


def said(outcome: type, status: int, *descriptions: str, **parameters: Any) -> list[Said]:
    return [(status, description, parameters, outcome) for description in descriptions]


ROWS: dict[str, list[Said]] = {
    "403: blocked, kicked, deactivated, can't initiate conversation": said(
        o.ChatGone,
        403,
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot can't initiate conversation with a user",
        "Forbidden: bot was kicked from the group chat",
        "Forbidden: bot was kicked from the supergroup chat",
        "Forbidden: bot was kicked from the channel chat",
        "Forbidden: bot is not a member of the supergroup chat",
        "Forbidden: bot is not a member of the channel chat",
        "Forbidden: the group chat was deleted",
    ),
    "400: chat not found": said(o.ChatUnknown, 400, "Bad Request: chat not found", "Chat not found"),
    "400 with `migrate_to_chat_id`": said(
        o.ChatMoved, 400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1001
    ),
    "400: not enough rights, no write access, CHAT_WRITE_FORBIDDEN": said(
        o.NoRights,
        400,
        "Bad Request: not enough rights to send text messages to the chat",
        "Bad Request: have no write access to the chat",
        "Bad Request: need administrator rights in the channel chat",
        "Bad Request: CHAT_WRITE_FORBIDDEN",
        "Chat_write_forbidden",
    ),
    "400: TOPIC_CLOSED, message thread not found": said(
        o.ThreadGone, 400, "Bad Request: TOPIC_CLOSED", "Topic_closed", "Bad Request: message thread not found"
    ),
    "400: can't parse entities": said(
        o.Refused, 400, 'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 4'
    ),
    "400: BUTTON_…_INVALID, reply markup is too long": said(
        o.Refused,
        400,
        "Bad Request: BUTTON_DATA_INVALID",
        "Bad Request: BUTTON_URL_INVALID",
        "Bad Request: reply markup is too long",
    ),
    PICTURES: [
        *said(o.Refused, 400, "Bad Request: failed to get HTTP URL content"),
        *said(o.Refused, 400, "Bad Request: wrong type of the web page content"),
        *said(o.NoRights, 400, "Bad Request: not enough rights to send photos to the chat"),
        *said(o.TokenRefused, 404, "Not Found"),
    ],
    "400: anything else": said(
        o.Refused,
        400,
        "Bad Request: message is too long",
        "Bad Request: text is too long",
        "Bad Request: message text is empty",
        "Bad Request: message to be replied not found",
        "Bad Request: something nobody has seen before",
    ),
    "401, 404": [*said(o.TokenRefused, 401, "Unauthorized"), *said(o.TokenRefused, 404, "Not Found")],
    "429": [
        *said(o.WaitAsked, 429, "Too Many Requests: retry after 3", retry_after=3),
        *said(o.WaitAsked, 429, "Too Many Requests: retry after 10072", retry_after=10_072),
        *said(o.WaitAsked, 429, "Too Many Requests"),
    ],
    "500: sent message was immediately deleted": said(
        o.Sent, 500, "Internal Server Error: sent message was immediately deleted and can't be returned"
    ),
    "500 as JSON": said(o.ServerFailed, 500, "Internal Server Error", "Internal Server Error: restart"),
}
"""The first cell of each row, and what servers say that falls under it."""

UNREAD = "an answer that is not JSON, none at all, a broken connection"


def rows_of_the_paper() -> list[str]:
    """The first cells of the table of errors."""
    section = PAPER.read_text(encoding="utf-8").partition("\n## Errors\n")[2].partition("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("|")]
    return [line.split("|")[1].strip() for line in table[2:]]


def test_every_row_of_the_paper_is_proven_here_and_nothing_else() -> None:
    assert rows_of_the_paper() == [*ROWS, UNREAD]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_the_paper_has_its_outcome(row: str) -> None:
    for status, description, parameters, outcome in ROWS[row]:
        body = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
        assert type(outcome_of(read_answer(status, json.dumps(body).encode()))) is outcome, description


@pytest.mark.parametrize(
    ("status", "body"),
    [(502, b"<html>502 Bad Gateway</html>"), (503, b""), (504, b"<html></html>"), (200, b"\x00garbage"), (200, b"[]")],
)
def test_what_is_no_answer_of_the_api_proves_nothing(status: int, body: bytes) -> None:
    """Faults 24 and 25."""
    assert isinstance(outcome_of(read_answer(status, body)), o.Uncertain)


def test_every_outcome_there_is_has_its_row() -> None:
    told = {outcome for row in ROWS.values() for *_, outcome in row}
    told |= {type(outcome_of(NoAnswer("the connection broke"))), type(outcome_of(NoConnection("refused")))}
    assert told == set(get_args(o.Outcome))
