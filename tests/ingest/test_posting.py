"""A form reaches whom it is meant for, and nobody else: the address comes from a stranger's feed."""

import pytest
from aiohttp import web

from bot.ingest.fetch import Failed
from bot.ingest.posting import Accepted, Poster
from tests.ingest.servers import Answer, Names, hanging, saying, serving

FORM = {"hub.topic": "https://desk.example/?a=1&b=ü", "hub.mode": "subscribe"}


async def post(address: str, *, private: bool = True, seconds: float = 5.0) -> Accepted | Failed:
    async with Poster(allow_private_networks=private, seconds=seconds) as poster:
        return await poster.post(address, FORM)


def answering(status: int, got: list[dict[str, str]], location: str = "") -> Answer:
    async def answer(request: web.BaseRequest) -> web.Response:
        got.append({name: str(value) for name, value in (await request.post()).items()})
        moved = status if request.path != "/hub" else 202
        return web.Response(status=moved, headers={"Location": location} if location else {})

    return answer


@pytest.mark.parametrize("status", [200, 202, 204])
async def test_a_form_arrives_as_it_is(status: int) -> None:
    got: list[dict[str, str]] = []
    async with serving(answering(status, got)) as server:
        assert await post(server) == Accepted()
    assert got == [FORM]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_hub_that_moved_gets_the_form_where_it_is_now(status: int) -> None:
    got: list[dict[str, str]] = []
    async with serving(answering(status, got, "/hub")) as server:
        assert await post(server) == Accepted()
    assert got == [FORM, FORM]


@pytest.mark.parametrize("status", [303, 304, 400, 404, 429, 500, 503])
async def test_anything_else_is_a_refusal(status: int) -> None:
    async with serving(answering(status, [], "/hub")) as server:
        assert await post(server) == Failed(f"HTTP {status}")


async def test_a_form_goes_through_the_proxy_which_may_be_private_while_the_hub_may_not() -> None:
    asked: list[str] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        asked.append(f"{request.method} {request.raw_path if '://' in request.raw_path else request.path}")
        return web.Response(status=202)

    async with serving(answer) as proxy, Poster(allow_private_networks=False, seconds=5, proxy=proxy) as poster:
        assert await poster.post("http://hub.example/", FORM) == Accepted()
        refused = await poster.post("http://127.0.0.1/", FORM)
    assert isinstance(refused, Failed)
    assert refused.reason.startswith("refused")
    assert asked == ["POST http://hub.example/"]


async def test_a_circle_of_redirects_ends() -> None:
    got: list[dict[str, str]] = []
    async with serving(answering(307, got, "/again")) as server:
        assert await post(server) == Failed("it redirects more than 3 times")
    assert len(got) == 4


async def test_a_private_hub_is_never_dialled() -> None:
    got: list[dict[str, str]] = []
    async with serving(answering(202, got)) as server:
        refused = await post(server, private=False)
        async with Poster(allow_private_networks=False, resolver=Names(["127.0.0.1"])) as poster:
            named = await poster.post("http://hub.example/", FORM)
    assert isinstance(refused, Failed)
    assert isinstance(named, Failed)
    assert "BRIEFBOT_ALLOW_PRIVATE_NETWORKS" in refused.reason
    assert "BRIEFBOT_ALLOW_PRIVATE_NETWORKS" in named.reason
    assert got == []


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "http://user:secret@127.0.0.1/", "http://[::1/", "http://127.1/", "gopher://x/"]
)
async def test_a_redirect_of_a_hub_is_guarded_like_its_address(location: str) -> None:
    async with serving(answering(307, [], location)) as server:
        assert isinstance(await post(server), Failed)


async def test_a_hub_that_hangs_or_breaks_off_is_a_failure_in_time() -> None:
    async with serving(hanging) as server:
        assert await post(server, seconds=0.2) == Failed("no whole answer came in time")
    async with saying(b"nonsense\r\n\r\n") as server:
        assert isinstance(await post(server), Failed)
    async with saying(b"HTTP/1.1 202 Accepted\r\n\r\n", then=b"x" * 100_000) as server:
        assert await post(server) == Accepted()
