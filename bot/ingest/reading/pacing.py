"""What the head of a feed says about how long it stays as it is: for readers, not for news."""

import re
from datetime import timedelta
from typing import Final

_TTL = re.compile(r"<ttl\b[^<>]*>\s*(?:<!\[CDATA\[)?\s*(\d{1,9})\b", re.IGNORECASE)
_PERIOD = re.compile(r"<\w+:updatePeriod\b[^<>]*>\s*(?:<!\[CDATA\[)?\s*([a-z]+)", re.IGNORECASE)
_FREQUENCY = re.compile(r"<\w+:updateFrequency\b[^<>]*>\s*(?:<!\[CDATA\[)?\s*(\d{1,6})\b", re.IGNORECASE)
_PERIODS: Final = {
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
"""Without "hourly": WordPress writes "hourly, once" into every feed, so it says nothing about this one."""


def asked_pause(head: str) -> timedelta | None:
    """How long a feed wants to be left alone: RSS 2.0's `ttl` (minutes), or the RSS syndication module's words.

    A period is updated `updateFrequency` times, by default once. None: it does not say; never negative.
    """
    minutes = _TTL.search(head)
    if minutes:
        return timedelta(minutes=int(minutes[1]))
    named = _PERIOD.search(head)
    period = _PERIODS.get(named[1].lower()) if named else None
    if period is None:
        return None
    times = _FREQUENCY.search(head)
    return period / max(int(times[1]) if times else 1, 1)
