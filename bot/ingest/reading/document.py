"""What reading a document brings: a Document, or the one line that says why not."""

from storage.model import Brief, Noun, SourceKind


class Document(Noun):
    """One document as it was read. `briefs` stand in the document's order; feeds and pages list the newest first."""

    kind: SourceKind
    title: str | None = None
    language: str | None = None
    briefs: tuple[Brief, ...] = ()


class UnreadableDocument(Exception):
    """No briefs can be had from these bytes. One clear line: why, and what to try."""
