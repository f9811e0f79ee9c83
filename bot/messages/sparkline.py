"""Numbers as a line of little bars, which a phone shows in any chat."""

from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"


def sparkline(numbers: Sequence[int]) -> str:
    """One bar for each number (none below 0): the lowest bar is 0, the highest the greatest of them."""
    most = max(numbers, default=0)
    steps = len(_BARS) - 1
    return "".join(_BARS[-(-number * steps // most) if most else 0] for number in numbers)
