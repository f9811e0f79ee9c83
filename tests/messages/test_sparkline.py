"""Little bars: nothing is the lowest, the most is the highest, and one is never shown as nothing."""

from hypothesis import given
from hypothesis import strategies as st

from bot.messages.sparkline import sparkline


def test_bars_grow_with_the_numbers() -> None:
    assert sparkline([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█"
    assert sparkline([0, 0, 0]) == "▁▁▁"
    assert sparkline([]) == ""


@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_one_among_thousands_is_still_seen(numbers: list[int]) -> None:
    bars = sparkline(numbers)
    assert len(bars) == len(numbers)
    assert [bar == "▁" for bar in bars] == [number == 0 for number in numbers]
    assert [bar for _, bar in sorted(zip(numbers, bars, strict=True))] == sorted(bars)
