"""Where hubs call (WebSub 5.3, 7): they ask back whether we want a lease, and say that there is news.

    GET  ─▶ asked for, and still wanted? ─▶ 200 and the challenge, else 404
    POST ─▶ signed with our secret? ─▶ the source is due; 200 all the same

What is sent is not read but for its signature: it may be forged, stale, or only a part of the feed. The address of a
lease ends in its token; without it there is nothing here.
"""

import asyncio
import hmac
import random
import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from aiohttp import StreamReader, web

from bot.ingest.bodies import MOST_BYTES
from bot.ingest.leases import CALL_PAUSE, CALLBACKS, DENIED_FOR, granted
from bot.logs import logger
from storage import Storage
from storage.errors import StorageError
from storage.model import HubLease, HubLeaseId

SECONDS: Final = 30.0
"""For the body of a call; hubs are servers with good lines."""
_AT_ONCE: Final = 64
"""Calls whose bodies are being read. The next is told to come later, which hubs do."""
_LONGEST_CHALLENGE: Final = 1_000
"""Characters. It goes back as it came."""
_METHODS: Final = frozenset({"sha1", "sha256", "sha384", "sha512"})
"""What the standard lists (8). sha1 is broken for documents, not with a secret in front; old hubs know no other."""

_ID: Final = re.compile(r"[0-9]{1,18}")
_NOBODY: Final = "-" * 43
"""Compared with where there is no lease, so that a wrong id takes as long as a wrong token."""
_REASON: Final = 200

_log = logger("hubs")


class HubCallbacks:
    """Answers hubs. It may run in another process than what asks them: they meet in the database."""

    def __init__(
        self,
        storage: Storage,
        *,
        now: Callable[[], datetime],
        jitter: Callable[[], float] = lambda: random.uniform(-1, 1),
        seconds: float = SECONDS,
    ) -> None:
        self._storage = storage
        self._seconds = seconds
        self._now = now
        self._jitter = jitter
        self._turns = asyncio.Semaphore(_AT_ONCE)

    def routes(self, prefix: str = "") -> list[web.RouteDef]:
        """What is served, below the path `prefix` of our public address."""
        path = f"{prefix}{CALLBACKS}/{{lease}}/{{token}}"
        return [web.get(path, self._asked_back, allow_head=False), web.post(path, self._called)]

    async def _asked_back(self, request: web.Request) -> web.Response:
        try:
            answer = await self._verify(request)
        except StorageError:
            return web.Response(status=503)
        if answer is None:
            return web.Response(status=404)
        # Plain text that no browser takes for a page: the challenge is a stranger's.
        return web.Response(text=answer, headers={"X-Content-Type-Options": "nosniff"})

    async def _verify(self, request: web.Request) -> str | None:
        """What to say to a hub that asks back; None: this is not what we asked for."""
        told = request.query
        lease = await self._lease_of(request)
        if lease is None or not _same(told.get("hub.topic", ""), lease.known_as):
            return None
        challenge = told.get("hub.challenge", "")
        match told.get("hub.mode"):
            case "subscribe" if _is_challenge(challenge):
                return challenge if await self._confirm(lease, told.get("hub.lease_seconds")) else None
            case "unsubscribe" if _is_challenge(challenge):
                return challenge if await self._storage.release_lease(lease.id) else None
            case "denied":
                return "" if await self._deny(lease, told.get("hub.reason", "")) else None
            case _:
                return None

    async def _confirm(self, lease: HubLease, lease_seconds: str | None) -> bool:
        now = self._now()
        ends_at, renew_at = granted(lease_seconds, now=now, jitter=self._jitter())
        is_wanted = await self._storage.confirm_lease(lease.id, at=now, ends_at=ends_at, renew_at=renew_at)
        if is_wanted:
            _log.info("hub.granted", source=lease.source_id, until=ends_at.isoformat(timespec="minutes"))
        return is_wanted

    async def _deny(self, lease: HubLease, reason: str) -> bool:
        said = "".join(filter(str.isprintable, reason))[:_REASON]
        error = f"the hub denies it: {said}" if said else "the hub denies it"
        is_denied = await self._storage.deny_lease(lease.id, error=error, due_at=self._now() + DENIED_FOR)
        if is_denied:
            _log.warning("hub.denied", source=lease.source_id, reason=said)
        return is_denied

    async def _called(self, request: web.Request) -> web.Response:
        if self._turns.locked():
            return web.Response(status=503, headers={"Retry-After": "60"})
        async with self._turns:
            try:
                lease = await self._lease_of(request)
                if lease is None:
                    # 410 rather than 404: a hub that still holds a lease we forgot about may forget it, too (7).
                    return web.Response(status=410)
                await self._listen(request, lease)
            except StorageError:
                return web.Response(status=503, headers={"Retry-After": "60"})
        return web.Response()

    async def _listen(self, request: web.Request, lease: HubLease) -> None:
        """Heed a call that is signed as it must be, and let any other pass: a forger learns nothing (8)."""
        is_signed = await _is_signed(request, lease.secret, seconds=self._seconds)
        if not is_signed:
            _log.warning("hub.call_unsigned", source=lease.source_id)
        elif await self._storage.heed_call(lease.id, at=self._now(), pause=CALL_PAUSE):
            _log.info("hub.called", source=lease.source_id)

    async def _lease_of(self, request: web.Request) -> HubLease | None:
        """The lease at whose address somebody knocks."""
        id_, token = request.match_info["lease"], request.match_info["token"]
        lease = await self._storage.hub_lease(HubLeaseId(int(id_))) if _ID.fullmatch(id_) else None
        return lease if _same(token, lease.token if lease else _NOBODY) else None


async def _is_signed(request: web.Request, secret: str, *, seconds: float) -> bool:
    """Whether X-Hub-Signature fits the body, which is digested as it comes, for so long, and never kept."""
    method, _, signature = request.headers.get("X-Hub-Signature", "").strip().partition("=")
    if method.lower() not in _METHODS:
        return False
    digest = hmac.new(secret.encode(), digestmod=method.lower())
    try:
        async with asyncio.timeout(seconds):
            is_whole = await _take_in(request.content, digest)
    except (OSError, web.RequestPayloadError):  # too slow, gone in the middle, or no HTTP
        return False
    return is_whole and _same(digest.hexdigest(), signature.strip().lower())


async def _take_in(body: StreamReader, digest: hmac.HMAC) -> bool:
    """Digest a body to its end. False: it is larger than any document we would fetch."""
    size = 0
    async for chunk in body.iter_any():
        size += len(chunk)
        if size > MOST_BYTES:
            return False
        digest.update(chunk)
    return True


def _is_challenge(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_CHALLENGE


def _same(one: str, other: str) -> bool:
    """Whether two texts are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass"))
