"""Sends a form to an address that a stranger named, guarded and bounded like a visit. What comes back is not read."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from yarl import URL

from bot.ingest.fetch import Failed, Fetcher, reason_of

_MOST_REDIRECTS = 3
_MOVED = frozenset({301, 302, 307, 308})
"""WebSub knows 307 and 308 (5.1.2). Servers that send everybody to https use the older two, and mean the same."""


@dataclass(frozen=True)
class Accepted:
    """The server took the form."""


class Poster(Fetcher):
    """A Fetcher that sends forms: the same guard and proxy, the same bounds on time and on crowds."""

    async def post(self, address: str, form: Mapping[str, str]) -> Accepted | Failed:
        """POST `form`; a redirect is followed with the form in hand."""
        try:
            url = self._guard.web_address(address)
            async with self._lanes.turn(url.authority), asyncio.timeout(self._seconds):
                return await self._send(url, form)
        except aiohttp.ClientHttpProxyError as error:  # the proxy's own answer
            return Failed(f"HTTP {error.status}")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Failed(reason_of(error))

    async def _send(self, url: URL, form: Mapping[str, str]) -> Accepted | Failed:
        for _ in range(_MOST_REDIRECTS + 1):
            async with self._opened().post(url, data=dict(form), allow_redirects=False) as response:
                if response.status not in _MOVED:
                    return Accepted() if 200 <= response.status < 300 else Failed(f"HTTP {response.status}")
                url = url.join(URL(response.headers.get("Location", ""))).with_fragment(None)
            self._guard.check(url)
        return Failed(f"it redirects more than {_MOST_REDIRECTS} times")
