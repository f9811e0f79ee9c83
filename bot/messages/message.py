"""A message as it will be sent: HTML, buttons, a picture, and how loudly."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Pictures(StrEnum):
    """How the picture of a brief goes with it: not at all, as a preview above its text, or as a captioned photo."""

    NONE = "none"
    PREVIEW = "preview"
    PHOTO = "photo"


ASK_WHY: Final = "Why?"
WHY: Final = "y"
"""What [Why?] sends back to us: alone it asks about the whole message, with ids about single briefs."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the web. `as_photo`: the message is this photo, its text the caption; else it is a preview."""

    url: str
    as_photo: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: it opens `url`, or sends `action` (at most 64 bytes) back to us. Exactly one is set."""

    label: str
    url: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Telegram HTML and rows of buttons. Hashable, so that what was built for one chat serves the next."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
    picture: Picture | None = None


def in_rows(buttons: Sequence[Button], width: int = 2) -> tuple[tuple[Button, ...], ...]:
    """Buttons side by side. Two words fit on a phone, or five numbers."""
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
