"""HTTP for pushes: POST over kept connections, as little as that takes; whatever else is asked of HTTP, aiohttp does.

    idle ──post──▶ busy ──whole answer──▶ idle (for `IDLE_SECONDS`), or closed where anything is odd

One request at a time on a connection; whoever gets an answer cut short, late or unreadable learns that it was lost.
"""

import asyncio
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.chat.heads import Head, UnreadableAnswer, chunked_body, read_head

CONNECT_TIMEOUT = 10.0
"""Seconds; what has not connected by then proves that nothing was sent, so it need not be long."""

IDLE_SECONDS = 15.0
"""Less than servers keep theirs: a request into a connection that closes just then is lost."""

ANSWER_LIMIT = 1024 * 1024
"""Bytes of one answer to a push: the message itself comes back, which has some kilobytes."""

LOOKS = 20
"""So many times within the time-out we look for answers that are late: timers for each push would cost a lot."""


@dataclass(frozen=True, slots=True)
class NoConnection:
    """Proof that the server got nothing."""

    why: str


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The request may have arrived; what came back, if anything, cannot be read."""

    why: str


Reply = tuple[int, bytes] | NoConnection | NoAnswer
"""Status and body, or how it failed."""


class Wire:
    """Connections to one server, at most `limit` of them. Whoever opens it closes it."""

    def __init__(self, address: str, *, limit: int, seconds: float) -> None:
        """`address`: http(s)://host[:port], to which `speaks` says yes. `seconds`: from sending to the whole answer."""
        parts = urlsplit(address)
        self._host, self._netloc = parts.hostname or "", parts.netloc
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        self._seconds = seconds
        self._places = asyncio.Semaphore(limit)
        self._idle: list[_Line] = []
        self._lines: set[_Line] = set()
        self._look: asyncio.TimerHandle | None = None

    @staticmethod
    def speaks(address: str, proxy: str | None) -> bool:
        """Whether this is an address it can be used for: without proxy, password, or letters beyond ASCII."""
        return proxy is None and address.isascii() and not set("@?#") & set(address)

    async def close(self) -> None:
        """Close what is open; what was in flight is lost."""
        if self._look:
            self._look.cancel()
        while self._lines:
            for line in self._lines:
                line.abort()
            await asyncio.sleep(0)  # the loop tells each that it is closed

    def opening(self, path: str) -> bytes:
        """The head of every request to this path, up to the length of its body."""
        head = f"POST {path} HTTP/1.1\r\nHost: {self._netloc}\r\nContent-Type: application/json\r\nContent-Length: "
        return head.encode()

    async def post(self, opening: bytes, body: bytes) -> Reply:
        """One request. Never raises for what the network does; cancelled, it takes its connection with it."""
        async with self._places:
            line = self._kept_line()
            if line is None:
                try:
                    line = await self._connect()
                except (OSError, TimeoutError, ValueError) as exc:
                    return NoConnection(why(exc))
            answer = line.ask(b"%b%d\r\n\r\n%b" % (opening, len(body), body))
            try:
                return await answer
            except asyncio.CancelledError:
                line.abort()  # its answer must not be taken for that of the next request
                raise

    def keep(self, line: "_Line") -> None:
        """Let it be used again."""
        line.free_at = line.loop.time()
        self._idle.append(line)

    def lost(self, line: "_Line") -> None:
        """Forget a connection that is closed."""
        self._lines.discard(line)
        if line in self._idle:
            self._idle.remove(line)

    def _kept_line(self) -> "_Line | None":
        # The last one first: what a burst has opened grows old behind it, and is closed.
        return self._idle.pop() if self._idle else None

    async def _connect(self) -> "_Line":
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_TIMEOUT):
            _, line = await loop.create_connection(
                lambda: _Line(self, loop), self._host, self._port, ssl=self._tls, happy_eyeballs_delay=0.25
            )
        self._lines.add(line)
        if self._look is None:
            self._look = loop.call_later(self._seconds / LOOKS, self._look_for_late_ones, loop)
        return line

    def _look_for_late_ones(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for line in list(self._lines):
            if line.is_waiting and now - line.asked_at >= self._seconds:
                line.give_up("TimeoutError")
            elif not line.is_waiting and now - line.free_at >= IDLE_SECONDS:
                self.lost(line)
                line.abort()
        again = self._seconds / LOOKS
        self._look = loop.call_later(again, self._look_for_late_ones, loop) if self._lines else None


class _Line(asyncio.Protocol):
    """One connection: asks, gathers the answer, and says whether it can be used again."""

    def __init__(self, wire: Wire, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.asked_at = self.free_at = loop.time()
        self._wire = wire
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Reply] | None = None
        self._got = b""
        self._head: Head | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a request was sent whose answer is not there."""
        return self._answer is not None

    def ask(self, request: bytes) -> asyncio.Future[Reply]:
        """Send it; its answer comes in time, or the word that it was lost."""
        answer: asyncio.Future[Reply] = self.loop.create_future()
        self._answer, self._got, self._head, self.asked_at = answer, b"", None, self.loop.time()
        if self._transport is None or self._transport.is_closing():
            self.give_up("ServerDisconnectedError")
        else:
            self._transport.write(request)
        return answer

    def give_up(self, why: str) -> None:
        """The answer is lost, and the connection with it."""
        self._reply(NoAnswer(why))
        self.abort()

    def abort(self) -> None:
        """Close without any more words."""
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The loop's word."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what a stream connection is made with
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """The loop's word. What comes unasked makes the connection useless: whose answer would it be?"""
        if self._answer is None:
            self.abort()
            return
        self._got = self._got + data if self._got else data
        try:
            self._read(ended=False)
        except UnreadableAnswer as exc:
            self.give_up(str(exc))

    def connection_lost(self, exc: Exception | None) -> None:
        """The loop's word. An answer that ends with its connection is whole only if nothing broke."""
        self._wire.lost(self)
        if self._answer is not None and exc is None:
            try:
                self._read(ended=True)
            except UnreadableAnswer as unreadable:
                self.give_up(str(unreadable))
        self._reply(NoAnswer(why(exc) if exc else "ServerDisconnectedError"))

    def _read(self, *, ended: bool) -> None:
        if self._head is None:
            self._head = read_head(self._got)
        head = self._head
        if len(self._got) > ANSWER_LIMIT:
            raise UnreadableAnswer("the answer is too large")
        if head is None:
            return
        if head.is_chunked:
            whole = chunked_body(self._got, head.size)
        elif head.length is None:
            whole = (self._got[head.size :], len(self._got)) if ended else None
        else:
            end = head.size + head.length
            whole = (self._got[head.size : end], end) if len(self._got) >= end else None
        if whole is None:
            return
        body, end = whole
        reusable = head.is_kept and not ended and end == len(self._got)
        self._reply((head.status, body))
        if reusable:
            self._wire.keep(self)
        else:
            self.abort()

    def _reply(self, reply: Reply) -> None:
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result(reply)


def why(exc: BaseException) -> str:
    """The kind of failure and the system's word for it. Not `str(exc)`: it may hold the address, and so the token."""
    os_error = getattr(exc, "os_error", exc)
    reason = getattr(os_error, "strerror", None)
    return f"{type(exc).__name__}: {reason}" if reason else type(exc).__name__
