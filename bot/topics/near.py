"""Which of several words stand near each other? In O(n log n) of their occurrences, whatever they are."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple


class Run(NamedTuple):
    """A stretch of a brief: in the text (else in the title), from position to `after`, characters from start to end."""

    in_text: bool
    position: int
    after: int
    start: int
    end: int


def near_runs(operands: Sequence[Sequence[Run]], distance: int) -> list[list[Run]]:
    """Of each operand the runs that take part in a chain: each near one of the operand before, down to the first.

    Two runs are near when at most `distance` positions lie between them, in either order, and they do not overlap.
    """
    chains = [list(operands[0])]
    for runs in operands[1:]:
        chains.append(_near(runs, chains[-1], distance))
    for number in range(len(chains) - 2, -1, -1):
        chains[number] = _near(chains[number], chains[number + 1], distance)
    return chains


def _near(runs: Sequence[Run], others: Sequence[Run], distance: int) -> list[Run]:
    """Those of `runs` that have one of the others near."""
    begins = sorted((other.in_text, other.position) for other in others)
    ends = sorted((other.in_text, other.after) for other in others)

    def is_near(run: Run) -> bool:
        follows = bisect_left(begins, (run.in_text, run.after))
        precedes = bisect_left(ends, (run.in_text, run.position - distance))
        return (follows < len(begins) and begins[follows] <= (run.in_text, run.after + distance)) or (
            precedes < len(ends) and ends[precedes] <= (run.in_text, run.position)
        )

    return [run for run in runs if is_near(run)]
