"""Sources are visited neither too often nor never again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.cadence import LONGEST_QUIET, Rhythm, next_visit_at

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
TEN = timedelta(minutes=10)


@pytest.mark.parametrize(
    ("failures", "pause"),
    [
        (0, TEN),
        (1, TEN),
        (2, timedelta(minutes=20)),
        (5, timedelta(minutes=160)),
        (9, timedelta(hours=24)),
        (10_000, timedelta(hours=24)),
    ],
)
def test_each_failure_doubles_the_pause_up_to_a_day(failures: int, pause: timedelta) -> None:
    assert next_visit_at(NOW, visit_every=TEN, failures=failures) == NOW + pause


def test_a_server_that_asks_to_wait_is_waited_for_but_not_for_ever() -> None:
    assert next_visit_at(NOW, visit_every=TEN, failures=1, asked_to_wait=timedelta(hours=3)) == NOW + timedelta(hours=3)
    assert next_visit_at(NOW, visit_every=TEN, failures=1, asked_to_wait=timedelta(seconds=1)) == NOW + TEN
    assert next_visit_at(NOW, visit_every=TEN, asked_to_wait=timedelta(days=3650)) == NOW + timedelta(hours=24)


def test_a_fresh_answer_stretches_the_pause_by_at_most_an_hour() -> None:
    assert next_visit_at(NOW, visit_every=TEN, cache=timedelta(minutes=30)) == NOW + timedelta(minutes=30)
    assert next_visit_at(NOW, visit_every=TEN, cache=timedelta(days=30)) == NOW + timedelta(hours=1)
    assert next_visit_at(NOW, visit_every=TEN, cache=timedelta(minutes=1)) == NOW + TEN


def test_sources_that_failed_together_do_not_return_together() -> None:
    def returns(jitter: float) -> datetime:
        return next_visit_at(NOW, visit_every=TEN, failures=3, jitter=jitter)

    assert returns(-1) == NOW + timedelta(minutes=36)
    assert returns(1) == NOW + timedelta(minutes=44)


instants = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis wants them naive
rhythms = st.builds(Rhythm, st.none() | instants, st.none() | st.timedeltas(timedelta(), timedelta(days=4000)))


@given(
    st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=3)),
    st.integers(0, 10**9),
    st.none() | st.timedeltas(min_value=timedelta(days=-1), max_value=timedelta(days=4000)),
    st.none() | st.timedeltas(min_value=timedelta(), max_value=timedelta(days=4000)),
    rhythms,
    st.floats(-5, 5),
)
@settings(deadline=None, max_examples=200)
def test_the_next_visit_is_never_sooner_than_wanted_nor_later_than_a_day(
    visit_every: timedelta,
    failures: int,
    asked: timedelta | None,
    cache: timedelta | None,
    rhythm: Rhythm,
    jitter: float,
) -> None:
    at = next_visit_at(
        NOW,
        visit_every=visit_every,
        failures=failures,
        asked_to_wait=asked,
        cache=cache,
        rhythm=rhythm,
        jitter=jitter,
    )
    longest = timedelta(hours=24) if failures or (asked or timedelta()) > timedelta() else LONGEST_QUIET
    assert visit_every <= at - NOW <= max(visit_every, longest)


def test_what_a_hub_announces_is_looked_at_now_and_then() -> None:
    announced = next_visit_at(NOW, visit_every=TEN, is_announced=True)
    assert announced == NOW + timedelta(hours=3)
    assert next_visit_at(NOW, visit_every=timedelta(hours=5), is_announced=True) == NOW + timedelta(hours=5)
    assert next_visit_at(NOW, visit_every=TEN, failures=1, is_announced=True) == NOW + TEN
