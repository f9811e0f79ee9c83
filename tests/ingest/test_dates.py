"""Dates are read as they are written, and never made up."""

from datetime import UTC, datetime

import pytest

from bot.ingest.reading.dates import parse_date
from tests.ingest.writing import DATE, atom, only, read, rss


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Tue, 11 Mar 2025 17:45:00 CEST", datetime(2025, 3, 11, 15, 45, tzinfo=UTC)),
        ("Tue, 11 Mar 2025 17:45:00 EST", datetime(2025, 3, 11, 22, 45, tzinfo=UTC)),
        ("2025-03-11T17:45:00.123+01:00", datetime(2025, 3, 11, 16, 45, tzinfo=UTC)),
        ("March 11, 2025 5:45 PM", datetime(2025, 3, 11, 17, 45, tzinfo=UTC)),
        ("2025년 03월 11일 17:45:00", datetime(2025, 3, 11, 8, 45, tzinfo=UTC)),
        ("11 March", None),
        ("17:45", None),
        ("2025", None),
        ("yesterday", None),
        ("0001-01-01T00:00:00Z", None),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("2099-01-01T00:00:00Z", None),
        ("1", None),
    ],
)
def test_a_date_is_read_as_it_is_written_and_never_made_up(written: str, instant: datetime | None) -> None:
    for date in (f"<pubDate>{written}</pubDate>", f"<dc:date>{written}</dc:date>"):
        assert only(read(rss(f"<title>T</title>{date}"))).published_at == instant


def test_an_id_that_looks_like_a_date_is_no_date() -> None:
    for guid in ("20250311", "12", "2025-03-11 10:00"):
        assert only(read(rss(f"<title>T</title><guid isPermaLink='false'>{guid}</guid>"))).published_at is None
        mixed = read(rss(f"<title>T</title><guid>{guid}</guid>", f"<title>U</title>{DATE}"))
        assert [brief.published_at is None for brief in mixed.briefs] == [True, False]


def test_what_was_updated_but_never_published_is_dated_by_its_update() -> None:
    entry = "<title>T</title><id>1</id><updated>2025-03-11T10:00:00Z</updated>"
    assert only(read(atom(entry))).published_at == datetime(2025, 3, 11, 10, tzinfo=UTC)
    published = entry + "<published>2025-03-10T10:00:00Z</published>"
    assert only(read(atom(published))).published_at == datetime(2025, 3, 10, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2025-03-11", datetime(2025, 3, 11, tzinfo=UTC)),
        ("20 March 2025", datetime(2025, 3, 20, tzinfo=UTC)),
        ("2025/03/20 10:15", datetime(2025, 3, 20, 10, 15, tzinfo=UTC)),
        ("Thu Mar 20 10:15:00 MSK 2025", datetime(2025, 3, 20, 7, 15, tzinfo=UTC)),
        ("2025-03-20 오후 5:15:00", datetime(2025, 3, 20, 8, 15, tzinfo=UTC)),
        ("Παρ, 25 Απρ 2025 10:15:00 GMT", datetime(2025, 4, 25, 10, 15, tzinfo=UTC)),
        ("03/04/2025", None),
        ("13/04/2025", datetime(2025, 4, 13, tzinfo=UTC)),
        ("March 20 2025 10:15 XYZT", None),
        ("März 2025", None),
        ("9" * 5_000, None),
    ],
)
def test_a_date_in_whatever_form_is_one_instant_or_none(written: str, instant: datetime | None) -> None:
    assert parse_date(written) == instant
