"""What is it? An address goes in, what is best to follow there comes out: on real sites, in a killable process."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.ingest.discovered import Discovered, How, NothingFound
from bot.ingest.discovery import MOST_REQUESTS, discover, discover_file
from bot.ingest.fetch import Fetcher
from bot.ingest.parsing import Parser
from storage.model import SourceKind
from tests.ingest.servers import serving
from tests.ingest.sites import HANGS, PathSite, linked, one_post, posts
from tests.ingest.visiting import feed, text


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    """One for all tests here: its process takes a while to start."""
    opened = Parser()
    yield opened
    asyncio.run(opened.close())


@asynccontextmanager
async def fetching(seconds: float = 5) -> AsyncIterator[Fetcher]:
    async with Fetcher(allow_private_networks=True, seconds=seconds) as fetcher:
        yield fetcher


async def looked(site: PathSite, path: str, parser: Parser) -> tuple[str, How] | str:
    """Where the search ended (the path, and what it is), or the line that says why nowhere."""
    async with serving(site.answer) as server, fetching() as fetcher:
        found = await discover(server + path, fetcher, parser)
    if isinstance(found, NothingFound):
        return found.reason.replace(server, "")
    return found.address.removeprefix(server), found.how


MAIN, COMMENTS = "/feed/ Harbour » Feed", "/comments/feed/ Harbour » Comments Feed"
FERRIES = "/tag/ferries/feed/ Harbour » ferries Tag Feed"
LIST = posts("Porto", "Lisbon", "Faro")
NO_POSTS = "no feed is named there or found in the usual places, and the page lists no posts; try its news or blog page"
SITES: dict[str, tuple[dict[str, str], str, tuple[str, How] | str]] = {
    "a feed": ({"/rss": feed("Porto")}, "/rss", ("/rss", How.GIVEN)),
    "an empty feed": ({"/rss": feed()}, "/rss", ("/rss", How.GIVEN)),
    "a text": ({"/news.txt": text("Porto", "Lisbon")}, "/news.txt", ("/news.txt", How.GIVEN)),
    "a site that names its feed, not the feed of its comments": (
        {"/": linked(COMMENTS, MAIN, FERRIES), "/feed/": feed("Porto"), "/comments/feed/": feed("Hello")},
        "/", ("/feed/", How.FEED),
    ),
    "a named feed that is gone, and one in a usual place": (
        {"/": linked("/old/feed.xml"), "/atom.xml": feed("Porto")}, "/", ("/atom.xml", How.FEED),
    ),
    "a usual place where a page stands": (
        {"/": linked(body=LIST), "/feed/": linked(body=LIST)}, "/", ("/", How.PAGE),
    ),
    "a WordPress site that hides its feed": (
        {"/": linked(body="<script src='/wp-content/x.js'></script>"), "/?feed=rss2": feed("Porto")},
        "/", ("/?feed=rss2", How.FEED),
    ),
    "a site that only shows a link to its feed": (
        {"/": linked(body="<p><a href='/news/all.rss'>RSS</a></p>"), "/news/all.rss": feed("Porto")},
        "/", ("/news/all.rss", How.FEED),
    ),
    "a page of posts without a feed": ({"/news/": linked(body=LIST)}, "/news/", ("/news/", How.PAGE)),
    "a page deep in a tag": (
        {"/tag/ferries/page/54/": linked(MAIN, COMMENTS, FERRIES, body=LIST, body_class="archive tag"),
         "/feed/": feed("Porto"), "/tag/ferries/feed/": feed("Faro")},
        "/tag/ferries/page/54/", ("/tag/ferries/feed/", How.FEED),
    ),
    "a tag whose feed is not named": (
        {"/tag/ferries/": linked(MAIN, body=LIST), "/feed/": feed("Other"), "/tag/ferries/feed/": feed("Faro")},
        "/tag/ferries/", ("/tag/ferries/feed/", How.FEED),
    ),
    "a tag without a feed of its own": (
        {"/tag/ferries/": linked(MAIN, body=LIST), "/feed/": feed("Other")},
        "/tag/ferries/", ("/tag/ferries/", How.PAGE),
    ),
    "a part of a site that is all of it": (
        {"/category/news/": linked(MAIN, body=LIST), "/feed/": feed("Porto", "Lisbon")},
        "/category/news/", ("/feed/", How.FEED),
    ),
    "a part that cannot be read": (
        {"/tag/ferries/": linked(MAIN), "/feed/": feed("Other")}, "/tag/ferries/", ("/feed/", How.SITE),
    ),
    "one post": (
        {"/Porto/": one_post("Porto", MAIN, COMMENTS, "/Porto/feed/ Porto"), "/feed/": feed("Porto"),
         "/Porto/feed/": feed("Hello")},
        "/Porto/", ("/feed/", How.SITE),
    ),
    "one post that names no feed, of a site that does": (
        {"/Porto/": one_post("Porto"), "/": linked("/all.rss"), "/all.rss": feed("Porto")},
        "/Porto/", ("/all.rss", How.SITE),
    ),
    "one post of a site whose front page lists its posts": (
        {"/Porto/": one_post("Porto"), "/": linked(body=LIST)}, "/Porto/", ("/", How.SITE),
    ),
    "one post and nothing else": (
        {"/Porto/": one_post("Porto")}, "/Porto/",
        "/Porto/: this page is one post, and no feed of its site is found; try the page that lists its posts",
    ),
    "nothing": (
        {"/": linked()}, "/",
        f"/: {NO_POSTS}",
    ),
    "a page that is not there": ({}, "/x", "/x: HTTP 404: nothing is found there; check the address"),
    "a redirect to the same place written otherwise": (
        {"/rss": "->/rss/", "/rss/": feed("Porto")}, "/rss", ("/rss/", How.GIVEN),
    ),
    "a redirect to elsewhere": (
        {"/rss": "->/mirror", "/mirror": feed("Porto")}, "/rss", ("/rss", How.GIVEN),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SITES)
async def test_what_is_best_to_follow_is_found(parser: Parser, name: str) -> None:
    documents, path, expected = SITES[name]
    site = PathSite(documents)

    assert await looked(site, path, parser) == expected
    assert len(site.asked) <= MOST_REQUESTS + 1  # a redirect is one more
    assert len(set(site.asked)) == len(site.asked)


async def test_an_address_without_a_scheme_is_tried_safely_first_and_then_plainly(parser: Parser) -> None:
    site = PathSite({"/blog": linked("/feed.xml"), "/feed.xml": feed("Porto")})
    async with serving(site.answer) as server, fetching() as fetcher:
        found = await discover(server.removeprefix("http://") + "/blog", fetcher, parser)
    assert isinstance(found, Discovered)
    assert found.address == f"{server}/feed.xml"


async def test_a_site_whose_feed_hangs_is_read_as_a_page(parser: Parser) -> None:
    site = PathSite({"/": linked("/feed.xml", body=LIST), "/feed.xml": HANGS})
    async with serving(site.answer) as server, fetching(seconds=0.5) as fetcher:
        found = await discover(server, fetcher, parser)
    assert isinstance(found, Discovered)
    assert found.document.kind is SourceKind.ARCHIVE


async def test_private_networks_and_files_are_refused_in_one_line(parser: Parser) -> None:
    async with Fetcher(allow_private_networks=False) as fetcher:
        for address in ("http://127.0.0.1/feed", "localhost:8000", "file:///etc/passwd", "http://u:p@news.example/"):
            found = await discover(address, fetcher, parser)
            assert isinstance(found, NothingFound)
            assert "refused" in found.reason or "no connection" in found.reason, found.reason
            assert "\n" not in found.reason


@pytest.mark.parametrize("typed", ["", "/etc/passwd", "~/feed.xml", "two words", "harbour"])
async def test_what_is_no_web_address_is_not_opened(parser: Parser, typed: str) -> None:
    async with fetching() as fetcher:
        found = await discover(typed, fetcher, parser)
    assert found == NothingFound("this is not the address of a web page: write it as example.org/blog")


async def test_a_file_is_read_where_an_operator_names_it(parser: Parser, tmp_path: Path) -> None:
    path = tmp_path / "blog.txt"
    async with fetching() as fetcher:
        missing = await discover_file(str(path), fetcher, parser)
        path.write_text(text("Porto"), encoding="utf-8")
        found = await discover_file(str(path), fetcher, parser)
    assert missing == NothingFound(f"{path}: there is no such file")
    assert isinstance(found, Discovered)
    assert found.address == str(path)
