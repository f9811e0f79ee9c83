"""Killed at any moment, again and again: everybody is told everything, in order, and hardly anything twice."""

import sys
from pathlib import Path

import pytest

from bot.dispatch.worker import IN_FLIGHT
from tests.kills import kill_again_and_again


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a word of POSIX")
async def test_killed_again_and_again_it_loses_nothing_and_repeats_what_was_in_flight(tmp_path: Path) -> None:
    """Fault 32, with a real process, database and server; `python -m bench.kill` is its long form."""
    tally = await kill_again_and_again(tmp_path, chats=40, kills=20, seed=32)
    assert tally.told == tally.owed
    assert tally.out_of_order == 0
    assert tally.unsettled == 0
    assert tally.repeats <= tally.kills * IN_FLIGHT
