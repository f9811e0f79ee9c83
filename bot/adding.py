"""`briefbot sources add`: works out what an address is, adds it, and tells what is to be had there. Lines come out."""

from pathlib import Path

from bot import clock
from bot.app import memory
from bot.ingest.arrivals import store_first_visit
from bot.ingest.discovered import Discovered, How, NothingFound
from bot.ingest.discovery import A_REQUEST_SECONDS, discover, discover_file
from bot.ingest.fetch import Fetcher
from bot.ingest.files import is_path, no_such_file
from bot.ingest.parsing import Parser
from bot.ingest.typed import addresses_of
from bot.messages.brief import headline
from bot.mistakes import Mistake
from bot.settings import Settings
from bot.topics.suggest import suggest_topics
from storage.model import Brief, Source, SourceState

_SHOWN = 3
"""Briefs shown of a source just added: enough to see whether they are cut as they should be."""

_SUGGESTED = 6

_TOLD = {
    How.GIVEN: None,
    How.FEED: "its feed, which is read instead of the page",
    How.SITE: "the feed of the whole site: the page itself has none",
    How.PAGE: "no feed was found: the page itself is read",
}
"""What is said where something else is read than the address that was given, or in another way."""


class NothingToAdd(Mistake):
    """There is nothing to follow at the address; one line says why and what to try."""


async def add_source(settings: Settings, typed: str) -> list[str]:
    """Add what is best to follow at a path or web address; a preview of what it holds.

    Raises NothingToAdd, StartError (the data folder), StorageError.
    """
    async with memory(settings) as storage:
        found = await _look(settings, typed)
        if isinstance(found, NothingFound):
            raise NothingToAdd(found.reason)
        known = await storage.source_at(found.address)
        if known is not None and known.state is SourceState.ACTIVE and not known.is_private:
            return [f"already there: source {known.id}, {found.name} ({found.document.kind})"]
        source = await storage.add_source(found.address, now=clock.now())
        if source.address != found.address:
            return [_moved(source, found.address)]
        await store_first_visit(storage, source, found, visit_every=settings.visit_every, now=clock.now())
    return [f"added: source {source.id}, {found.name} ({found.document.kind})", *_about(found, typed)]


async def _look(settings: Settings, typed: str) -> Discovered | NothingFound:
    if _names_a_file(typed) and (missing := no_such_file(typed)):
        return NothingFound(missing)
    fetcher = Fetcher(
        allow_private_networks=settings.allow_private_networks, seconds=A_REQUEST_SECONDS, proxy=settings.bare_proxy
    )
    async with fetcher, Parser() as parser:
        if _names_a_file(typed):
            return await discover_file(typed, fetcher, parser)
        found = await discover(typed, fetcher, parser)
    if isinstance(found, NothingFound) and is_path(typed):
        return NothingFound(f"{typed}: there is no such file; as an address on the web, {found.reason}")
    return found


def _names_a_file(typed: str) -> bool:
    """Whether a path is meant: `example.org` may be one as well, but only where it lies."""
    return is_path(typed) and (typed[:1] in "./~" or not addresses_of(typed) or Path(typed).exists())


def _moved(source: Source, former: str) -> str:
    return (
        f"already there: source {source.id} moved from {former} to {source.address} for good and is read there. "
        f"To go back: briefbot sources remove {source.id}, then add this address again"
    )


def _about(found: Discovered, typed: str) -> list[str]:
    lines = []
    if not is_path(found.address) and (found.address not in addresses_of(typed) or _TOLD[found.how]):
        lines.append("  " + " – ".join(filter(None, (found.address, _TOLD[found.how]))))
    lines += [f"  • {_headline(brief)}" for brief in found.newest[:_SHOWN]]
    briefs = found.document.briefs
    suggested = suggest_topics([(brief.title, brief.text) for brief in briefs], limit=_SUGGESTED)
    if suggested:
        lines.append("  topics in it: " + ", ".join(f"{each.words} · {each.count}" for each in suggested))
    if not briefs:
        return [*lines, "There is nothing in it yet; what it publishes from now on is news."]
    has = "1 brief" if len(briefs) == 1 else f"{len(briefs)} briefs"
    return [*lines, f"It has {has} now, known from here on; what it publishes from now on is news."]


def _headline(brief: Brief) -> str:
    words = headline(brief)
    return words if len(words) <= 90 else f"{words[:89]}…"
