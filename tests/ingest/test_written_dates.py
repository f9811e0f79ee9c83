"""Dates as people write them: read where day, month and year stand there, in many languages, and never guessed."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.reading.written_dates import is_dateline, written_date


@pytest.mark.parametrize(
    "text",
    [
        *(
            "March 11, 2025",
            "Posted on March 11th, 2025 by Ines",
            "11 March 2025",
            "Mar 11 2025",
            "2025-03-11",
            "2025/03/11",
        ),
        *(
            "11.03.2025",
            "Veröffentlicht am 11. März 2025, 14:05 Uhr",
            "11 mars 2025",
            "11 de marzo de 2025",
            "11 marzo 2025",
        ),
        *(
            "11 de março de 2025",
            "11 maart 2025",
            "11 marca 2025",
            "11 марта 2025 г.",
            "11 березня 2025",
            "11. března 2025",
        ),
        *(
            "11. mars 2025",
            "11. maaliskuuta 2025",
            "11 Mart 2025",
            "2025. március 11.",
            "11 martie 2025",
            "2025年3月11日",
        ),
        *("2025년 3월 11일", "11 Μαρτίου 2025"),
    ],
)
def test_a_date_with_day_month_and_year_is_read_in_many_languages(text: str) -> None:
    assert written_date(text) == "2025-03-11"


@pytest.mark.parametrize("text", ["", "March 11", "03/04/2025", "2025", "11 May", "99 March 2025", "11 of 2025"])
def test_a_date_that_is_not_whole_or_could_be_another_one_is_none(text: str) -> None:
    assert written_date(text) is None


def test_a_day_that_cannot_be_a_month_tells_which_is_which() -> None:
    assert written_date("25/03/2025") == written_date("03/25/2025") == "2025-03-25"


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_every_date_that_is_written_plainly_comes_back(day: date) -> None:
    for form in ("%B %d, %Y", "%d %B %Y", "%d.%m.%Y", "%Y-%m-%d", "%d %b %Y"):
        assert written_date(day.strftime(form)) == day.isoformat()


@given(st.text(alphabet=st.characters() | st.sampled_from("0123456789./- "), max_size=300))
def test_any_text_has_a_date_of_that_form_or_none(text: str) -> None:
    written = written_date(text)
    assert written is None or re.fullmatch(r"\d{4}-\d\d-\d\d", written)
    assert not is_dateline(text) or written is not None
