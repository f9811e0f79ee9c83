"""When briefs come: hours in words, and clocks that leap and repeat."""

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.hours import (
    MOST_TIMES,
    DigestTimes,
    HoursError,
    QuietHours,
    clock_of,
    digest_of,
    due_at,
    parse_digest,
    parse_quiet,
    quiet_of,
)
from storage.model_hours import Terms

ZONES = (
    *("Europe/Kyiv", "Europe/London", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu"),
    *(
        "Pacific/Apia",
        "Pacific/Chatham",
        "Africa/Casablanca",
        "America/Havana",
        "Asia/Tehran",
        "America/St_Johns",
        "UTC",
    ),
)
BERLIN = ZoneInfo("Europe/Berlin")
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.integers(0, 60 * 24 * 365 * 38).map(
    lambda minutes: datetime(2000, 1, 1, tzinfo=UTC) + minutes * timedelta(minutes=1)
)
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
digests = st.builds(
    DigestTimes,
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.sets(clocks, min_size=1, max_size=MOST_TIMES).map(lambda times: tuple(sorted(times))),
)
quiets = st.builds(QuietHours, clocks, clocks).filter(lambda quiet: quiet.start != quiet.end)


def utc(*parts: int) -> datetime:
    return datetime(parts[0], *parts[1:], tzinfo=UTC)  # type: ignore[arg-type,misc]  # year to minute


@pytest.mark.parametrize(
    ("words", "canonical"),
    [
        ("daily 08:00", "daily 08:00"),
        ("08:00 18:00", "daily 08:00 18:00"),
        ("18:00, 8:00 and 18.00", "daily 08:00 18:00"),
        ("mon-fri 07:30", "mon-fri 07:30"),
        ("Weekdays 7.30 am", "mon-fri 07:30"),
        ("weekly sun 18:00", "sun 18:00"),
        ("every monday 9pm", "mon 21:00"),
        ("every day 12am", "daily 00:00"),
        ("fri - mon 10:00", "mon,fri,sat,sun 10:00"),
        ("mon, wed 24:00", "mon,wed 00:00"),
        ("Sat Sun 11:00", "sat,sun 11:00"),
        ("8", "daily 08:00"),
    ],
)
def test_digest_times_are_read_as_people_write_them(words: str, canonical: str) -> None:
    assert parse_digest(words).canonical == canonical


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Say at what time, as in daily 08:00"),
        ("mon-fri", "Say at what time"),
        ("weekly 08:00", "Name the day as well, as in weekly sun 18:00"),
        ("someday 08:00", "“someday” is not a day"),
        ("25:00", "“25:00” is not a time of day"),
        ("13pm", "“13pm” is not a time of day"),
        ("08:00 soon", "“soon” is not a time"),
        ("1:00 2:00 3:00 4:00 5:00", "At most 4 times a day"),
    ],
)
def test_a_mistake_in_digest_times_is_told_in_one_line(words: str, says: str) -> None:
    with pytest.raises(HoursError) as caught:
        parse_digest(words)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("words", ["22:00-07:00", "22 – 7", "from 10pm to 7am", "22.00 until 07:00"])
def test_quiet_hours_are_read_as_people_write_them(words: str) -> None:
    assert parse_quiet(words).canonical == "22:00-07:00"


@pytest.mark.parametrize("words", ["", "22:00", "22:00-22:00", "night", "22:00-07:00-09:00", "22:00-25:00"])
def test_a_mistake_in_quiet_hours_is_told_in_one_line(words: str) -> None:
    with pytest.raises(HoursError) as caught:
        parse_quiet(words)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=40))
def test_no_words_raise_anything_else(words: str) -> None:
    for parse in (parse_digest, parse_quiet):
        with suppress(HoursError):
            assert parse(words).canonical


@given(digests, quiets)
def test_hours_are_kept_in_words_that_mean_the_same(digest: DigestTimes, quiet: QuietHours) -> None:
    assert parse_digest(digest.canonical) == digest
    assert parse_quiet(quiet.canonical) == quiet
    assert len(digest.canonical) <= 48  # a button has 64 bytes, and says whose times these are


def test_a_time_in_the_gap_comes_at_the_first_instant_after_it() -> None:
    """In Berlin the clock leaps from 02:00 to 03:00 on 29 March 2026."""
    digest = parse_digest("daily 02:30")

    assert digest.next_after(utc(2026, 3, 28, 12), BERLIN) == utc(2026, 3, 29, 1)
    assert digest.next_after(utc(2026, 3, 29, 1), BERLIN) == utc(2026, 3, 30, 0, 30)


