"""Briefs in order of publication → which story each tells, and which group of related stories that belongs to.

    brief ──same telling, or nearly the same words──▶ a story
          └─else: some of the same rare words───────▶ a group ──alike as a whole──▶ joined with another group

A story is told once, so it must be precise: what is wrongly united is lost. A group only arranges, so it may be loose.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from bot.stories.clusters import Clusters
from bot.stories.tellings import is_same_telling, opening
from bot.stories.weights import Vector, vectors
from storage.model import Brief

_SAME = 0.46
"""Cosine from which two briefs tell the same: two reports of one accusation have .48, one battle's losses and its
prisoners .35. Of 2,622 headlines, 97 of 100 pairs united by it are of one story."""

_RELATED = 0.12
"""Cosine from which a brief joins a group: two aspects of one air crash have .135, two strikes of one war .10."""

_ALIKE = 0.33
"""Cosine from which two groups are one. Groups have many words and share more by chance: at .28 they run together."""

_COMPARED = 5
"""Briefs of one opening that are compared: a column with a fixed opening must not be compared with all its past."""


class StoryOf(NamedTuple):
    """Of the brief `key`: its story and its group, each named by the key of its first brief."""

    key: str
    story: str
    group: str


def group_stories(briefs: Sequence[Brief]) -> list[StoryOf]:
    """The story and group of each brief, in the same order. All of them are the window in which words are weighed."""
    grouping = _Grouping()
    for brief, vector in zip(briefs, vectors(briefs), strict=True):
        grouping.place(brief, vector)
    return grouping.told()


class _Grouping:
    """Places one brief after the other; groups are joined when all are placed."""

    def __init__(self) -> None:
        self._briefs: list[Brief] = []
        self._story_of: list[int] = []
        self._stories = Clusters()
        self._groups = Clusters()
        self._group_of: dict[int, int] = {}
        self._opened: defaultdict[str, list[int]] = defaultdict(list)

    def place(self, brief: Brief, vector: Vector) -> None:
        """Decide which story this brief tells, by what came before."""
        start = opening(_telling(brief))
        story = self._same_telling(brief, start)
        if story is None:
            story = self._same_words(vector)
        if story is None:
            story = self._stories.found()
            near = self._groups.nearest(vector)
            self._group_of[story] = near.cluster if near.cosine >= _RELATED else self._groups.found()
        self._stories.add(vector, story)
        self._groups.add(vector, self._group_of[story])
        if start:
            self._opened[start].append(len(self._briefs))
        self._briefs.append(brief)
        self._story_of.append(story)

    def told(self) -> list[StoryOf]:
        """What was decided, with groups that are alike joined."""
        joined = self._groups.join(_ALIKE)
        groups = [self._group_of[story] for story in self._story_of]
        for number, group in enumerate(groups):
            while group in joined:
                group = joined[group]  # noqa: PLW2901 - follows the chain of joins to its end
            groups[number] = group
        first_stories = _firsts(self._story_of)
        first_groups = _firsts(groups)
        return [
            StoryOf(brief.key, self._briefs[first_stories[story]].key, self._briefs[first_groups[group]].key)
            for brief, story, group in zip(self._briefs, self._story_of, groups, strict=True)
        ]

    def _same_telling(self, brief: Brief, start: str) -> int | None:
        for number in reversed(self._opened.get(start, [])[-_COMPARED:]):
            if is_same_telling(_telling(self._briefs[number]), _telling(brief)):
                return self._story_of[number]
        return None

    def _same_words(self, vector: Vector) -> int | None:
        near = self._stories.nearest(vector)
        return near.cluster if near.cosine >= _SAME else None


def _telling(brief: Brief) -> str:
    return brief.text or brief.title or ""


def _firsts(clusters: Sequence[int]) -> dict[int, int]:
    """Cluster → the number of its first brief."""
    firsts: dict[int, int] = {}
    for number, cluster in enumerate(clusters):
        firsts.setdefault(cluster, number)
    return firsts
