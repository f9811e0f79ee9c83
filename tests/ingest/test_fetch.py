"""Whatever a server does, a visit ends in time, in bounds, and as a value."""

import asyncio
import gzip
import socket
import tracemalloc
from collections import Counter
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from bot.ingest.fetch import Failed, Fetched, Fetcher, NotModified, reason_of
from tests.ingest.servers import Names, hanging, saying, serving

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def fetcher(*, seconds: float = 5.0, at_once: int = 32, at_once_per_host: int = 2) -> Fetcher:
    return Fetcher(allow_private_networks=True, seconds=seconds, at_once=at_once, at_once_per_host=at_once_per_host)


async def visit(address: str, *, seconds: float = 5.0, etag: str | None = None) -> Fetched | NotModified | Failed:
    async with fetcher(seconds=seconds) as visitor:
        return await visitor.fetch(address, etag=etag)


async def test_a_document_comes_whole_with_what_its_server_says_about_it() -> None:
    seen: list[web.BaseRequest] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        seen.append(request)
        headers = {"ETag": 'W/"1"', "Last-Modified": "Wed, 01 May 2024 11:00:00 GMT", "Cache-Control": "max-age=60"}
        return web.Response(body=b"<rss/>", content_type="text/xml", headers=headers)

    async with serving(answer) as server:
        got = await visit(f"{server}/feed?x=ü#top")

    assert got == Fetched(
        body=b"<rss/>",
        address=f"{server}/feed?x=%C3%BC",
        content_type="text/xml",
        etag='W/"1"',
        last_modified="Wed, 01 May 2024 11:00:00 GMT",
        cache=timedelta(minutes=1),
    )
    assert seen[0].headers["User-Agent"].startswith("Briefbot/")
    assert "Cookie" not in seen[0].headers


async def test_an_unchanged_document_is_not_sent_again() -> None:
    async def answer(request: web.BaseRequest) -> web.Response:
        unchanged = request.headers.get("If-None-Match") == '"1"' and "If-Modified-Since" in request.headers
        return web.Response(status=304) if unchanged else web.Response(body=b"x")

    async with serving(answer) as server, fetcher() as visitor:
        assert isinstance(await visitor.fetch(server), Fetched)
        again = await visitor.fetch(server, etag='"1"', last_modified="Wed, 01 May 2024 11:00:00 GMT")
    assert again == NotModified()


async def test_a_304_nobody_asked_for_is_a_failure() -> None:
    async with saying(b"HTTP/1.1 304 Not Modified\r\n\r\n") as server:
        assert isinstance(await visit(server), Failed)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_compressed_document_is_inflated(encoding: str) -> None:
    async def answer(_request: web.BaseRequest) -> web.Response:
        response = web.Response(body=b"<rss/>" * 1000)
        response.enable_compression(web.ContentCoding(encoding))
        return response

    async with serving(answer) as server:
        got = await visit(server)
    assert isinstance(got, Fetched)
    assert got.body == b"<rss/>" * 1000


async def test_a_gzip_bomb_costs_little_memory() -> None:
    bomb = gzip.compress(gzip.compress(bytes(300_000_000), 1))

    async def answer(_request: web.BaseRequest) -> web.Response:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    async with serving(answer) as server:
        tracemalloc.start()
        got = await visit(server)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert got == Failed("the document is larger than 10 MB")
    assert peak < 50_000_000


async def test_an_endless_body_is_cut_off() -> None:
    """Fault 68."""
    async with saying(OK + b"\r\n", then=b"x" * 500_000) as server:
        assert await visit(server) == Failed("the document is larger than 10 MB")


async def test_a_body_in_tiny_pieces_is_cut_off_before_it_keeps_the_loop_busy() -> None:
    """Fault 68: ten megabytes byte by byte would be half a minute of the event loop's time."""
    async with saying(CHUNKED, then=b"1\r\nx\r\n" * 20_000) as server:
        assert await visit(server) == Failed("the answer comes in too many pieces")


