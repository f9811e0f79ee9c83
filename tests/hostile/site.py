"""The hostile site as those see it who visit it: its traps, and its address while it stands."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hostile import answers, deceits, heaps

TRAPS = (*answers.TRAPS, *heaps.BOMBS, *heaps.HEAPS, *heaps.ALIKE, *deceits.DECEITS, *deceits.NEWS)
_ROOT = Path(__file__).parents[2]


@contextmanager
def standing_site(hosts: int = 0) -> Iterator[str]:
    """The address of the site, in a process of its own: what it holds in memory is none of the bot's.

    `hosts`: at how many more addresses it stands, 127.1.0.1 and so on, with the same port.
    """
    command = [sys.executable, "-m", "tests.hostile", str(hosts)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as server:  # noqa: S603  # our own
        try:
            assert server.stdout is not None
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.kill()


def visits(address: str) -> dict[str, int]:
    """How often each path was asked for so far."""
    with urllib.request.urlopen(f"{address}/visits") as answer:  # noqa: S310  # our own server
        told: dict[str, int] = json.load(answer)
        return told
