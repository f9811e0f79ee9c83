"""Which clock a person means: by the name of a zone, a city, a country or an offset from UTC. Pure, but for its tables.

The tables of countries come with the zones themselves (tzdata); other names of countries are those of topics.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import available_timezones

from bot.dispatch.hours import clock_of
from bot.topics.aliases import aliases_of
from bot.topics.folding import fold

OFFERED = 6
"""Zones to tap: three rows of two."""

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+−-])\s*(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)
_ZULU = frozenset({"utc", "gmt", "z", "zulu", "utc+0", "utc+00:00"})

_LARGE: Final = (
    *("Europe/London", "Europe/Berlin", "Europe/Kyiv", "Europe/Moscow", "America/New_York", "America/Chicago"),
    *("America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "America/Mexico_City", "America/Bogota"),
    *("America/Argentina/Buenos_Aires", "Africa/Lagos", "Africa/Cairo", "Africa/Nairobi", "Africa/Johannesburg"),
    *("Europe/Istanbul", "Asia/Dubai", "Asia/Tehran", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok"),
    *("Asia/Jakarta", "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul", "Australia/Sydney"),
    *("Asia/Almaty", "Asia/Tashkent", "Asia/Kathmandu", "Asia/Yangon", "Australia/Adelaide", "Pacific/Auckland"),
    *("Australia/Brisbane", "Australia/Perth", "Asia/Yekaterinburg", "Asia/Novosibirsk", "America/Santiago"),
    *(
        "America/Toronto",
        "America/Vancouver",
        "America/Halifax",
        "America/Caracas",
        "America/Anchorage",
        "Pacific/Honolulu",
        "America/St_Johns",
        "Etc/UTC",
    ),
)
"""Where most people live, for offsets, and for people of whom nothing is known."""

_SPOKEN: Final = {
    "ar": "EG SA MA AE IQ DZ", "az": "AZ", "be": "BY", "bg": "BG", "bn": "BD IN", "cs": "CZ", "da": "DK",
    "de": "DE AT CH",
    "el": "GR CY", "en": "GB US IN AU NZ", "es": "ES MX CO AR PE CL", "et": "EE", "fa": "IR AF", "fi": "FI",
    "fr": "FR BE CH CA SN CI", "he": "IL", "hi": "IN", "hr": "HR", "hu": "HU", "hy": "AM", "id": "ID", "it": "IT CH",
    "ja": "JP", "ka": "GE", "kk": "KZ", "ko": "KR", "lt": "LT", "lv": "LV", "ms": "MY SG", "nb": "NO", "nl": "NL BE",
    "no": "NO", "pl": "PL", "pt": "BR PT AO", "ro": "RO MD", "ru": "RU BY KZ UA", "sk": "SK", "sl": "SI", "sr": "RS BA",
    "sv": "SE FI", "sw": "KE TZ", "th": "TH", "tr": "TR", "uk": "UA", "ur": "PK IN", "uz": "UZ", "vi": "VN",
    "zh": "CN TW HK SG",
}  # fmt: skip
"""Countries where a language of Telegram is at home, the most people first."""

_CALLED: Final = {
    "uk": "GB", "great britain": "GB", "united kingdom": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "usa": "US", "us": "US", "america": "US", "south korea": "KR", "north korea": "KP", "czechia": "CZ", "uae": "AE",
    "holland": "NL", "burma": "MM", "drc": "CD", "swaziland": "SZ", "macedonia": "MK", "turkiye": "TR",
}  # fmt: skip
"""Names of countries that the table of countries has otherwise."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody may mean: `clear` where there is no doubt, else the zones to choose from, if any."""

    clear: str | None = None
    choices: tuple[str, ...] = ()


def zone_meant(words: str, *, now: datetime, language: str | None = None) -> Meant:
    """The zone of these words; where they leave a doubt, those of the person's language come first."""
    key = _key(words)
    if key in _ZULU:
        return Meant("UTC")
    if offset := _OFFSET.fullmatch(words.strip()):
        return _by_offset(offset, now, language)
    if zone := _zones_by_name().get(key):
        return Meant(zone)
    cities = _zones_by_city()
    if key in cities:
        return Meant(cities[key][0]) if len(cities[key]) == 1 else Meant(choices=cities[key][:OFFERED])
    if country := _country(words, key):
        return _by_country(country)
    near = get_close_matches(key, cities, n=3, cutoff=0.75)
    return Meant(choices=tuple(dict.fromkeys(zone for city in near for zone in cities[city]))[:OFFERED])


