"""Decides when a hub is asked, and for how long its word counts. Pure: what happened comes in, instants go out."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from storage.model import HubLease

CALLBACKS = "/websub"
"""The path below which hubs call; the web page of the bot serves it."""

ASKED_FOR = timedelta(days=10)
"""The lease we ask for: what most hubs give by themselves, and a few requests a month."""

DENIED_FOR = timedelta(days=7)
"""A hub that denies what its own publisher offers seldom changes its mind."""

CALL_PAUSE = timedelta(seconds=30)
"""Between two visits that a hub calls for: a desk that saves one story five times in a minute is visited twice."""

_UNTOLD = timedelta(days=1)
"""Taken for a lease whose length the hub does not tell, though it must."""
_SHORTEST_LEASE = timedelta(minutes=1)
_LONGEST_LEASE = timedelta(days=30)
"""No hub can have itself relied on for years: a lease is renewed often enough to notice that it is gone."""
_SOONEST_RENEWAL = timedelta(minutes=15)
"""However short the lease: between its end and its renewal the source is polled as ever."""
_RENEWED_AFTER = 0.8
"""Of a lease. What is left of ten days has room for eight attempts."""
_FIRST_RETRY = timedelta(minutes=10)
"""Hubs confirm within seconds, some take minutes."""
_LAST_RETRY = timedelta(days=7)
"""Many feeds name hubs that were switched off years ago."""
_MOST_DOUBLINGS = 20
_JITTER = 0.1

_SECONDS = re.compile(r"[0-9]{1,12}")


def callback_address(base: str, lease: HubLease) -> str:
    """Where the hub calls us, at our public address `base`. Nobody else can guess it, and each lease has its own."""
    return f"{base}{CALLBACKS}/{lease.id}/{lease.token}"


class Granted(NamedTuple):
    """What a confirmed lease comes to: until when it counts, and when to renew it."""

    ends_at: datetime
    renew_at: datetime


def granted(lease_seconds: str | None, *, now: datetime, jitter: float) -> Granted:
    """A lease of as many seconds as the hub says, within bounds on both sides. jitter: -1 … 1, as everywhere."""
    told = lease_seconds.strip() if lease_seconds else ""
    length = timedelta(seconds=int(told)) if _SECONDS.fullmatch(told) else _UNTOLD
    length = max(_SHORTEST_LEASE, min(length, _LONGEST_LEASE))
    # Spread to the early side only: sources of one hub that were asked together need not renew together.
    share = _RENEWED_AFTER * (1 - _JITTER * (1 + max(-1.0, min(1.0, jitter))) / 2)
    return Granted(now + length, now + max(length * share, _SOONEST_RENEWAL))


def ask_again_at(now: datetime, *, failures: int, jitter: float) -> datetime:
    """When a hub that has not granted anything is asked again. `failures`: how often it was asked so far."""
    pause = min(_FIRST_RETRY * (1 << min(max(failures - 1, 0), _MOST_DOUBLINGS)), _LAST_RETRY)
    return now + pause * (1 + _JITTER * max(-1.0, min(1.0, jitter)))
