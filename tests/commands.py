"""The real command line, for tests: a process of its own in a folder of its own."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def mistake(self) -> str:
        """The one line it said; fails where it said more, or less."""
        assert self.code == 2, self.err
        assert "Traceback" not in self.err
        (line,) = self.err.splitlines()
        return line


async def briefbot(
    *words: str, folder: Path, environment: Mapping[str, str] | None = None, script: str | bytes = ""
) -> Ended:
    """Run the real command in `folder`, with nothing of ours in the environment but `environment`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFBOT_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=folder, env=clean | dict(environment or {}),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await asyncio.wait_for(process.communicate(script.encode() if isinstance(script, str) else script), 60)
    return Ended(process.returncode or 0, out.decode(), err.decode())
