"""Visits an address over HTTP and brings back bytes, or one clear line saying why not. It never looks into the bytes.

    address ─▶ guard ─▶ turn (per host, in all) ─▶ GET ─▶ redirect? guard again ─▶ bounded body ─▶ inflate ─▶ Fetched
                                                    ├─▶ NotModified (304)
                                                    └─▶ Failed (everything else; foreign exceptions end here)

All is bounded: time, bytes before and after inflation, headers, redirects, connections. No cookies, no credentials, no
proxy but the one that was handed in.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import metadata
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot import clock
from bot.ingest import headers
from bot.ingest.bodies import MOST_BYTES, body_of
from bot.ingest.dialling import SystemResolver, connector
from bot.ingest.guard import AddressRefused, Guard
from bot.ingest.inflate import BadEncoding, TooLarge
from bot.ingest.lanes import Lanes
from bot.ingest.memory import Memory, Share
from bot.ingest.reading.document import NO_LINKS, HubLinks
from bot.ingest.reading.hubs import links_of_headers
from bot.ingest.statuses import status_line

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_CONNECT_SECONDS = 10.0
_SILENCE_SECONDS = 15.0

_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.5"


@dataclass(frozen=True)
class Fetched:
    """A whole document. `address` is where it was finally found; `cache`: how long the server calls it fresh.

    `links`: the hub that its headers name.
    `moved_to`: the same address, where permanent redirects led there, and nothing else. `crawl_delay`: how long its
    host wants between two visits, as far as it was asked.
    """

    body: bytes
    address: str
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    cache: timedelta | None = None
    links: HubLinks = NO_LINKS
    moved_to: str | None = None
    crawl_delay: timedelta | None = None


@dataclass(frozen=True)
class NotModified:
    """Nothing has changed since the visit whose validators were sent; the rest as of a document."""

    cache: timedelta | None = None
    moved_to: str | None = None
    crawl_delay: timedelta | None = None


@dataclass(frozen=True)
class Failed:
    """No document. `reason` is one clear line for a person; `gone`: the server says it will never come back.

    `status`: HTTP's, where it was an answer; the reason tells it as well. `is_silence`: nobody was reached at all.
    """

    reason: str
    retry_after: timedelta | None = None
    gone: bool = False
    status: int | None = field(default=None, compare=False)
    is_silence: bool = field(default=False, compare=False)


class _TooManyRedirects(Exception):
    """A chain too long, or a circle; the text is one clear line."""


_REASONS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((AddressRefused, BadEncoding, _TooManyRedirects), ""),
    ((TooLarge,), f"the document is larger than {MOST_BYTES // 1_000_000} MB"),
    ((aiohttp.ClientProxyConnectionError,), "the proxy cannot be reached; check BRIEFBOT_PROXY"),
    ((socket.gaierror,), "the host name is not known, or the name service does not answer"),
    ((aiohttp.ClientConnectorCertificateError,), "its certificate is not valid; an unprotected visit is not tried"),
    ((aiohttp.ClientSSLError,), "no secure connection is possible"),
    ((ConnectionRefusedError,), "it refuses connections: check the address and its port, or try again later"),
    ((TimeoutError,), "no whole answer came in time"),
    (
        (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError, ConnectionError),
        "the connection broke off in the middle",
    ),
    ((aiohttp.ClientResponseError,), "its answer is not valid HTTP"),
    ((aiohttp.InvalidURL, ValueError), "it leads to something that is not a web address"),
)
"""What went wrong and how a person reads it; the first that fits. Empty: the exception says it itself."""


class Fetcher:
    """An HTTP client for sources: polite (few connections a host, conditional requests) and hard to hurt.

    Use it as an async context manager. `resolver` is asked for names in place of the system; its answers are guarded
    all the same. `proxy`: http(s)://[user:password@]host:port, through which everything goes; aiohttp signs on there.
    """

    def __init__(
        self,
        *,
        allow_private_networks: bool,
        seconds: float = 30.0,
        at_once: int = 32,
        at_once_per_host: int = 2,
        resolver: AbstractResolver | None = None,
        proxy: str | None = None,
    ) -> None:
        self._guard = Guard(allow_private_networks, has_proxy=proxy is not None)
        self._proxy = proxy
        self._seconds = seconds
        self._lanes = Lanes(at_once, at_once_per_host)
        self._memory = Memory()
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._resolver = self._resolver or SystemResolver()
        self._session = aiohttp.ClientSession(
            connector=connector(self._resolver, self._guard),
            proxy=self._proxy,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={
                "User-Agent": f"Briefbot/{_version()} (feed reader)",
                "Accept": _ACCEPT,
                "Accept-Encoding": "gzip, deflate",
            },
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=_SILENCE_SECONDS),
            auto_decompress=False,  # it would inflate a bomb before we could count
            # Real sites send content security policies of more than the default 8 kB.
            max_line_size=16_384,
            max_field_size=32_768,
        )
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        if self._resolver is not None:
            await self._resolver.close()
            self._resolver = None

    async def fetch(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified | Failed:
        """The document at `address`; with the validators of an earlier visit, only if it has changed since."""
        async with self.visiting(address, etag=etag, last_modified=last_modified) as answer:
            return answer

    @asynccontextmanager
    async def visiting(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> AsyncIterator[Fetched | NotModified | Failed]:
        """The same for as long as the document is needed: until the block ends it counts as one that is in memory."""
        asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        async with AsyncExitStack() as held:
            yield await self._answer(address, {name: value for name, value in asked.items() if value}, held)

    async def _answer(
        self, address: str, asked: dict[str, str], held: AsyncExitStack
    ) -> Fetched | NotModified | Failed:
        try:
            url = self._guard.web_address(address)
            async with self._lanes.turn(url.authority), asyncio.timeout(self._seconds) as time:
                return await self._follow(url, asked, self._memory.share(held, time))
        except aiohttp.ClientHttpProxyError as error:  # the proxy's own answer
            return Failed(status_line(error.status))
        except (aiohttp.ClientError, OSError, ValueError, BadEncoding, TooLarge, _TooManyRedirects) as error:
            return Failed(reason_of(error), is_silence=_is_silence(error))

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the Fetcher is not open: use it with `async with`")
        return self._session

    async def _follow(self, url: URL, asked: dict[str, str], share: Share) -> Fetched | NotModified | Failed:
        """GET, and follow redirects by hand: each target is guarded like the first address."""
        been = {url}
        is_permanent = True
        while True:
            async with self._opened().get(url, headers=asked, allow_redirects=False) as response:
                if response.status not in _REDIRECTS:
                    moved_to = str(url) if len(been) > 1 and is_permanent else None
                    return await _outcome(response, share, conditional=bool(asked), moved_to=moved_to)
                is_permanent = is_permanent and response.status in _PERMANENT
                url = url.join(URL(response.headers.get("Location", ""))).with_fragment(None)
            self._guard.check(url)
            if url in been:
                raise _TooManyRedirects("it redirects in a circle")
            if len(been) > _MOST_REDIRECTS:
                raise _TooManyRedirects(f"it redirects more than {_MOST_REDIRECTS} times")
            been.add(url)


async def _outcome(
    response: aiohttp.ClientResponse, share: Share, *, conditional: bool, moved_to: str | None
) -> Fetched | NotModified | Failed:
    """A final response as our outcome. `conditional`: 304 is only believed where it was asked for."""
    given = response.headers
    cache = headers.fresh_for(
        given.get("Cache-Control"),
        expires=given.get("Expires"),
        date=given.get("Date"),
        age=given.get("Age"),
        now=clock.now(),
    )
    if response.status == 304 and conditional:
        return NotModified(cache, moved_to)
    if not 200 <= response.status < 300:
        wait = headers.asked_wait(given.get("Retry-After"), now=clock.now())
        status = response.status
        return Failed(status_line(status), retry_after=wait, gone=status == 410, status=status)
    encoding = ",".join(given.getall("Content-Encoding", []))
    return Fetched(
        body=await body_of(response, encoding, share),
        address=str(response.url),
        content_type=given.get("Content-Type"),
        etag=headers.validator(given.get("ETag")),
        last_modified=headers.past_date(given.get("Last-Modified"), now=clock.now()),
        cache=cache,
        links=links_of_headers(given.getall("Link", []), base=str(response.url)),
        moved_to=moved_to,
    )


def reason_of(error: Exception) -> str:
    """Why there is no document, for a person: one short line, never a traceback, never the address."""
    # aiohttp wraps what went wrong while connecting; the cause tells more.
    for kinds, line in _REASONS:
        for told in (error, error.__cause__):
            if isinstance(told, kinds):
                return line or str(told)
    return "no connection is possible"


def _is_silence(error: Exception) -> bool:
    """Whether nobody was reached: no name, no way, no answer in time. What the guard refused was not even tried."""
    if isinstance(error, AddressRefused) or isinstance(error.__cause__, AddressRefused):
        return False
    return isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ServerTimeoutError, TimeoutError))


def _version() -> str:
    try:
        return metadata.version("briefbot")
    except metadata.PackageNotFoundError:  # run from a checkout
        return "0"
