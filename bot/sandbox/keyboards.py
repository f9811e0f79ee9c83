"""Inline keyboards: what the Bot API accepts, and which button a person means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import ApiError, bad_request

MOST_BUTTONS = 100
LONGEST_CALLBACK = 64
"""Bytes of UTF-8, not characters."""
LONGEST_COPY_TEXT = 256
_ACTIONS = frozenset({
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
})  # fmt: skip


@dataclass(frozen=True)
class Button:
    """One button: its label and what it does, as the bot gave it."""

    label: str
    action: Mapping[str, Any]

    @property
    def url(self) -> str | None:
        """The address it opens, for a URL button."""
        return self.action.get("url")

    @property
    def callback(self) -> str | None:
        """What the bot is told when it is pressed, for a callback button."""
        return self.action.get("callback_data")

    def as_json(self) -> dict[str, Any]:
        """The InlineKeyboardButton object."""
        return {"text": self.label, **self.action}


Keyboard = tuple[tuple[Button, ...], ...]


def parse_keyboard(markup: object) -> Keyboard:
    """The rows of an InlineKeyboardMarkup; other kinds of markup show no buttons here. Raises ApiError."""
    if not markup:
        return ()
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be of type Array of Arrays')
    keyboard = tuple(tuple(_button(button) for button in row) for row in rows if row)
    if sum(map(len, keyboard)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return keyboard


def keyboard_json(keyboard: Keyboard) -> dict[str, Any]:
    """The InlineKeyboardMarkup object."""
    return {"inline_keyboard": [[button.as_json() for button in row] for row in keyboard]}


def button_meant(keyboard: Keyboard, label: str) -> Button | None:
    """The button whose label contains `label`, case aside; an exact one first, so that Follow is not Unfollow."""
    wanted = label.casefold().strip()
    fitting = [button for row in keyboard for button in row if wanted in button.label.casefold()]
    return min(fitting, key=lambda button: button.label.casefold().strip() != wanted, default=None)


def _button(given: object) -> Button:
    if not isinstance(given, dict):
        raise _unparsable("expected an Object as InlineKeyboardButton")
    label = given.get("text")
    if not isinstance(label, str) or not label.strip():
        raise _unparsable('Can\'t find field "text"' if label is None else "Button text must be non-empty")
    action = {key: value for key, value in given.items() if key in _ACTIONS}
    if len(action) != 1:
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    _check_action(action)
    return Button(label, action)


def _check_action(action: Mapping[str, Any]) -> None:
    callback = action.get("callback_data")
    if callback is not None and not (
        isinstance(callback, str) and 0 < len(callback.encode("utf-8", "replace")) <= LONGEST_CALLBACK
    ):
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in action and not _opens(action["url"]):
        raise bad_request("BUTTON_URL_INVALID")
    if "copy_text" in action and not _can_be_copied(action["copy_text"]):
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _opens(address: object) -> bool:
    try:
        parts = urlsplit(str(address))
    except ValueError:
        return False
    return parts.scheme in ("http", "https", "tg") and bool(parts.netloc) and not any(map(str.isspace, str(address)))


def _can_be_copied(given: object) -> bool:
    text = given.get("text") if isinstance(given, dict) else None
    return isinstance(text, str) and 0 < len(text) <= LONGEST_COPY_TEXT


def _unparsable(why: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {why}")
