"""What an operator brings along or takes away: sources from any feed reader, everything from another Briefbot.

    OPML ─▶ sources ──────────────────────┬─▶ fit to be added ─▶ storage, chunk by chunk
    JSON ─▶ sources, chats, subscriptions ┘└▶ a line that says why not

Nothing is fetched and nothing is printed: lines come out, or the text of an export.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from pydantic import ValidationError

from bot import clock
from bot.app import memory
from bot.ingest.files import is_path
from bot.ingest.guard import AddressRefused, Guard
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.document import UnreadableDocument
from bot.ingest.reading.outlines import MOST_OUTLINES, Outline, Outlines, read_outlines, write_outlines
from bot.mistakes import Mistake
from bot.settings import Settings
from bot.topics.query import QueryError, parse_topic
from storage import Storage
from storage.model import Noun, SourceState
from storage.model_moving import Belongings, KnownMute, KnownSource, KnownSubscription

_MOST_BYTES = 256 * 1024 * 1024
"""Of an export: a hundred thousand chats with five topics each have 150 MB. OPML has a bound of its own."""

_LONGEST_ADDRESS = 2_000
_CHUNK = 200
"""Rows in one transaction: a few milliseconds, so that a running bot does not wait."""

Item = TypeVar("Item")


class RelocationError(Mistake):
    """The file cannot be read; nothing was changed."""


class Import(NamedTuple):
    """What an import says, the summary last; `is_whole`: all of the file is here now."""

    lines: list[str]
    is_whole: bool


class _Form(Noun):
    """By what an export is known. `version` is that of its form."""

    format: Literal["briefbot"]
    version: Literal[1]


class _Export(Belongings, _Form):
    """The file of an export: its form first, then all that moves."""


class _Tally:
    """What became of one kind of thing; a line for each that was not simply added, as far as it has a name."""

    def __init__(self, kind: str) -> None:
        self.lines: list[str] = []
        self.added = self.already = self.refused = self.beyond = 0
        self._kind = kind

    def refuse(self, what: str, why: str) -> None:
        self.refused += 1
        self.lines.append(f"refused: {_shown(what)}: {why}")

    def count(self, added: int, of: int) -> None:
        self.added += added
        self.already += of - added

    def leave_out(self, number: int, why: str) -> None:
        """Note what the file holds beyond a bound, if it does."""
        if number:
            self.beyond += number
            self.lines.append(f"over the cap: {number} more {why}")

    def __str__(self) -> str:
        beyond = f", over the cap {self.beyond}" if self.beyond else ""
        return f"{self._kind}: added {self.added}, already there {self.already}, refused {self.refused}{beyond}"


async def import_file(settings: Settings, path: Path, *, takes_files: bool = False) -> Import:
    """Take over an OPML file or a JSON export; what is there already stays as it is.

    takes_files: OPML is the operator's own, and may name files of this machine.
    Raises RelocationError for a file that cannot be read; and, as export does, StartError (the data folder) and
    StorageError: what was added until then stays, and the import can be repeated.
    """
    body = _bytes_of(path)
    is_ours = body[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    guard = Guard(allow_private_networks=settings.allow_private_networks)
    try:
        found = _read_export(body) if is_ours else read_outlines(body)
    except UnreadableDocument as exc:
        raise RelocationError(f"{path}: {exc}") from exc
    async with memory(settings) as storage:
        if isinstance(found, Outlines):
            refusal = _refusal_of_ours if takes_files else _refusal
            return await _take_over_outlines(storage, found, partial(refusal, guard=guard))
        return await _take_over_belongings(storage, found, guard)


async def export_outlines(settings: Settings) -> str:
    """The sources that are visited or paused, as OPML."""
    async with memory(settings) as storage:
        sources = await storage.sources()
    # What chats have for themselves is nobody else's business.
    public = [each for each in sources if each.state is not SourceState.GONE and not each.is_private]
    outlines = [
        Outline(each.address, each.own_title or each.title, is_disabled=each.state is SourceState.PAUSED)
        for each in public
    ]
    return write_outlines(sorted(outlines), title="Briefbot")


async def export_belongings(settings: Settings) -> str:
    """All that moves, as JSON: no briefs, no deliveries, no token."""
    async with memory(settings) as storage:
        belongings = await storage.belongings()
    return _Export.model_construct(format="briefbot", version=1, **dict(belongings)).model_dump_json(indent=1) + "\n"


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(_MOST_BYTES + 1)
    except OSError as exc:
        raise RelocationError(f"{path} cannot be read: {exc.strerror or exc}") from exc
    if len(body) > _MOST_BYTES:
        raise RelocationError(f"{path} is larger than {_MOST_BYTES // 1024 // 1024} MB: this is no export of ours")
    return body


def _read_export(body: bytes) -> Belongings:
    """Raises UnreadableDocument, one line, for what is no export or one of another version."""
    try:
        return _Export.model_validate_json(body.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as exc:
        errors = exc.errors(include_input=False, include_url=False, include_context=False)
    wrong = {str(error["loc"][0]): error["msg"] for error in errors if len(error["loc"]) == 1}
    if "format" in wrong or not all(error["loc"] for error in errors):
        raise UnreadableDocument("JSON, but no export of Briefbot, or a torn one")
    if "version" in wrong:
        raise UnreadableDocument("an export of another version of Briefbot: bring both to the same version")
    place = ".".join(map(str, errors[0]["loc"]))
    raise UnreadableDocument(f"an export that was changed: {one_line(place)}: {errors[0]['msg']}")


async def _take_over_outlines(storage: Storage, outlines: Outlines, refusal: Callable[[str], str | None]) -> Import:
    now = clock.now()
    tally = _Tally("sources")
    sources = [
        KnownSource(
            address=each.address,
            own_title=each.title,
            state=SourceState.PAUSED if each.is_disabled else SourceState.ACTIVE,
            added_at=now,
            next_visit_at=now,
        )
        for each in outlines.entries
        if _passes(tally, each.address, refusal(each.address))
    ]
    await _take_over_sources(storage, sources, tally)
    tally.leave_out(outlines.too_many, f"than the {MOST_OUTLINES} entries that one file may have: split it")
    tally.leave_out(outlines.too_deep, "lie in too many folders within folders")
    if outlines.foreign:
        tally.lines.append(f"left out: settings that mean nothing here: {_shown(', '.join(outlines.foreign))}")
    if outlines.is_torn:
        tally.lines.append("the file is broken: what could be read of it was taken, something may be missing")
    return _told(tally, is_whole=not outlines.is_torn)


async def _take_over_belongings(storage: Storage, belongings: Belongings, guard: Guard) -> Import:
    now = clock.now()
    sources, chats, subscriptions = _Tally("sources"), _Tally("chats"), _Tally("subscriptions")
    known = {chat.id for chat in belongings.chats}
    owned = [each for each in belongings.chat_sources if each.chat_id in known]
    # A private source that no chat has would be visited for nobody.
    theirs = {each.address for each in owned}
    wanted = [
        each
        for each in belongings.sources
        if _passes(sources, each.address, _refusal_of_ours(each.address, guard))
        and (not each.is_private or each.address in theirs)
    ]
    await _take_over_sources(storage, wanted, sources)
    for met in _chunks(belongings.chats):
        chats.count(await storage.take_over_chats(met, now=now), of=len(met))
    for having in _chunks(owned):
        await storage.take_over_chat_sources(having)
    for followed in _chunks(_understood(belongings.subscriptions, known, subscriptions)):
        subscriptions.count(await storage.take_over_subscriptions(followed, now=now), of=len(followed))
    for muted in _chunks(_still_muted(belongings.mutes, known)):
        await storage.take_over_mutes(muted, now=now)
    return _told(sources, chats, subscriptions, is_whole=True)


async def _take_over_sources(storage: Storage, sources: Sequence[KnownSource], tally: _Tally) -> None:
    for chunk in _chunks(sources, lambda source: 1 + len(source.keys) // 10):
        added = await storage.take_over_sources(chunk)
        tally.count(sum(added), of=len(added))
        tally.lines += [
            f"already there: {_shown(source.address)}"
            for source, is_new in zip(chunk, added, strict=True)
            if not is_new
        ]


def _passes(tally: _Tally, address: str, refusal: str | None) -> bool:
    if refusal is not None:
        tally.refuse(address, refusal)
    return refusal is None


def _refusal(address: str, guard: Guard) -> str | None:
    """Why this address from a stranger's file is not added, or None. Only its text is looked at."""
    if len(address) > _LONGEST_ADDRESS:
        return f"longer than {_LONGEST_ADDRESS} characters"
    if is_path(address):
        # Else a list from the web could have any file of this machine read and pushed to chats.
        return "not a web address: where the list is your own, briefbot import --files takes files of this machine"
    try:
        guard.web_address(address)
    except AddressRefused as exc:
        return str(exc).removeprefix("refused: ")
    return None


