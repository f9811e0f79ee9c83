"""A document's hub and own address are found wherever it names them, and nothing that is named can do harm."""

import json
import time
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.fetch import Fetched, Fetcher
from bot.ingest.reading.document import HubLinks
from bot.ingest.reading.hubs import links_of_headers, links_of_json, links_of_markup
from bot.ingest.reading.reader import read_document
from tests.ingest.servers import serving
from tests.ingest.visiting import feed, page
from tests.ingest.writing import ADDRESS, atom, read, rss

HUB = "https://hub.example/"
OWN = "https://desk.example/feed/"
BOTH = HubLinks(hub=HUB, own=OWN)


@pytest.mark.parametrize(
    "values",
    [
        [f"<{HUB}>; rel=hub, <{OWN}>; rel=self"],
        [f'<{HUB}>; rel="hub"', f'<{OWN}>;rel="self"'],
        [
            f'<{OWN}>; title="a, b; rel=hub <x>"; rel="SELF alternate", </s.css>; rel=preload',
            f"<{HUB}>;t = 'x' ;rel=hub",
        ],
        ["</other>; rel=self; anchor=/other", f"<{HUB}> ; rel=hub", "<.>; rel=self; rel=hub"],
        ["<javascript:hub>; rel=hub, <http://[::1>; rel=hub, <>; rel=hub", f"<{HUB}>; rel=hub, <{OWN}#top>; rel=self"],
        ["<http://a.example/>; rel=hub", f"<{HUB}>; rel=hub, <https://b.example/>; rel=hub", f"<{OWN}>; rel=self"],
    ],
    ids=["one value", "several", "quoted", "of another document", "worthless ones", "the first safe one"],
)
def test_link_headers_are_read_as_the_standard_writes_them(values: list[str]) -> None:
    assert links_of_headers(values, base=OWN) == BOTH


def test_one_link_may_be_both() -> None:
    assert links_of_headers([f'<{HUB}>; rel="hub self"'], base=OWN) == HubLinks(hub=HUB, own=HUB)


@pytest.mark.parametrize("prefix", ["atom:", "atom10:", "a-b:", ""])
def test_a_feed_names_them_in_any_prefix(prefix: str) -> None:
    links = (
        f"<{prefix}link xmlns:{prefix.rstrip(':') or 'x'}='http://www.w3.org/2005/Atom' rel='hub' href='{HUB}'/>"
        f'<{prefix}link href="{OWN}?a=1&amp;b=2" rel="self" type="application/rss+xml" />'
    )
    assert read(rss("<title>Barge</title>", channel=links)).links == HubLinks(hub=HUB, own=f"{OWN}?a=1&b=2")


def test_an_atom_feed_names_them_but_its_entries_do_not() -> None:
    entry = "<title>Barge</title><link rel='hub' href='https://evil.example/'/><link rel='self' href='/entry'/>"
    assert read(atom(f"{entry}<id>1</id>")).links == HubLinks()
    told = atom(f"{entry}<id>1</id>").replace(
        "<entry>", f"<link href='{HUB}' rel='hub'/><link rel=self href=./><entry>"
    )
    assert read(told).links == BOTH


def test_what_is_commented_out_is_not_said() -> None:
    links = f"<!-- <link rel='hub' href='https://old.example/'/> --><link rel='hub' href='{HUB}'/><!-- <link rel='self'"
    assert links_of_markup(f"<rss><channel>{links}", base=OWN) == HubLinks(hub=HUB)


def test_a_page_names_them_in_its_head_but_not_where_people_may_write() -> None:
    told = page("Porto", "Lisbon")
    named = told.replace("</head>", f'<link rel="hub" href="{HUB}"><link rel="self" href="/feed/"></head>')
    assert read(named).links == BOTH
    written = told.replace("<main>", f'<main><link rel="hub" href="{HUB}">')
    assert read(written).links == HubLinks()


