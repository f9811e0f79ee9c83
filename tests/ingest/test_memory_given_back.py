"""What large documents took is given back: measured in a process of its own, as the settings hold for all of one."""

import asyncio
import platform
import sys

import pytest

_GROWTH = """
import sys
from bot.ingest.memory import give_back_at_once
if sys.argv[1] == "give": give_back_at_once()
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096
for size in (4_000_000, 8_000_000, 16_000_000): bytearray(size)  # teaches the C library to keep what is as large
before = resident()
pieces = [bytearray(b"x" * 1_000_000) for _ in range(60)]
kept = [bytearray(b"y" * 100_000)]
del pieces
print(resident() - before)
"""


async def _left_behind(how: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _GROWTH, how, stdout=asyncio.subprocess.PIPE
    )  # fmt: skip
    out, _ = await process.communicate()
    return int(out)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="this C library has no such habit")
async def test_large_documents_leave_no_memory_behind() -> None:
    assert await _left_behind("give") < 10_000_000 < await _left_behind("keep")
