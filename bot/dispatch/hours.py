"""When briefs come: the times of digests, quiet hours, and clocks across the changes of summer time. Pure.

    daily 08:00          every day
    08:00 18:00          the same, twice
    mon-fri 07:30        on some days
    weekly sun 18:00     once a week

A time that the clock leaps over comes at the first instant after the leap; one that it shows twice comes once, at the
first. Times are kept as they are written here, in `canonical` form, and read by the clock of whoever they are for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from storage.model_hours import Terms

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMED_DAYS: Final = {
    "daily": "mon-sun", "day": "mon-sun", "weekdays": "mon-fri", "workdays": "mon-fri", "weekends": "sat,sun",
}  # fmt: skip
_FULL_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_TIMES = 4
"""A digest that comes more often than that is hardly one; and these fit on a button, which carries 64 bytes."""

EXAMPLES = "daily 08:00, 08:00 18:00, mon-fri 07:30 or weekly sun 18:00"

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?", re.IGNORECASE)
_FIXED = re.compile(r"UTC([+-])(\d\d):(\d\d)")
_DAY = timedelta(days=1)


class HoursError(ValueError):
    """Hours that cannot be read; the text is one line that says what to write."""


@dataclass(frozen=True, slots=True)
class DigestTimes:
    """At which times of which days (0 is Monday) a digest comes; both sorted, neither empty."""

    days: tuple[int, ...]
    times: tuple[time, ...]

    @property
    def canonical(self) -> str:
        """In words that are read as the same."""
        return f"{_days_in_words(self.days)} {' '.join(f'{each:%H:%M}' for each in self.times)}"

    def next_after(self, at: datetime, zone: tzinfo) -> datetime:
        """The first instant (UTC) after `at` at which a digest comes by the clock of `zone`."""
        # From the day before: where a clock leaps over midnight, yesterday's time comes today.
        day = at.astimezone(zone).date() - _DAY
        while True:
            times = self.times if day.weekday() in self.days else ()
            for moment in (moment_of(day, each, zone) for each in times):
                if moment > at:
                    return moment
            day += _DAY


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when to when nothing comes, every day; over midnight where the end is the earlier one."""

    start: time
    end: time

    @property
    def canonical(self) -> str:
        """In words that are read as the same."""
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def until(self, at: datetime, zone: tzinfo) -> datetime | None:
        """When they end (UTC), where `at` lies in them; else None."""
        local = at.astimezone(zone)
        clock = local.time()
        overnight = self.start > self.end
        is_quiet = (clock >= self.start or clock < self.end) if overnight else self.start <= clock < self.end
        if not is_quiet:
            return None
        day = local.date() + _DAY if overnight and clock >= self.start else local.date()
        end = moment_of(day, self.end, zone)
        # In the hour that comes twice, the first pass of its end may be over.
        return end if end > at else datetime.combine(day, self.end, zone).replace(fold=1).astimezone(UTC)


