"""The token is nowhere in the logs of a whole bad day."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import logs
from bot.sandbox import TOKEN, Fault
from bot.settings import Settings
from tests.builders import a_brief
from tests.newsroom import open_newsroom


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, ours and the libraries', at its most talkative."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    logs.set_up("DEBUG", written, secrets=(TOKEN,))
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)


async def test_the_token_is_nowhere_in_the_logs_of_a_bad_day(tmp_path: Path, log: io.StringIO) -> None:
    """Fault 59."""
    async with open_newsroom(tmp_path, Settings(resend_after=timedelta(milliseconds=10))) as room:
        await room.say("anna", "/follow council")
        for accident in (Fault.revoke_token, Fault.garbage, Fault.bad_gateway, Fault.server_error, Fault.drop):
            room.sandbox.faults.add(accident(method="sendMessage"))
            await room.say("anna", "/help")  # the library meets it
        for accident in (Fault.drop, Fault.garbage):
            room.sandbox.faults.add(accident(method="sendMessage"))
            await room.publish(a_brief(accident.__name__))  # our own sender meets it
            assert await room.sandbox.until(lambda: not len(room.sandbox.faults))
        room.sandbox.world.updates.add("message", {"message_id": "?", "text": f"my token is {TOKEN}"})
        await room.idle()
        await room.sandbox.close()  # the API is gone: the poll in flight, and what is sent at the end
        await room.publish(a_brief("gone"))
    told = log.getvalue()
    assert "update.failed" in told
    assert "delivery.uncertain" in told
    assert "Traceback" in told
    assert TOKEN not in told
    assert TOKEN.partition(":")[2] not in told
