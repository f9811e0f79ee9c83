"""What the headers of an answer ask of a visitor, read without trust: texts come in, bounded values go out."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(hours=24)
"""No server may silence its source for longer: some ask for ten years."""

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,12}(?:\.\d+)?")
_MOST_CHARACTERS = 1000
"""Of a validator, which is stored and sent back at each visit."""


def asked_wait(retry_after: str | None, *, now: datetime) -> timedelta | None:
    """Retry-After as a wait (RFC 9110, 10.2.3: seconds or a date), at most a day. None: nothing sensible is asked."""
    if not retry_after:
        return None
    text = retry_after.strip()
    if _SECONDS.fullmatch(text):
        return min(timedelta(seconds=float(text)), LONGEST_WAIT)
    if text.isdecimal():  # beyond all sense, but clearly "long"
        return LONGEST_WAIT
    until = date(text)
    if until is None or until <= now:
        return None
    return min(until - now, LONGEST_WAIT)


def cache_age(cache_control: str | None) -> timedelta | None:
    """Cache-Control's max-age, at most a day."""
    found = _MAX_AGE.search(cache_control or "")
    return min(timedelta(seconds=int(found[1])), LONGEST_WAIT) if found else None


def validator(text: str | None) -> str | None:
    """An ETag or date that may be stored and sent back; None for one that is too long or not printable ASCII."""
    if text and len(text) <= _MOST_CHARACTERS and text.isascii() and text.isprintable():
        return text
    return None


def past_date(last_modified: str | None, *, now: datetime) -> str | None:
    """Last-Modified if it may be sent back. One in the future would make an honest server answer 304 until then."""
    text = validator(last_modified)
    at = date(text) if text else None
    return text if at is not None and at <= now else None


def date(text: str) -> datetime | None:
    """An HTTP date as an aware instant; None for anything else."""
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    # "-0000" is read as naive; HTTP dates are always GMT.
    return at if at.tzinfo else at.replace(tzinfo=UTC)
