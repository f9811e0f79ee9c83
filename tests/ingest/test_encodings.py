"""Bytes in any encoding, labelled well, wrongly or not at all, are sane text (fault 77)."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.reading.decoding import clean, decode
from bot.ingest.reading.reader import UnreadableDocument, read_document

_RUSSIAN = (
    "Ледокол вышел из порта в понедельник утром, чтобы освободить путь трём рыбацким судам. "
    "Капитан сообщил, что лёд в заливе держится дольше обычного, но к пятнице обещают южный ветер."
)
_GERMAN = (
    "Die Fähre fährt ab April früher, damit die Bäcker der Insel pünktlich in der großen Stadt sind – schön für alle."
)
_JAPANESE = (
    "港では月曜日の朝、三隻の漁船が氷に閉じ込められた。船長は金曜日までに南風が吹くと述べた。漁師たちは待っている。"
)


def _feed(text: str, declared: str) -> str:
    item = f"<item><title>x</title><description>{text}</description></item>"
    prolog = f'<?xml version="1.0" encoding="{declared}"?>'
    return f'{prolog}<rss version="2.0"><channel><title>T</title>{item}</channel></rss>'


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(
            (_RUSSIAN, encoding)
            for encoding in ("utf-8", "utf-8-sig", "utf-16", "koi8-r", "windows-1251", "iso-8859-5", "cp866")
        ),
        *((_GERMAN, encoding) for encoding in ("utf-8", "utf-16", "windows-1252", "cp1252")),
        *((_JAPANESE, encoding) for encoding in ("utf-8", "shift_jis", "euc-jp", "iso-2022-jp", "utf-16")),
    ],
)
def test_an_encoding_that_is_declared_is_read(text: str, encoding: str) -> None:
    by_prolog = read_document(_feed(text, encoding).encode(encoding), address="x")
    by_http = read_document(text.encode(encoding), address="x", content_type=f'text/plain; charset="{encoding}"')
    assert by_prolog.briefs[0].text == text
    assert by_http.briefs[0].text == text


@pytest.mark.parametrize("encoding", ["koi8-r", "windows-1251", "utf-16-le", "utf-16-be", "utf-8"])
def test_an_encoding_that_nobody_declares_is_found_out(encoding: str) -> None:
    assert read_document(_RUSSIAN.encode(encoding), address="x").briefs[0].text == _RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be", "cp037", "cp500", "cp1140"])
def test_xml_is_known_by_its_beginning_in_encodings_unlike_ascii(encoding: str) -> None:
    document = read_document(_feed(_GERMAN.replace("–", "-"), encoding).encode(encoding), address="x")
    assert document.briefs[0].text == _GERMAN.replace("–", "-")


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("iso-8859-1", "utf-8"),
        ("utf-8", "windows-1251"),
        ("utf-8", "koi8-r"),
        ("koi8-r", "windows-1251"),
        ("windows-1251", "koi8-r"),
        ("utf-16", "utf-8"),
        ("no-such-encoding", "utf-8"),
        ("rot13", "windows-1251"),
        ("utf-7", "utf-8"),
    ],
)
def test_a_wrong_label_is_seen_through(declared: str, real: str) -> None:
    assert read_document(_feed(_RUSSIAN, declared).encode(real), address="x").briefs[0].text == _RUSSIAN


def test_the_document_knows_better_than_a_servers_default() -> None:
    post = f"<article><h2><a href=/1>A</a></h2><p>{_RUSSIAN}</p></article>"
    page = f'<html><head><meta charset="windows-1251"></head><body>{post}</body></html>'
    body = page.encode("windows-1251")
    assert (
        read_document(body, address="https://x.example/", content_type="text/html; charset=iso-8859-1").briefs[0].text
        == _RUSSIAN
    )


def test_a_few_broken_bytes_do_not_turn_a_text_into_another_one() -> None:
    body = _RUSSIAN.encode()
    broken = body[:41] + b"\xff" + body[42:]
    assert decode(broken, None)[60:] == _RUSSIAN[60:] or decode(broken, None).endswith(_RUSSIAN[-100:])


def test_what_no_chat_can_show_is_dropped() -> None:
    assert clean("a\x00b\x07c\ud800d\ufeffe\u202ef\uffffg\u00adh") == "abcdefgh"
    assert clean("👨‍👩‍👧 می‌خواهم\n\tnext") == "👨‍👩‍👧 می‌خواهم\n\tnext"


def test_bytes_that_somebody_took_for_latin_1_are_read_again() -> None:
    assert clean("don\x92t \x93wait\x94\x85") == "don’t “wait”…"
    assert clean("cafÃ© \xe2\x80\x99 \xe2\x80") == "café ’ â€"
    assert clean("cafÃ©") == "cafÃ©"
    assert clean("\x81\x8d") == ""


def _read_or_refuse(body: bytes, content_type: str | None = None) -> None:
    """Whatever was read can be sent and written to a database; whatever was not has one line that says why."""
    with contextlib.suppress(UnreadableDocument):
        document = read_document(body, address="https://x.example/", content_type=content_type)
        document.model_dump_json().encode()
        assert all(
            brief.has_words or brief.published_at or not brief.key.startswith("text:") for brief in document.briefs
        )
        assert all((brief.url or "https:").startswith(("http:", "https:")) for brief in document.briefs)


_HEADS = st.sampled_from(
    [
        b"",
        b"<?xml version='1.0' encoding='koi8-r'?>",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"{",
        b"<html>",
        b"<rss><channel><item>",
    ]
)


@settings(deadline=None, max_examples=300)
@given(
    _HEADS,
    st.binary(max_size=400),
    st.sampled_from([None, "text/html; charset=utf-16", "x; charset=zlib", "charset=iso-2022-kr"]),
)
def test_no_bytes_raise_anything_but_unreadable(head: bytes, body: bytes, content_type: str | None) -> None:
    _read_or_refuse(head + body, content_type)


_PIECES = st.sampled_from(
    [
        *(
            "<rss>",
            "<channel>",
            "<item>",
            "</item>",
            "<title>",
            "</title>",
            "<![CDATA[",
            "]]>",
            "<!DOCTYPE x [",
            "<!ENTITY a 'b'>",
        ),
        *(
            "]>",
            "&a;",
            "&#0;",
            "&#xD800;",
            "&#x110000;",
            "<feed xmlns='http://www.w3.org/2005/Atom'>",
            "<entry>",
            "<link href='//['/>",
        ),
        *(
            "<pubDate>",
            "99999-01-01",
            "Feb 30 2025 25:61",
            "</pubDate>",
            "<guid>",
            "<description>",
            "Read More",
            "<p>",
            "<br>",
            "<li>",
        ),
        *(
            "<html>",
            "<article>",
            "<h2><a href='http://[::1'>x</a></h2>",
            "<script type='application/ld+json'>",
            '{"@type":',
            "[",
            "]",
            "}",
        ),
        *(
            "\x00",
            "\ud83d",
            "\n",
            "a text that is long enough to be believed as one. ",
            "<time datetime='x'>",
            "<base href='http://['>",
        ),
    ]
)


@settings(deadline=None, max_examples=400)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_no_heap_of_markup_raises_anything_but_unreadable(text: str) -> None:
    _read_or_refuse(text.encode("utf-8", "surrogatepass"))


_FEED = _feed("The harbour was closed on Tuesday &amp; Wednesday. <![CDATA[<p>Read More</p>]]>", "utf-8").encode()


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(_FEED)), st.integers(0, 60), st.binary(max_size=20))
def test_a_feed_with_a_hole_or_a_patch_raises_nothing_but_unreadable(place: int, hole: int, patch: bytes) -> None:
    _read_or_refuse(_FEED[:place] + patch + _FEED[place + hole :])
