"""A Bot API server that does as little as possible, in a process of its own: so that a bench measures the client.

Answers every POST at once with a sent message; `/counts` tells how many sends it took since it was last asked, and to
how many chats. Run: python -m bench.stand.fast_bot_api PORT
"""

import asyncio
import json
import re
import sys

_CHAT = re.compile(rb'"?chat_id"?[:=]\s*(-?\d+)')
_SENT = (
    b'{"ok":true,"result":{"message_id":1,"date":1700000000,'
    b'"chat":{"id":1,"type":"private","first_name":"A"},"text":"x"}}'
)
_ME = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"B","username":"bench_bot"}}'
_YES = b'{"ok":true,"result":true}'
_NONE = b'{"ok":true,"result":[]}'


def _response(body: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
    return head + str(len(body)).encode() + b"\r\n\r\n" + body


class FastBotApi(asyncio.Protocol):
    """One keep-alive connection."""

    sends = 0
    chats: set[bytes] = set()  # noqa: RUF012  # shared by all connections on purpose
    polls = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin with an empty buffer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            length = re.search(rb"(?i)content-length: (\d+)", head)
            total = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < total:
                return
            body, self._buffer = self._buffer[end + 4 : total], self._buffer[total:]
            self._answer(head.split(b" ", 2)[1], body)

    def _answer(self, path: bytes, body: bytes) -> None:
        if path.endswith(b"/sendMessage"):
            FastBotApi.sends += 1
            if chat := _CHAT.search(body):
                FastBotApi.chats.add(chat[1])
            self._transport.write(_response(_SENT))
        elif path.endswith(b"/getMe"):
            self._transport.write(_response(_ME))
        elif path.endswith(b"/getUpdates"):
            FastBotApi.polls += 1
            asyncio.get_running_loop().call_later(20, self._transport.write, _response(_NONE))
        elif path == b"/counts":
            counts = {"sends": FastBotApi.sends, "chats": len(FastBotApi.chats), "polls": FastBotApi.polls}
            FastBotApi.sends, FastBotApi.chats = 0, set()
            self._transport.write(_response(json.dumps(counts).encode()))
        else:
            self._transport.write(_response(_YES))


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(FastBotApi, "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
