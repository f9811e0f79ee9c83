"""Bot API servers that are not Telegram's: what they leave out or write differently is put right before it is read.

Test servers and reimplementations name no `is_bot`, count time in milliseconds, or know no `chat_instance`; the library
raises for each of them, after the message was sent. Telegram's own answers pass unchanged.
"""

from typing import Any

_MILLISECONDS = 10**11
"""No instant in seconds is that large before the year 5138."""


def put_right(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer of a call, with a result the library can read."""
    result = answer.get("result")
    if isinstance(result, dict):
        if "username" in result and "type" not in result:
            result.setdefault("is_bot", True)  # only getMe gives a bare user
            result.setdefault("first_name", str(result["username"]))
        _put_message_right(result)
    return answer


def put_update_right(update: dict[str, Any]) -> dict[str, Any]:
    """An update the library can read."""
    query = update.get("callback_query")
    if isinstance(query, dict):
        query.setdefault("chat_instance", "")
        _put_user_right(query)
        _put_message_right(query.get("message"))
    for kind in ("message", "channel_post"):
        _put_message_right(update.get(kind))
    return update


def _put_message_right(message: object) -> None:
    if isinstance(message, dict) and "chat" in message:
        date = message.get("date", 0)
        if isinstance(date, int | float):
            message["date"] = int(date // 1000 if date > _MILLISECONDS else date)
        message.setdefault("message_id", 0)
        _put_user_right(message)


def _put_user_right(message: dict[str, Any]) -> None:
    user = message.get("from")
    if isinstance(user, dict):
        user.setdefault("is_bot", False)
        user.setdefault("first_name", str(user.get("username", "")))
