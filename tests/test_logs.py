"""A log line is one event with its fields, and no token is ever in it."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot import logs

TOKEN = "1234567890:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
SHORT = "42:own-server"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the log writes; the root logger is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.set_up("INFO", stream, secrets=(SHORT, ""))
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_line_is_an_event_and_its_fields(written: io.StringIO) -> None:
    logs.logger("ingest").info("source.visited", source=7, took=0.41234, why="no answer", empty="")
    assert written.getvalue().endswith(" INFO source.visited source=7 took=0.412 why='no answer' empty=''\n")


def test_what_is_below_the_level_is_not_written(written: io.StringIO) -> None:
    logs.logger("ingest").debug("detail")
    assert written.getvalue() == ""


def int_of(token: str) -> int:
    """Fails as a library does that tells too much."""
    raise ValueError(f"The token `{token}` was rejected")


def test_no_token_is_written_in_a_field_a_library_line_or_a_traceback(written: io.StringIO) -> None:
    logs.logger("chat").error("poll.failed", address=f"https://api.test/bot{TOKEN}/getUpdates", other=SHORT)
    logging.getLogger("some.library").warning("POST %s", f"/bot{TOKEN}/x")
    with pytest.raises(ValueError, match="rejected") as caught:
        int_of(TOKEN)
    logs.logger("chat").exception("failed", caught.value)
    text = written.getvalue()
    assert "Traceback" in text
    assert TOKEN not in text
    assert SHORT not in text
    assert text.count("<token>") >= 3
    assert "<secret>" in text


def test_the_library_that_logs_addresses_is_silenced(written: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot.../getMe")
    assert written.getvalue() == ""
