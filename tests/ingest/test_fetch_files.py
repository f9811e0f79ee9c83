"""Files of this machine are sources too: read whole or refused with a clear line."""

import os
from pathlib import Path

import pytest

from bot.ingest.bodies import MOST_BYTES
from bot.ingest.fetch import Failed, Fetched, Fetcher, NotModified
from bot.ingest.files import is_path, open_source


async def read(address: str | Path, *, etag: str | None = None) -> Fetched | NotModified | Failed:
    async with Fetcher(allow_private_networks=False) as fetcher:
        return await open_source(fetcher, str(address), etag=etag)


async def test_a_file_is_read_and_unchanged_it_is_not_read_again(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(b"<p>one</p>")
    first = await read(page)
    assert isinstance(first, Fetched)
    assert (first.body, first.content_type, first.address) == (b"<p>one</p>", "text/html", str(page))

    os.utime(page, (1, 1))  # a touch is no change
    assert await read(page, etag=first.etag) == NotModified()

    page.write_bytes(b"<p>two</p>")
    assert isinstance(await read(page, etag=first.etag), Fetched)


async def test_what_is_no_readable_file_is_a_failure(tmp_path: Path) -> None:
    pipe, huge = tmp_path / "pipe", tmp_path / "huge"
    os.mkfifo(pipe)
    with huge.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert await read(tmp_path / "missing") == Failed("there is no such file")
    assert await read(tmp_path) == Failed("this is a folder or a device, not a file")
    assert await read(pipe) == Failed("this is a folder or a device, not a file")
    assert await read("/dev/zero") == Failed("this is a folder or a device, not a file")
    assert await read(huge) == Failed("the document is larger than 10 MB")
    assert await read("a\0b") == Failed("this file cannot be read")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "FILE:/etc/passwd", "data:,x", "javascript:1"])
async def test_only_a_plain_path_is_a_file(address: str) -> None:
    assert not is_path(address)
    got = await read(address)
    assert isinstance(got, Failed)
    assert got.reason.startswith("refused:")
