"""What reading a document brings: a Document, or the one line that says why not."""

from datetime import timedelta

from storage.model import Brief, Noun, SourceKind


class Document(Noun):
    """One document as it was read. `briefs` stand in the document's order; feeds and pages list the newest first.

    `ttl`: how long it wants to be left alone, as far as it says so.
    """

    kind: SourceKind
    title: str | None = None
    language: str | None = None
    ttl: timedelta | None = None
    briefs: tuple[Brief, ...] = ()


class UnreadableDocument(Exception):
    """No briefs can be had from these bytes. One clear line: why, and what to try."""
