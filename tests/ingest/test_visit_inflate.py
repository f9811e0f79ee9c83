"""No compressed body can cost more than the limit (fault 66)."""

import gzip
import tracemalloc
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.inflate import BadEncoding, TooLarge, inflate

LIMIT = 100_000


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@given(st.binary(max_size=2000))
@settings(deadline=None, max_examples=50)
def test_every_way_of_packing_gives_the_body_back(text: bytes) -> None:
    body = b"<" + text  # never looks packed itself
    assert inflate(body, "", limit=LIMIT) == body
    assert inflate(gzip.compress(body), "gzip", limit=LIMIT) == body
    assert inflate(gzip.compress(body), "X-GZIP, identity", limit=LIMIT) == body
    assert inflate(zlib.compress(body), "deflate", limit=LIMIT) == body
    assert inflate(raw_deflate(body), "deflate", limit=LIMIT) == body


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "gzip, deflate", "br", ""]))
@settings(deadline=None, max_examples=200)
def test_garbage_is_given_back_or_refused_never_anything_else(body: bytes, encoding: str) -> None:
    for garbage in (body, b"\x1f\x8b\x08" + body):
        with suppress(BadEncoding, TooLarge):
            assert len(inflate(garbage, encoding, limit=LIMIT)) <= LIMIT


def test_a_body_packed_once_more_than_told_is_unpacked() -> None:
    twice = gzip.compress(gzip.compress(b"<rss/>"))
    assert inflate(twice, "gzip", limit=LIMIT) == b"<rss/>"
    assert inflate(twice, "gzip, gzip", limit=LIMIT) == b"<rss/>"
    assert inflate(gzip.compress(b"<rss/>"), "", limit=LIMIT) == b"<rss/>"


def test_parts_glued_together_are_one_body_and_padding_is_ignored() -> None:
    assert inflate(gzip.compress(b"a") + gzip.compress(b"b") + b"\0" * 8, "gzip", limit=LIMIT) == b"ab"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(b"x" * 5000)[:-9], "gzip"),
        (gzip.compress(b"x" * 5000)[:20] + b"\xff" * 20, "gzip"),
        (gzip.compress(b"x" * 50)[:-8] + b"\0" * 8, "gzip"),
        (b"brotli", "br"),
        (b"", "gzip, gzip, gzip"),
        (gzip.compress(b"x") * 100, "gzip"),
    ],
    ids=["cut off", "damaged", "wrong checksum", "not asked for", "three layers", "a hundred parts"],
)
def test_a_body_that_cannot_be_trusted_is_refused(body: bytes, encoding: str) -> None:
    with pytest.raises(BadEncoding):
        inflate(body, encoding, limit=LIMIT)


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip", "deflate"])
def test_a_bomb_costs_no_more_than_the_limit(encoding: str) -> None:
    packed = gzip.compress(bytes(200_000_000), 1) if "gzip" in encoding else zlib.compress(bytes(200_000_000), 1)
    bomb = gzip.compress(packed) if "," in encoding else packed
    tracemalloc.start()
    with pytest.raises(TooLarge):
        inflate(bomb, encoding, limit=10_000_000)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50_000_000
