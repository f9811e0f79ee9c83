"""What a topic is matched against: the words of one brief, and what is known about them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from storage.model import Brief, StoredBrief


@dataclass(frozen=True, slots=True)
class Readable:
    """The words of a brief. `source` holds those of its source's name and address; None: the language is not known."""

    title: str | None
    text: str
    language: str | None = None
    tags: tuple[str, ...] = ()
    source: str = ""


def readable(brief: Brief, source: str = "") -> Readable:
    """A brief as topics see it; `source` is the name and address of where it comes from."""
    return Readable(brief.title, brief.text, brief.language, brief.tags, source)


def readable_of(stored: StoredBrief) -> Readable:
    """A brief of the archive as topics see it: `source:bbc` finds what bbc.co.uk publishes under any name."""
    host = urlsplit(stored.source_address).hostname or ""
    return readable(stored.brief, f"{stored.source_title} {host}".rstrip())
