"""Hubs are asked neither too often nor never again, and no word of theirs counts for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.leases import ask_again_at, granted

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("told", "length", "renewed_after"),
    [
        ("864000", 10 * DAY, 8 * DAY),
        (" 86400 ", DAY, 0.8 * DAY),
        ("300", 5 * MINUTE, 15 * MINUTE),
        ("0", MINUTE, 15 * MINUTE),
        ("315360000", 30 * DAY, 24 * DAY),
        ("9" * 12, 30 * DAY, 24 * DAY),
        ("9" * 500, DAY, 0.8 * DAY),
        ("-5", DAY, 0.8 * DAY),
        ("1e9", DAY, 0.8 * DAY),
        ("٣٠٠", DAY, 0.8 * DAY),
        ("", DAY, 0.8 * DAY),
        (None, DAY, 0.8 * DAY),
    ],
)
def test_a_lease_is_as_long_as_the_hub_says_within_bounds(
    told: str | None, length: timedelta, renewed_after: timedelta
) -> None:
    assert granted(told, now=NOW, jitter=-1) == (NOW + length, NOW + renewed_after)


@pytest.mark.parametrize(("times", "pause"), [(1, 10 * MINUTE), (2, 20 * MINUTE), (4, 80 * MINUTE), (10_000, 7 * DAY)])
def test_a_hub_that_does_not_grant_is_asked_later_each_time(times: int, pause: timedelta) -> None:
    assert ask_again_at(NOW, failures=times, jitter=0) == NOW + pause


@settings(deadline=None, max_examples=200)
@given(st.text() | st.integers().map(str) | st.none(), st.floats(-5, 5))
def test_whatever_a_hub_says_its_lease_is_bounded_and_long_ones_are_renewed_in_time(
    told: str | None, jitter: float
) -> None:
    ends_at, renew_at = granted(told, now=NOW, jitter=jitter)
    assert MINUTE <= ends_at - NOW <= 30 * DAY
    assert renew_at - NOW >= 15 * MINUTE
    assert renew_at < ends_at or ends_at - NOW < 20 * MINUTE


def test_leases_that_began_together_are_not_renewed_together() -> None:
    assert granted("864000", now=NOW, jitter=1).renew_at == NOW + 7.2 * DAY
    assert ask_again_at(NOW, failures=1, jitter=1) - ask_again_at(NOW, failures=1, jitter=-1) == 2 * MINUTE
