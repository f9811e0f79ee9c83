"""A first try has something to read: the samples are sources like any other, and tell some stories twice."""

from itertools import combinations

from bot.ingest.reading.reader import read_document
from bot.samples import sample_sources
from bot.stories.tellings import is_same_telling
from storage.model import Brief, SourceKind


def read_samples() -> dict[str, tuple[SourceKind, tuple[Brief, ...]]]:
    read = {}
    for path in sample_sources():
        document = read_document(path.read_bytes(), address=str(path))
        read[path.name] = (document.kind, document.briefs)
    return read


def test_each_kind_of_source_is_shown() -> None:
    read = read_samples()

    assert {name: (kind, len(briefs)) for name, (kind, briefs) in read.items()} == {
        "morning-desk.json": (SourceKind.FEED, 12),
        "harbour-blog.html": (SourceKind.ARCHIVE, 9),
        "evening-notes.txt": (SourceKind.TEXT, 10),
    }


def test_the_samples_are_whole_briefs() -> None:
    briefs = [brief for _kind, briefs in read_samples().values() for brief in briefs]

    assert all(40 <= len(brief.text.split()) <= 110 for brief in briefs)
    assert not any("read more" in brief.text.lower() or "continue reading" in brief.text.lower() for brief in briefs)
    assert sum(brief.truncated for brief in briefs) == 4
    assert sum("\n\n" in brief.text for brief in briefs) == 5
    assert sum(brief.title is None for brief in briefs) == 11
    assert sum(brief.url is None for brief in briefs) == 10


def test_one_telling_stands_in_two_sources() -> None:
    briefs = [brief for _kind, briefs in read_samples().values() for brief in briefs]

    twice = [(a.title, b.title) for a, b in combinations(briefs, 2) if is_same_telling(a.text, b.text)]

    assert twice == [("Museum finds that its oldest clock was right all along", "Tower clock cleared of all charges")]


def test_the_links_lead_to_addresses_that_are_reserved_for_examples() -> None:
    links = [brief.url for _kind, briefs in read_samples().values() for brief in briefs if brief.url]

    assert all(link.startswith(("https://example.org/", "https://example.com/")) for link in links)
