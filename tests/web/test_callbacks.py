"""Where hubs call: nothing is granted that was not asked for, nothing is heard that is not signed, nothing is kept."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import aiohttp
import pytest

from bot.ingest.leases import DENIED_FOR, callback_address
from bot.web.callbacks import HubCallbacks
from storage import Storage
from storage.model import HubLease, HubOffer, LeaseState
from tests.builders import AT, DAY, HOUR, MINUTE, a_visit
from tests.hubs import call, served, signed, visit
from tests.storage.scene import Scene, opened

FEED = "https://news.test/feed?a=1&b=ü"
BODY = b"<rss>what a hub sends is not read</rss>"


@dataclass
class Doors:
    """A lease that was asked for at AT, and the address at which its hub calls; the time stands still."""

    scene: Scene
    base: str
    lease: HubLease

    @property
    def storage(self) -> Storage:
        return self.scene.storage

    @property
    def callback(self) -> str:
        return callback_address(self.base, self.lease)

    async def verify(self, mode: str = "subscribe", topic: str = FEED, **told: str) -> tuple[int, str]:
        return await visit(self.callback, mode=mode, topic=topic, **{"challenge": "x7Gq", **told})

    async def grant(self) -> None:
        assert await self.verify(lease_seconds="864000") == (200, "x7Gq")

    async def state(self) -> LeaseState | None:
        lease = await self.storage.hub_lease(self.lease.id)
        return lease.state if lease else None

    async def is_called(self) -> bool:
        """Whether the source is due before its time."""
        (source,) = await self.storage.sources()
        return source.next_visit_at <= AT


@pytest.fixture
async def doors(tmp_path: Path) -> AsyncIterator[Doors]:
    async with opened(tmp_path / "briefbot.db") as scene:
        source = await scene.storage.add_source("https://news.test/feed", now=AT - HOUR)
        visited = a_visit(at=AT - HOUR, next_visit_at=AT + HOUR, hub=HubOffer(hub="https://hub.test/", known_as=FEED))
        await scene.storage.store_visit(source.id, visited)
        async with served(HubCallbacks(scene.storage, now=lambda: AT, jitter=lambda: -1.0).routes()) as base:
            (lease,) = await scene.storage.claim_due_leases(AT, base=base, until=AT + MINUTE, limit=9)
            yield Doors(scene, base, lease)


async def test_what_was_asked_for_is_confirmed_with_the_challenge(doors: Doors) -> None:
    assert await doors.verify(lease_seconds="864000") == (200, "x7Gq")
    lease = await doors.storage.hub_lease(doors.lease.id)
    assert lease is not None
    assert (lease.state, lease.ends_at) == (LeaseState.ACTIVE, AT + 10 * DAY)
    assert await doors.storage.claim_due_leases(AT + 8 * DAY - MINUTE, base="x", until=AT, limit=9) == []
    assert len(await doors.storage.claim_due_leases(AT + 8 * DAY, base="x", until=AT, limit=9)) == 1


async def test_the_challenge_comes_back_as_text_that_no_browser_runs(doors: Doors) -> None:
    script = "<script>alert(1)</script>ü"
    query = {"hub.mode": "subscribe", "hub.topic": FEED, "hub.challenge": script}
    async with aiohttp.ClientSession() as session, session.get(doors.callback, params=query) as response:
        assert await response.text() == script
        assert response.content_type == "text/plain"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "told",
    [
        {"topic": "https://news.test/feed"},
        {"topic": ""},
        {"mode": "unsubscribe"},
        {"mode": "publish"},
        {"mode": ""},
        {"challenge": ""},
        {"challenge": "x" * 1001},
    ],
    ids=["another feed", "no feed", "not left", "unknown", "no mode", "no challenge", "a long one"],
)
async def test_what_was_not_asked_for_is_not_found(doors: Doors, told: dict[str, str]) -> None:
    status, text = await doors.verify(**told)
    assert (status, text) == (404, "")
    assert await doors.state() is LeaseState.ASKED


async def test_without_the_token_there_is_nothing(doors: Doors) -> None:
    right = doors.callback
    for address in (
        right[:-1],
        right + "x",
        right[:-1] + ("a" if right[-1] != "a" else "b"),
        right.replace(f"/{doors.lease.id}/", "/999/"),
        right.replace(f"/{doors.lease.id}/", f"/0{'9' * 30}/"),
        right.replace(f"/{doors.lease.id}/", "/-1/"),
        right.replace(f"/{doors.lease.id}/", "/%00/"),
        f"{doors.base}/websub/1/%ED%A0%80%FF",
    ):
        told = {"mode": "subscribe", "topic": FEED, "challenge": "x7Gq"}
        assert (await visit(address, **told))[0] == 404, address
        assert await call(address, BODY, signature=signed(BODY, doors.lease.secret)) == 410, address
    assert (await visit(f"{doors.base}/websub/{doors.lease.id}"))[0] == 404
    assert await doors.state() is LeaseState.ASKED
    assert not await doors.is_called()


async def test_a_denial_is_noted_and_asked_about_much_later(doors: Doors) -> None:
    await doors.grant()
    assert (await doors.verify("denied", topic="https://other.test/"))[0] == 404
    assert (await doors.verify("denied", reason="not\r\nwelcome" + "!" * 1000))[0] == 200
    assert await doors.state() is LeaseState.DENIED
    ((error, due_at),) = doors.scene.rows("SELECT last_error, due_at FROM hub_leases")
    assert str(error).startswith("the hub denies it: notwelcome!")
    assert len(str(error)) < 250
    assert due_at == int((AT + DENIED_FOR).timestamp() * 1000)


async def test_a_lease_we_gave_back_is_let_go_and_not_granted_again(doors: Doors) -> None:
    await doors.grant()
    await doors.storage.remove_source("https://news.test/feed")
    await doors.storage.claim_due_leases(AT, base=doors.base, until=AT + MINUTE, limit=9)
    assert (await doors.verify())[0] == 404
    assert await doors.verify("unsubscribe") == (200, "x7Gq")
    assert await doors.state() is None
    assert await call(doors.callback, BODY, signature=signed(BODY, doors.lease.secret)) == 410


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512", "SHA256"])
async def test_a_signed_call_makes_its_source_due(doors: Doors, method: str) -> None:
    await doors.grant()
    signature = signed(BODY, doors.lease.secret, method.lower()).replace(method.lower(), method)
    assert await call(doors.callback, BODY, signature=signature) == 200
    assert await doors.is_called()


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "sha256",
        "sha256=",
        "=",
        signed(BODY, "another secret"),
        signed(BODY + b" ", "the secret"),
        "md5=900150983cd24fb0d6963f7d28e17f72",
        "new=sha256",
        "sha256=ü",
        "sha3_256=" + "0" * 64,
    ],
)
async def test_a_call_that_is_not_signed_with_our_secret_is_accepted_and_not_heard(
    doors: Doors, signature: str | None
) -> None:
    await doors.grant()
    assert await call(doors.callback, BODY, signature=signature) == 200
    assert not await doors.is_called()


async def test_only_what_was_really_sent_counts(doors: Doors) -> None:
    """A body in another encoding is neither inflated nor taken for what is in it."""
    await doors.grant()
    packed = gzip.compress(BODY)
    right_inside = signed(BODY, doors.lease.secret)
    assert await call(doors.callback, packed, signature=right_inside, **{"Content-Encoding": "gzip"}) == 200
    assert not await doors.is_called()
    bomb = gzip.compress(bytes(100_000_000))
    right_outside = signed(bomb, doors.lease.secret)
    assert await call(doors.callback, bomb, signature=right_outside, **{"Content-Encoding": "gzip"}) == 200
    assert await doors.is_called()


async def test_a_call_before_the_lease_is_granted_is_not_heard(doors: Doors) -> None:
    assert await call(doors.callback, BODY, signature=signed(BODY, doors.lease.secret)) == 200
    assert not await doors.is_called()


async def talk(doors: Doors, *pieces: bytes, wait: bool = False, base: str = "") -> bytes:
    """Speak HTTP by hand to the callback; the first line of the answer, where one is waited for."""
    parts = urlsplit(base or doors.base)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    path = urlsplit(doors.callback).path
    writer.write(f"POST {path} HTTP/1.1\r\nHost: bot\r\nX-Hub-Signature: sha1=00\r\n".encode())
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
    line = await asyncio.wait_for(reader.readline(), 10) if wait else b""
    writer.close()
    await writer.wait_closed()
    return line


async def test_a_body_larger_than_any_feed_is_dropped_while_it_comes(doors: Doors) -> None:
    await doors.grant()

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield bytes(1_000_000)

    secret = doors.lease.secret
    signature = signed(bytes(50_000_000), secret)
    async with (
        aiohttp.ClientSession() as session,
        session.post(doors.callback, data=endless(), headers={"X-Hub-Signature": signature}) as response,
    ):
        assert response.status == 200
    assert not await doors.is_called()


async def test_a_caller_that_breaks_off_or_speaks_nonsense_harms_nobody(doors: Doors) -> None:
    await doors.grant()
    await talk(doors, b"Content-Length: 100\r\n\r\nabc")
    await talk(doors, b"Transfer-Encoding: chunked\r\n\r\nzz\r\nnonsense\r\n")
    await talk(doors, b"Content-Length: -5\r\n\r\n")
    await talk(doors, b"X: " + b"y" * 100_000 + b"\r\n\r\n")
    assert await call(doors.callback, BODY, signature=signed(BODY, doors.lease.secret)) == 200
    assert await doors.is_called()


async def test_a_body_that_does_not_come_is_not_waited_for(doors: Doors) -> None:
    await doors.grant()
    async with served(HubCallbacks(doors.storage, now=lambda: AT, seconds=0.1).routes()) as impatient:
        said = await talk(doors, b"Content-Length: 100\r\n\r\nabc", wait=True, base=impatient)
    assert said.split()[1] == b"200"
    assert not await doors.is_called()


async def test_a_crowd_of_slow_callers_is_told_to_come_later(doors: Doors) -> None:
    parts = urlsplit(doors.base)
    head = f"POST {urlsplit(doors.callback).path} HTTP/1.1\r\nHost: bot\r\nX-Hub-Signature: sha1=00\r\n".encode()
    crowd = [await asyncio.open_connection(parts.hostname, parts.port) for _ in range(64)]
    for _reader, writer in crowd:
        writer.write(head + b"Content-Length: 100\r\nExpect: 100-continue\r\n\r\na")
    # They are in as soon as each was told to go on.
    assert {await reader.readline() for reader, _writer in crowd} == {b"HTTP/1.1 100 Continue\r\n"}
    assert await call(doors.callback, BODY) == 503
    status, _text = await doors.verify()
    assert status == 200
    for _reader, writer in crowd:
        writer.close()


async def test_without_the_database_hubs_are_told_to_come_later(doors: Doors) -> None:
    await doors.storage.close()
    assert (await doors.verify())[0] == 503
    assert await call(doors.callback, BODY) == 503


@pytest.mark.parametrize("challenge", ["%ED%A0%80", "%FF%FE", "%00", "a%0D%0Ab", "%F0%9F%97%9E"])
async def test_whatever_the_challenge_is_there_is_an_answer(doors: Doors, challenge: str) -> None:
    address = f"{doors.callback}?hub.mode=subscribe&hub.topic={quote(FEED, safe='')}&hub.challenge={challenge}"
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n".encode())
    assert (await reader.readline()).split()[1] == b"200"
    writer.close()
