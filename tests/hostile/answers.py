"""How a hostile server answers: the ways to misuse HTTP itself, each with the line a visit to it must end in."""

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from bot import clock

OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"

Speak = Callable[[asyncio.StreamWriter, int], Awaitable[None]]
"""Answers a visitor; the number counts the visits to this path, from 0."""


@dataclass(frozen=True)
class Trap:
    """One address of the hostile site. `ends`: what its error line must say; empty: it must be read.

    `briefs`: how many briefs it leaves in the archive, however often it is visited; None: whatever sense can be made.
    """

    name: str
    speak: Speak
    ends: str = ""
    briefs: int | None = None


def saying(*answers: bytes) -> Speak:
    """The first visitor gets the first answer, and so on; the last one is for all that follow."""

    async def speak(writer: asyncio.StreamWriter, visit: int) -> None:
        writer.write(answers[min(visit, len(answers) - 1)])

    return speak


def making(make: Callable[[], bytes]) -> Speak:
    """An answer that is made when it is first asked for."""
    kept = cache(make)

    async def speak(writer: asyncio.StreamWriter, _visit: int) -> None:
        writer.write(kept())

    return speak


def repeating(start: bytes, then: bytes, *, every: timedelta = timedelta(0)) -> Speak:
    """An answer without an end."""

    async def speak(writer: asyncio.StreamWriter, _visit: int) -> None:
        writer.write(start)
        never = asyncio.Event()
        while not writer.is_closing():
            writer.write(then)
            await writer.drain()
            await clock.pause(never, every)

    return speak


def page(body: bytes | str, *headers: str, kind: str = "application/xml") -> bytes:
    """A whole, honest answer with this document."""
    body = body if isinstance(body, bytes) else body.encode(errors="surrogatepass")
    lines = "".join(f"{header}\r\n" for header in (f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers))
    return OK + lines.encode() + b"\r\n" + body


def status(line: str, *headers: str, body: str = "<html>a long page</html>") -> bytes:
    """An answer with another status."""
    lines = "".join(f"{header}\r\n" for header in (*headers, f"Content-Length: {len(body)}", "Connection: close"))
    return f"HTTP/1.1 {line}\r\n{lines}\r\n{body}".encode()


def packed(body: bytes, encoding: str = "gzip") -> bytes:
    """An answer that says how it is compressed."""
    return page(body, f"Content-Encoding: {encoding}")


def _pieces(size: int) -> Iterator[bytes]:
    return (bytes(1_000_000) for _ in range(size // 1_000_000))


def _bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*map(packer.compress, _pieces(300_000_000)), packer.flush()])


_SLOWLY = timedelta(seconds=0.3)
_CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
_TOO_LARGE = "larger than 10 MB"
_IN_TIME = "no whole answer came in time"
_BROKE_OFF = "broke off in the middle"
_NO_HTTP = "not valid HTTP"
_FEED = b"<rss><channel><item><title>Harbour</title></item></channel></rss>"

