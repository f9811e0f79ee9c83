"""Decides what of a document is news. Pure: briefs as read and briefs as stored come in, a Decision goes out.

    known key ────────────────▶ a revision if anything changed, else nothing
    same telling as a stored ─▶ a revision of it (its key changed), never news
    same telling as another ──▶ silent: the document tells it twice
    unknown ──────────────────▶ feed: news.  page or text: news above the first known brief, silent below
                                first visit: silent, all of it

Storing a Decision makes the next one about the same document empty.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.stories.tellings import is_same_telling
from storage.model import Brief, BriefId, Noun, SourceKind, StoredBrief

MOST_STICKY = 3
"""Known briefs at the top of a page that may be sticky posts, above which nothing new is ever put."""

MOST_COMPARED = 8
"""Briefs of one opening a telling is compared with: a source that opens every brief alike must not cost a square."""

_INSTANT = timedelta(milliseconds=1)
_UNDATED = datetime.min.replace(tzinfo=UTC)


class Decision(Noun):
    """What to store after a visit: each part oldest first; news is owed, silent and revisions push nothing."""

    news: tuple[Brief, ...] = ()
    silent: tuple[Brief, ...] = ()
    revisions: tuple[tuple[BriefId, Brief], ...] = ()


class _Recognised:
    """The briefs of one document, sorted by what is known about them."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.unknown: set[str] = set()
        self.repeats: set[str] = set()
        self.revisions: list[tuple[BriefId, Brief]] = []


def decide(
    briefs: Iterable[Brief],
    known: Sequence[StoredBrief],
    *,
    kind: SourceKind,
    first_visit: bool,
    unread: Collection[BriefId] = (),
) -> Decision:
    """What of `briefs` (in document order) is news, given the stored briefs with one of their keys or openings.

    `known` is of the same source; those that share only an opening were seen within the last 30 days. `unread`: which
    of them still stand in a feed as they were, and so were not read again. What has no words is nothing to anybody:
    should words come, it is new then.
    """
    once: dict[str, Brief] = {}
    for brief in briefs:
        if brief.has_words:
            once.setdefault(brief.key, brief)
    listed = list(once.values())
    ordered = oldest_first(listed)
    recognised = _recognise(ordered, known, unread)
    if first_visit:
        news: Collection[str] = ()
    elif kind is SourceKind.FEED:
        news = recognised.unknown
    else:
        news = _above_the_known([brief for brief in listed if brief.key not in recognised.repeats], recognised.known)
    fresh = recognised.unknown | recognised.repeats
    return Decision(
        news=tuple(brief for brief in ordered if brief.key in news),
        silent=tuple(brief for brief in ordered if brief.key in fresh and brief.key not in news),
        revisions=tuple(recognised.revisions),
    )


def oldest_first(listed: Sequence[Brief]) -> list[Brief]:
    """The one order of briefs: by publication; the unpublished, seen only now, after them; else the last listed first.

    Pages and feeds list the newest first, so reversed position is the order of writing.
    """
    placed = sorted(
        enumerate(listed),
        key=lambda place: (place[1].published_at is None, place[1].published_at or _UNDATED, -place[0]),
    )
    return [brief for _position, brief in placed]


def _recognise(ordered: Sequence[Brief], known: Sequence[StoredBrief], unread: Collection[BriefId]) -> _Recognised:
    by_key = {stored.brief.key: stored for stored in known}
    by_opening = _by_opening(known)
    # A stored brief that still stands in the document under its own key cannot have become another one.
    taken = {*unread, *(by_key[brief.key].id for brief in ordered if brief.key in by_key)}
    told: defaultdict[str, list[Brief]] = defaultdict(list)
    found = _Recognised()
    for brief in ordered:
        if stored := by_key.get(brief.key):
            found.known.add(brief.key)
            if _differ(stored.brief, brief):
                found.revisions.append((stored.id, brief))
        elif earlier := _told_before(brief, by_opening):
            free = [stored for stored in earlier if stored.id not in taken]
            if free:
                taken.add(free[0].id)
                found.known.add(brief.key)
                found.revisions.append((free[0].id, brief))
            else:
                found.repeats.add(brief.key)
        elif any(is_same_telling(brief.text, other.text) for other in told[brief.opening]):
            found.repeats.add(brief.key)
        else:
            found.unknown.add(brief.key)
            if brief.opening and len(told[brief.opening]) < MOST_COMPARED:
                told[brief.opening].append(brief)
    return found


def _differ(stored: Brief, brief: Brief) -> bool:
    # Storage keeps instants to the millisecond: finer ones would be revised at every visit.
    if stored.published_at and brief.published_at and abs(stored.published_at - brief.published_at) < _INSTANT:
        brief = brief.model_copy(update={"published_at": stored.published_at})
    return stored != brief


def _by_opening(known: Sequence[StoredBrief]) -> Mapping[str, Sequence[StoredBrief]]:
    """The stored briefs of each opening, the newest first."""
    by_opening: defaultdict[str, list[StoredBrief]] = defaultdict(list)
    for stored in sorted(known, key=lambda stored: stored.id, reverse=True):
        alike = by_opening[stored.brief.opening]
        if stored.brief.opening and len(alike) < MOST_COMPARED:
            alike.append(stored)
    return by_opening


def _told_before(brief: Brief, by_opening: Mapping[str, Sequence[StoredBrief]]) -> list[StoredBrief]:
    return [stored for stored in by_opening.get(brief.opening, ()) if is_same_telling(stored.brief.text, brief.text)]


def _above_the_known(listed: Sequence[Brief], known: Collection[str]) -> set[str]:
    """The keys of a page's news: what stands above its first known brief; sticky posts aside.

    Below it an unknown brief is usually an older one that slid onto the page. It is news all the same when it is dated
    later than every known brief, or when the page begins with at most three known ones and it stands between them and
    another: then those at the top are sticky. When nothing is known any more, all of the page is news.
    """
    is_known = [brief.key in known for brief in listed]
    if True not in is_known:
        return {brief.key for brief in listed}
    first = is_known.index(True)
    news = [*range(first)]
    top = _end_of_run(is_known, first)
    below = _end_of_run(is_known, top)
    if first == 0 and top <= MOST_STICKY and below < len(listed):
        news += range(top, below)
    newest = max((b.published_at for b in listed if b.key in known and b.published_at), default=None)
    return {listed[place].key for place in news} | {
        b.key for b in listed if b.key not in known and b.published_at and newest and b.published_at > newest
    }


def _end_of_run(flags: Sequence[bool], start: int) -> int:
    """The end of the run of equal flags that begins at `start`."""
    return next((place for place in range(start, len(flags)) if flags[place] is not flags[start]), len(flags))
