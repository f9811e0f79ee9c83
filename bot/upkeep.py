"""What an operator does beside running the bot: sources, check-up, backup. Lines come out; nothing is printed."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bot import clock
from bot.app import NO_TOKEN, NO_WEB_PORT, WRONG_TOKEN, StartError, memory, unreachable
from bot.chat.bot_api import Answer, BotApi
from bot.chat.wire import NoAnswer, NoConnection
from bot.ingest.fetch import Fetcher
from bot.ingest.files import no_such_file, whole_address
from bot.ingest.once import read_once
from bot.ingest.reading.reader import Document, UnreadableDocument
from bot.ingest.typed import addresses_of
from bot.mistakes import Mistake
from bot.own_catalogue import catalogue_at
from bot.settings import Settings
from bot.topics.ready_made import CatalogueError
from storage.errors import StorageError
from storage.model import HubLease, Source, SourceId, SourceState
from storage.model_troubles import Trouble, TroubleKind

_NO_SOURCES = "no sources yet: add one with briefbot sources add PATH|URL"


Troubles = Mapping[SourceId, Trouble]


class UpkeepError(Mistake):
    """What was asked for cannot be done."""


class Finding(NamedTuple):
    """One thing that was looked at: a line that says that it is well, or what to do about it."""

    is_well: bool
    line: str


async def list_sources(settings: Settings) -> list[str]:
    """A line a source, and how its visits went."""
    async with memory(settings) as storage:
        sources, troubles = await storage.sources(), await storage.open_troubles()
        former = {each.source_id: f", moved from {each.address}" for each in await storage.former_addresses()}
    return [_line(source, troubles) + former.get(source.id, "") for source in sources] or [_NO_SOURCES]


async def remove_source(settings: Settings, address: str) -> list[str]:
    """Remove by id or address. Raises UpkeepError when there is none such."""
    spellings = dict.fromkeys((address, whole_address(address), *addresses_of(address)))
    source = None
    async with memory(settings) as storage:
        for spelling in spellings:
            source = source or await storage.remove_source(spelling)
    if source is None:
        raise UpkeepError(f"there is no source {address}: briefbot sources list shows which there are")
    return [f"removed: {source.name}. To undo: briefbot sources add {source.address}"]


async def check_sources(settings: Settings) -> list[Finding]:
    """Read every source once; nothing is stored."""
    async with memory(settings) as storage:
        sources = await storage.sources()
    findings = []
    for source in sources:
        try:
            document = await _read(settings, source.address)
        except UnreadableDocument as exc:
            findings.append(_to_mend(str(exc)))
        else:
            findings.append(_well(f"{source.address}: {_briefs(document)} ({document.kind})"))
    return findings or [_well(_NO_SOURCES)]


async def examine(settings: Settings) -> list[Finding]:
    """Settings, database, sources and token: what is well, and what to do about the rest."""
    findings = [_well("settings can be read"), *_about_catalogue(settings)]
    try:
        async with memory(settings) as storage:
            backlog = await storage.backlog(clock.now())
            sources, troubles = await storage.sources(), await storage.open_troubles()
            leases = await storage.standing_leases()
    except (StorageError, StartError) as exc:
        findings.append(_to_mend(str(exc)))
    else:
        waiting = backlog.due + backlog.later + backlog.held
        findings.append(_well(f"database {settings.database}: messages still to be sent: {waiting}"))
        findings += _about_sources(settings, sources, troubles)
        if settings.public_url:
            findings.append(_about_hubs(settings, leases, now=clock.now()))
    findings.append(await _about_token(settings))
    return findings


async def back_up(settings: Settings, path: Path) -> list[str]:
    """A consistent copy of the database. Raises UpkeepError when `path` exists."""
    _refuse_existing(path)
    async with memory(settings) as storage:
        await storage.backup(path)
    return [f"written: {path}"]


async def _read(settings: Settings, address: str) -> Document:
    async with Fetcher(allow_private_networks=settings.allow_private_networks, proxy=settings.bare_proxy) as fetcher:
        return await read_once(fetcher, address)


def _about_catalogue(settings: Settings) -> list[Finding]:
    """Ours needs no word."""
    if settings.catalogue is None:
        return []
    try:
        entries = list(catalogue_at(settings.catalogue))
    except CatalogueError as exc:
        return [_to_mend(str(exc))]
    return [_well(f"catalogue {settings.catalogue}: together with ours {len(entries)} entries")]


def _about_sources(settings: Settings, sources: list[Source], troubles: Troubles) -> list[Finding]:
    known = {source.address for source in sources}
    awaited = [address for address in settings.sources if whole_address(address) not in known]
    missing = [f"BRIEFBOT_SOURCES: {why}" for why in map(no_such_file, awaited) if why]
    return [_to_mend(line) for line in missing] or _about_known_sources(sources, troubles, awaited=len(awaited))


def _about_known_sources(sources: list[Source], troubles: Troubles, *, awaited: int) -> list[Finding]:
    if awaited and not sources:
        return [_well(f"sources: {awaited} in BRIEFBOT_SOURCES, read as soon as the bot runs")]
    if not sources:
        return [_to_mend(_NO_SOURCES)]
    ailing = [one for one in sources if one.failures or one.state is SourceState.GONE or one.id in troubles]
    if ailing:
        return [_to_mend(_line(one, troubles)) for one in ailing]
    return [_well(f"sources: {len(sources)}, none of which failed when it was last visited, or fell silent")]


def _about_hubs(settings: Settings, leases: list[HubLease], *, now: datetime) -> Finding:
    """Whether hubs can call: one that granted a lease has been here."""
    if not settings.web_port:
        return _to_mend(NO_WEB_PORT)
    granted = [lease for lease in leases if lease.ends_at and lease.ends_at > now]
    in_vain = [lease for lease in leases if lease.failures > 1]
    if granted or not in_vain:
        return _well(f"hubs: {len(granted)} of {len(leases)} named by sources will call when there is news")
    why = next((f" ({lease.last_error})" for lease in in_vain if lease.last_error), "")
    return _to_mend(
        f"hubs: none of {len(leases)} has called back, though asked more than once{why}:"
        f" does {settings.public_url}/websub/ lead to port {settings.web_port}?"
    )


async def _about_token(settings: Settings) -> Finding:
    if not settings.bare_token:
        return _to_mend(NO_TOKEN)
    async with BotApi(settings.bare_token, settings.api_url, settings.bare_telegram_proxy) as api:
        match await api.call("getMe"):
            case Answer(ok=True, result=result):
                return _well(f"token: the bot is @{result.get('username')}")
            case Answer(status=401 | 404):
                return _to_mend(WRONG_TOKEN)
            case Answer() as answer:
                return _to_mend(f"the Bot API at {settings.api_url} says: {answer.description}")
            case NoConnection(why) | NoAnswer(why):
                return _to_mend(unreachable(settings.api_url, why))


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise UpkeepError(f"{path} exists already: choose a name that does not")


def _well(line: str) -> Finding:
    return Finding(is_well=True, line=line)


def _to_mend(line: str) -> Finding:
    return Finding(is_well=False, line=line)


def _briefs(document: Document) -> str:
    number = len(document.briefs)
    return "1 brief" if number == 1 else f"{number} briefs"


def _line(source: Source, troubles: Troubles) -> str:
    kind = f" ({source.kind})" if source.kind else ""
    visited = f"visited {_when(source.visited_at)}" if source.visited_at else "not visited yet"
    news = f", last news {_when(source.last_news_at)}" if source.last_news_at else ""
    failed = f", failed {source.failures}×: {source.last_error}" if source.failures else ""
    silent = troubles.get(source.id)
    if silent and silent.kind is TroubleKind.SILENT:
        failed += f", SILENT since {_when(silent.began_at)}: {silent.detail}"
    state = "" if source.state is SourceState.ACTIVE else f" [{source.state}]"
    after = f", next {_when(source.next_visit_at)}" if source.state is SourceState.ACTIVE else ""
    name = source.address if source.name == source.address else f"{source.name} – {source.address}"
    return f"{source.id:4} {name}{kind}{state}: {visited}{news}{after}{failed}"


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
