"""From the command to the first poll, and what an idle bot weighs: ours beside a bare library bot.

The peer polls and does nothing else: no database, no sources, no topics, no settings. It is the floor that a bot with
this library can reach with its own HTTP client. Run: python -m bench.start
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import psutil

from bench.stand.servers import counts, fast_bot_api
from bench.stand.table import print_table

TOKEN = "1234567890:bench-bench-bench-bench-bench-bench"
ROUNDS = 7
_BARE_BOT = """
from telegram.ext import Application
import sys
Application.builder().token(sys.argv[2]).base_url(sys.argv[1] + "/bot").build().run_polling()
"""


def start_once(command: list[str], address: str, environment: dict[str, str], folder: str) -> tuple[float, float]:
    """Seconds to the first poll, and megabytes resident a second later."""
    polls = counts(address)["polls"]
    begun = time.perf_counter()
    bot = subprocess.Popen(command, env=os.environ | environment, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        while counts(address)["polls"] == polls:
            if bot.poll() is not None or time.perf_counter() - begun > 30:
                raise SystemExit(f"{command[0]} did not start")
            time.sleep(0.01)  # asking more often would take the time from the bot
        took = time.perf_counter() - begun
        time.sleep(1.0)
        return took, psutil.Process(bot.pid).memory_info().rss / 2**20
    finally:
        bot.terminate()
        bot.wait()


def main() -> None:
    """Start each in turns, so that a busy machine is unfair to nobody; print the medians."""
    times: dict[str, list[tuple[float, float]]] = {"briefbot run": [], "bare python-telegram-bot": []}
    briefbot = str(Path(sys.executable).with_name("briefbot"))
    with fast_bot_api() as address:
        for turn in range(ROUNDS + 1):
            with tempfile.TemporaryDirectory() as folder:
                environment = {"BRIEFBOT_TOKEN": TOKEN, "BRIEFBOT_API_URL": address, "BRIEFBOT_DATA": folder}
                ours = start_once([briefbot, "run"], address, environment, folder)
                bare = start_once([sys.executable, "-c", _BARE_BOT, address, TOKEN], address, {}, folder)
            if turn:  # the first only warms the disk
                times["briefbot run"].append(ours)
                times["bare python-telegram-bot"].append(bare)
    floor = median(took for took, _ in times["bare python-telegram-bot"])
    rows = []
    for name, measured in times.items():
        took, weight = median(took for took, _ in measured), median(weight for _, weight in measured)
        best = min(took for took, _ in measured)
        rows.append((name, f"{took:.2f} s", f"{best:.2f} s", f"{weight:.0f} MB", f"{took / floor:.2f}×"))
    print_table(f"start to polling, median of {ROUNDS}", ("", "median", "best", "idle", "time"), rows)


if __name__ == "__main__":
    main()
