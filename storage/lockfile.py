"""A file beside the database that one process holds while it runs on it.

The system lets go of it when the process ends, however it ends: there is nothing to clean up after a kill.
"""

import os
import sys
from pathlib import Path
from typing import IO

from storage.errors import DatabaseInUse

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        # A byte far behind the text: Windows locks what it covers against reading, and we want the process id read.
        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class LockFile:
    """Held by one process at a time. It stays on the disk: removing it would let two hold files of one name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Hold it, or raise DatabaseInUse at once."""
        file = self._path.open("a+", encoding="utf-8")
        try:
            _lock(file)
        except OSError as error:
            file.seek(0)
            holder = file.read(20).strip()
            file.close()
            raise DatabaseInUse(
                f"another Briefbot{f' (process {holder})' if holder else ''} runs on this database: stop it first,"
                f" or give this one a database of its own (lock file {self._path})"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Let go; without holding it, nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None
