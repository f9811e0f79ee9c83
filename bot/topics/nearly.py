"""What a brief lacks to match a topic: for people who ask why it did not come."""

from typing import NamedTuple

from bot.topics.nodes import And, Not, canonical
from bot.topics.places import Finder
from bot.topics.query import Query
from bot.topics.readable import Readable
from bot.topics.words import Reading


class Nearly(NamedTuple):
    """Of a topic that a brief nearly matches: the parts it has, those it lacks, and those it should not have."""

    there: tuple[str, ...]
    missing: tuple[str, ...]
    excluded: tuple[str, ...]


def nearly(query: Query, readable: Readable) -> Nearly | None:
    """How a brief nearly matches; None where it matches, or has nothing of what the topic asks for."""
    finder = Finder(Reading(readable))
    parts = query.root.nodes if isinstance(query.root, And) else (query.root,)
    wanted = [part for part in parts if not isinstance(part, Not)]
    there = tuple(canonical(part) for part in wanted if finder.matches(part))
    missing = tuple(canonical(part) for part in wanted if not finder.matches(part))
    excluded = tuple(canonical(part.node) for part in parts if isinstance(part, Not) and not finder.matches(part))
    if not there or not (missing or excluded):
        return None
    return Nearly(there, missing, () if missing else excluded)
