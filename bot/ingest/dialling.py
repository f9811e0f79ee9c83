"""Opens the connections of visits, to addresses that were judged; and looks their names up, in threads of its own.

directly:        name ─▶ every record judged ─▶ the dialled address judged ─▶ connection
through a proxy: the address judged as written ─▶ the proxy, wherever it is, which resolves and dials by itself
"""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.ingest.guard import AddressInfo, Guard

_MOST_READ_AT_ONCE = 32_768
"""Bytes that the system keeps for us (Linux doubles it): half a megabyte a second from the far side of the world."""
_DNS_THREADS = 16
"""The system's resolver blocks a thread for up to half a minute. Its own pool: a dead name server starves nobody."""


class SystemResolver(AbstractResolver):
    """The system's resolver, in threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_DNS_THREADS, thread_name_prefix="dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Every record of a name. Raises OSError."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        )
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _type, protocol, _name, address in found
        ]

    async def close(self) -> None:
        """Begin no look-up any more; those under way end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class GuardedResolver(AbstractResolver):
    """Lets a name through only if every address it resolves to may be dialled: one bad record spoils the name."""

    def __init__(self, names: AbstractResolver, guard: Guard) -> None:
        self._names = names
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Every record of a name. Raises OSError, of which AddressRefused is one."""
        records = await self._names.resolve(host, port, family)
        for record in records:
            self._guard.check_record(host, record["host"])
        return records

    async def close(self) -> None:
        """Close the resolver that is asked."""
        await self._names.close()


def connector(names: AbstractResolver, guard: Guard) -> aiohttp.TCPConnector:
    """What a session dials with. Behind a proxy nothing but the proxy is dialled, and that one is the operator's."""
    # Sources are visited minutes apart: a connection kept open would only go stale.
    if guard.has_proxy:
        return aiohttp.TCPConnector(resolver=names, limit=0, force_close=True)
    return aiohttp.TCPConnector(
        resolver=GuardedResolver(names, guard), socket_factory=partial(_open_socket, guard), limit=0, force_close=True
    )


def _open_socket(guard: Guard, target: AddressInfo) -> socket.socket:
    dialler = guard.open_socket(target)
    # What is read at once is parsed at once: a quarter of a megabyte in chunks of one byte kept the loop for 60 ms.
    dialler.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _MOST_READ_AT_ONCE)
    return dialler