def likely_zones(language: str | None) -> tuple[str, ...]:
    """Where somebody with this language of Telegram ("de", "pt-br") may live, the likeliest first."""
    spoken, _, region = (language or "").lower().partition("-")
    countries = [region.upper(), *_SPOKEN.get(spoken, "").split()]
    named = [_of_country(country) for country in countries]
    first = [zones[0] for zones in named if zones]
    # Of the first country all its zones, of each other one the zone most live in.
    several = next((zones for zones in named if zones), ())[:4]
    return tuple(dict.fromkeys((*several, *first, *_LARGE)))[:OFFERED] if first else _LARGE[:OFFERED]


def zone_name(zone: str) -> str:
    """A zone as people read it: Kyiv, New York, UTC+05:30."""
    return zone.rpartition("/")[2].replace("_", " ")


def _by_offset(found: re.Match[str], now: datetime, language: str | None) -> Meant:
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if offset > timedelta(hours=14) or int(found[3] or 0) > 59:
        return Meant()
    if not offset:
        return Meant("UTC")
    fixed = f"UTC{'+' if found[1] == '+' else '-'}{int(found[2]):02}:{int(found[3] or 0):02}"
    here = offset if found[1] == "+" else -offset
    there = [zone for zone in (*likely_zones(language), *_LARGE) if now.astimezone(clock_of(zone)).utcoffset() == here]
    return Meant(choices=(*tuple(dict.fromkeys(there))[: OFFERED - 1], fixed)) if there else Meant(fixed)


def _by_country(country: str) -> Meant:
    zones = _of_country(country)
    return Meant(zones[0]) if len(zones) == 1 else Meant(choices=zones[:OFFERED])


def _country(words: str, key: str) -> str | None:
    """The code of a country by any of its names."""
    names = _countries_by_name()
    return next((names[each] for each in (key, *map(_key, aliases_of(words.strip()))) if each in names), None)


def _key(words: str) -> str:
    return fold(" ".join(words.replace("_", " ").split())).strip()


@cache
def _zones_by_name() -> dict[str, str]:
    """Every name that is known: Europe/Kyiv, Europe/Kiev, CET."""
    return {_key(name): name for name in available_timezones() if not name.startswith(("posix", "right", "System"))}


@cache
def _zones_by_city() -> dict[str, tuple[str, ...]]:
    """The zones that bear the name of a city, an island, a state."""
    cities: dict[str, list[str]] = {}
    for name in sorted(available_timezones(), key=lambda name: (name not in _all_zones(), name)):
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix", "right")):
            same = cities.setdefault(_key(name.rpartition("/")[2]), [])
            if not same or name in _all_zones():
                same.append(name)
    return {city: tuple(zones) for city, zones in cities.items()}


@cache
def _all_zones() -> frozenset[str]:
    return frozenset(zone for zones in _zones_by_country().values() for zone, _ in zones)


@cache
def _of_country(country: str) -> tuple[str, ...]:
    """The zones of a country that differ in winter or summer; one, where most of it has one."""
    zones = _zones_by_country().get(country, ())
    for zone, where in zones:
        if where.startswith("most of"):
            return (zone,)
    distinct = {_year(zone): zone for zone, _ in reversed(zones)}
    return tuple(zone for zone, _ in zones if zone in distinct.values())


def _year(zone: str) -> tuple[timedelta | None, ...]:
    return tuple(datetime(2026, month, 1, tzinfo=UTC).astimezone(clock_of(zone)).utcoffset() for month in (1, 7))


@cache
def _zones_by_country() -> dict[str, tuple[tuple[str, str], ...]]:
    """By its code: zones, those of most people first, with a remark where each is."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, _place, zone, *remark in _lines("zone.tab"):
        found.setdefault(code, []).append((zone, remark[0] if remark else ""))
    return {code: tuple(sorted(zones, key=lambda zone: zone[0] not in _LARGE)) for code, zones in found.items()}


@cache
def _countries_by_name() -> dict[str, str]:
    """Codes by names: "Korea (South)" is "korea" and "south" by itself, which nobody means."""
    names = {_key(name): code for code, name in _lines("iso3166.tab")}
    names |= {_key(name.partition(" (")[0]): code for code, name in _lines("iso3166.tab") if "Korea" not in name}
    return names | _CALLED


def _lines(table: str) -> Iterable[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", table).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
