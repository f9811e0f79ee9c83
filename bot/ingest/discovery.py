"""Works out what to follow at an address that a person gave: a feed, a site's feed, an archive page, a text.

    typed ─▶ addresses ─▶ open ─▶ survey ─┬─ a feed, a text ────────────────────────▶ Discovered
                                          └─ a page ─▶ leads, two at a time ─┬─ good ▶ Discovered
                                                                             └─ none ▶ NothingFound: one clear line

Where to look, and what is best, is decided in `leads`; here it is done: through the guarded Fetcher and the killable
Parser, bounded in requests and in time.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot import clock
from bot.ingest.discovered import Discovered, How, NothingFound
from bot.ingest.fetch import Failed, Fetched, Fetcher
from bot.ingest.files import open_source, whole_address
from bot.ingest.hubs import offer_of
from bot.ingest.leads import Goal, Lead, is_alike, is_news, leads_of, settled
from bot.ingest.parsing import Parser
from bot.ingest.reading.document import UnreadableDocument
from bot.ingest.reading.surveys import Survey
from bot.ingest.robots import Forbidden, Robots
from bot.ingest.typed import NO_ADDRESS, addresses_of
from storage.model import SourceKind

MOST_REQUESTS = 8
"""To one site for one question: who has its feed at none of the usual places is read as a page."""

SECONDS = 40.0
"""In all. A person waits for the answer."""

A_REQUEST_SECONDS = 15.0
"""For one address: a Fetcher for discovery is made with it, so that one that hangs leaves time for the others."""

_A_DOCUMENT_SECONDS = 6.0
_AT_ONCE = 2
"""As many as are visited at once at one host."""


@dataclass(frozen=True)
class _Seen:
    """A document that was opened and looked over; `address`: where it was found in the end."""

    asked: str
    address: str
    survey: Survey
    fetched: Fetched


async def discover(typed: str, fetcher: Fetcher, parser: Parser) -> Discovered | NothingFound:
    """What to follow at the web address that `typed` means. Files of this machine are never opened."""
    addresses = addresses_of(typed)
    if not addresses:
        return NothingFound(NO_ADDRESS)
    search = _Search(fetcher, parser)
    try:
        async with asyncio.timeout(SECONDS):
            found = await search.find(addresses)
            return await _with_leave(found, fetcher) if isinstance(found, Discovered) else found
    except TimeoutError:
        late = NothingFound(f"{addresses[0]}: no answer within {SECONDS:g} seconds; try again later")
        return search.at_least or late


async def _with_leave(found: Discovered, fetcher: Fetcher) -> Discovered | NothingFound:
    """A page that its host does not want read by programs is nothing to follow; the visits would find out, too."""
    if found.document.kind is not SourceKind.ARCHIVE:
        return found
    access = await Robots(fetcher, now=clock.now).access(found.address, failures=0)
    return NothingFound(f"{found.address}: {access.reason}") if isinstance(access, Forbidden) else found


async def discover_file(path: str, fetcher: Fetcher, parser: Parser) -> Discovered | NothingFound:
    """The same for a file of this machine, which only an operator may name."""
    opened = await open_source(fetcher, path)
    if not isinstance(opened, Fetched):
        return NothingFound(f"{path}: {getattr(opened, 'reason', 'nothing new')}")
    try:
        document = await parser.read(opened.body, address=opened.address, content_type=opened.content_type)
    except UnreadableDocument as exc:
        return NothingFound(f"{path}: {exc}")
    return Discovered(whole_address(path), document, etag=opened.etag)


class _Search:
    """One question: counts its requests, and remembers what would do if nothing better is found."""

    def __init__(self, fetcher: Fetcher, parser: Parser) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._left = MOST_REQUESTS
        self.at_least: Discovered | None = None

    async def find(self, addresses: Sequence[str]) -> Discovered | NothingFound:
        """Open the first address that answers, and go on from there."""
        seen = await self._open(addresses[0])
        for other in addresses[1:]:
            if isinstance(seen, Failed):
                second = await self._open(other)
                seen = second if isinstance(second, _Seen) else seen
        if isinstance(seen, Failed):
            return NothingFound(f"{addresses[0]}: {seen.reason}")
        if not seen.survey.is_page:
            found = _found(seen, How.GIVEN)
            return found or NothingFound(f"{addresses[0]}: {seen.survey.problem}")
        return await self._follow(seen) or self.at_least or NothingFound(f"{addresses[0]}: {_why_not(seen.survey)}")

    async def _follow(self, page: _Seen, how: How | None = None) -> Discovered | None:
        """The first good one of a page's leads. `how`: what that makes it, seen from the address that was given."""
        leads = leads_of(page.survey, page.address)
        if how is not None:
            leads = tuple(lead._replace(how=how) for lead in leads if lead.goal is not Goal.FRONT)
        elif any(lead.goal is Goal.PAGE for lead in leads):
            self.at_least = _found(page, How.PAGE)
        for group in _groups(leads):
            tried = await asyncio.gather(*(self._try(lead, page) for lead in group))
            good = next((found for found in tried if found), None)
            if good:
                return good
        return None

    async def _try(self, lead: Lead, page: _Seen) -> Discovered | None:
        if lead.goal is Goal.PAGE:
            return _found(page, lead.how)
        seen = await self._open(lead.address)
        if isinstance(seen, Failed):
            return None
        if lead.goal is Goal.FRONT:
            return await self._follow(seen, lead.how) if seen.survey.is_page else None
        found = _found(seen, lead.how)
        if found is None or not is_news(found.document):
            return None
        if lead.if_alike and not is_alike(page.survey.document, found.document):
            found = replace(found, how=How.SITE)
        elif found.document.briefs:
            return found
        # The feed of all of the site, or an empty one that may get briefs yet: better than nothing.
        self.at_least = self.at_least or found
        return None

    async def _open(self, address: str) -> _Seen | Failed:
        if not self._left:
            return Failed("enough was tried")
        self._left -= 1
        opened = await self._fetcher.fetch(address)
        if not isinstance(opened, Fetched):
            return opened if isinstance(opened, Failed) else Failed("nothing new")
        try:
            looked_over = await self._parser.survey(
                opened.body, address=opened.address, content_type=opened.content_type, seconds=_A_DOCUMENT_SECONDS
            )
        except UnreadableDocument as exc:
            return Failed(str(exc))
        return _Seen(address, opened.address, looked_over, opened)


def _found(seen: _Seen, how: How) -> Discovered | None:
    """What was seen as something to follow; None where it has no briefs, unless it is a feed that may get some."""
    document = seen.survey.document
    if document is None or (how is How.PAGE and seen.survey.is_post):
        return None
    address = settled(seen.asked, seen.address)
    return Discovered(
        address=address,
        document=document,
        how=how,
        etag=seen.fetched.etag,
        last_modified=seen.fetched.last_modified,
        hub=offer_of(address, seen.fetched, document),
    )


def _groups(leads: Sequence[Lead]) -> Iterator[list[Lead]]:
    """The leads in order, feeds a few at once, pages alone."""
    for goal, run in groupby(leads, key=lambda lead: lead.goal):
        same = list(run)
        size = _AT_ONCE if goal is Goal.FEED else 1
        yield from (same[at : at + size] for at in range(0, len(same), size))


def _why_not(seen: Survey) -> str:
    if seen.is_post:
        return "this page is one post, and no feed of its site is found; try the page that lists its posts"
    return "no feed is named there or found in the usual places, and the page lists no posts; try its news or blog page"