TRAPS = (
    Trap("redirects-to-itself", saying(status("301 Moved", "Location: redirects-to-itself")), "in a circle"),
    Trap("redirects-to-a-file", saying(status("302 Found", "Location: file:///etc/passwd")), "only http and https"),
    Trap("redirects-with-a-login", saying(status("302 Found", "Location: http://a:b@127.0.0.1/")), "user name"),
    Trap("redirects-nowhere", saying(status("302 Found", "Location: http://[::1/")), "not a web address"),
    Trap("redirects-to-a-long-address", saying(status("302 Found", f"Location: /{'x' * 30_000}")), "HTTP 404"),
    Trap("gzip-bomb", making(lambda: packed(_bomb())), _TOO_LARGE),
    Trap("gzip-bomb-twice", making(lambda: packed(gzip.compress(_bomb()))), _TOO_LARGE),
    Trap("gzip-bomb-unannounced", making(lambda: page(_bomb())), _TOO_LARGE),
    Trap("gzip-parts", making(lambda: packed(gzip.compress(b"x") * 400_000)), "too many parts"),
    Trap("gzip-cut-off", saying(packed(gzip.compress(_FEED * 99)[:-9])), "breaks off"),
    Trap("gzip-damaged", saying(packed(gzip.compress(_FEED * 99)[:20] + b"\xff" * 20)), "damaged|breaks off"),
    Trap("gzip-that-is-none", saying(packed(_FEED)), briefs=1),
    Trap("gzip-three-times", saying(packed(_FEED, "gzip, gzip, gzip")), "too many times"),
    Trap("brotli", saying(packed(b"xxx", "br")), "not asked for"),
    Trap("says-nothing", saying(b""), _BROKE_OFF),
    Trap("never-answers", repeating(b"", b"", every=_SLOWLY), _IN_TIME),
    Trap("drips-a-body", repeating(OK + b"\r\n", b"x", every=_SLOWLY), _IN_TIME),
    Trap("drips-headers", repeating(OK, b"X", every=_SLOWLY), _IN_TIME),
    Trap("body-without-an-end", repeating(OK + b"\r\n", b"<p>" * 100_000), _TOO_LARGE),
    Trap("headers-without-an-end", repeating(OK, b"X-More: x\r\n" * 5_000), _NO_HTTP),
    Trap("one-header-without-an-end", repeating(OK + b"X-Long: ", b"x" * 50_000), _NO_HTTP),
    Trap("chunks-without-an-end", repeating(_CHUNKED, b"1\r\nx\r\n" * 20_000), "too many pieces"),
    Trap("long-chunk-size", repeating(_CHUNKED, b"0" * 50_000), _IN_TIME),
    Trap("a-length-too-long", saying(OK + b"Content-Length: 500\r\n\r\n<rss>"), _BROKE_OFF),
    Trap("a-length-too-short", saying(OK + b"Content-Length: 2\r\n\r\n<rss></rss>"), _NO_HTTP),
    Trap("a-length-beyond-all", saying(OK + b"Content-Length: 99999999999\r\n\r\n<rss>"), _TOO_LARGE),
    Trap("a-length-below-zero", saying(OK + b"Content-Length: -5\r\n\r\n<rss>"), _NO_HTTP),
    Trap("two-lengths", saying(OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n<rss></rss>"), _NO_HTTP),
    Trap("another-protocol", saying(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), _NO_HTTP),
    Trap("a-304-nobody-asked-for", saying(status("304 Not Modified", body="")), "HTTP 304"),
    Trap("204-without-a-word", saying(status("204 No Content", body="")), "empty"),
    Trap("403", saying(status("403 Forbidden")), "HTTP 403"),
    Trap("404", saying(status("404 Not Found")), "HTTP 404"),
    Trap("410", saying(status("410 Gone")), "HTTP 410"),
    Trap("429-for-ten-years", saying(status("429 Slow Down", "Retry-After: 315360000")), "HTTP 429"),
    Trap("503-for-less-than-no-time", saying(status("503 Busy", "Retry-After: -1")), "HTTP 503"),
    Trap("503-until-2099", saying(status("503 Busy", "Retry-After: Fri, 01 May 2099 12:00:00 GMT")), "HTTP 503"),
    Trap("500", saying(status("500 Oh No", body="Traceback (most recent call last)")), "HTTP 500"),
    Trap("an-etag-without-an-end", saying(page(_FEED, f'ETag: "{"x" * 20_000}"')), briefs=1),
    Trap("an-etag-a-visit", saying(*(page(_FEED, f'ETag: "{n}"') for n in range(99))), briefs=1),
    Trap("modified-tomorrow", saying(page(_FEED, "Last-Modified: Fri, 01 May 2099 12:00:00 GMT")), briefs=1),
    Trap("fresh-for-ten-years", saying(page(_FEED, "Cache-Control: max-age=315360000")), briefs=1),
)  # fmt: skip
