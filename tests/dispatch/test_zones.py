"""Which clock a person means: any name of any place finds one that exists, and no words break it."""

from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dispatch.hours import clock_of, is_fixed_clock
from bot.dispatch.zones import OFFERED, likely_zones, zone_meant

NOW = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)


def is_known(zone: str) -> bool:
    return zone in available_timezones() or is_fixed_clock(zone)


@given(st.text(max_size=30) | st.from_regex(r"(utc|GMT)?[+-]\d{1,2}(:?\d\d)?", fullmatch=True), st.text(max_size=5))
def test_no_words_mean_a_clock_that_does_not_exist(words: str, language: str) -> None:
    meant = zone_meant(words, now=NOW, language=language)

    assert all(map(is_known, meant.choices))
    assert meant.clear is None or is_known(meant.clear)
    assert len(meant.choices) <= OFFERED


def test_every_zone_is_known_by_its_name() -> None:
    meant = {zone: zone_meant(zone.upper(), now=NOW).clear for zone in available_timezones()}

    same = {zone for zone, clear in meant.items() if clock_of(clear).utcoffset(NOW) == clock_of(zone).utcoffset(NOW)}
    assert meant.keys() == same
    assert None not in meant.values()


@pytest.mark.parametrize(
    ("country", "zones"),
    [
        ("Ukraine", ("Europe/Kyiv",)),
        ("South Korea", ("Asia/Seoul",)),
        ("США", ("America/New_York", "America/Chicago")),
        ("Brasilien", ("America/Sao_Paulo",)),
        ("Australia", ("Australia/Sydney", "Australia/Brisbane")),
    ],
)
def test_a_country_means_its_clocks_those_of_most_people_first(country: str, zones: tuple[str, ...]) -> None:
    meant = zone_meant(country, now=NOW)

    assert (meant.choices or (meant.clear,))[: len(zones)] == zones


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("de", "Europe/Berlin"),
        ("pt-br", "America/Sao_Paulo"),
        ("en-au", "Australia/Sydney"),
        ("zh-hant-tw", "Asia/Shanghai"),
    ],
)
def test_the_language_of_a_person_tells_where_they_may_live(language: str, first: str) -> None:
    assert likely_zones(language)[0] == first


@given(st.none() | st.text(max_size=12))
@settings(deadline=None)
def test_there_are_always_clocks_to_choose_from(language: str | None) -> None:
    zones = likely_zones(language)

    assert len(set(zones)) == len(zones) == OFFERED
    assert all(map(is_known, zones))