def _refusal_of_ours(address: str, guard: Guard) -> str | None:
    """The same for an export, in which the operator's own files are sources as well."""
    if is_path(address) and Path(address).is_absolute():
        return None
    return _refusal(address, guard)


def _understood(
    subscriptions: Iterable[KnownSubscription], chats: set[int], tally: _Tally
) -> Iterator[KnownSubscription]:
    """Those to topics that can be matched, in chats of the same file; the others are refused."""
    canonical: dict[str, str] = {}
    for each in subscriptions:
        try:
            query = canonical.get(each.query) or parse_topic(each.query).canonical
        except QueryError as exc:
            tally.refuse(_named(each), exc.message)
            continue
        canonical[each.query] = query
        if each.chat_id in chats:
            yield each if each.query == query else replace(each, query=query)
        else:
            tally.refuse(_named(each), "its chat is not in the file")


def _still_muted(mutes: Iterable[KnownMute], chats: set[int]) -> Iterator[KnownMute]:
    """Those that can be matched, in chats of the same file."""
    for each in mutes:
        try:
            topic = None if each.topic is None else parse_topic(each.topic).canonical
            query = parse_topic(each.query).canonical
        except QueryError:
            continue
        if each.chat_id in chats:
            yield each.model_copy(update={"topic": topic, "query": query})


def _named(subscription: KnownSubscription) -> str:
    return f"{subscription.words} (chat {subscription.chat_id})"


def _one(_item: object) -> int:
    return 1


def _chunks(items: Iterable[Item], weight: Callable[[Item], int] = _one) -> Iterator[list[Item]]:
    """The items in order, in lists that weigh little more than one transaction should."""
    chunk: list[Item] = []
    weighs = 0
    for item in items:
        chunk.append(item)
        weighs += weight(item)
        if weighs >= _CHUNK:
            yield chunk
            chunk, weighs = [], 0
    if chunk:
        yield chunk


def _told(*tallies: _Tally, is_whole: bool) -> Import:
    lines = [*chain.from_iterable(tally.lines for tally in tallies), "; ".join(map(str, tallies))]
    return Import(lines, is_whole and not any(tally.refused or tally.beyond for tally in tallies))


def _shown(text: str) -> str:
    """A stranger's words in a terminal: one line, without control characters, not endless."""
    line = one_line(text)
    return line if len(line) <= 200 else f"{line[:199]}…"
