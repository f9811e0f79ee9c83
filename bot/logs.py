"""One line per unit of work: an event name and fields, on stderr. Never the token, never a message's text."""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO, cast

import structlog

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
"""The form of a Telegram bot token: number, colon, secret. The sandbox's and real ones alike."""


def redact(text: str) -> str:
    """`text` with anything that looks like a bot token replaced."""
    return _TOKEN.sub("<token>", text)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The log of one room."""
    return cast("structlog.stdlib.BoundLogger", structlog.get_logger(name))  # structlog types it as Any


class _RedactingFormatter(logging.Formatter):
    """Redacts the finished line, so that no message, argument or traceback can leak a token."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S")
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        line = redact(super().format(record))
        for secret in self._secrets:
            line = line.replace(secret, "<token>")
        return line


def _one_line(_logger: object, _method: str, event: MutableMapping[str, Any]) -> str:
    name = event.pop("event")
    error = event.pop("exception", None)
    fields = " ".join(f"{key}={_field(value)}" for key, value in event.items())
    line = f"{name} {fields}".rstrip()
    return f"{line}\n{error}" if error else line


def _field(value: object) -> str:
    text = f"{value:.3g}" if isinstance(value, float) else str(value)
    return repr(text) if not text or any(c.isspace() or c in "\"='" for c in text) else text


def set_up(level: str = "INFO", stream: TextIO | None = None, secrets: Iterable[str] = ()) -> None:
    """Send all logs, ours and the libraries', to `stream` (stderr by default). Call once, from the command line.

    `secrets` are struck out wherever they stand; what looks like a Telegram token is struck out in any case.
    """
    output = logging.StreamHandler(stream or sys.stderr)
    output.setFormatter(_RedactingFormatter(secrets))
    root = logging.getLogger()
    root.handlers[:] = [output]
    root.setLevel(level)
    # httpx logs every request line at INFO, and the Bot API's addresses contain the token.
    for noisy in ("httpx", "httpcore", "telegram", "aiohttp.access", "aiosqlite"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.processors.format_exc_info, _one_line],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
