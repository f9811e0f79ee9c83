"""`briefbot try`: the whole bot against the sandbox, on a database of its own. No token, no internet.

    sources ──read once──▶ briefs, waiting ──!news──▶ storage ──▶ the real planner, dispatcher and chat ──▶ sandbox

A script says and presses, and waits after each line until the bot has nothing left to do.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

from pydantic import SecretStr

from bot import clock
from bot.app import Rooms, StartError, Worker, chat_workers, dispatch_workers, keep_running, open_rooms, visiting_worker
from bot.dispatch.hours import due_at
from bot.ingest.fetch import Fetcher
from bot.ingest.news import decide
from bot.ingest.once import read_once
from bot.logs import logger
from bot.sandbox import TOKEN, Event, EventKind, Sandbox, render
from bot.script import FIRST_PERSON, LetArrive, Press, Say, ScriptError, SpeakAs, Step, Wait, read_line
from bot.settings import Settings
from storage import Storage, open_storage
from storage.model import Backlog, Brief, SourceId, Visit

_LOOK = timedelta(milliseconds=15)
"""How often a script looks whether the bot is idle."""

_PATIENCE = timedelta(seconds=90)
"""How long one line may keep the bot busy before the script goes on all the same."""

_OWN_SOURCES = 5
"""What each of the others may add for themselves: enough to try that, too."""

_LAST_WAIT = timedelta(seconds=10)
"""At the end, what is due within this time is waited for."""

_AT_ONCE = 3
"""In a chat that is tried by hand, one in so many briefs is there from the start: something to look up at once."""

_ARRIVE_EVERY = timedelta(seconds=5)
"""In a chat that is tried by hand, a brief arrives so often: time to read it."""

Lines = AsyncIterator[str]
Tell = Callable[[str], None]
_log = logger("try")


@dataclass(frozen=True)
class Trial:
    """What a trial is made of, once everything is open."""

    sandbox: Sandbox
    rooms: Rooms
    arrivals: "Arrivals"

    @property
    def storage(self) -> Storage:
        """The memory of this trial."""
        return self.rooms.storage


class Arrivals:
    """The briefs of all sources, oldest first, waiting to be published."""

    def __init__(self, storage: Storage, waiting: Sequence[tuple[SourceId, Brief]]) -> None:
        self._storage = storage
        self._waiting = list(waiting)

    def __len__(self) -> int:
        return len(self._waiting)

    async def arrive(self, count: int | None = None) -> None:
        """Let the next `count` (or all) briefs be stored as news, as a visit to their source would."""
        next_ones, self._waiting = self._waiting[:count], [] if count is None else self._waiting[count:]
        for source_id, run in groupby(next_ones, key=lambda one: one[0]):
            at = clock.now()
            visit = Visit(at=at, next_visit_at=at + timedelta(hours=1), news=tuple(brief for _, brief in run))
            await self._storage.store_visit(source_id, visit)


@asynccontextmanager
async def open_trial(sources: Sequence[str], *, port: int, folder: Path | None) -> AsyncIterator[Trial]:
    """Everything but the workers. Raises StartError, UnreadableDocument, StorageError."""
    async with AsyncExitStack() as open_things:
        home = folder or Path(open_things.enter_context(tempfile.TemporaryDirectory(prefix="briefbot-")))
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise StartError(f"the folder {home} cannot be made ({exc.strerror}): choose another with --data") from exc
        storage = await open_storage(f"sqlite:///{home.absolute() / 'briefbot.db'}", exclusive=True, timing=due_at)
        open_things.push_async_callback(storage.close)
        arrivals = await _read_sources(storage, sources)
        sandbox = Sandbox()
        try:
            await sandbox.open(port)
        except OSError as exc:
            raise StartError(f"port {port} cannot be used ({exc.strerror}): choose another with --port") from exc
        open_things.push_async_callback(sandbox.close)
        # Whoever tries the bot runs it, and what they paste may lie in their own network.
        settings = Settings(
            token=SecretStr(TOKEN),
            api_url=sandbox.address,
            admins=(sandbox.meet(FIRST_PERSON),),
            chat_sources=_OWN_SOURCES,
            allow_private_networks=True,
        )
        rooms = await open_things.enter_async_context(open_rooms(storage, settings))
        yield Trial(sandbox, rooms, arrivals)


async def _read_sources(storage: Storage, sources: Sequence[str]) -> Arrivals:
    """Add the sources as visited and empty; what they hold today is yet to arrive."""
    waiting: list[tuple[SourceId, Brief]] = []
    # The person at this keyboard typed the address: it may lie in their own network.
    async with Fetcher(allow_private_networks=True) as fetcher:
        for address in sources:
            document = await read_once(fetcher, address)
            now = clock.now()
            source = await storage.add_source(address, now=now)
            title = document.title or Path(address).name or address
            visit = Visit(at=now, next_visit_at=now + timedelta(hours=1), kind=document.kind, title=title)
            await storage.store_visit(source.id, visit)
            news = decide(document.briefs, [], kind=document.kind, first_visit=False).news
            waiting += [(source.id, brief) for brief in news]
    unknown = datetime.max.replace(tzinfo=UTC)
    return Arrivals(storage, sorted(waiting, key=lambda one: one[1].published_at or unknown))


async def run_script(
    lines: Lines, sources: Sequence[str], stop: asyncio.Event, *, tell: Tell, port: int = 0, folder: Path | None = None
) -> str:
    """Play a script and give back the conversation as it finally stands. `tell` hears the events as they happen.

    Raises ScriptError besides what `open_trial` raises.
    """
    async with open_trial(sources, port=port, folder=folder) as trial:
        trial.sandbox.on_event = lambda event: tell(_event_line(event))
        ending: list[str] = []
        mistakes: list[ScriptError] = []

        async def play(stop: asyncio.Event) -> None:
            try:
                await _play(lines, trial, stop)
            except ScriptError as exc:
                mistakes.append(exc)
                return
            await trial.arrivals.arrive()
            ending.append(await _wait_for_the_last(trial, stop))

        await keep_running(_workers(trial) | {"script": play}, stop)
        if mistakes:
            raise mistakes[0]
        return render(trial.sandbox.transcript()) + "".join(ending)


async def run_chat(
    lines: Lines | None,
    sources: Sequence[str],
    stop: asyncio.Event,
    *,
    tell: Tell,
    port: int = 0,
    folder: Path | None = None,
) -> None:
    """Keep the chat page up until told to stop, while the sources' briefs arrive one by one.

    `lines`: what a person types at the terminal, as in a script; None where there is no terminal.
    """
    async with open_trial(sources, port=port, folder=folder) as trial:
        tell(f"The chat page: {trial.sandbox.page}")
        workers = _workers(trial) | {
            "arrivals": _arriving(trial.arrivals),
            "visitor": visiting_worker(trial.storage, Settings(allow_private_networks=True)),
        }
        if lines is not None:
            trial.sandbox.on_event = lambda event: tell(_event_line(event)) if _is_for_terminal(event) else None
            tell("Or chat right here: write /start, or a word; !press LABEL presses a button. Ctrl-C ends it.")
            workers["terminal"] = _typing(lines, trial, tell)
        await keep_running(workers, stop)


def _workers(trial: Trial) -> dict[str, Worker]:
    operator = trial.sandbox.meet(FIRST_PERSON)
    return chat_workers(trial.rooms) | dispatch_workers(trial.rooms, Settings(admins=(operator,)))


async def _play(lines: Lines, trial: Trial, stop: asyncio.Event) -> None:
    person = FIRST_PERSON
    number = 0
    async for line in lines:
        number += 1
        step = read_line(line, number)
        if step is not None:
            person = await _take(step, person, trial, stop, number)
            await until_idle(trial.sandbox, trial.rooms, stop)
        if stop.is_set():
            return


async def _take(step: Step, person: str, trial: Trial, stop: asyncio.Event, number: int) -> str:
    """Do one step; the person who speaks from here on."""
    match step:
        case Say(text):
            trial.sandbox.say(person, text)
        case SpeakAs(name):
            return name
        case Press(label):
            if not trial.sandbox.press(person, label):
                raise ScriptError(f"line {number}: there is no button {label!r} for {person}")
        case LetArrive(count):
            await trial.arrivals.arrive(count)
        case Wait(seconds):
            await clock.pause(stop, timedelta(seconds=seconds))
    return person


async def until_idle(sandbox: Sandbox, rooms: Rooms, stop: asyncio.Event) -> None:
    """Until every update is dealt with, every brief planned and everything due delivered; or patience ends."""
    give_up_at = clock.monotonic() + _PATIENCE.total_seconds()
    while not stop.is_set() and clock.monotonic() < give_up_at:
        is_quiet = sandbox.updates_waiting == 0 and sandbox.polling and not rooms.poller.is_busy
        if is_quiet and is_done(await rooms.storage.backlog(clock.now()), clock.now()):
            return
        await clock.pause(stop, _LOOK)


def is_done(backlog: Backlog, at: datetime) -> bool:
    """Whether nothing was left to do at `at`, an instant after the counting.

    A busy machine takes a moment to count: what is put off meanwhile, to be done at once, counts as later.
    """
    fell_due = backlog.next_due_at is not None and backlog.next_due_at <= at
    return backlog.unplanned == backlog.due == backlog.sending == 0 and not fell_due


async def _wait_for_the_last(trial: Trial, stop: asyncio.Event) -> str:
    """Wait for what is due soon; a line on what is due later, or an empty one."""
    until = clock.now() + _LAST_WAIT
    while True:
        await until_idle(trial.sandbox, trial.rooms, stop)
        backlog = await trial.storage.backlog(clock.now())
        soon = backlog.next_due_at is not None and backlog.next_due_at <= until
        if stop.is_set() or not soon:
            return _waiting_line(backlog)
        await clock.pause(stop, _LOOK)


def _waiting_line(backlog: Backlog) -> str:
    waiting = backlog.due + backlog.later + backlog.held
    if not waiting:
        return ""
    next_at = f", next {backlog.next_due_at:%H:%M}" if backlog.next_due_at else ""
    return f"waiting: {waiting}{next_at}\n"


def _arriving(arrivals: Arrivals) -> Worker:
    async def arrive_one_by_one(stop: asyncio.Event) -> None:
        await arrivals.arrive(len(arrivals) // _AT_ONCE)
        while not stop.is_set():
            await clock.pause(stop, _ARRIVE_EVERY)
            if not stop.is_set() and arrivals:
                await arrivals.arrive(1)

    return arrive_one_by_one


def _typing(lines: Lines, trial: Trial, tell: Tell) -> Worker:
    async def type_lines(stop: asyncio.Event) -> None:
        person, number = FIRST_PERSON, 0
        async for line in lines:
            number += 1
            try:
                step = read_line(line, number)
                person = await _take(step, person, trial, stop, number) if step else person
            except ScriptError as exc:
                tell(str(exc))
            if stop.is_set():
                return

    return type_lines


def _is_for_terminal(event: Event) -> bool:
    """What somebody at the terminal typed stands there already."""
    return event.kind not in {EventKind.SAID, EventKind.PRESSED}


def _event_line(event: Event) -> str:
    text = event.text.replace("\n", "\n  ")
    buttons = "".join(f" [{button.label}]" for row in event.buttons for button in row)
    match event.kind:
        case EventKind.SENT:
            return f"bot → {event.chat}: {text}{buttons}"
        case EventKind.EDITED:
            return f"bot ✎ {event.chat}: {text}{buttons}"
        case EventKind.POPUP:
            return f"bot → {event.chat} (popup): {text}"
        case _:
            return f"{event.name} {event.kind}: {text}"


def addresses_or_samples(sources: Iterable[str]) -> list[str]:
    """The given sources, or the samples that ship with the package."""
    from bot.samples import sample_sources

    return list(sources) or [str(path) for path in sample_sources()]
