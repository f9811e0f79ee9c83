"""What came of looking at an address: something to follow, or one line that says why not. Values, light to import."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from storage.model import Brief, HubOffer

if TYPE_CHECKING:
    from bot.ingest.reading.document import Document


class How(StrEnum):
    """What was found, as seen from the address that was given."""

    GIVEN = "given"
    """The address itself: a feed or a text."""
    FEED = "feed"
    """A feed of the page."""
    SITE = "site"
    """The feed of the whole site; the page is one post, or a part of the site without a feed of its own."""
    PAGE = "page"
    """The page itself; it has no feed."""


@dataclass(frozen=True)
class Discovered:
    """What to follow: its address, what it holds now, and how it relates to the address that was given."""

    address: str
    document: "Document"
    how: How = How.GIVEN
    etag: str | None = None
    last_modified: str | None = None
    hub: HubOffer | None = None

    @property
    def name(self) -> str:
        """What people read: its title, else its address."""
        return self.document.title or self.address

    @property
    def newest(self) -> tuple[Brief, ...]:
        """What can be read, the newest first: as documents list them, unless all are dated and say otherwise."""
        briefs = tuple(brief for brief in self.document.briefs if brief.has_words)
        dated = [(brief.published_at, brief) for brief in briefs if brief.published_at]
        if len(dated) < len(briefs):
            return briefs
        return tuple(brief for _, brief in sorted(dated, key=lambda one: one[0], reverse=True))


@dataclass(frozen=True)
class NothingFound:
    """Nothing can be followed there; `reason` is one clear line: why, and what to try."""

    reason: str