def test_a_json_feed_names_them() -> None:
    hubs = [
        {"type": "rssCloud", "url": "https://cloud.example/"},
        {"type": "WebSub", "url": HUB},
        7,
        {"type": "WebSub"},
    ]
    document = {"version": "https://jsonfeed.org/version/1.1", "feed_url": OWN, "hubs": hubs, "items": []}
    assert read(json.dumps(document)).links == BOTH
    assert read(json.dumps({**document, "hubs": {"url": HUB}, "feed_url": 3})).links == HubLinks()


def test_a_text_names_none() -> None:
    assert read_document(b"Otters settle under the harbour.\n\nRead More", address=ADDRESS).links == HubLinks()


async def test_headers_come_with_the_document() -> None:
    async def answer(request: web.BaseRequest) -> web.Response:
        moved = web.Response(status=302, headers={"Location": "/feed", "Link": "<https://evil.example/>; rel=hub"})
        links = [("Link", f"<{HUB}>; rel=hub"), ("Link", "<>; rel=self"), ("Link", "</feed>; rel=self")]
        told = web.Response(body=feed("Porto").encode())
        told.headers.extend(links)
        return moved if request.path == "/" else told

    async with serving(answer) as server, Fetcher(allow_private_networks=True) as visitor:
        got = await visitor.fetch(server)
    assert isinstance(got, Fetched)
    assert got.links == HubLinks(hub=HUB, own=f"{server}/feed")


def test_what_the_headers_do_not_say_the_document_says() -> None:
    headers = HubLinks(hub=HUB)
    assert headers.or_else(HubLinks(hub="https://other.example/", own=OWN)) == BOTH


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "ftp://hub.example/", "https:///", "https://", "x" * 3000, "https://a b/", "https://a\x00b/",
     "https://a\ud800b/", "http://[::1", "\\\\hub.example"],
)  # fmt: skip
def test_what_is_no_web_address_is_not_named(address: str) -> None:
    assert links_of_json({"hubs": [{"type": "websub", "url": address}]}, base="ftp://desk.example/").hub is None


PIECES = st.lists(
    st.sampled_from(
        [*"<>;,\"'= \t/", "rel", "hub", "self", "href", "link", "<link ", "https://", "anchor", "[", "&amp;", "<!--"]
    )
    | st.text(max_size=5),
    max_size=60,
).map("".join)


@settings(deadline=None, max_examples=300)
@given(PIECES, PIECES | st.sampled_from([OWN, "", "http://[", "file:///x"]))
def test_whatever_is_written_there_never_another_exception_and_only_web_addresses(text: str, base: str) -> None:
    read_all = [
        links_of_headers([text, text], base=base),
        links_of_markup(text, base=base),
        links_of_json({"hubs": [{"type": "WebSub", "url": text}], "feed_url": text}, base=base),
    ]
    for address in (named for links in read_all for named in (links.hub, links.own) if named is not None):
        assert address.lower().startswith(("http://", "https://"))
        assert len(address) <= 2048
        assert address.isprintable() or not address.isascii()
        address.encode()


@pytest.mark.parametrize(
    "text",
    ["<" * 100_000, "<!--" * 25_000, "<a>" + '"' * 99_999, "<link " * 17_000, "<link " + " rel" * 25_000 + ">",
     ("<link rel='" + "x" * 3_900 + ">") * 25, "<https://a/>; rel=hub," * 5_000, "<a>;" + " " * 100_000 + "rel"],
)  # fmt: skip
def test_nothing_that_is_written_there_takes_long(text: str) -> None:
    """Headers are read in the middle of all visits."""
    began = time.process_time()
    links_of_headers([text], base=OWN)
    in_headers = time.process_time() - began
    links_of_markup(text, base=OWN)
    assert in_headers < 0.05
    assert time.process_time() - began < 0.5


def test_real_feeds_name_real_hubs(shared_data: Path) -> None:
    named = [
        links.hub
        for path in sorted((shared_data / "feeds").iterdir())
        if (links := links_of_markup(path.read_text("utf-8", errors="replace"), base=OWN)).hub
    ]
    assert len(named) >= 2
    assert all(hub.startswith("http") for hub in named)
