"""Names and literals are checked where they are dialled: nobody looks into private networks through the bot.

Faults 62 and 63.
"""

import socket
from typing import cast

import pytest
from aiohttp import web
from aiohttp.abc import ResolveResult

from bot.ingest.fetch import Failed, Fetched, Fetcher
from tests.ingest.servers import Names, serving


@pytest.mark.parametrize(
    "records",
    [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:7f00:1"], ["169.254.169.254"]],
    ids=["private", "one of several private", "mapped", "metadata"],
)
async def test_a_name_that_leads_into_a_private_network_is_refused(records: list[str]) -> None:
    async with Fetcher(allow_private_networks=False, resolver=Names(records)) as visitor:
        got = await visitor.fetch("http://rebound.example/feed")
    assert isinstance(got, Failed)
    assert "BRIEFBOT_ALLOW_PRIVATE_NETWORKS" in got.reason
    assert "\n" not in got.reason
    assert not any(record in got.reason for record in records)  # chats hear it, and the network is none of theirs


async def test_without_leave_the_private_server_is_never_dialled() -> None:
    asked: list[str] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        return web.Response()

    async with serving(answer) as server, Fetcher(allow_private_networks=False) as visitor:
        port = server.rpartition(":")[2]
        for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"):
            assert isinstance(await visitor.fetch(f"http://{host}:{port}/"), Failed)
    assert asked == []


async def test_only_the_checked_address_is_dialled() -> None:
    """A name service that changes its mind between the check and the call changes nothing: it is asked once."""
    names = Names(["127.0.0.1"], ["203.0.113.1"])

    async def answer(_request: web.BaseRequest) -> web.Response:
        return web.Response(body=b"checked")

    async with serving(answer) as server, Fetcher(allow_private_networks=True, resolver=names) as visitor:
        got = await visitor.fetch(server.replace("127.0.0.1", "name.example"))
    assert isinstance(got, Fetched)
    assert got.body == b"checked"


class ShiftingRecord(dict[str, object]):
    """A record that says something else each time it is read."""

    def __init__(self, *hosts: str) -> None:
        super().__init__(hostname="name.example", port=80, family=socket.AF_INET, proto=0, flags=0)
        self.hosts = list(hosts)

    def __getitem__(self, name: str) -> object:
        return self.hosts.pop(0) if name == "host" else super().__getitem__(name)


class ShiftingNames(Names):
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        record = ShiftingRecord("8.8.8.8", "127.0.0.1")
        return [cast("ResolveResult", record)]  # a TypedDict knows no subclasses


async def test_the_address_is_checked_once_more_when_it_is_dialled() -> None:
    """Whatever happens between the check of the name and the call."""
    async with Fetcher(allow_private_networks=False, resolver=ShiftingNames()) as visitor:
        got = await visitor.fetch("http://name.example/")
    assert isinstance(got, Failed)
    assert "BRIEFBOT_ALLOW_PRIVATE_NETWORKS" in got.reason


async def test_a_name_that_does_not_exist_is_a_failure() -> None:
    async with Fetcher(allow_private_networks=False) as visitor:
        got = await visitor.fetch("http://no-such-name.invalid/")
    assert got == Failed("the host name is not known, or the name service does not answer")
