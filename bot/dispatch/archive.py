"""What the archive has on a topic: the newest briefs it matches."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dispatch.dictionaries import prepare_for
from bot.dispatch.writing import as_marked
from bot.messages.brief import Marked
from bot.topics.matcher import Found, find
from bot.topics.query import Query
from bot.topics.readable import readable_of
from storage import Storage
from storage.model import ChatId, StoredBrief, ThreadId

SEARCHED = 2_000
"""Briefs looked through, newest first: some days of a busy desk, and about 0.1 s of work."""

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Findings:
    """`newest` first; `count` of all that match among those searched. `complete`: that was the whole archive."""

    newest: tuple[Marked, ...]
    count: int
    complete: bool


async def search_archive(
    storage: Storage, queries: Sequence[Query], *, limit: int, seen_by: tuple[ChatId, ThreadId]
) -> Findings:
    """The newest `limit` briefs that any of `queries` matches, of those that this chat and thread may see.

    The event loop gets its turn between pages.
    """
    newest: list[Marked] = []
    count = searched = 0
    last: StoredBrief | None = None
    while searched < SEARCHED:
        page = await storage.newest_briefs(before=last, limit=_PAGE, seen_by=seen_by)
        await prepare_for(page)
        matching = _matching(page, queries)
        count += len(matching)
        newest += [as_marked(stored, hits) for stored, hits in matching[: limit - len(newest)]]
        searched += len(page)
        if len(page) < _PAGE:
            return Findings(tuple(newest), count, complete=True)
        last = page[-1]
        await asyncio.sleep(0)
    return Findings(tuple(newest), count, complete=False)


def _matching(page: Sequence[StoredBrief], queries: Sequence[Query]) -> list[tuple[StoredBrief, list[Found]]]:
    """The briefs of `page` that any of `queries` finds, and where."""
    tried = [(stored, [find(query, readable_of(stored)) for query in queries]) for stored in page]
    return [(stored, [hit for hit in hits if hit]) for stored, hits in tried if any(hits)]