async def test_a_document_that_is_sent_line_by_line_comes_whole() -> None:
    async with saying(CHUNKED + b"3\r\nxx\n\r\n" * 20_000 + b"0\r\n\r\n") as server:
        got = await visit(server)
    assert isinstance(got, Fetched)
    assert got.body == b"xx\n" * 20_000


async def test_an_answer_without_a_body_is_an_empty_document() -> None:
    async with saying(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n") as server:
        got = await visit(server)
    assert isinstance(got, Fetched)
    assert got.body == b""


async def test_an_honest_length_beyond_the_limit_is_refused_at_once() -> None:
    async with saying(OK + b"Content-Length: 20000000\r\n\r\n") as server:
        assert await visit(server) == Failed("the document is larger than 10 MB")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (OK + b"Content-Length: 500\r\n\r\nshort", "the connection broke off in the middle"),
        (OK + b"Content-Length: 2\r\n\r\nlonger", "its answer is not valid HTTP"),
        (b"", "the connection broke off in the middle"),
        (CHUNKED + b"5\r\nhel", "the connection broke off in the middle"),
        (OK + b"Content-Length: many\r\n\r\nx", "its answer is not valid HTTP"),
        (OK + b"X-Long: " + b"x" * 200_000 + b"\r\n\r\n", "its answer is not valid HTTP"),
        (OK + b"X-Many: x\r\n" * 5000 + b"\r\n", "its answer is not valid HTTP"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "its answer is not valid HTTP"),
        (OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 999)[:-9], "breaks off in the middle"),
        (OK + b"Content-Encoding: br\r\n\r\nxxx", "which was not asked for"),
    ],
    ids=[
        "length too long", "length too short", "hangs up", "chunk cut", "length no number", "one huge header",
        "many headers", "not HTTP", "gzip cut", "brotli",
    ],
)  # fmt: skip
async def test_a_broken_answer_is_a_failure_with_a_clear_line(raw: bytes, reason: str) -> None:
    async with saying(raw) as server:
        got = await visit(server)
    assert isinstance(got, Failed)
    assert reason in got.reason
    assert "\n" not in got.reason
    assert len(got.reason) < 120


@pytest.mark.parametrize("body", [b"<rss/>", b""])
async def test_a_body_that_is_not_compressed_as_declared_is_taken_as_it_is(body: bytes) -> None:
    async with saying(OK + b"Content-Encoding: gzip\r\n\r\n" + body) as server:
        got = await visit(server)
    assert isinstance(got, Fetched)
    assert got.body == body


async def test_a_drip_of_bytes_ends_with_the_time() -> None:
    """Fault 67."""
    async with saying(OK + b"\r\n", then=b"x", every=timedelta(milliseconds=20)) as server:
        assert await visit(server, seconds=0.3) == Failed("no whole answer came in time")


async def test_a_server_that_never_answers_ends_with_the_time() -> None:
    async with serving(hanging) as server:
        assert await visit(server, seconds=0.2) == Failed("no whole answer came in time")


async def test_a_server_that_is_down_is_a_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert await visit(f"http://127.0.0.1:{port}/") == Failed(
        "it refuses connections: check the address and its port, or try again later"
    )


async def test_a_server_without_tls_is_not_visited_unprotected() -> None:
    async with saying(OK + b"\r\n") as server:
        got = await visit(server.replace("http:", "https:"))
    assert got == Failed("no secure connection is possible")


