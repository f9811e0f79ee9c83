"""Through a proxy: everything goes there, nothing private is asked for, and its password stays between us."""

import asyncio
import logging
import socket
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from bot.ingest.fetch import Failed, Fetched, Fetcher
from tests.ingest.servers import Names

SECRET = "pass-word"


class Proxy:
    """An HTTP proxy that answers by itself; `heads` are the requests it heard."""

    def __init__(self, answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews") -> None:
        self.answer = answer
        self.heads: list[bytes] = []
        self.address = ""

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            self.heads.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(self.answer)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def standing(proxy: Proxy, *, allow_private_networks: bool = False) -> AsyncIterator[Fetcher]:
    """A proxy on loopback, and a visitor that may visit the public web only, through it."""
    server = await asyncio.start_server(proxy.hear, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    door = f"http://me:{SECRET}@127.0.0.1:{port}"
    try:
        async with Fetcher(
            allow_private_networks=allow_private_networks, seconds=5, resolver=Names(["10.0.0.1"]), proxy=door
        ) as fetcher:
            yield fetcher
    finally:
        server.close()
        await server.wait_closed()


async def test_the_proxy_may_be_private_and_is_told_the_name_and_the_password() -> None:
    proxy = Proxy()
    async with standing(proxy) as fetcher:
        got = await fetcher.fetch("http://news.example/feed")
    assert isinstance(got, Fetched)
    assert (got.body, got.address) == (b"news", "http://news.example/feed")
    (head,) = proxy.heads
    assert head.startswith(b"GET http://news.example/feed HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic " + b64encode(f"me:{SECRET}".encode()) in head
    assert b"\r\nAuthorization:" not in head


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://169.254.169.254/latest/meta-data/",
        "http://localhost/", "http://LOCALHOST./", "http://printer/", "http://nas.local/", "http://metadata.google.internal/",
        "http://box.home.arpa/", "http://router.lan/", "http://news.example:6379/",
    ],
)  # fmt: skip
async def test_what_is_private_as_it_is_written_is_not_asked_of_the_proxy(address: str) -> None:
    proxy = Proxy()
    async with standing(proxy) as fetcher:
        got = await fetcher.fetch(address)
    assert isinstance(got, Failed)
    assert got.reason.startswith("refused:")
    assert proxy.heads == []


async def test_a_redirect_into_a_private_network_is_not_followed_by_way_of_the_proxy() -> None:
    proxy = Proxy(b"HTTP/1.1 302 Found\r\nLocation: http://192.168.0.1/\r\nContent-Length: 0\r\n\r\n")
    async with standing(proxy) as fetcher:
        got = await fetcher.fetch("http://news.example/feed")
    assert isinstance(got, Failed)
    assert "BRIEFBOT_ALLOW_PRIVATE_NETWORKS" in got.reason
    assert len(proxy.heads) == 1


async def test_an_operator_may_read_private_networks_by_way_of_the_proxy() -> None:
    proxy = Proxy()
    async with standing(proxy, allow_private_networks=True) as fetcher:
        assert isinstance(await fetcher.fetch("http://nas.local/feed"), Fetched)


@pytest.mark.parametrize("address", ["http://news.example/feed", "https://news.example/feed"])
@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (b"407 Proxy Authentication Required", "HTTP 407: the proxy does not let us through; check BRIEFBOT_PROXY"),
        (b"502 Bad Gateway", "HTTP 502: the server has trouble"),
    ],
)
async def test_a_proxy_that_opens_no_way_is_told_from_a_source_that_fails(
    address: str, status: bytes, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    proxy = Proxy(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
    caplog.set_level(logging.DEBUG)
    async with standing(proxy) as fetcher:
        got = await fetcher.fetch(address)
    assert got == Failed(reason)
    assert SECRET not in caplog.text


@pytest.mark.parametrize("address", ["http://news.example/feed", "https://news.example/feed"])
async def test_a_proxy_that_is_not_there_is_named_by_its_setting(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        door = f"http://me:{SECRET}@127.0.0.1:{taken.getsockname()[1]}"
    async with Fetcher(allow_private_networks=False, seconds=5, proxy=door) as fetcher:
        got = await fetcher.fetch(address)
    assert got == Failed("the proxy cannot be reached; check BRIEFBOT_PROXY")
    assert SECRET not in caplog.text
