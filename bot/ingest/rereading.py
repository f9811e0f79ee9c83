"""Reads of a source's document what its last visit did not read, and decides what of that is news.

The look at the bytes is ours; what is to be read is read in the process that can be killed.
"""

import asyncio
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.ingest.fetch import Fetched
from bot.ingest.news import MOST_COMPARED, Decision, decide
from bot.ingest.parsing import Haste, Parser
from bot.ingest.reading.document import Document
from bot.ingest.traces import NO_TRACES, Rest, Traces, rest_of
from storage import Storage
from storage.model import Source

REVISIONS_FOR = timedelta(days=30)
"""How long a brief with the same opening counts as an earlier version."""


class Changes(NamedTuple):
    """What was read of a document: `document` has the briefs of `rest` only."""

    document: Document
    rest: Rest


async def read_changes(parser: Parser, source: Source, fetched: Fetched, *, haste: Haste) -> Changes | None:
    """What is not as the last visit left it; None: all of it is. Raises UnreadableDocument."""
    # At a first visit everything is read, whatever a source of this address left when it was here before.
    rest = await _rest(fetched, NO_TRACES if source.visited_at is None else Traces.from_bytes(source.traces))
    if rest is None:
        return None
    document = rest.completed(await _read(parser, fetched, rest, haste))
    if rest.is_entangled(document):
        rest = await _rest(fetched, NO_TRACES) or rest
        document = await _read(parser, fetched, rest, haste)
    return Changes(document, rest)


async def decide_changes(
    storage: Storage, source: Source, document: Document, rest: Rest, *, now: datetime
) -> Decision:
    """What of it is news, against what is stored of this source."""
    briefs = document.briefs
    known = await storage.known_briefs(
        source.id,
        keys={brief.key for brief in briefs},
        openings={brief.opening for brief in briefs},
        since=now - REVISIONS_FOR,
        of_each=MOST_COMPARED,
    )
    # In a thread: a thousand long briefs that open alike take a second to compare.
    return await asyncio.to_thread(
        decide,
        briefs,
        known,
        kind=document.kind,
        first_visit=source.visited_at is None,
        unread=[stored.id for stored in known if rest.holds_back(stored.brief.key)],
    )


async def _rest(fetched: Fetched, left: Traces) -> Rest | None:
    # Who announces the document is told by its headers, too: another word there must not be overlooked.
    place = (fetched.address, fetched.links.hub or "", fetched.links.own or "")
    # In a thread: ten megabytes take a few hundredths of a second.
    return await asyncio.to_thread(rest_of, fetched.body, left, place=place, content_type=fetched.content_type)


async def _read(parser: Parser, fetched: Fetched, rest: Rest, haste: Haste) -> Document:
    return await parser.read(rest.body, address=fetched.address, content_type=fetched.content_type, haste=haste)
