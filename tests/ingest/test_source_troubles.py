"""When a source is in trouble: what fails for long, is gone, or falls silent; never a weekend or a holiday."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.health import FEWEST_DAYS, trouble_of, usual_rest
from storage.model import FailureKind, SourceState
from storage.model_troubles import Suspect, Trouble, TroubleKind
from tests.builders import AT, DAY, HOUR, MINUTE, a_source

TODAY = AT.date()


def every(days: int, times: int, *, until: date = TODAY) -> list[date]:
    """So many days with briefs, the last of them `until`."""
    return [until - timedelta(days=days * place) for place in reversed(range(times))]


def weekdays(weeks: int, *, until: date) -> list[date]:
    """Monday to Friday for so many weeks."""
    return [day for day in every(1, 7 * weeks, until=until) if day.weekday() < 5]


def judged(published_on: Sequence[date] = (), trouble: Trouble | None = None, **changes: Any) -> Trouble | None:
    """What is said of a source that was visited at AT; by default it published when `published_on` says last."""
    last = datetime.combine(published_on[-1], AT.timetz()) if published_on else None
    source = a_source(**{"visited_at": AT, "added_at": AT - 200 * DAY, "last_news_at": last, **changes})
    return trouble_of(Suspect(source=source, trouble=trouble, published_on=tuple(published_on)))


def kind_of(trouble: Trouble | None) -> TroubleKind | None:
    return None if trouble is None else trouble.kind


@pytest.mark.parametrize(("silent_for", "told"), [(4, False), (6, True), (60, True)])
def test_a_daily_source_is_missed_within_a_week(silent_for: int, told: bool) -> None:  # noqa: FBT001 - a row of the table
    trouble = judged(every(1, 30, until=TODAY - timedelta(days=silent_for)))

    assert kind_of(trouble) == (TroubleKind.SILENT if told else None)
    assert trouble is None or trouble.detail == "it used to publish every day"


def test_a_long_weekend_of_a_daily_source_is_no_silence() -> None:
    thursday = date(2026, 4, 2)  # before Easter
    tuesday = datetime(2026, 4, 7, 9, tzinfo=AT.tzinfo)
    assert judged(every(1, 30, until=thursday), visited_at=tuesday) is None


def test_christmas_is_no_silence_of_a_source_that_rests_on_weekends() -> None:
    last = date(2026, 12, 23)
    monday = datetime(2027, 1, 4, 9, tzinfo=AT.tzinfo)
    assert judged(weekdays(8, until=last), visited_at=monday) is None
    assert kind_of(judged(weekdays(8, until=last), visited_at=monday + 7 * DAY)) is TroubleKind.SILENT


def test_twenty_briefs_a_day_make_a_weekend_no_longer() -> None:
    """Days are counted, not briefs: else the gap over the weekend would be one in a hundred."""
    assert usual_rest(weekdays(3, until=date(2026, 11, 1))) == 3 * DAY


def test_one_past_holiday_is_no_measure() -> None:
    before, after = every(1, 30, until=TODAY - timedelta(days=40)), every(1, 20, until=TODAY - timedelta(days=7))
    assert usual_rest([*before, *after]) == DAY
    assert kind_of(judged([*before, *after])) is TroubleKind.SILENT


def test_who_publishes_rarely_is_given_time() -> None:
    weekly = every(7, 10, until=TODAY - timedelta(days=20))
    assert judged(weekly) is None
    assert kind_of(judged(every(7, 10, until=TODAY - timedelta(days=40)))) is TroubleKind.SILENT


@pytest.mark.parametrize("published_on", [[], every(1, FEWEST_DAYS - 1), every(1, 13), every(30, 3)])
def test_of_whom_too_little_is_known_nothing_is_said(published_on: list[date]) -> None:
    shifted = [day - timedelta(days=100) for day in published_on]
    assert usual_rest(shifted) is None
    assert judged(shifted) is None


def test_while_the_bot_was_off_nobody_was_silent() -> None:
    last = TODAY - timedelta(days=60)
    assert judged(every(1, 30, until=last), visited_at=AT - 59 * DAY) is None


def test_a_source_that_was_quiet_when_it_was_added_is_given_its_time() -> None:
    days = every(1, 30, until=TODAY - timedelta(days=60))
    assert judged(days, last_news_at=None, added_at=AT - DAY) is None


def test_silence_lasts_until_there_is_news_even_when_nothing_is_left_of_the_past() -> None:
    silent = Trouble(kind=TroubleKind.SILENT, detail="it used to publish every day", began_at=AT - 100 * DAY)
    assert judged([], silent, last_news_at=AT - 101 * DAY) == silent
    assert judged([], silent, last_news_at=AT) is None


@pytest.mark.parametrize(
    ("failures", "lasted", "failure", "told"),
    [
        (2, 3 * DAY, FailureKind.UNREACHABLE, None),
        (9, 20 * HOUR, FailureKind.UNREACHABLE, None),
        (9, 25 * HOUR, FailureKind.UNREACHABLE, TroubleKind.UNREACHABLE),
        (3, 30 * MINUTE, FailureKind.UNREADABLE, None),
        (6, 7 * HOUR, FailureKind.UNREADABLE, TroubleKind.UNREADABLE),
        (6, 25 * HOUR, None, TroubleKind.UNREACHABLE),
    ],
)
def test_what_fails_for_long_is_a_trouble(
    failures: int, lasted: timedelta, failure: FailureKind | None, told: TroubleKind | None
) -> None:
    trouble = judged(failures=failures, failed_at=AT + lasted, failure=failure, last_error="HTTP 503")
    assert kind_of(trouble) == told
    assert trouble is None or (trouble.began_at == AT and trouble.detail == "HTTP 503")


def test_a_broken_source_that_fails_in_another_way_is_in_the_same_trouble() -> None:
    broken = Trouble(kind=TroubleKind.UNREADABLE, detail="no briefs were found there", began_at=AT)
    failing = {"failures": 9, "failed_at": AT + 2 * DAY, "failure": FailureKind.UNREACHABLE, "last_error": "HTTP 503"}
    assert judged([], broken, **failing) == broken


def test_who_was_never_read_fails_from_the_day_it_was_added() -> None:
    trouble = judged(visited_at=None, added_at=AT - 2 * DAY, failures=9, failed_at=AT, last_error="no such host")
    assert trouble == Trouble(kind=TroubleKind.UNREACHABLE, detail="no such host", began_at=AT - 2 * DAY)


def test_gone_is_told_at_once() -> None:
    trouble = judged(state=SourceState.GONE, failures=1, last_error="HTTP 410: gone")
    assert trouble == Trouble(kind=TroubleKind.GONE, detail="HTTP 410: gone", began_at=AT)


def test_a_source_that_was_added_again_is_well_only_when_it_was_read() -> None:
    gone = Trouble(kind=TroubleKind.GONE, detail="HTTP 410: gone", began_at=AT)
    assert judged([], gone, visited_at=None) == gone
    assert judged([], gone) is None


@given(st.lists(st.dates(date(2020, 1, 1), date(2026, 11, 1)), unique=True))
def test_what_is_usual_is_a_gap_that_was_there(days: list[date]) -> None:
    days.sort()
    rest = usual_rest(days)
    assert rest is None or rest in {later - earlier for earlier, later in pairwise(days)}
