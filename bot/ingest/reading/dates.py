"""Dates as sources write them, as aware UTC instants; never invented.

The ladder: ISO 8601 and RFC 822 by the standard library, then dateutil, then feedparser's (Korean, Greek, Hungarian).
dateutil likes to please: it is asked twice, with different defaults and day and month exchanged, and believed only
where both answers agree. An absurd date (before 1990, more than a day ahead) is a broken clock, not a publication.
"""

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from functools import lru_cache
from typing import Final

from bot import clock

_LONGEST: Final = 100
"""Characters. dateutil takes time quadratic in the length; no date is longer."""

_OLDEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD: Final = timedelta(days=1)

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?", re.DOTALL)
_RFC822 = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-]+[A-Za-z]{3,9}[\s-]+(\d{2,4})\b.*", re.DOTALL)
_ZONE_NAME = re.compile(r"[A-Z]{2,5}(?=\)?$)")

_SOME_DAY: Final = datetime(2001, 2, 3)  # noqa: DTZ001 - naive: shows that no zone was read
_OTHER_DAY: Final = datetime(1996, 11, 28)  # noqa: DTZ001 - likewise

_HOUR = 3600
ZONES: Final[dict[str, int]] = {
    **dict.fromkeys(("UT", "UTC", "GMT", "Z", "WET"), 0),
    **dict.fromkeys(("BST", "CET", "WEST", "MEZ"), _HOUR),
    **dict.fromkeys(("CEST", "EET", "SAST", "MESZ"), 2 * _HOUR),
    **dict.fromkeys(("EEST", "MSK"), 3 * _HOUR),
    "IST": 19800,
    "PKT": 5 * _HOUR,
    "WIB": 7 * _HOUR,
    "ICT": 7 * _HOUR,
    "HKT": 8 * _HOUR,
    "SGT": 8 * _HOUR,
    "AWST": 8 * _HOUR,
    "JST": 9 * _HOUR,
    "KST": 9 * _HOUR,
    "AEST": 10 * _HOUR,
    "AEDT": 11 * _HOUR,
    "NZST": 12 * _HOUR,
    "NZDT": 13 * _HOUR,
    "BRT": -3 * _HOUR,
    "ART": -3 * _HOUR,
    "ADT": -3 * _HOUR,
    "AST": -4 * _HOUR,
    "EDT": -4 * _HOUR,
    "EST": -5 * _HOUR,
    "CDT": -5 * _HOUR,
    "CST": -6 * _HOUR,
    "MDT": -6 * _HOUR,
    "MST": -7 * _HOUR,
    "PDT": -7 * _HOUR,
    "PST": -8 * _HOUR,
    "AKST": -9 * _HOUR,
    "AKDT": -8 * _HOUR,
    "HST": -10 * _HOUR,
}
"""Seconds east of Greenwich. A name means what its most readers take it for: names of zones are ambiguous."""


def believable_until() -> datetime:
    """The latest instant that is believed to be a publication now."""
    return clock.now() + _AHEAD


def published_at(*written: str | None, latest: datetime | None = None) -> datetime | None:
    """The first of these that is a believable instant (publication first, then updates), in UTC.

    `latest`: what `believable_until` told, asked once for many.
    """
    latest = latest or believable_until()
    for text in written:
        instant = parse_date(text.strip()) if text else None
        if instant is not None and _OLDEST <= instant <= latest:
            return instant
    return None


@lru_cache(maxsize=2048)
def parse_date(text: str) -> datetime | None:
    """The instant that `text` writes, in UTC, believable or not; None where the day is not fully written."""
    if not 6 <= len(text) <= _LONGEST:
        return None
    for step in (_by_iso, _by_rfc822, _by_dateutil, _by_feedparser):
        try:
            instant = step(text)
        except (ValueError, OverflowError, TypeError, AttributeError, LookupError, ArithmeticError):
            # Every parser has its own way to say no, and some say it by accident.
            continue
        if instant is not None:
            return instant
    return None


def _by_iso(text: str) -> datetime | None:
    if not _ISO.fullmatch(text):
        return None
    return _utc(datetime.fromisoformat(text.replace(" UTC", "Z").replace(" GMT", "Z").replace(" Z", "Z")))


def _by_rfc822(text: str) -> datetime | None:
    found = _RFC822.fullmatch(text)
    if found is None:
        return None
    if len(found[1]) == 4 and found[1] < "1000":
        # "0001" is how programs write that they know no date; the standard library takes it for 2001.
        return datetime.min.replace(tzinfo=UTC)
    fields = parsedate_tz(text)
    if fields is None:
        return None
    name = _ZONE_NAME.search(text)
    # The standard library reads a name it does not know as Greenwich, and knows only the American ones.
    offset = ZONES.get(name[0], fields[9]) if name else fields[9]
    return _utc(datetime(*fields[:6], tzinfo=timezone(timedelta(seconds=offset or 0))))


def _by_dateutil(text: str) -> datetime | None:
    from dateutil import parser  # noqa: PLC0415 - late: most documents never need it

    if not text.isascii():
        return None
    first, second = (
        parser.parse(text, tzinfos=_zone, default=default, dayfirst=dayfirst)
        for default, dayfirst in ((_SOME_DAY, False), (_OTHER_DAY, True))
    )
    return _utc(first) if first == second else None


def _zone(name: str | None, offset: int | None) -> timezone | None:
    """The zone of a name or offset. A name nobody knows is no reason to believe in Greenwich: no date then."""
    if offset is None and name is not None and name not in ZONES:
        raise ValueError(f"no such time zone: {name}")
    seconds = ZONES[name or "UTC"] if offset is None else offset
    return timezone(timedelta(seconds=seconds))


def _by_feedparser(text: str) -> datetime | None:
    if text.isascii():
        return None
    # Its general parser takes what it recognises and leaves the rest out (the hour); these four take all or nothing.
    # None has a public name.
    from feedparser.datetimes import greek, hungarian, korean  # noqa: PLC0415 - late: costs start-up

    forms = (korean, "nate"), (korean, "onblog"), (greek, "greek"), (hungarian, "hungarian")
    for module, name in forms:
        fields = getattr(module, f"_parse_date_{name}")(text)
        if fields is not None:
            return datetime.fromtimestamp(timegm(fields), UTC)
    return None


def _utc(instant: datetime) -> datetime:
    """A date without a zone is taken for UTC: what nearly all senders of such dates mean.

    In whole seconds: fractions are when a program wrote it, and most forms of feeds have none.
    """
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
