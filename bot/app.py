"""The composition root: builds the rooms' workers, starts them, waits, stops them. Long-lived tasks start only here.

stop ──▶ every worker ends its unit of work ──▶ those that do not within the grace time are cancelled
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from telegram.error import InvalidToken, NetworkError, TelegramError

from bot import clock
from bot.chat.bot_api import BotApi
from bot.chat.commands import ChatApplication, announce_commands, build_application
from bot.chat.intake import Intake, Terms
from bot.chat.polling import Poller
from bot.chat.sender import TelegramSender
from bot.dispatch.downtime import Return, come_back
from bot.dispatch.hours import due_at
from bot.dispatch.notifier import Notifier
from bot.dispatch.pace import Limits, Pace
from bot.dispatch.planner import Planner
from bot.dispatch.settlement import Settlement
from bot.dispatch.tidying import Tidier
from bot.dispatch.worker import Dispatcher
from bot.ingest.scout import Scout
from bot.logs import logger
from bot.messages.message import Pictures
from bot.mistakes import Mistake
from bot.own_catalogue import catalogue_at
from bot.settings import Settings
from bot.topics.matcher import Matcher
from storage import Storage, open_storage

GRACE = timedelta(seconds=15)
"""How long a stopping worker may take to end its unit of work: less than the 20 s after which service managers kill."""

Worker = Callable[[asyncio.Event], Awaitable[None]]
_log = logger("app")


NO_TOKEN = "no token: ask @BotFather in Telegram for one and set BRIEFBOT_TOKEN"  # noqa: S105  # a text
WRONG_TOKEN = "Telegram does not know this token: look it up at @BotFather and set BRIEFBOT_TOKEN"  # noqa: S105  # a text

NO_WEB_PORT = (
    "BRIEFBOT_PUBLIC_URL is set, but nothing listens for it: set BRIEFBOT_WEB_PORT too, where your web server passes on"
    " what it gets there"
)
HUB_SECONDS = 10.0
"""For asking a hub: less than the grace time, so that a stopping bot is not kept waiting."""


class StartError(Mistake):
    """The bot cannot start as it is set up."""


class Role(StrEnum):
    """What a process does; without roles it does everything."""

    CHAT = "chat"
    INGEST = "ingest"
    DISPATCH = "dispatch"


def unreachable(api_url: str, why: str) -> str:
    """The line on a Bot API that does not answer."""
    return f"the Bot API at {api_url} cannot be reached ({why}): check the network and BRIEFBOT_API_URL"


@dataclass(frozen=True)
class Rooms:
    """What one process shares: the memory, the door to Telegram, the pace, and who listens at the door."""

    storage: Storage
    api: BotApi
    pace: Pace
    application: ChatApplication
    poller: Poller


async def run_bot(settings: Settings, stop: asyncio.Event, roles: Iterable[Role] = ()) -> None:
    """Run until `stop`. Raises StartError, StorageError, or what killed a worker."""
    if not settings.bare_token:
        raise StartError(f"{NO_TOKEN} (`briefbot try` needs none)")
    if settings.public_url and not settings.web_port:
        raise StartError(NO_WEB_PORT)
    wanted = frozenset(roles) or frozenset(Role)
    async with AsyncExitStack() as open_things:
        # Two that dispatch would take back each other's sends; the other parts share what is due by leases.
        storage = await open_memory(settings, exclusive=Role.DISPATCH in wanted)
        open_things.push_async_callback(storage.close)
        rooms = await open_things.enter_async_context(open_rooms(storage, settings))
        await _add_set_sources(storage, settings)
        workers: dict[str, Worker] = {}
        if Role.CHAT in wanted:
            workers |= chat_workers(rooms)
        if Role.DISPATCH in wanted:
            workers |= dispatch_workers(rooms, settings, await come_back(storage, clock.now()))
        if Role.INGEST in wanted:
            workers |= ingest_workers(storage, settings)
        if settings.web_port:
            workers["web"] = web_worker(storage, settings)
        _log.info("bot.started", name=rooms.application.bot.username, roles=",".join(sorted(wanted)))
        await keep_running(workers, stop)
        _log.info("bot.stopped")


async def _add_set_sources(storage: Storage, settings: Settings) -> None:
    if settings.sources:
        from bot.ingest.files import no_such_file, whole_address

        for address in settings.sources:
            whole = whole_address(address)
            # Once it is a source, a file that is away for a while stops nobody: its visits fail, and say so.
            if (missing := no_such_file(address)) and await storage.source_at(whole) is None:
                raise StartError(f"BRIEFBOT_SOURCES: {missing}")
            await storage.add_source(whole, now=clock.now())


async def open_memory(settings: Settings, *, exclusive: bool = False) -> Storage:
    """The database, its folder made where it is missing. Raises StartError or StorageError."""
    if settings.database_url is None:
        try:
            settings.data.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise StartError(
                f"the data folder {settings.data} cannot be made ({exc.strerror}): choose another with BRIEFBOT_DATA"
            ) from exc
    return await open_storage(settings.database, exclusive=exclusive, timing=due_at)


@asynccontextmanager
async def memory(settings: Settings) -> AsyncIterator[Storage]:
    """The same, beside a bot that may be running; it is closed in the end."""
    storage = await open_memory(settings)
    try:
        yield storage
    finally:
        await storage.close()


@asynccontextmanager
async def open_rooms(storage: Storage, settings: Settings, limits: Limits | None = None) -> AsyncIterator[Rooms]:
    """The door to Telegram, opened and tried. Raises StartError for a wrong token or an API that is not there."""
    pace, token, api_url = Pace(limits), settings.bare_token, settings.api_url
    scout = Scout(allow_private_networks=settings.allow_private_networks, proxy=settings.bare_proxy)
    terms = Terms(quota=settings.chat_sources, visit_every=settings.visit_every)
    async with BotApi(token, api_url, settings.bare_telegram_proxy) as api:
        application = build_application(
            api,
            token,
            storage,
            pace,
            now=clock.now,
            monotonic=clock.monotonic,
            intake=Intake(storage, scout.look, terms, now=clock.now),
            operators=frozenset(settings.admins),
            pictures=Pictures(settings.pictures),
            catalogue=catalogue_at(settings.catalogue),
        )
        try:
            await application.initialize()
        except InvalidToken:
            raise StartError(WRONG_TOKEN) from None
        except NetworkError as exc:
            raise StartError(unreachable(api_url, str(exc))) from None
        except (TelegramError, TypeError, ValueError) as exc:  # the library's words for an answer it cannot read
            raise StartError(f"the Bot API at {api_url} answers strangely ({exc}): check BRIEFBOT_API_URL") from None
        try:
            yield Rooms(storage, api, pace, application, Poller(api, application))
        finally:
            await application.shutdown()


def chat_workers(rooms: Rooms) -> dict[str, Worker]:
    """The conversation: one poller, and the command menu once."""

    async def menu(stop: asyncio.Event) -> None:
        try:
            await announce_commands(rooms.application)
        except TelegramError as exc:
            _log.warning("menu.unset", why=str(exc))  # the bot works without
        await stop.wait()

    return {"poller": rooms.poller.run, "menu": menu}


def dispatch_workers(rooms: Rooms, settings: Settings, back: Return | None = None) -> dict[str, Worker]:
    """Planner, dispatcher, notifier and tidier. `back`: the bot was away for long."""
    storage = rooms.storage
    settlement = Settlement(
        storage,
        rooms.pace,
        resend_after=settings.resend_after,
        fresh_for=settings.fresh_for,
        now=clock.now,
        monotonic=clock.monotonic,
    )
    sender = TelegramSender(rooms.api)
    dispatcher = Dispatcher(
        storage,
        sender,
        rooms.pace,
        settlement,
        now=clock.now,
        monotonic=clock.monotonic,
        pictures=Pictures(settings.pictures),
    )
    notifier = Notifier(
        storage,
        sender,
        rooms.pace,
        operators=settings.admins,
        resend_after=settings.resend_after,
        now=clock.now,
        monotonic=clock.monotonic,
    )
    tidier = Tidier(storage, keep_briefs=settings.keep_briefs, keep_sent=settings.keep_sent, now=clock.now)
    return {
        "planner": Planner(storage, Matcher(), now=clock.now, back=back).run,
        "dispatcher": dispatcher.run,
        "notifier": notifier.run,
        "tidier": tidier.run,
    }


def ingest_workers(storage: Storage, settings: Settings) -> dict[str, Worker]:
    """The reader of sources, the one who looks after them, and, where hubs can reach us, the one who asks them."""
    from bot.ingest.watch import Watch

    workers = {"visitor": visiting_worker(storage, settings), "watch": Watch(storage, now=clock.now).run}
    if settings.public_url:
        workers["hubs"] = hub_worker(storage, settings)
    return workers


def visiting_worker(storage: Storage, settings: Settings) -> Worker:
    """The reader of sources, with its network and its parsing process; it opens them when the others are at work."""

    async def visit(stop: asyncio.Event) -> None:
        from bot.ingest.fetch import Fetcher
        from bot.ingest.hubs import Announcements
        from bot.ingest.memory import give_back_at_once
        from bot.ingest.parsing import Parser
        from bot.ingest.worker import Visitor

        give_back_at_once()
        async with (
            Fetcher(allow_private_networks=settings.allow_private_networks, proxy=settings.bare_proxy) as fetcher,
            Parser() as parser,
        ):
            every, hubs = settings.visit_every, Announcements(storage) if settings.public_url else None
            visitor = Visitor(storage, fetcher, parser, visit_every=every, now=clock.now, announcements=hubs)
            await visitor.run(stop)

    return visit


def hub_worker(storage: Storage, settings: Settings) -> Worker:
    """Who asks hubs to call at our public address."""

    async def ask(stop: asyncio.Event) -> None:
        from bot.ingest.hubs import HubKeeper
        from bot.ingest.posting import Poster

        private, proxy = settings.allow_private_networks, settings.bare_proxy
        async with Poster(allow_private_networks=private, seconds=HUB_SECONDS, proxy=proxy) as poster:
            await HubKeeper(storage, poster, base=settings.public_url, now=clock.now).run(stop)

    return ask


def web_worker(storage: Storage, settings: Settings) -> Worker:
    """The bot's pages: its health, and where hubs call."""

    async def show(stop: asyncio.Event) -> None:
        # The web server costs memory that a bot without pages need not spend.
        from bot.web.health import HealthPage
        from bot.web.server import serve

        routes = HealthPage(storage, now=clock.now).routes()
        if settings.public_url:
            from bot.web.callbacks import HubCallbacks

            # A proxy in front may take the path of the public address away, or leave it.
            for prefix in {"", urlsplit(settings.public_url).path}:
                routes += HubCallbacks(storage, now=clock.now).routes(prefix)
        try:
            await serve(routes, host=settings.web_host, port=settings.web_port, stop=stop)
        except OSError as exc:
            raise StartError(
                f"the web page cannot listen on {settings.web_host} port {settings.web_port} ({exc.strerror}):"
                " choose others with BRIEFBOT_WEB_HOST and BRIEFBOT_WEB_PORT"
            ) from exc

    return show


async def keep_running(workers: Mapping[str, Worker], stop: asyncio.Event, grace: timedelta = GRACE) -> None:
    """Run `workers` side by side until `stop`. One that dies stops the others in good order; its error is raised."""
    errors: list[Exception] = []

    async def watched(name: str, work: Worker) -> None:
        try:
            await work(stop)
        except Mistake as exc:
            errors.append(exc)  # told in one line by whoever started us: it needs no traceback
        except Exception as exc:  # noqa: BLE001  # raised again below, when the others have ended their work
            _log.exception("worker.died", worker=name)
            errors.append(_first_leaf(exc))
        finally:
            stop.set()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(watched(name, work), name=name) for name, work in workers.items()]
        await stop.wait()
        _, late = await asyncio.wait(tasks, timeout=grace.total_seconds())
        for task in late:
            _log.warning("worker.cancelled", worker=task.get_name())
            task.cancel()
    if errors:
        raise errors[0]


def _first_leaf(error: Exception) -> Exception:
    """What a worker really died of, taken out of the groups its own task groups put around it."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
