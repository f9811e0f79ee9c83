"""What a topic would have brought: the archive of the last days looked through, before anybody follows it."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.dispatch.dictionaries import prepare_for
from bot.dispatch.writing import as_marked
from bot.messages.brief import Marked
from bot.topics.places import Finder
from bot.topics.query import Query
from bot.topics.readable import Readable, readable_of
from bot.topics.words import Reading
from storage import Storage
from storage.model import ChatId, StoredBrief, ThreadId

DAYS = 30
"""Looked back: what a person means by "how often"."""

MOST = 10_000
"""Briefs looked through, the newest first: about a second of work on a small machine, in pieces."""

_PAGE = 100
"""Briefs between two turns of the event loop: some milliseconds."""

_KEPT = 300
"""Matching briefs that are kept for suggestions."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a topic finds: `days` counts matches a day, the last one today; `newest` are samples, words marked.

    `matching` are the newest of the matches; `words` counts the briefs that have each word, whether they match or not.
    `searched` briefs were looked through; `complete`: those were all of these days.
    """

    days: tuple[int, ...]
    newest: tuple[Marked, ...]
    matching: tuple[Readable, ...]
    words: Counter[str]
    searched: int
    complete: bool

    @property
    def count(self) -> int:
        """All that match."""
        return sum(self.days)


async def survey(
    storage: Storage, query: Query, *, now: datetime, samples: int, seen_by: tuple[ChatId, ThreadId]
) -> Survey:
    """Look through the archive of the last thirty days, as this chat and thread may see it.

    The event loop gets its turn between pages.
    """
    looking = _Looking(query, now, samples)
    last: StoredBrief | None = None
    while looking.searched < MOST:
        page = await storage.newest_briefs(before=last, limit=_PAGE, seen_by=seen_by)
        await prepare_for(page)
        if not looking.through(page) or len(page) < _PAGE:
            return looking.survey(complete=True)
        last = page[-1]
        await asyncio.sleep(0)
    return looking.survey(complete=False)


class _Looking:
    """Page after page, what was found until now."""

    def __init__(self, query: Query, now: datetime, samples: int) -> None:
        self._root = query.matched
        self._now = now
        self._samples = samples
        self._days = [0] * DAYS
        self._newest: list[Marked] = []
        self._matching: list[Readable] = []
        self._words: Counter[str] = Counter()
        self.searched = 0

    def through(self, page: list[StoredBrief]) -> bool:
        """Look through one page; False: the days are over."""
        for stored in page:
            # A source may date its briefs in the future: that is today.
            day = max(self._now - stored.dated_at, timedelta()) // timedelta(days=1)
            if day >= DAYS:
                return False
            self.searched += 1
            words = readable_of(stored)
            finder = Finder(Reading(words))
            self._words.update(finder.folds)
            if finder.matches(self._root):
                self._days[DAYS - 1 - day] += 1
                if len(self._newest) < self._samples:
                    self._newest.append(as_marked(stored, [finder.found(self._root)]))
                if len(self._matching) < _KEPT:
                    self._matching.append(words)
        return True

    def survey(self, *, complete: bool) -> Survey:
        """What was found."""
        return Survey(
            tuple(self._days), tuple(self._newest), tuple(self._matching), self._words, self.searched, complete
        )
