"""One line per unit of work: an event name and fields, on stderr. Never the token, never a message's text."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
"""The form of a Telegram bot token: number, colon, secret. The sandbox's and real ones alike."""


def redact(text: str) -> str:
    """`text` with anything that looks like a bot token replaced."""
    return _TOKEN.sub("<token>", text)


class Log:
    """The log of one room: `log.info("source.visited", source=7, new=3, took=0.4)`."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def debug(self, event: str, **fields: object) -> None:
        """For whoever looks for a fault."""
        self._write(logging.DEBUG, event, fields)

    def info(self, event: str, **fields: object) -> None:
        """A unit of work was done."""
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """Something went wrong that is made good by itself."""
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, **fields: object) -> None:
        """Something an operator should know of."""
        self._write(logging.ERROR, event, fields)

    def exception(self, event: str, error: BaseException | None = None, **fields: object) -> None:
        """An error with its traceback: `error`, or the one being handled."""
        self._write(logging.ERROR, event, fields, error or sys.exception())

    def _write(self, level: int, event: str, fields: dict[str, object], error: BaseException | None = None) -> None:
        if self._logger.isEnabledFor(level):
            line = " ".join([event, *(f"{name}={_field(value)}" for name, value in fields.items())])
            self._logger.log(level, "%s", line, exc_info=error)


def logger(name: str) -> Log:
    """The log of one room."""
    return Log(name)


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


class _RedactingFormatter(logging.Formatter):
    """Redacts the finished line, so that no message, argument or traceback can leak a token."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S")
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        line = redact(super().format(record))
        for secret in self._secrets:
            line = line.replace(secret, "<secret>")
        return line


def _field(value: object) -> str:
    text = f"{value:.3g}" if isinstance(value, float) else str(value)
    return repr(text) if not text or any(c.isspace() or c in "\"='" for c in text) else text
