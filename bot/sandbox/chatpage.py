"""The chat page: static files, a stream of what happens, and what people do there.

browser ──GET /──▶ files    ──GET /page/stream──▶ the world, then each event    ──POST /page/<act>──▶ world
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.sandbox.entities import utf16_length
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.methods import Methods
from bot.sandbox.model import Chat, ChatKind, Event, Json, Standing
from bot.sandbox.pageview import chat_view, event_view
from bot.sandbox.params import Params, read_params
from bot.sandbox.world import World

_FOLDER = Path(__file__).parent / "page"
_FILES = {
    "index.html": "text/html",
    "style.css": "text/css",
    "page.js": "text/javascript",
    "column.js": "text/javascript",
    "composer.js": "text/javascript",
    "keyboard.js": "text/javascript",
    "text.js": "text/javascript",
    "parts.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
_HEADERS = {
    # Nothing from elsewhere, nothing inline, in nobody's frame: whatever a bot sends stays text.
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_HEARTBEAT = 15.0
"""Seconds of silence after which a stream says that it lives; a page that is gone is noticed by it."""
_MOST_BEHIND = 10_000
"""Events a page may be behind. One that is further behind is let go: it comes back and gets the world anew."""
_LONGEST_NAME = 64
_LONGEST_SAYING = 4096
"""Telegram's own clients split what is longer."""

Act = Callable[[Params], None]
Stream = asyncio.Queue[Json | None]


class ChatPage:
    """What browsers see and do of one world. Any number of pages may look at once."""

    def __init__(self, world: World, methods: Methods) -> None:
        self._world = world
        self._methods = methods
        self._streams: set[Stream] = set()
        world.listeners.append(self._spread)

    def routes(self) -> list[web.RouteDef]:
        """To be added to an application."""
        acts: dict[str, Act] = {"say": self._say, "press": self._press, "meet": self._meet, "block": self._block}
        return [
            web.get("/page/stream", self._stream),
            web.get("/{file:[^/]*}", self._file),
            *(web.post(f"/page/{name}", _acting(act)) for name, act in acts.items()),
        ]

    def close(self) -> None:
        """End every stream."""
        for stream in list(self._streams):
            self._end(stream)

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["file"] or "index.html"
        if name not in _FILES:
            raise web.HTTPNotFound
        content = await asyncio.to_thread((_FOLDER / name).read_bytes)
        return web.Response(body=content, content_type=_FILES[name], charset="utf-8", headers=_HEADERS)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=_HEADERS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        stream: Stream = asyncio.Queue()
        stream.put_nowait(self._everything())
        self._streams.add(stream)
        try:
            while (line := await _next_line(stream)) is not None:
                await response.write(line)
        except ConnectionError:
            pass  # the page was closed: that is how every stream ends
        finally:
            self._streams.discard(stream)
        return response

    def _everything(self) -> Json:
        if not self._world.chats:
            self._world.person("you")
        bot = {"name": self._world.bot.name, "username": self._world.bot.username}
        return {"kind": "world", "bot": bot, "chats": [self._chat(chat) for chat in self._world.chats.values()]}

    def _chat(self, chat: Chat) -> Json:
        return chat_view(chat, self._methods.menu(chat))

    def _spread(self, event: Event) -> None:
        if not self._streams:
            return
        chat = self._world.chats[event.chat_id]
        view = event_view(event, chat, self._methods.menu(chat))
        for stream in list(self._streams):
            if stream.qsize() < _MOST_BEHIND:
                stream.put_nowait(view)
            else:
                self._end(stream)

    def _end(self, stream: Stream) -> None:
        self._streams.discard(stream)
        stream.put_nowait(None)

    def _say(self, params: Params) -> None:
        text = params.text("text").strip()
        if not 0 < utf16_length(text) <= _LONGEST_SAYING:
            raise bad_request(f"a message has 1 to {_LONGEST_SAYING} characters")
        chat = self._world.chat(params.integer("chat"))
        self._world.say(_name(params), text, chat_id=chat.id, thread_id=params.integer("thread") or None)

    def _press(self, params: Params) -> None:
        chat = self._world.chat(params.integer("chat"))
        message = self._world.message(chat, params.integer("message"), otherwise="this message is gone")
        row, column = params.integer("row"), params.integer("column")
        if not (0 <= row < len(message.keyboard) and 0 <= column < len(message.keyboard[row])):
            raise bad_request("this button is gone")
        self._world.push(self._world.person(_name(params)), message, message.keyboard[row][column])

    def _meet(self, params: Params) -> None:
        self._world.person(_name(params))

    def _block(self, params: Params) -> None:
        chat = self._world.chat(params.integer("chat"))
        if chat.kind != ChatKind.PRIVATE:
            raise bad_request("only a person can block the bot")
        turn = self._world.membership.unblock if chat.standing == Standing.KICKED else self._world.membership.block
        turn(chat.title)


async def _next_line(stream: Stream) -> bytes | None:
    try:
        async with asyncio.timeout(_HEARTBEAT):
            view = await stream.get()
    except TimeoutError:
        return b": still here\n\n"
    return None if view is None else f"data: {json.dumps(view)}\n\n".encode()


def _acting(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The route of one act: parameters in, nothing out, refusals as the Bot API words them."""

    async def respond(request: web.Request) -> web.Response:
        try:
            act(await read_params(request))
        except ApiError as error:
            return web.json_response(error.as_json(), status=error.code)
        return web.json_response({"ok": True})

    return respond


def _name(params: Params) -> str:
    name = " ".join(params.text("name").split())
    if not 0 < len(name) <= _LONGEST_NAME:
        raise bad_request(f"a name has 1 to {_LONGEST_NAME} characters")
    return name
