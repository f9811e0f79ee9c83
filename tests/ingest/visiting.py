"""A house to visit from: a web site that says what a test wants, the real reader, the real storage."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.ingest.fetch import Fetcher
from bot.ingest.hubs import Announcements
from bot.ingest.parsing import Parser
from bot.ingest.visits import Outcome
from bot.ingest.worker import LEASE, Visitor
from storage import Storage, open_storage
from storage.model import Source, StoredBrief
from tests.ingest.servers import hanging, serving

START = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
EVERY = timedelta(minutes=10)

Form = Callable[..., str]


@dataclass
class Site:
    """A web site that says what a test wants."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    redirects: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Path to status and Location."""
    robots: str = ""
    robots_status: int = 200

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(dict(request.headers))
        self.paths.append(request.path)
        if request.path == "/robots.txt":
            return web.Response(text=self.robots, status=self.robots_status)
        if request.path in self.redirects:
            status, there = self.redirects[request.path]
            return web.Response(status=status, headers={"Location": there})
        if "hang" in request.path:
            return await hanging(request)
        if "ETag" in self.headers and request.headers.get("If-None-Match") == self.headers["ETag"]:
            return web.Response(status=304)
        return web.Response(body=self.body.encode(), status=self.status, headers=self.headers)


@dataclass
class House:
    """Everything a visit needs; time passes only when a test says so."""

    storage: Storage
    fetcher: Fetcher
    parser: Parser
    site: Site
    address: str
    at: datetime = START

    def visitor(self, jitter: Callable[[], float] = lambda: 0.0) -> Visitor:
        return Visitor(
            self.storage,
            self.fetcher,
            self.parser,
            visit_every=EVERY,
            now=lambda: self.at,
            jitter=jitter,
            last_moment=timedelta(seconds=1),
            announcements=Announcements(self.storage),
        )

    async def visit(self, after: timedelta = timedelta(hours=25)) -> Outcome:
        """The next visit to the only source, when it is due."""
        self.at += after
        (source,) = await self.storage.claim_due_sources(self.at, lease_until=self.at + LEASE, limit=9)
        return await self.visitor().visit(source)

    async def source(self) -> Source:
        (source,) = await self.storage.sources()
        return source

    async def owed(self) -> list[str]:
        """The first words of what is news and not yet planned, oldest first."""
        return [(stored.brief.title or stored.brief.text).split(".")[0] for stored in await self.unplanned()]

    async def unplanned(self) -> list[StoredBrief]:
        return await self.storage.unplanned_briefs(100)


@asynccontextmanager
async def standing(folder: Path, parser: Parser) -> AsyncIterator[House]:
    site = Site()
    storage = await open_storage(f"sqlite:///{folder / 'briefs.db'}")
    try:
        async with serving(site.answer) as server, Fetcher(allow_private_networks=True, seconds=5) as fetcher:
            yield House(storage, fetcher, parser, site, f"{server}/source")
    finally:
        await storage.close()


def told(name: str) -> str:
    return f"{name} was in the news today. Its mayor said that the harbour of {name} and the old bridge will be mended."


def text(*names: str) -> str:
    """A blog's page as text, the newest on top."""
    return "\n\n".join(f"{told(name)}\n\nRead More" for name in names)


def page(*names: str) -> str:
    """A blog's archive page, the newest on top."""
    posts = "".join(
        f'<article class="post hentry"><h2 class="entry-title"><a rel="bookmark" href="/{name}/">{name}</a></h2>'
        f'<div class="entry-summary"><p>{told(name)}</p></div></article>'
        for name in names
    )
    return f"<!doctype html><html><head><title>Harbour news</title></head><body><main>{posts}</main></body></html>"


def feed(*entries: str, key: str = "{0}") -> str:
    """An RSS feed, the newest on top; an entry is a name, or a name and words to add to its text."""
    items = ""
    for name, _, more in (entry.partition(" ") for entry in entries):
        items += f"<item><title>{name}</title><description>{told(name)}{more}</description>"
        items += f"<guid isPermaLink='false'>{key.format(name)}</guid></item>"
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>"
