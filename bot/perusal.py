"""What documents hold, read once without a database: `briefbot read`, `match` and `stories`. Lines come out.

Briefs are told as lines by `as_text` or `as_json`; a place that cannot be read is noted at once, and the others go on.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from bot.ingest.fetch import Fetcher
from bot.ingest.once import read_once
from bot.ingest.reading.document import Document, UnreadableDocument
from bot.mistakes import Mistake
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.topics.places import Found
    from bot.topics.query import Query, QueryError
    from storage.model import Brief

Fields = Mapping[str, Any]
Tell = Callable[[str], None]


class Output(NamedTuple):
    """How briefs become lines, where lines go, and where it is noted what went wrong."""

    write: Callable[[Fields], str]
    tell: Tell
    note: Tell


SOME, NONE, FAILED = 0, 1, 2
"""Exit codes of `match`; the others have no NONE."""


async def read(settings: Settings, places: Sequence[str], output: Output) -> int:
    """Tell every brief, in the order of its document. Comes back with the exit code."""
    documents = await _documents(settings, places, output.note)
    for place, document in documents:
        for brief in document.briefs:
            output.tell(output.write(_fields(brief, place)))
    return SOME if len(documents) == len(places) else FAILED


async def match(settings: Settings, typed: str, places: Sequence[str], output: Output) -> int:
    """Tell the briefs that a topic matches, and by which words. Comes back with the exit code.

    Raises Mistake for a topic that cannot be read, before anything is fetched.
    """
    from bot.topics.places import find  # noqa: PLC0415 - `read` needs no topics, and they take a tenth of a second
    from bot.topics.readable import readable  # noqa: PLC0415 - as above

    query = _understood(typed)
    documents = await _documents(settings, places, output.note)
    matched = False
    for place, document in documents:
        for brief in document.briefs:
            if found := find(query, readable(brief, _source(place, document))):
                matched = True
                output.tell(output.write(_fields(brief, place) | {"words": _words(brief, found)}))
    if len(documents) < len(places):
        return FAILED
    return SOME if matched else NONE


async def stories(settings: Settings, places: Sequence[str], output: Output) -> int:
    """Tell of each brief its story and group, in order of publication. Comes back with the exit code."""
    from bot.ingest.news import oldest_first  # noqa: PLC0415 - `read` needs no stories
    from bot.messages.brief import headline  # noqa: PLC0415 - as above
    from bot.stories.groups import group_stories  # noqa: PLC0415 - as above

    documents = await _documents(settings, places, output.note)
    briefs = oldest_first([brief for _, document in documents for brief in document.briefs])
    titles = {brief.key: headline(brief) for brief in briefs}
    for told in group_stories(briefs):
        fields = {"key": told.key, "story": told.story, "group": told.group}
        output.tell(output.write(fields | {"titles": (titles[told.group], titles[told.key])}))
    return SOME if len(documents) == len(places) else FAILED


def as_json(fields: Fields) -> str:
    """One object on a line."""
    return json.dumps({name: value for name, value in fields.items() if name != "titles"}, ensure_ascii=False)


def as_text(fields: Fields) -> str:
    """A brief for a person: title and instant, text, link, and the words by which a topic matched, where one did."""
    head = " · ".join(str(part) for part in (fields["title"], fields["published_at"]) if part)
    ending = " …" if fields["truncated"] else ""
    words = "matched: " + ", ".join(dict.fromkeys(fields["words"])) if fields.get("words") else ""
    return "\n".join(part for part in (head, fields["text"] + ending, fields["url"], words) if part) + "\n"


def as_pairs(fields: Fields) -> str:
    """For a person: the first brief of a group, and the brief."""
    group, brief = fields["titles"]
    return f"{group[:30]:30} ‹ {brief[:80]}"


async def _documents(settings: Settings, places: Sequence[str], note: Tell) -> list[tuple[str, Document]]:
    """Every place that can be read; one that cannot be is noted."""
    documents = []
    async with Fetcher(allow_private_networks=settings.allow_private_networks, proxy=settings.bare_proxy) as fetcher:
        for place in places:
            try:
                documents.append((place, await read_once(fetcher, place)))
            except UnreadableDocument as exc:
                note(f"briefbot: {exc}")
    return documents


def _understood(typed: str) -> "Query":
    from bot.topics.query import QueryError, parse_topic  # noqa: PLC0415 - see match

    try:
        return parse_topic(typed)
    except QueryError as exc:
        raise Mistake(_pointed(exc)) from exc


def _pointed(error: "QueryError") -> str:
    """Below what the command line puts before the first line, or the caret points at our own name."""
    meant = f"\ndid you mean: {error.suggestion}" if error.suggestion else ""
    return f"{error.pointed()}{meant}".replace("\n", "\n" + " " * len("briefbot: "))


def _source(place: str, document: Document) -> str:
    """What `source:` finds: the title, and the host, or the path of a file."""
    return f"{document.title or ''} {urlsplit(place).hostname or place}"


def _words(brief: "Brief", found: "Found") -> list[str]:
    return [(brief.title or "")[a:b] for a, b in found.title] + [brief.text[a:b] for a, b in found.text]


def _fields(brief: "Brief", place: str) -> dict[str, Any]:
    """What `--json` promises of a brief; `place`: the path or address as it was given."""
    return brief.model_dump(mode="json", exclude={"opening"}) | {"source": place}
