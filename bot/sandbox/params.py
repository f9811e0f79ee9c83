"""A call's parameters, however they came: query string, form, multipart or JSON, with nested values as JSON text."""

import json
from collections.abc import Mapping

from aiohttp import web

from bot.sandbox.errors import bad_request


class Params:
    """Named values, read as the Bot API's server reads them: leniently where it is lenient."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """A string; empty when absent."""
        value = self._values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; `default` when absent or unreadable."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Whether a flag is set, in any of the spellings the server takes."""
        return self.text(name).lower() in ("true", "yes", "1")

    def structure(self, name: str) -> object:
        """A nested value; None when absent. Raises ApiError when it is not JSON."""
        value = self._values.get(name)
        return _parsed(value, f"can't parse {name} JSON object") if isinstance(value, str) and value else value

    def chat_id(self) -> int:
        """The chat meant. Raises ApiError when none is named; names of public chats are found nowhere here."""
        name = self.text("chat_id").strip()
        if not name:
            raise bad_request("chat_id is empty")
        try:
            return int(name)
        except ValueError as exc:
            raise bad_request("chat not found") from exc

    def thread_id(self) -> int | None:
        """The thread meant, if any."""
        return self.integer("message_thread_id") or None


async def read_params(request: web.Request) -> Params:
    """The parameters of a request. Raises ApiError when its body cannot be read."""
    values: dict[str, object] = dict(request.query)
    if request.content_type == "application/json":
        body = _parsed(await request.text(), "can't parse JSON object")
        if not isinstance(body, dict):
            raise bad_request("request object expected")
        return Params(values | body)
    try:
        return Params(values | dict(await request.post()))
    except ValueError as exc:
        raise bad_request("can't parse the request") from exc


def _parsed(text: str, otherwise: str) -> object:
    try:
        value: object = json.loads(text or "{}")
        # Lone surrogates live in JSON as escapes, but in no string of Telegram's.
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as exc:
        raise bad_request("strings must be encoded in UTF-8") from exc
    except (ValueError, RecursionError) as exc:
        raise bad_request(otherwise) from exc
    return value
