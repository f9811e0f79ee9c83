"""What each answer of the Bot API to a send means: one table (docs/telegram.md, "Errors")."""

import re
from collections.abc import Callable

from bot.chat.bot_api import Answer
from bot.chat.wire import NoAnswer, NoConnection
from bot.dispatch.outcomes import (
    ChatGone,
    ChatMoved,
    ChatUnknown,
    NoRights,
    NotSent,
    Outcome,
    Refused,
    Sent,
    ServerFailed,
    ThreadGone,
    TokenRefused,
    Uncertain,
    WaitAsked,
)
from storage.model import ChatId

UNPARSABLE = "can't parse entities"
BAD_BUTTONS = ("button_data_invalid", "button_url_invalid", "button_type_invalid", "reply markup is too long")

_DEFAULT_WAIT = 5.0
"""Seconds to wait on a 429 that does not say how long."""

_LONGEST_WAIT = 86_400.0
"""Seconds: some hours have been seen (docs/telegram.md). What says more is no wait, but a broken answer."""

_LARGEST_ID = 1 << 53
"""Telegram's numbers have at most 52 significant bits; a larger one could not even be stored."""

_Meaning = Callable[[str], Outcome]

_BY_DESCRIPTION: tuple[tuple[int, str, _Meaning], ...] = (
    (400, "chat not found", lambda _: ChatUnknown()),
    (400, "topic_closed", lambda _: ThreadGone()),
    (400, "message thread not found", lambda _: ThreadGone()),
    (400, "not enough rights", NoRights),
    (400, "have no write access", NoRights),
    (400, "need administrator rights", NoRights),
    (400, "chat_write_forbidden", NoRights),
    (400, "chat_restricted", NoRights),
    (400, "group chat was deactivated", ChatGone),
    (400, "user is deactivated", ChatGone),
    (403, "", ChatGone),
    (401, "", lambda _: TokenRefused()),
    (404, "", lambda _: TokenRefused()),
    (500, "sent message was immediately deleted", lambda _: Sent(None)),
    (500, "", ServerFailed),
)
"""(status, part of the description in lower case, meaning); the first that fits holds."""


def outcome_of(answer: Answer | NoConnection | NoAnswer) -> Outcome:
    """The outcome of a send that was answered like this."""
    match answer:
        case NoConnection(why):
            return NotSent(why)
        case NoAnswer(why):
            return Uncertain(why)
        case Answer(ok=True):
            return _sent(answer)
        case Answer():
            return _declined(answer)


def _sent(answer: Answer) -> Outcome:
    try:
        message_id = int(answer.result["message_id"])
    except (TypeError, KeyError, ValueError, OverflowError):
        return Uncertain("ok without a message")
    return Sent(message_id if 0 < message_id < _LARGEST_ID else None)


def _declined(answer: Answer) -> Outcome:
    said = answer.description.lower()
    if answer.status == 429:
        return WaitAsked(_wait(answer, said))
    if answer.migrate_to_chat_id is not None and abs(answer.migrate_to_chat_id) < _LARGEST_ID:
        return ChatMoved(ChatId(answer.migrate_to_chat_id))
    for status, part, meaning in _BY_DESCRIPTION:
        if answer.status == status and part in said:
            return meaning(answer.description)
    return ServerFailed(answer.description) if answer.status > 500 else Refused(answer.description)


def _wait(answer: Answer, said: str) -> float:
    if isinstance(answer.retry_after, int | float) and answer.retry_after >= 0:  # not so for NaN
        return float(min(answer.retry_after, _LONGEST_WAIT))
    told = re.search(r"retry after (\d{1,6})", said)
    return min(float(told[1]), _LONGEST_WAIT) if told else _DEFAULT_WAIT
