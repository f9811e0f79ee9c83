"""What the headers of an answer ask of a visitor, read without trust: texts come in, bounded values go out."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(hours=24)
"""No server may silence its source for longer: some ask for ten years."""

_AGES = re.compile(r"(?:^|[,\s])(s-maxage|max-age)\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_UNKEPT = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,12}(?:\.\d+)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,12}", re.ASCII)
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
    until = http_date(text)
    if until is None or until <= now:
        return None
    return min(until - now, LONGEST_WAIT)


def fresh_for(
    cache_control: str | None,
    *,
    now: datetime,
    expires: str | None = None,
    date: str | None = None,
    age: str | None = None,
) -> timedelta | None:
    """How much longer an answer stays fresh (RFC 9111, 4.2), from zero to a day; None: its server does not say.

    We read for many people, as a shared cache does: s-maxage goes before max-age, and both before Expires, which is
    read by the server's own clock (Date) where that is told. Age is what a cache on the way has used up already.
    """
    given = cache_control or ""
    if _UNKEPT.search(given):
        return timedelta()
    ages = {name.lower(): timedelta(seconds=int(seconds)) for name, seconds in _AGES.findall(given)}
    lifetime = ages.get("s-maxage", ages.get("max-age"))
    if lifetime is None and expires:
        until = http_date(expires)
        # "0" and the like are dates gone by (RFC 9111, 5.3).
        lifetime = until - (http_date(date or "") or now) if until else timedelta()
    if lifetime is None:
        return None
    used = timedelta(seconds=int(age)) if age and _WHOLE.fullmatch(age) else timedelta()
    return min(max(lifetime - used, timedelta()), LONGEST_WAIT)


def validator(text: str | None) -> str | None:
    """An ETag or date that may be stored and sent back; None for one that is too long or not printable ASCII."""
    if text and len(text) <= _MOST_CHARACTERS and text.isascii() and text.isprintable():
        return text
    return None


def past_date(last_modified: str | None, *, now: datetime) -> str | None:
    """Last-Modified if it may be sent back. One in the future would make an honest server answer 304 until then."""
    text = validator(last_modified)
    at = http_date(text) if text else None
    return text if at is not None and at <= now else None


def http_date(text: str) -> datetime | None:
    """An HTTP date as an aware instant; None for anything else."""
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    # "-0000" is read as naive; HTTP dates are always GMT.
    return at if at.tzinfo else at.replace(tzinfo=UTC)
