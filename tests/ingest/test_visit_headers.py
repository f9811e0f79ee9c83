"""What a server asks is honoured within bounds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest import headers

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 3.5 ", timedelta(seconds=3.5)),
        ("Wed, 01 May 2024 12:10:00 GMT", timedelta(minutes=10)),
        ("Wed, 01 May 2024 12:10:00 -0000", timedelta(minutes=10)),
        ("315360000", timedelta(hours=24)),
        ("9" * 5000, timedelta(hours=24)),
        ("Fri, 01 May 2099 12:00:00 GMT", timedelta(hours=24)),
        ("Mon, 01 Jan 2001 00:00:00 GMT", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_every_form_and_bounded(retry_after: str | None, wait: timedelta | None) -> None:
    assert headers.asked_wait(retry_after, now=NOW) == wait


@pytest.mark.parametrize(
    ("cache_control", "fresh"),
    [
        ("max-age=300", timedelta(minutes=5)),
        ("public, MAX-AGE = 60", timedelta(minutes=1)),
        ("max-age=0", timedelta()),
        ("max-age=60, s-maxage=600", timedelta(minutes=10)),
        ("max-age=999999999999", timedelta(hours=24)),
        ("max-age=600, no-cache", timedelta()),
        ("no-store", timedelta()),
        ("max-age=-1", None),
        ("max-age=1e9", timedelta(seconds=1)),
        ("immutable", None),
        (None, None),
    ],
)
def test_the_cache_age_is_read_and_bounded(cache_control: str | None, fresh: timedelta | None) -> None:
    assert headers.fresh_for(cache_control, now=NOW) == fresh


@pytest.mark.parametrize(
    ("cache_control", "expires", "date", "fresh"),
    [
        (None, "Wed, 01 May 2024 12:10:00 GMT", None, timedelta(minutes=10)),
        (None, "Wed, 01 May 2024 12:10:00 GMT", "Wed, 01 May 2024 12:05:00 GMT", timedelta(minutes=5)),
        (None, "Fri, 01 May 2099 12:00:00 GMT", None, timedelta(hours=24)),
        (None, "Mon, 01 Jan 2001 00:00:00 GMT", None, timedelta()),
        (None, "0", None, timedelta()),
        (None, "-1", None, timedelta()),
        ("max-age=60", "Fri, 01 May 2099 12:00:00 GMT", None, timedelta(minutes=1)),
        ("no-cache", "Fri, 01 May 2099 12:00:00 GMT", None, timedelta()),
        ("public", "Wed, 01 May 2024 12:10:00 GMT", "yesterday", timedelta(minutes=10)),
    ],
)
def test_expires_counts_where_no_age_is_given(
    cache_control: str | None, expires: str, date: str | None, fresh: timedelta
) -> None:
    assert headers.fresh_for(cache_control, expires=expires, date=date, now=NOW) == fresh


@pytest.mark.parametrize(("age", "fresh"), [("240", 60), ("9999", 0), ("-5", 300), ("soon", 300), ("٣", 300)])
def test_what_a_cache_on_the_way_used_up_is_not_waited_for_again(age: str, fresh: int) -> None:
    assert headers.fresh_for("max-age=300", age=age, now=NOW) == timedelta(seconds=fresh)


def test_a_last_modified_in_the_future_is_not_sent_back() -> None:
    assert headers.past_date("Wed, 01 May 2024 11:00:00 GMT", now=NOW) == "Wed, 01 May 2024 11:00:00 GMT"
    assert headers.past_date("Fri, 01 May 2099 12:00:00 GMT", now=NOW) is None
    assert headers.past_date("yesterday", now=NOW) is None


def test_a_validator_that_could_smuggle_or_swell_is_dropped() -> None:
    assert headers.validator('W/"abc"') == 'W/"abc"'
    assert headers.validator("a\r\nHost: evil") is None
    assert headers.validator("ü") is None
    assert headers.validator("x" * 5000) is None


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=200)
def test_no_header_raises(text: str) -> None:
    headers.asked_wait(text, now=NOW)
    assert timedelta() <= (headers.fresh_for(text, expires=text, date=text, age=text, now=NOW) or timedelta())
    headers.past_date(text, now=NOW)
