"""Starts the fast Bot API beside a bench, and asks it what arrived."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HERE = Path(__file__).parent


@contextmanager
def fast_bot_api() -> Iterator[str]:
    """The address of a fast Bot API in a process of its own."""
    server = subprocess.Popen([sys.executable, str(_HERE / "fast_bot_api.py"), "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.kill()
        server.wait()


def counts(address: str) -> dict[str, int]:
    """Sends taken and chats written to since the last call; polls in all."""
    request = urllib.request.Request(f"{address}/counts", data=b"", method="POST")  # noqa: S310  # our own server
    with urllib.request.urlopen(request) as answer:  # noqa: S310  # our own server
        told: dict[str, int] = json.load(answer)
        return told
