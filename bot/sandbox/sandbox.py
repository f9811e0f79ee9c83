"""The sandbox as one thing: opened on a port, spoken to, looked at."""

import asyncio
import time
from collections.abc import Callable

from bot.logs import logger
from bot.sandbox.chatpage import ChatPage
from bot.sandbox.faults import Faults
from bot.sandbox.limits import Limits
from bot.sandbox.methods import Methods
from bot.sandbox.model import Delivery, Event, EventKind, Transcript
from bot.sandbox.server import LOOPBACK, BotApi, Server
from bot.sandbox.world import World

TOKEN = "1234567890:SANDBOX-no-secret-works-nowhere-els"  # noqa: S105 (it opens nothing: the sandbox's only token)
_FOR_THE_PAGE = frozenset({EventKind.ANSWERED, EventKind.TYPING, EventKind.CHAT})

_log = logger(__name__)


class Sandbox:
    """A Telegram on this machine: one bot, any number of people. Not thread-safe; belongs to one event loop."""

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.monotonic,
        faults: Faults | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.faults = Faults() if faults is None else faults
        self.on_event: Callable[[Event], None] | None = None
        self.world = World(int(TOKEN.partition(":")[0]), now=now, changed=self._ring)
        self._methods = Methods(self.world, limits or Limits(now))
        self._page = ChatPage(self.world, self._methods)
        self._server = Server()
        self._bot_api: BotApi | None = None
        self._watchers: set[asyncio.Event] = set()
        self.world.listeners.append(self._report)

    async def open(self, port: int = 0) -> None:
        """Listen on this machine only; port 0 takes any free one. Raises OSError when the port is taken."""
        self._bot_api = BotApi(TOKEN, self._methods, self.faults)
        await self._server.open([*self._bot_api.routes(), *self._page.routes()], port)
        _log.info("sandbox.opened", address=self.address)

    async def close(self) -> None:
        """End every waiting call at once and stop listening."""
        if self._bot_api is not None:
            self._bot_api.close()
        self.world.updates.end_poll()
        self._page.close()
        await self._server.close()

    @property
    def address(self) -> str:
        """Where the Bot API is: `address + "/bot<TOKEN>/<method>"`."""
        return f"http://{LOOPBACK}:{self._server.port}"

    @property
    def page(self) -> str:
        """Where the chat page is."""
        return f"{self.address}/"

    @property
    def updates_waiting(self) -> int:
        """Updates no later getUpdates has confirmed yet."""
        return len(self.world.updates)

    @property
    def polling(self) -> bool:
        """Whether a long poll is waiting right now."""
        return self.world.updates.is_polled

    @property
    def deliveries(self) -> list[Delivery]:
        """What the chats really received, in order, repeats and all."""
        return self.world.deliveries

    def meet(self, name: str) -> int:
        """The user id of a person, which is that of their private chat as well. On first mention they appear."""
        return self.world.person(name).id

    def say(self, name: str, text: str, *, chat_id: int | None = None, thread_id: int | None = None) -> None:
        """A person writes to the bot, or into the given chat. On first mention the person appears."""
        self.world.say(name, text, chat_id=chat_id, thread_id=thread_id)

    def press(self, name: str, label: str, *, chat_id: int | None = None) -> bool:
        """A person presses the newest button whose label contains `label`; False when there is none."""
        return self.world.press(name, label, chat_id=chat_id)

    def block(self, name: str) -> None:
        """A person blocks the bot."""
        self.world.membership.block(name)

    def unblock(self, name: str) -> None:
        """A person lets the bot write again."""
        self.world.membership.unblock(name)

    def transcript(self) -> list[Transcript]:
        """The conversations as they finally stand."""
        return self.world.transcripts()

    async def until(self, condition: Callable[[], bool], *, within: float = 10.0) -> bool:
        """Wait until `condition` holds, looked at after every change; False when it does not within so many seconds."""
        changed = asyncio.Event()
        self._watchers.add(changed)
        try:
            async with asyncio.timeout(within):
                while not condition():
                    await changed.wait()
                    changed.clear()
        except TimeoutError:
            return condition()
        finally:
            self._watchers.discard(changed)
        return True

    def _ring(self) -> None:
        for changed in self._watchers:
            changed.set()

    def _report(self, event: Event) -> None:
        if self.on_event is not None and event.kind not in _FOR_THE_PAGE:
            self.on_event(event)