def test_a_time_that_comes_twice_is_kept_once() -> None:
    """In Berlin 02:30 comes twice on 25 October 2026."""
    digest = parse_digest("daily 02:30")

    assert digest.next_after(utc(2026, 10, 24, 12), BERLIN) == utc(2026, 10, 25, 0, 30)
    assert digest.next_after(utc(2026, 10, 25, 0, 30), BERLIN) == utc(2026, 10, 26, 1, 30)


def test_a_day_that_was_left_out_is_kept_at_its_end() -> None:
    """Samoa went from 29 to 31 December 2011."""
    digest = parse_digest("fri 08:00")

    assert digest.next_after(utc(2011, 12, 29, 20), ZoneInfo("Pacific/Apia")) == utc(2011, 12, 30, 10)


@given(digests, zones, moments)
def test_the_next_digest_is_at_its_time_by_that_clock(digest: DigestTimes, zone: ZoneInfo, at: datetime) -> None:
    """Or at the very end of a leap over that time."""
    following = digest.next_after(at, zone)
    local = following.astimezone(zone)

    assert at < following <= at + timedelta(days=9)
    on_time = local.weekday() in digest.days and local.time() in digest.times and local.fold == 0
    just_before = (following - timedelta(seconds=1)).astimezone(zone)
    leapt = (local.utcoffset() or timedelta()) - (just_before.utcoffset() or timedelta())
    assert on_time or leapt > timedelta()


@given(digests, zones, moments, st.timedeltas(timedelta(), timedelta(days=8)))
def test_nothing_lies_between_now_and_the_next_digest(
    digest: DigestTimes, zone: ZoneInfo, at: datetime, later: timedelta
) -> None:
    """Whenever it is asked for, it is the same until its moment has come: none is left out, none comes twice."""
    following = digest.next_after(at, zone)
    asked = at + later

    again = digest.next_after(asked, zone)
    assert again == following if asked < following else again > asked
    assert again >= following


@given(quiets, zones, moments)
def test_quiet_hours_end_in_time_and_then_they_are_over(quiet: QuietHours, zone: ZoneInfo, at: datetime) -> None:
    until = quiet.until(at, zone)
    clock = at.astimezone(zone).time()

    if until is None:
        assert not (quiet.start <= clock < quiet.end)
        assert quiet.start < quiet.end or quiet.end <= clock < quiet.start
    else:
        assert at < until <= at + timedelta(hours=50)
        assert quiet.until(until, zone) is None


@pytest.mark.parametrize(
    ("digest", "quiet", "at", "due"),
    [
        (None, None, utc(2026, 7, 1, 12), utc(2026, 7, 1, 12)),
        (None, "22:00-07:00", utc(2026, 7, 1, 20), utc(2026, 7, 2, 5)),
        (None, "22:00-07:00", utc(2026, 7, 2, 4), utc(2026, 7, 2, 5)),
        (None, "22:00-07:00", utc(2026, 7, 2, 5), utc(2026, 7, 2, 5)),
        ("daily 08:00", None, utc(2026, 7, 1, 12), utc(2026, 7, 2, 6)),
        ("daily 08:00", "22:00-09:30", utc(2026, 7, 1, 12), utc(2026, 7, 2, 7, 30)),
        ("of another version", "nor this", utc(2026, 7, 1, 12), utc(2026, 7, 1, 12)),
    ],
)
def test_a_brief_comes_at_once_or_with_the_digest_but_not_in_quiet_hours(
    digest: str | None, quiet: str | None, at: datetime, due: datetime
) -> None:
    assert due_at(Terms("Europe/Berlin", digest, quiet), at) == due


def test_hours_of_nobody_are_none() -> None:
    assert digest_of(None) is None
    assert quiet_of(None) is None


@pytest.mark.parametrize("name", [None, "", "Mars/Olympus", "/etc/passwd", "../UTC", "UTC+99:00", "Europe"])
def test_a_clock_that_is_not_known_is_utc(name: str | None) -> None:
    assert clock_of(name) is UTC


def test_a_clock_may_be_a_fixed_offset() -> None:
    assert clock_of("UTC+05:30").utcoffset(None) == timedelta(hours=5, minutes=30)
    assert clock_of("UTC-03:00").utcoffset(None) == -timedelta(hours=3)