def moment_of(day: date, clock: time, zone: tzinfo) -> datetime:
    """The instant (UTC) at which a clock in `zone` first shows this time of this day, or has just leapt over it."""
    local = datetime.combine(day, clock, zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    # A leap. Read by the offset after it, the time lies before the leap; read by the one before, after it.
    before, after = local.replace(fold=1).astimezone(UTC), moment
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = max(middle, before + timedelta(seconds=1))
        else:
            after = middle
    return after


def parse_digest(words: str) -> DigestTimes:
    """The times in `words`. Raises HoursError."""
    parts = re.sub(r"\s*([-,–])\s*", r"\1", words.strip().lower()).replace("–", "-").split()
    if parts and parts[0] in {"weekly", "every", "on", "at"}:
        weekly = parts.pop(0) == "weekly"
        if weekly and parts[:1] and parts[0][:1].isdigit():
            raise HoursError("Name the day as well, as in weekly sun 18:00.")
    split = next((place for place, part in enumerate(parts) if part[:1].isdigit()), len(parts))
    days = _days(parts[:split]) if split else tuple(range(7))
    clocks = " ".join(parts[split:]).replace(",", " ").replace(" and ", " ").split()
    if not clocks:
        raise HoursError(f"Say at what time, as in {EXAMPLES}.")
    times = tuple(sorted({parse_time(clock) for clock in _joined_halves(clocks)}))
    if len(times) > MOST_TIMES:
        raise HoursError(f"At most {MOST_TIMES} times a day.")
    return DigestTimes(days, times)


def parse_quiet(words: str) -> QuietHours:
    """The hours in `words`, as in 22:00-07:00. Raises HoursError."""
    ends = re.split(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", words.strip().lower().removeprefix("from "))
    if len(ends) != 2:
        raise HoursError("Write from when to when, as in 22:00-07:00.")
    start, end = map(parse_time, ends)
    if start == end:
        raise HoursError("Quiet hours that never end would be a pause: /pause does that.")
    return QuietHours(start, end)


def parse_time(words: str) -> time:
    """A time of day: 08:00, 8.30, 8, 8pm. Raises HoursError."""
    found = _TIME.fullmatch(words.strip())
    if not found:
        raise HoursError(f"“{words.strip()[:20]}” is not a time: write it as 08:00.")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half:
        hour = 24
    if (hour, minute) == (24, 0) and not half:
        hour = 0
    if hour > 23 or minute > 59:
        raise HoursError(f"“{words.strip()[:20]}” is not a time of day: they go from 00:00 to 23:59.")
    return time(hour, minute)


def is_fixed_clock(zone: str) -> bool:
    """Whether this names a fixed offset, as UTC+05:30 does."""
    return _FIXED.fullmatch(zone) is not None


@lru_cache(1024)
def clock_of(zone: str | None) -> tzinfo:
    """The clock of this name ("Europe/Kyiv", "UTC+05:30"); UTC for none, and for one that is not known (any more)."""
    if not zone:
        return UTC
    fixed = _FIXED.fullmatch(zone)
    try:
        if fixed:
            offset = timedelta(hours=int(fixed[2]), minutes=int(fixed[3]))
            return timezone(-offset if fixed[1] == "-" else offset)
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # not found (a KeyError), or nothing that could be the name of a file
        return UTC


@lru_cache(4096)
def digest_of(stored: str | None) -> DigestTimes | None:
    """The times as they are stored; None for none, and for those of another version."""
    try:
        return parse_digest(stored) if stored else None
    except HoursError:
        return None


@lru_cache(4096)
def quiet_of(stored: str | None) -> QuietHours | None:
    """The same for quiet hours."""
    try:
        return parse_quiet(stored) if stored else None
    except HoursError:
        return None


def due_at(terms: Terms, now: datetime) -> datetime:
    """When a brief that is owed from `now` on comes: at once or with the next digest, but not in quiet hours."""
    zone = clock_of(terms.zone)
    digest = digest_of(terms.digest)
    at = digest.next_after(now, zone) if digest else now
    return quiet_until(terms.quiet, terms.zone, at) or at


def quiet_until(quiet: str | None, zone: str | None, at: datetime) -> datetime | None:
    """When the quiet hours end in which `at` lies; None: it lies in none."""
    hours = quiet_of(quiet)
    return hours.until(at, clock_of(zone)) if hours else None


def _joined_halves(parts: list[str]) -> Iterator[str]:
    """Times, with an "am" or "pm" that stood apart."""
    for place, part in enumerate(parts):
        if part in {"am", "pm"}:
            continue
        half = parts[place + 1] if place + 1 < len(parts) and parts[place + 1] in {"am", "pm"} else ""
        yield part + half


def _days(words: list[str]) -> tuple[int, ...]:
    days: set[int] = set()
    for part in ",".join(NAMED_DAYS.get(word, word) for word in words).split(","):
        first, _, last = part.partition("-")
        start, stop = _day(first), _day(last or first)
        days.update((start + step) % 7 for step in range((stop - start) % 7 + 1))
    return tuple(sorted(days))


def _day(word: str) -> int:
    for place, name in enumerate(_FULL_DAYS):
        if len(word) >= 3 and name.startswith(word):
            return place
    raise HoursError(f"“{word[:20]}” is not a day: write mon, tue, wed, thu, fri, sat or sun, as in mon-fri 07:30.")


def _days_in_words(days: tuple[int, ...]) -> str:
    if days == tuple(range(7)):
        return "daily"
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
    return ",".join(DAYS[day] for day in days)
