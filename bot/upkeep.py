"""What an operator does beside running the bot: sources, check-up, backup. Lines come out; nothing is printed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot import clock
from bot.app import StartError, open_memory
from bot.chat.bot_api import Answer, BotApi, NoAnswer, NoConnection
from bot.ingest.documents import Document, UnreadableDocument
from bot.ingest.fetch import Fetcher
from bot.ingest.files import is_path
from bot.ingest.reading import read_once
from bot.settings import Settings
from storage import Storage
from storage.errors import StorageError
from storage.model import Brief, Source, SourceState

_PREVIEW = 3
Finding = tuple[bool, str]
"""Whether all is well, and a line that says so, or what to do."""


async def add_source(settings: Settings, address: str) -> list[str]:
    """Add a source that can be read; a preview of what it holds. Raises UnreadableDocument, StorageError."""
    where = _whole(address)
    async with _memory(settings) as storage:
        document = await _read(settings, where)
        source = await storage.add_source(where, now=clock.now())
    lines = [f"added: source {source.id}, {document.title or where} ({document.kind})"]
    lines += [f"  • {_headline(brief)}" for brief in document.briefs[:_PREVIEW]]
    lines.append(f"It has {len(document.briefs)} briefs now; what it publishes from its first visit on is news.")
    return lines


async def list_sources(settings: Settings) -> list[str]:
    """A line a source, and how its visits went."""
    async with _memory(settings) as storage:
        sources = await storage.sources()
    return [_line(source) for source in sources] or ["no sources yet: briefbot sources add PATH|URL"]


async def remove_source(settings: Settings, address: str) -> list[str]:
    """Remove by id or address. Raises StartError when there is none such."""
    async with _memory(settings) as storage:
        source = await storage.remove_source(address) or await storage.remove_source(_whole(address))
    if source is None:
        raise StartError(f"there is no source {address}: briefbot sources list shows them")
    return [f"removed: {source.name}. To undo: briefbot sources add {source.address}"]


async def check_sources(settings: Settings) -> list[Finding]:
    """Read every source once; nothing is stored."""
    async with _memory(settings) as storage:
        sources = await storage.sources()
    findings = []
    for source in sources:
        try:
            document = await _read(settings, source.address)
        except UnreadableDocument as exc:
            findings.append((False, str(exc)))
        else:
            findings.append((True, f"{source.address}: {len(document.briefs)} briefs ({document.kind})"))
    return findings or [(True, "no sources yet: briefbot sources add PATH|URL")]


async def examine(settings: Settings) -> list[Finding]:
    """Settings, database, sources and token: what is well, and what to do about the rest."""
    findings: list[Finding] = [(True, "settings can be read")]
    try:
        async with _memory(settings) as storage:
            backlog = await storage.backlog(clock.now())
            sources = await storage.sources()
    except (StorageError, StartError) as exc:
        findings.append((False, str(exc)))
    else:
        waiting = backlog.due + backlog.later + backlog.held
        findings.append((True, f"database {settings.database}: {waiting} deliveries wait"))
        findings += _about_sources(sources)
    findings.append(await _about_token(settings))
    return findings


async def back_up(settings: Settings, path: Path) -> list[str]:
    """A consistent copy of the database. Raises StartError when `path` exists."""
    _refuse_existing(path)
    async with _memory(settings) as storage:
        await storage.backup(path)
    return [f"written: {path}"]


@asynccontextmanager
async def _memory(settings: Settings) -> AsyncIterator[Storage]:
    storage = await open_memory(settings)
    try:
        yield storage
    finally:
        await storage.close()


async def _read(settings: Settings, address: str) -> Document:
    async with Fetcher(allow_private_networks=settings.allow_private_networks) as fetcher:
        return await read_once(fetcher, address)


def _whole(address: str) -> str:
    """A path as it is found from anywhere; a web address as it is."""
    return str(Path(address).expanduser().absolute()) if is_path(address) else address


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise StartError(f"{path} exists already: choose a name that does not")


def _about_sources(sources: list[Source]) -> list[Finding]:
    if not sources:
        return [(False, "no sources yet: add one with briefbot sources add PATH|URL")]
    bad = [(False, _line(one)) for one in sources if one.failures or one.state is not SourceState.ACTIVE]
    return bad or [(True, f"{len(sources)} sources, all of them readable at their last visit")]


async def _about_token(settings: Settings) -> Finding:
    if settings.token is None:
        return False, "no token: ask @BotFather in Telegram for one and set BRIEFBOT_TOKEN"
    async with BotApi(settings.token.get_secret_value().strip(), settings.api_url) as api:
        match await api.call("getMe"):
            case Answer(ok=True, result=result):
                return True, f"token: the bot is @{result.get('username')}"
            case Answer(status=401 | 404):
                return False, "Telegram does not know this token: look it up at @BotFather and set BRIEFBOT_TOKEN"
            case Answer() as answer:
                return False, f"the Bot API at {settings.api_url} says: {answer.description}"
            case NoConnection(why) | NoAnswer(why):
                return False, f"the Bot API at {settings.api_url} cannot be reached ({why}): check BRIEFBOT_API_URL"


def _line(source: Source) -> str:
    visited = f"visited {_when(source.visited_at)}" if source.visited_at else "not visited yet"
    news = f", last news {_when(source.last_news_at)}" if source.last_news_at else ""
    trouble = f", failed {source.failures}×: {source.last_error}" if source.failures else ""
    state = "" if source.state is SourceState.ACTIVE else f" [{source.state}]"
    name = f"{source.title} – {source.address}" if source.title else source.address
    return f"{source.id:4} {name}{state}: {visited}{news}, next {_when(source.next_visit_at)}{trouble}"


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _headline(brief: Brief) -> str:
    words = brief.title or brief.text
    return words if len(words) <= 90 else f"{words[:89]}…"
