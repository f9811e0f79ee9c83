"""Sources that are files of this machine, and the one door for both kinds of source.

Only an operator names files: on the command line or in the settings. An address that came from a chat must be checked
to be a web address before it is stored.
"""

import asyncio
import hashlib
import mimetypes
import os
import re
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.ingest.bodies import MOST_BYTES
from bot.ingest.fetch import Failed, Fetched, Fetcher, NotModified
from bot.ingest.typed import addresses_of

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (FileNotFoundError, "there is no such file"),
    (PermissionError, "this file may not be read: check its permissions"),
    (IsADirectoryError, "this is a folder or a device, not a file"),
    (Exception, "this file cannot be read"),
)


def is_path(address: str) -> bool:
    """Whether `address` names a file. Whatever has a scheme does not: `file:` meets the guard, which refuses it."""
    return not _SCHEME.match(address)


def no_such_file(typed: str) -> str | None:
    """Why what was typed leads to no file, and how to write a web address; None for an address, or what lies there."""
    if not typed.strip():
        return "no address was given: write the path of a file, or a web address"
    if not is_path(typed) or _lies_there(typed):
        return None
    missing = f"{typed}: there is no such file"
    if typed[0] in "./~":
        return missing
    meant = addresses_of(typed)
    return f"{missing}; for the web, write {meant[0]}" if meant else f"{missing}; a web address begins with https://"


def _lies_there(path: str) -> bool:
    try:
        return Path(path).expanduser().exists()
    except (OSError, ValueError, RuntimeError):  # a name too long for a file; a null byte; a home that is not known
        return False


def whole_address(address: str) -> str:
    """A path as it is found from any folder, so that one file is one source; a web address as it is."""
    return str(Path(address).expanduser().absolute()) if is_path(address) else address


async def open_source(
    fetcher: Fetcher, address: str, *, etag: str | None = None, last_modified: str | None = None
) -> Fetched | NotModified | Failed:
    """The document of a source, from the web or from a file; with an earlier visit's validators, only if it changed."""
    async with visiting_source(fetcher, address, etag=etag, last_modified=last_modified) as answer:
        return answer


@asynccontextmanager
async def visiting_source(
    fetcher: Fetcher, address: str, *, etag: str | None = None, last_modified: str | None = None
) -> AsyncIterator[Fetched | NotModified | Failed]:
    """The same for as long as the document is needed (see `Fetcher.visiting`)."""
    if is_path(address):
        yield await asyncio.to_thread(_read_file, address, etag)
        return
    async with fetcher.visiting(address, etag=etag, last_modified=last_modified) as answer:
        yield answer


def _read_file(address: str, etag: str | None) -> Fetched | NotModified | Failed:
    try:
        body = _bytes_of(Path(address).expanduser())
    except (OSError, ValueError, RuntimeError) as error:  # a null byte in the path; a home that is not known
        return Failed(next(line for kind, line in _REASONS if isinstance(error, kind)))
    if len(body) > MOST_BYTES:
        return Failed(f"the document is larger than {MOST_BYTES // 1_000_000} MB")
    # By content alone: editors and copies touch a file's time without changing a word of it.
    current = f"{len(body)}-{hashlib.blake2b(body, digest_size=16).hexdigest()}"
    if current == etag:
        return NotModified()
    return Fetched(body=body, address=address, content_type=mimetypes.guess_type(address)[0], etag=current)


def _bytes_of(path: Path) -> bytes:
    """The file's first bytes, one more than is allowed."""
    # Non-blocking: opening a pipe that nobody writes to would otherwise wait for ever.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise IsADirectoryError
    with os.fdopen(handle, "rb") as file:
        return file.read(MOST_BYTES + 1)