@pytest.mark.parametrize(
    ("status", "headers", "failed"),
    [
        (410, {}, Failed("HTTP 410: it says this source is gone for good", gone=True)),
        (404, {}, Failed("HTTP 404: nothing is found there; check the address")),
        (403, {}, Failed("HTTP 403: it refuses visitors")),
        (429, {"Retry-After": "90"}, Failed("HTTP 429: it asks for fewer visits", timedelta(seconds=90))),
        (503, {"Retry-After": "315360000"}, Failed("HTTP 503: the server has trouble", timedelta(hours=24))),
        (503, {"Retry-After": "-1"}, Failed("HTTP 503: the server has trouble")),
        (500, {}, Failed("HTTP 500: the server has trouble")),
        (300, {}, Failed("HTTP 300: an unexpected answer")),
    ],
)
async def test_each_status_has_its_own_line(status: int, headers: dict[str, str], failed: Failed) -> None:
    async def answer(_request: web.BaseRequest) -> web.Response:
        return web.Response(status=status, headers=headers, text="<html>a long page</html>")

    async with serving(answer) as server:
        assert await visit(server) == failed


async def test_a_redirect_is_followed_without_cookies_and_the_final_address_is_told() -> None:
    cookies: list[str | None] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        cookies.append(request.headers.get("Cookie"))
        if request.path == "/new":
            return web.Response(body=b"here")
        return web.Response(status=301, headers={"Location": "new", "Set-Cookie": "a=b"})

    async with serving(answer) as server:
        got = await visit(f"{server}/old")
    assert isinstance(got, Fetched)
    assert (got.body, got.address) == (b"here", f"{server}/new")
    assert cookies == [None, None]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("/", "it redirects in a circle"),
        ("file:///etc/passwd", "refused: only http and https addresses are visited, not file:"),
        ("http://user:secret@127.0.0.1/", "refused: take the user name and password out of the address"),
        ("http://[::1/", "it leads to something that is not a web address"),
        ("", "it redirects in a circle"),
    ],
)
async def test_a_redirect_is_guarded_like_the_first_address(location: str, reason: str) -> None:
    """Faults 61 and 64."""

    async def answer(_request: web.BaseRequest) -> web.Response:
        return web.Response(status=302, headers={"Location": location})

    async with serving(answer) as server:
        assert await visit(f"{server}/") == Failed(reason)


async def test_a_chain_of_redirects_ends() -> None:
    """Fault 65."""
    asked = Counter[str]()

    async def answer(request: web.BaseRequest) -> web.Response:
        asked[request.path] += 1
        return web.Response(status=302, headers={"Location": f"{request.path}x"})

    async with serving(answer) as server:
        assert await visit(f"{server}/") == Failed("it redirects more than 5 times")
    assert asked.total() == 6


async def test_a_host_is_visited_by_few_at_once_and_a_hanging_one_keeps_nobody_out() -> None:
    together = Counter[str]()
    most = Counter[str]()

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        host = request.headers["Host"].partition(":")[0]
        together[host] += 1
        most[host] = max(most[host], together[host])
        if host.startswith("hang"):
            await hanging(request)
        together[host] -= 1
        return web.Response(body=b"x")

    async with (
        serving(answer) as server,
        Fetcher(allow_private_networks=True, seconds=5, at_once=8, resolver=Names(["127.0.0.1"])) as visitor,
        asyncio.TaskGroup() as group,
    ):
        port = server.rpartition(":")[2]
        stuck = [group.create_task(visitor.fetch(f"http://hang.example:{port}/{n}")) for n in range(20)]
        quick = [group.create_task(visitor.fetch(f"http://host{n % 9}.example:{port}/{n}")) for n in range(60)]
        done, _waiting = await asyncio.wait(quick, timeout=4)
        for task in stuck:
            task.cancel()
    assert len(done) == 60
    assert all(isinstance(task.result(), Fetched) for task in done)
    assert most["hang.example"] == 2
    assert max(most.values()) == 2


def every_kind(base: type[Exception]) -> list[type[Exception]]:
    return [base, *(kind for child in base.__subclasses__() for kind in every_kind(child))]


@pytest.mark.parametrize("kind", sorted(set(every_kind(aiohttp.ClientError)), key=repr))
def test_every_foreign_error_has_a_line_of_ours(kind: type[Exception]) -> None:
    error = kind.__new__(kind)
    error.args = ("token 123456:secret\ntraceback",)
    line = reason_of(error)
    assert line
    assert "secret" not in line
