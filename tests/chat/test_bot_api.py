"""What the door to Telegram can prove about a call: nothing was sent, perhaps sent, or an answer; never the token."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from bot.chat.answers import outcome_of
from bot.chat.bot_api import Answer, BotApi
from bot.chat.wire import NoAnswer, NoConnection
from bot.dispatch.outcomes import ChatMoved, Outcome, Sent, Uncertain, WaitAsked

TOKEN = "12345:the-secret-part-of-a-token-abcdefgh"
OK = b'{"ok":true,"result":{"message_id":7}}'
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[str]:
    """A server that speaks raw TCP; each connection is closed when it was served."""
    served: list[asyncio.Event] = []

    async def serve_and_close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(done := asyncio.Event())
        await serve(reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        done.set()

    async with await asyncio.start_server(serve_and_close, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        for done in served:
            await done.wait()


def answering(body: bytes, status: str = "200 OK", *headers: str) -> Serve:
    """Read the request's head, write this."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
        writer.write("\r\n".join(lines).encode() + body)

    return serve


async def called(address: str, wait: float = 5, proxy: str | None = None) -> Answer | NoConnection | NoAnswer:
    """One call."""
    async with BotApi(TOKEN, address, proxy) as api:
        return await api.call("sendMessage", {"chat_id": 1, "text": "news"}, wait=wait)


async def test_refused_proves_that_nothing_was_sent() -> None:
    async with listening(answering(OK)) as address:
        pass  # closed again: nobody listens there now
    reply = await called(address)
    assert isinstance(reply, NoConnection)
    assert "secret" not in reply.why


async def test_a_name_that_does_not_exist_proves_that_nothing_was_sent() -> None:
    assert isinstance(await called("http://nowhere.invalid"), NoConnection)


async def test_reset_before_the_answer_proves_nothing() -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    async with listening(reset) as address:
        reply = await called(address)
    assert isinstance(reply, NoAnswer)
    assert "secret" not in reply.why


async def test_an_answer_that_does_not_come_in_time_proves_nothing() -> None:
    async def wait_for_the_end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.transport.abort()

    async with listening(wait_for_the_end) as address:
        assert isinstance(await called(address, wait=0.05), NoAnswer)


async def test_an_answer_cut_short_proves_nothing() -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + OK)

    async with listening(cut) as address:
        assert isinstance(await called(address), NoAnswer)


async def test_an_oversized_answer_is_not_read_to_its_end() -> None:
    written = 0

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4000000000\r\n\r\n")
        try:
            while written < 200_000_000:
                writer.write(b" " * 1_000_000)
                await writer.drain()
                written += 1_000_000
        except ConnectionError:
            writer.transport.abort()

    async with listening(flood) as address:
        assert isinstance(await called(address), NoAnswer)
    assert written < 60_000_000


async def test_a_redirect_is_not_followed() -> None:
    visited = []

    async def elsewhere(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        visited.append(1)

    async with listening(elsewhere) as other, listening(answering(b"", "302 Found", f"Location: {other}/x")) as address:
        assert isinstance(await called(address), NoAnswer)
    assert visited == []


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (OK, Sent(7)),
        (b'{"ok":true,"result":{"message_id":1e999}}', Uncertain("ok without a message")),
        (b'{"ok":true,"result":{"message_id":99999999999999999999999}}', Sent(None)),
        (b'{"ok":false,"error_code":429,"parameters":{"retry_after":1e18}}', WaitAsked(86_400.0)),
        (b'{"ok":false,"error_code":429,"parameters":{"retry_after":NaN}}', WaitAsked(5.0)),
        (b'{"ok":false,"error_code":400,"parameters":{"migrate_to_chat_id":-100}}', ChatMoved(-100)),  # type: ignore[arg-type]  # an id is an int
        (b"[" * 100_000, Uncertain("HTTP 200 without a Bot API answer")),
        (b'{"ok":false,"error_code":1e999}', Uncertain("HTTP 200 without a Bot API answer")),
        (b'{"ok":false,"parameters":{"migrate_to_chat_id":"there"}}', Uncertain("HTTP 200 without a Bot API answer")),
        (b"\xff\xfe<html>", Uncertain("HTTP 200 without a Bot API answer")),
    ],
    ids=[
        "sent",
        "infinite",
        "too large",
        "wait for ever",
        "wait for nothing",
        "moved",
        "nested",
        "code",
        "moved where",
        "page",
    ],
)
async def test_whatever_a_server_answers_is_one_of_the_outcomes(body: bytes, outcome: Outcome) -> None:
    async with listening(answering(body)) as address:
        assert outcome_of(await called(address)) == outcome


async def test_what_a_server_says_is_kept_short() -> None:
    body = b'{"ok":false,"error_code":400,"description":"' + b"x" * 100_000 + b'"}'
    async with listening(answering(body)) as address:
        reply = await called(address)
    assert isinstance(reply, Answer)
    assert len(reply.description) <= 300


async def test_a_call_goes_through_the_proxy_which_hears_the_name_and_the_password() -> None:
    heads: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(OK) + OK)

    async with listening(proxy) as address:
        door = address.replace("http://", "http://me:p%40ss@")
        reply = await called("http://api.test:8081", proxy=door)
    assert reply == Answer(status=200, ok=True, result={"message_id": 7})
    assert heads[0].startswith(b"POST http://api.test:8081/bot")
    assert b"Proxy-Authorization: Basic " + b64encode(b"me:p@ss") in heads[0]


@pytest.mark.parametrize("api", ["https://api.test", "http://api.test"])
async def test_a_proxy_that_lets_nobody_through_proves_that_nothing_was_sent(api: str) -> None:
    async with listening(answering(b"", "407 Proxy Authentication Required")) as address:
        reply = await called(api, proxy=address.replace("http://", "http://me:secret-word@"))
    assert reply == NoConnection("the proxy does not let us through: HTTP 407")


async def test_a_proxy_that_is_not_there_proves_that_nothing_was_sent_and_is_not_named() -> None:
    async with listening(answering(OK)) as address:
        pass  # closed again: nobody listens there now
    reply = await called("https://api.test", proxy=address.replace("http://", "http://me:secret-word@"))
    assert isinstance(reply, NoConnection)
    assert "secret" not in reply.why
