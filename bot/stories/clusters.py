"""Clusters of vectors, each known by the sum of its members: which one is a vector nearest to, which belong together?

An inverted index (word → clusters that have it) answers both without comparing everything with everything.
"""

import heapq
import math
from collections import Counter, defaultdict
from typing import NamedTuple

from bot.stories.weights import Vector

_ASKED = 24
"""Words by which clusters are looked up, the heaviest ones: who has none of them in common is not related."""

_CROWDED = 300
"""A word of more clusters leads nowhere in particular, and following all of them would take time in their square."""

_WEIGHED = 24
"""Clusters whose cosine is worked out, those that share the heaviest words."""


class Near(NamedTuple):
    """A cluster and the cosine between it and what was asked about."""

    cluster: int
    cosine: float


class Clusters:
    """Found and filled one by one, joined at the end. A cluster keeps its number; of two joined ones the earlier."""

    def __init__(self) -> None:
        self._sums: dict[int, dict[str, float]] = {}
        self._squares: dict[int, float] = {}
        self._index: defaultdict[str, set[int]] = defaultdict(set)

    def nearest(self, vector: Vector) -> Near:
        """The cluster with the highest cosine, the earlier of equals; number -1 if none shares a word."""
        found = self._near(vector, 1.0)
        return max(found, key=lambda near: (near.cosine, -near.cluster), default=Near(-1, 0.0))

    def found(self) -> int:
        """The number of a new cluster, still without members."""
        cluster = len(self._sums)
        self._sums[cluster], self._squares[cluster] = {}, 0.0
        return cluster

    def add(self, vector: Vector, cluster: int) -> None:
        """One more member."""
        total = self._sums[cluster]
        square = self._squares[cluster]
        for word, weight in vector.items():
            before = total.get(word, 0.0)
            total[word] = before + weight
            square += weight * (2 * before + weight)
            self._index[word].add(cluster)
        self._squares[cluster] = square

    def join(self, least: float) -> dict[int, int]:
        """Join the two nearest clusters again and again while their cosine is at least `least`: later → earlier one."""
        joined: dict[int, int] = {}
        changes: Counter[int] = Counter()
        heap: list[tuple[float, int, int, int, int]] = []

        def consider(cluster: int) -> None:
            for other, cosine in self._near(self._sums[cluster], self._squares[cluster]):
                if other != cluster and cosine >= least:
                    first, second = sorted((cluster, other))
                    heapq.heappush(heap, (-cosine, first, second, changes[first], changes[second]))

        for cluster in list(self._sums):
            consider(cluster)
        while heap:
            _, first, second, *seen = heapq.heappop(heap)
            are_as_seen = seen == [changes[first], changes[second]]
            if are_as_seen and first in self._sums and second in self._sums:
                self._absorb(first, second)
                joined[second] = first
                changes[first] += 1
                consider(first)
        return joined

    def _near(self, vector: Vector, square: float) -> list[Near]:
        """The clusters that share most of the heaviest words, with their cosines."""
        shared: defaultdict[int, float] = defaultdict(float)
        for word in heapq.nlargest(_ASKED, vector, key=vector.__getitem__):
            clusters = self._index.get(word, ())
            if len(clusters) <= _CROWDED:
                for cluster in clusters:
                    shared[cluster] += vector[word]
        likely = heapq.nlargest(_WEIGHED, shared, key=shared.__getitem__)
        return [Near(cluster, self._cosine(vector, square, cluster)) for cluster in likely]

    def _cosine(self, vector: Vector, square: float, cluster: int) -> float:
        total = self._sums[cluster]
        product = sum(weight * total[word] for word, weight in vector.items() if word in total)
        return product / math.sqrt(square * self._squares[cluster])

    def _absorb(self, first: int, second: int) -> None:
        vector = self._sums.pop(second)
        del self._squares[second]
        for word in vector:
            self._index[word].discard(second)
        self.add(vector, first)
