"""A message as it will be sent: HTML, buttons, and how loudly."""

from dataclasses import dataclass


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
