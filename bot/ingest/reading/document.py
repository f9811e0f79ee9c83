"""What reading a document brings: a Document, or the one line that says why not."""

from datetime import timedelta
from typing import Final

from storage.model import Brief, Noun, SourceKind

MOST_ENTRIES: Final = 1_000
"""Entries that are read of one document; the newest stand first, and nobody reads a thousand."""


class HubLinks(Noun):
    """What a document says about who announces it: the `hub`, and its `own` address, by which the hub knows it."""

    hub: str | None = None
    own: str | None = None

    def or_else(self, other: "HubLinks") -> "HubLinks":
        """These, and what they do not say as `other` says it."""
        return HubLinks(hub=self.hub or other.hub, own=self.own or other.own)


NO_LINKS = HubLinks()


class Document(Noun):
    """One document as it was read. `briefs` stand in the document's order; feeds and pages list the newest first.

    `ttl`: how long it wants to be left alone, as far as it says so. `cut_from`: the characters from which on its texts
    were cut by count, where they were (see counted_cuts).
    """

    kind: SourceKind
    title: str | None = None
    language: str | None = None
    ttl: timedelta | None = None
    briefs: tuple[Brief, ...] = ()
    links: HubLinks = NO_LINKS
    cut_from: int | None = None


class UnreadableDocument(Exception):
    """No briefs can be had from these bytes. One clear line: why, and what to try."""
