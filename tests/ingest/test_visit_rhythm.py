"""A source is visited as often as it publishes: what wakes up is followed at once, what sleeps is left alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.cadence import LONGEST_QUIET, Rhythm, next_visit_at, rhythm_after

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
TEN = timedelta(minutes=10)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Followed(NamedTuple):
    """How a source was followed: how long each brief waited for a visit, and the instants of all visits."""

    waits: list[timedelta]
    visits: list[datetime]

    def pauses_after(self, at: datetime) -> list[timedelta]:
        later = [visit for visit in self.visits if visit >= at]
        return [after - before for before, after in pairwise(later)]


def follow(published: Sequence[datetime], *, until: datetime, dated: bool = True) -> Followed:
    """Visit a source that publishes at these instants, from NOW until then."""
    at, visited_at, rhythm = NOW, None, Rhythm()
    waits, visits = [], []
    while at < until:
        brought = [when for when in published if when <= at and (visited_at is None or when > visited_at)]
        if visited_at is not None:
            waits += [at - when for when in brought]
        told = brought if dated else [None for _ in brought]
        rhythm = rhythm_after(rhythm, told, visited_at=visited_at, now=at, apart=TEN)
        visits.append(at)
        visited_at = at
        at = next_visit_at(at, visit_every=TEN, rhythm=Rhythm(rhythm.latest_at or NOW, rhythm.gap))
    return Followed(waits, visits)


def every(gap: timedelta, *, since: datetime, until: datetime) -> list[datetime]:
    return [since + number * gap for number in range((until - since) // gap)]


@pytest.mark.parametrize("are_dated", [True, False], ids=["dated", "undated"])
@pytest.mark.parametrize(
    ("gap", "longest", "a_day"),
    [
        (timedelta(minutes=20), timedelta(minutes=10), 144),
        (HOUR, timedelta(minutes=11), 144),
        (12 * HOUR, timedelta(hours=1.5), 65),
        (DAY, timedelta(hours=2.8), 45),
        (7 * DAY, LONGEST_QUIET, 10),
        (30 * DAY, LONGEST_QUIET, 6),
    ],
    ids=["20 minutes", "hourly", "twice a day", "daily", "weekly", "monthly"],
)
def test_a_brief_waits_a_tenth_of_the_usual_gap_and_the_visits_are_few(
    gap: timedelta, longest: timedelta, a_day: float, *, are_dated: bool
) -> None:
    until = NOW + max(30 * gap, 14 * DAY)
    followed = follow(every(gap, since=NOW - 20 * gap, until=until), until=until, dated=are_dated)
    settled = followed.waits[len(followed.waits) // 2 :]
    assert settled
    assert max(settled) <= longest
    assert len(followed.visits) / ((until - NOW) / DAY) <= a_day


def test_a_newsroom_that_sleeps_at_night_is_read_soon_in_the_morning() -> None:
    days = [NOW.replace(hour=8) + number * DAY for number in range(-5, 15)]
    published = [morning + number * timedelta(minutes=40) for morning in days for number in range(16)]
    followed = follow(published, until=NOW + 14 * DAY)
    assert max(followed.waits) <= timedelta(minutes=30)
    assert sorted(followed.waits)[len(followed.waits) * 95 // 100] <= timedelta(minutes=15)


def test_a_source_that_wakes_up_is_followed_at_once() -> None:
    woken = NOW + 90 * DAY
    followed = follow(
        [*every(30 * DAY, since=NOW - 200 * DAY, until=woken), *every(HOUR, since=woken, until=woken + 2 * DAY)],
        until=woken + 2 * DAY,
    )
    noticed = next(visit for visit in followed.visits if visit >= woken)
    assert noticed - woken <= LONGEST_QUIET
    assert max(followed.pauses_after(noticed)) <= timedelta(minutes=12)


def test_a_source_that_falls_silent_is_left_alone_more_and_more() -> None:
    fell_silent = NOW + 3 * DAY
    followed = follow(every(HOUR, since=NOW - DAY, until=fell_silent), until=fell_silent + 60 * DAY)
    pauses = followed.pauses_after(fell_silent)
    assert pauses == sorted(pauses)
    assert pauses[0] == TEN
    assert pauses[-1] == LONGEST_QUIET


def test_who_wants_news_by_the_second_is_not_let_wait_for_hours() -> None:
    silent = Rhythm(NOW - 400 * DAY, 30 * DAY)
    for every_so_often in (timedelta(seconds=2), timedelta(minutes=1), TEN, HOUR):
        pause = next_visit_at(NOW, visit_every=every_so_often, rhythm=silent) - NOW
        assert pause == min(36 * every_so_often, LONGEST_QUIET)


def test_ten_briefs_at_once_each_morning_are_no_ten_a_day() -> None:
    mornings = every(DAY, since=NOW - 20 * DAY, until=NOW + 20 * DAY)
    followed = follow([at + timedelta(minutes=n) for at in mornings for n in range(9)], until=NOW + 20 * DAY)
    assert len(followed.visits) / 20 <= 45


def test_a_post_from_years_ago_among_new_ones_weighs_no_more_than_a_week() -> None:
    published = [NOW - 3000 * DAY, *every(HOUR, since=NOW - 30 * HOUR, until=NOW)]
    rhythm = rhythm_after(Rhythm(), published, visited_at=None, now=NOW, apart=TEN)
    assert rhythm.latest_at == NOW - HOUR
    assert rhythm.gap is not None
    assert rhythm.gap < 3 * HOUR


def test_what_a_visit_brings_came_since_the_last_one_whatever_its_dates_say() -> None:
    before = Rhythm(NOW - DAY, DAY)
    for date in (NOW - 4000 * DAY, NOW - 30 * HOUR):
        after = rhythm_after(before, [date], visited_at=NOW - HOUR, now=NOW, apart=TEN)
        assert after.latest_at == NOW - HOUR
    for undated in (None, NOW + 4000 * DAY):
        after = rhythm_after(before, [undated], visited_at=NOW - HOUR, now=NOW, apart=TEN)
        assert after == Rhythm(NOW, DAY)


def test_without_a_sign_of_life_a_rhythm_stays() -> None:
    rhythm = Rhythm(NOW - DAY, HOUR)
    assert rhythm_after(rhythm, [], visited_at=NOW - HOUR, now=NOW, apart=TEN) == rhythm
    assert rhythm_after(Rhythm(), [None], visited_at=None, now=NOW, apart=TEN) == Rhythm()
    assert rhythm_after(Rhythm(), [NOW + DAY], visited_at=None, now=NOW, apart=TEN) == Rhythm()


instants = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis wants them naive


@given(
    st.lists(st.none() | instants), st.none() | instants, st.none() | instants, st.none() | st.timedeltas(timedelta())
)
@settings(deadline=None)
def test_no_date_makes_a_rhythm_absurd(
    published: list[datetime | None], visited_at: datetime | None, latest_at: datetime | None, gap: timedelta | None
) -> None:
    visited_at = min(visited_at, NOW) if visited_at else None
    earlier = Rhythm(min(latest_at, NOW) if latest_at else None, gap)
    rhythm = rhythm_after(earlier, published, visited_at=visited_at, now=NOW, apart=TEN)
    assert rhythm.latest_at is None or rhythm.latest_at <= NOW
    assert rhythm.gap is None or timedelta() <= rhythm.gap <= max(gap or timedelta(), 10 * LONGEST_QUIET)
    assert (earlier.latest_at is None) or (rhythm.latest_at is not None and rhythm.latest_at >= earlier.latest_at)
