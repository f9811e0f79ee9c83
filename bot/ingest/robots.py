"""Asks a host's robots.txt whether a page may be visited (RFC 9309). Feeds are not asked for: they are made for us.

page ─▶ rules of its host, kept for a day ─┬─ fit ─▶ Allowed (and how long to wait between visits)
│                             └─────▶ Forbidden
└─ none are kept ─▶ GET /robots.txt ─┬─ 2xx ─▶ read, kept
├─ 4xx ─▶ there are none: everything is allowed
└─ no answer, 429, 5xx ─▶ older rules, else Unknown
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from yarl import URL

from bot.ingest.fetch import Failed, Fetched, Fetcher, NotModified
from bot.ingest.reading.robots import Rules, read_robots

KEPT_FOR: Final = timedelta(days=1)
"""RFC 9309, 2.4: no longer than a day, unless they cannot be had again."""
LONGEST_DELAY: Final = timedelta(hours=6)
"""Of what a Crawl-delay may ask for: it is meant for those who read a whole site, and some write a year into it."""
PATIENCE: Final = 8
"""Visits in a row that fail before a file that cannot be had counts as none: with the back-off, most of a day. RFC 9309
names 30 days as an example, for those who read whole sites; we read one page, for people who asked for it."""
_MOST_HOSTS: Final = 1_000
_MOST_RULES: Final = 2_000
"""Of a host whose rules are kept. The others are asked again at each visit, which costs them more than us."""


@dataclass(frozen=True)
class Allowed:
    """The page may be visited, with `delay` between two visits."""

    delay: timedelta | None = None


@dataclass(frozen=True)
class Forbidden:
    """The host does not want this page visited by programs."""

    reason: str = "its robots.txt asks not to read this page: follow the site's feed, or remove the source"


@dataclass(frozen=True)
class Unknown:
    """The rules cannot be had: until they can, everything must be taken for forbidden (RFC 9309, 2.3.1.4)."""

    why: str
    is_silence: bool = False
    """Nobody was reached at all."""

    @property
    def reason(self) -> str:
        """One clear line."""
        return f"its robots.txt cannot be asked whether this page may be read ({self.why}): it is tried again"


Access = Allowed | Forbidden | Unknown


class Robots:
    """The rules of the hosts whose pages are visited, in memory: after a restart they are asked for again."""

    def __init__(self, fetcher: Fetcher, *, now: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._now = now
        self._kept: dict[URL, tuple[Rules, datetime]] = {}
        """By origin, with the instant until which they hold; the latest last."""

    async def access(self, page: str, *, failures: int) -> Access:
        """Whether the page at this web address may be visited now, after so many visits that failed in a row."""
        origin = URL(page).origin()
        rules = await self._rules(origin)
        if isinstance(rules, Unknown):
            if failures < PATIENCE:
                return rules
            rules = self._keep(origin, Rules())
        if not await asyncio.to_thread(rules.allow, page):
            return Forbidden()
        return Allowed(min(rules.crawl_delay, LONGEST_DELAY) if rules.crawl_delay else None)

    async def _rules(self, origin: URL) -> Rules | Unknown:
        kept = self._kept.get(origin)
        if kept and self._now() < kept[1]:
            return kept[0]
        answer = await self._fetcher.fetch(str(origin / "robots.txt"))
        match answer:
            case Fetched(body=body):
                # In a thread: half a megabyte of rules takes long enough to be felt by the people in the chats.
                return self._keep(origin, await asyncio.to_thread(read_robots, body))
            case Failed(status=status) if status is not None and 400 <= status < 500 and status != 429:
                return self._keep(origin, Rules())
            case _:
                return kept[0] if kept else _unknown(answer)

    def _keep(self, origin: URL, rules: Rules) -> Rules:
        self._kept.pop(origin, None)
        if len(rules.allowed) + len(rules.forbidden) <= _MOST_RULES:
            self._kept[origin] = (rules, self._now() + KEPT_FOR)
            if len(self._kept) > _MOST_HOSTS:
                del self._kept[next(iter(self._kept))]
        return rules


def _unknown(answer: NotModified | Failed) -> Unknown:
    if isinstance(answer, Failed):
        return Unknown(answer.reason, answer.is_silence)
    return Unknown("nothing new")
