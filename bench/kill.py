"""Kills the bot at random moments while it serves chats, and counts what was lost, repeated or out of order.

Real process, real database, the sandbox with Telegram's limits over HTTP. The promise: all delivered, in order, and
per kill at most as many repeats as messages may be in flight. Run: python -m bench.kill [KILLS [CHATS [SEED]]]
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from bench.stand.table import print_table
from bot.dispatch.worker import IN_FLIGHT
from tests.kills import kill_again_and_again


def main() -> None:
    """Kill, count, print; exit 1 where the promise is broken."""
    kills, chats, seed = _given(sys.argv[1:])
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(kill_again_and_again(Path(folder), chats=chats, kills=kills, seed=seed))
    rows = [
        ("briefs owed, chat by chat", f"{tally.owed:,}", ""),
        ("told", f"{tally.told:,}", f"{tally.owed:,}"),
        ("messages", f"{tally.messages:,}", ""),
        ("messages that repeat a brief", f"{tally.repeats:,}", f"≤ {kills * IN_FLIGHT:,}"),
        ("briefs told after a later one", f"{tally.out_of_order:,}", "0"),
        ("rows left owed or in flight", f"{tally.unsettled:,}", "0"),
    ]
    title = f"{kills} kills, {chats} chats, {time.monotonic() - began:.0f} s"
    print_table(title, ("", "counted", "promised"), rows)
    kept = tally.told == tally.owed and not tally.out_of_order and not tally.unsettled
    sys.exit(0 if kept and tally.repeats <= kills * IN_FLIGHT else 1)


def _given(arguments: list[str]) -> tuple[int, int, int]:
    kills, chats, seed = (*map(int, arguments), *(200, 300, 32)[len(arguments) :])
    return kills, chats, seed


if __name__ == "__main__":
    main()
