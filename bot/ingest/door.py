"""Lets in those sources that are due, so that no crowd keeps the others out. Pure but for what it remembers.

A place is held as long as a visit takes. Those that hang (half a minute) or keep the reader busy (some seconds) would
soon hold all of them: some places are for sources that were read last time, and no host gets more than a few.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from storage.model import Source, SourceId

FOR_PROVEN = 8
"""Places that only sources get which were read last time: a visit to one takes a fraction of a second."""
AT_A_HOST = 6
"""Visits to one host at a time, some of them waiting for their turn there."""
UNPROVEN_AT_A_HOST = 3
"""Of those, the ones that were not read last time."""
MOST_OUTSIDE = 1_000
"""Sources that wait here at one time; the others wait in storage."""


class Door:
    """Who is inside and who waits. A source that waits too long is forgotten: its claim ends, and it comes again."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._inside: dict[SourceId, str] = {}
        self._visits = Counter[str]()
        self._unproven = Counter[str]()
        self._outside: dict[SourceId, tuple[Source, datetime]] = {}

    @property
    def wanted(self) -> int:
        """How many more sources should come, if so many are due."""
        return self._places - len(self._inside) if len(self._outside) < MOST_OUTSIDE else 0

    @property
    def is_crowded(self) -> bool:
        """Whether somebody waits, so that the next who leaves should be noticed at once."""
        return bool(self._outside) or not self.wanted

    def come(self, due: Iterable[Source], *, until: datetime) -> None:
        """These are due and claimed; who is not let in by `until` is forgotten."""
        self._outside |= {source.id: (source, until) for source in due}

    def let_in(self, now: datetime) -> list[Source]:
        """Those that may be visited now, in the order in which they came. Each must `leave` in the end."""
        admitted = []
        for source_id, (source, until) in list(self._outside.items()):
            if now >= until:
                del self._outside[source_id]
            elif source_id not in self._inside and self._has_place_for(source):
                del self._outside[source_id]
                self._enter(source)
                admitted.append(source)
        return admitted

    def leave(self, source: Source) -> None:
        """Its visit has ended."""
        host = self._inside.pop(source.id)
        self._visits -= Counter({host: 1})
        self._unproven -= Counter({host: int(_is_unproven(source))})

    def _has_place_for(self, source: Source) -> bool:
        host = host_of(source)
        if len(self._inside) >= self._places:
            return False
        if _is_unproven(source) and self._unproven.total() >= self._places - FOR_PROVEN:
            return False
        if not host:
            return True
        unproven = self._unproven[host] if _is_unproven(source) else 0
        return self._visits[host] < AT_A_HOST and unproven < UNPROVEN_AT_A_HOST

    def _enter(self, source: Source) -> None:
        host = host_of(source)
        self._inside[source.id] = host
        self._visits[host] += 1
        self._unproven[host] += _is_unproven(source)


def _is_unproven(source: Source) -> bool:
    return source.failures > 0 or source.visited_at is None


def host_of(source: Source) -> str:
    """Who serves a source; '' for a file, which keeps nobody waiting."""
    try:
        return urlsplit(source.address).netloc.lower()
    except ValueError:
        return ""
