"""The wire keeps its connections, never mistakes one answer for another, and tells lost from not sent."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.bot_api import Answer, BotApi
from bot.chat.heads import UnreadableAnswer, chunked_body, read_head
from bot.chat.wire import NoAnswer, NoConnection, Reply, Wire

OK = b'{"ok":true,"result":{"message_id":7}}'
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(OK), OK)
TOKEN = "12345:the-secret-part-of-a-token-abcdefgh"
Answering = Callable[[int, bytes, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Speaks raw TCP: `answering` gets the number of each request, from 0, its body, and where to write."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._open: list[asyncio.StreamWriter] = []
        self.connections = 0
        self.bodies: list[bytes] = []
        self.heads: list[bytes] = []

    @asynccontextmanager
    async def listening(self, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
        async with await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=tls) as server:
            port = server.sockets[0].getsockname()[1]
            yield f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
            for writer in self._open:
                writer.transport.abort()
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.append(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = await reader.readexactly(int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0]))
                self.heads.append(head)
                self.bodies.append(body)
                await self._answering(len(self.bodies) - 1, body, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.transport.abort()


def always(answer: bytes, *, closing: bool = False) -> Answering:
    """The same answer to all, in two pieces; `closing`: the connection ends with it."""

    async def answering(_number: int, _body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(answer[:25])
        await writer.drain()
        await asyncio.sleep(0)
        writer.write(answer[25:])
        if closing:
            writer.close()

    return answering


@asynccontextmanager
async def wired(
    address: str, *, seconds: float = 5.0, limit: int = 8
) -> AsyncIterator[Callable[[bytes], Awaitable[Reply]]]:
    """A wire, as a function of the body."""
    wire = Wire(address, limit=limit, seconds=seconds)
    try:
        yield lambda body: wire.post(wire.opening("/send"), body)
    finally:
        await wire.close()


async def test_requests_one_after_the_other_share_a_connection() -> None:
    server = Server(always(WHOLE))
    async with server.listening() as address, wired(address) as post:
        replies = [await post(b"%d" % number) for number in range(5)]
    assert replies == [(200, OK)] * 5
    assert server.bodies == [b"0", b"1", b"2", b"3", b"4"]
    assert server.connections == 1


async def test_each_of_many_at_once_gets_its_own_answer_over_no_more_connections_than_allowed() -> None:
    async def echo(_number: int, body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    server = Server(echo)
    async with server.listening() as address, wired(address, limit=3) as post:
        replies = await asyncio.gather(*(post(b"%d" % number) for number in range(50)))
    assert replies == [(200, b"%d" % number) for number in range(50)]
    assert server.connections <= 3


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n%b\r\n%x;note\r\n%b\r\n0\r\n\r\n"
        % (OK[:16], len(OK) - 16, OK[16:]),
        b"HTTP/1.1 200 OK\r\ncontent-length:%d\r\nX: y\r\n\r\n%b" % (len(OK), OK),
    ],
    ids=["in chunks", "by length"],
)
async def test_whichever_way_a_whole_answer_comes_it_is_read_and_the_connection_kept(answer: bytes) -> None:
    server = Server(always(answer))
    async with server.listening() as address, wired(address) as post:
        assert [await post(b"{}"), await post(b"{}")] == [(200, OK)] * 2
    assert server.connections == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n\r\n" + OK,
        b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(OK), OK),
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(OK), OK),
    ],
    ids=["to the end", "of the old protocol", "with a farewell"],
)
async def test_an_answer_that_ends_its_connection_is_read_and_the_next_gets_a_new_one(answer: bytes) -> None:
    server = Server(always(answer, closing=True))
    async with server.listening() as address, wired(address) as post:
        assert [await post(b"{}"), await post(b"{}")] == [(200, OK)] * 2
    assert server.connections == 2


async def test_what_follows_an_answer_unasked_is_nobodys() -> None:
    server = Server(always(WHOLE + b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother"))
    async with server.listening() as address, wired(address) as post:
        assert [await post(b"{}"), await post(b"{}")] == [(200, OK)] * 2
    assert server.connections == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + OK,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n" % (len(OK), OK),
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n" + OK,
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n" + OK,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" + OK,
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n12345",
        b"HTTP/1.1 100 Continue\r\nX-Other: 12345\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2p1 welcome to this machine\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 40_000,
        b"",
    ],
    ids=["short", "chunk", "two lengths", "negative", "codings", "gzip", "interim", "no HTTP", "head", "nothing"],
)
async def test_an_answer_that_is_cut_or_cannot_be_understood_is_lost_and_the_next_push_goes_on(answer: bytes) -> None:
    async def answering(number: int, body: bytes, writer: asyncio.StreamWriter) -> None:
        await always(answer if number == 0 else WHOLE, closing=number == 0)(number, body, writer)

    server = Server(answering)
    async with server.listening() as address, wired(address) as post:
        assert isinstance(await post(b"{}"), NoAnswer)
        assert await post(b"{}") == (200, OK)


async def test_a_late_answer_is_lost_and_never_taken_for_that_of_the_next() -> None:
    async def answering(number: int, body: bytes, writer: asyncio.StreamWriter) -> None:
        if number:
            await always(WHOLE)(number, body, writer)

    server = Server(answering)
    async with server.listening() as address, wired(address, seconds=0.05) as post:
        assert await post(b"{}") == NoAnswer("TimeoutError")
        assert await post(b"{}") == (200, OK)
    assert server.connections == 2


async def test_a_push_that_is_cancelled_takes_its_connection_with_it() -> None:
    asked = asyncio.Event()

    async def answering(number: int, body: bytes, writer: asyncio.StreamWriter) -> None:
        asked.set()
        if number:
            await always(WHOLE)(number, body, writer)

    server = Server(answering)
    async with server.listening() as address, wired(address) as post:
        push = asyncio.ensure_future(post(b"{}"))
        await asked.wait()
        push.cancel()
        with pytest.raises(asyncio.CancelledError):
            await push
        assert await post(b"{}") == (200, OK)
    assert server.connections == 2


async def test_a_kept_connection_that_the_server_closed_is_not_used_again() -> None:
    server = Server(always(WHOLE))
    async with wired_to(server) as post:
        for _ in range(3):
            assert await post(b"{}") == (200, OK)
            for writer in server._open:
                writer.close()
            await asyncio.gather(*(writer.wait_closed() for writer in server._open))
            for _ in range(5):
                await asyncio.sleep(0)  # the word that it is closed arrives
    assert server.connections == 3


@asynccontextmanager
async def wired_to(server: Server) -> AsyncIterator[Callable[[bytes], Awaitable[Reply]]]:
    async with server.listening() as address, wired(address) as post:
        yield post


async def test_nobody_there_proves_that_nothing_was_sent() -> None:
    async with Server(always(WHOLE)).listening() as address:
        pass  # closed again
    async with wired(address) as post:
        assert isinstance(await post(b"{}"), NoConnection)
    async with wired("http://nowhere.invalid") as post:
        assert isinstance(await post(b"{}"), NoConnection)


async def test_a_certificate_we_do_not_trust_proves_that_nothing_was_sent() -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trustme.CA().issue_cert("localhost").configure_cert(tls)
    server = Server(always(WHOLE))
    async with server.listening(tls) as address, wired(address) as post:
        assert isinstance(await post(b"{}"), NoConnection)
    assert server.bodies == []


async def test_a_trusted_server_is_spoken_to_in_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    authority = trustme.CA()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(tls)
    server = Server(always(WHOLE))
    with authority.cert_pem.tempfile() as trusted:
        monkeypatch.setenv("SSL_CERT_FILE", trusted)
        async with server.listening(tls) as address, wired(address) as post:
            assert [await post(b"{}"), await post(b"{}")] == [(200, OK)] * 2
    assert server.connections == 1


async def test_a_push_is_the_same_call_with_and_without_a_proxy() -> None:
    server = Server(always(WHOLE))
    async with server.listening() as address:
        async with BotApi(TOKEN, address + "/behind") as api:
            assert await api.push("sendMessage", b'{"chat_id":1}') == Answer(200, ok=True, result={"message_id": 7})
        async with BotApi(TOKEN, "http://api.test/behind", address) as api:
            assert await api.push("sendMessage", b'{"chat_id":1}') == Answer(200, ok=True, result={"message_id": 7})
    direct, proxied = server.heads
    assert direct.startswith(f"POST /behind/bot{TOKEN}/sendMessage HTTP/1.1\r\n".encode())
    assert proxied.startswith(f"POST http://api.test/behind/bot{TOKEN}/sendMessage HTTP/1.1\r\n".encode())
    assert server.bodies == [b'{"chat_id":1}'] * 2


@pytest.mark.parametrize("address", ["http://me:secret@api.test", "https://bücher.test", "http://api.test/?key=1"])
def test_an_address_with_more_to_it_is_left_to_the_larger_client(address: str) -> None:
    assert not Wire.speaks(address, None)


@given(st.binary(max_size=200) | st.binary(max_size=120).map(lambda rest: b"HTTP/1.1 200 OK\r\n" + rest + b"\r\n\r\n"))
def test_whatever_comes_is_a_head_or_none_or_unreadable(got: bytes) -> None:
    try:
        head = read_head(got)
    except UnreadableAnswer:
        return
    assert head is None or (200 <= head.status < 600 and head.size <= len(got))


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=6), st.integers(0, 400))
def test_chunks_are_put_together_when_all_of_them_are_there_and_never_before(parts: list[bytes], cut: int) -> None:
    sent = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    assert chunked_body(b"head" + sent, 4) == (b"".join(parts), 4 + len(sent))
    if cut < len(sent):
        assert chunked_body(b"head" + sent[:cut], 4) is None


@given(st.binary(max_size=80))
def test_whatever_comes_for_chunks_is_a_body_or_none_or_unreadable(got: bytes) -> None:
    try:
        whole = chunked_body(got, 0)
    except UnreadableAnswer:
        return
    assert whole is None or whole[1] <= len(got)
