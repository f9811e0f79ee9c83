"""OPML: what feed readers export is read whole, what is hostile is refused, what is written reads back to itself.

Fault 81.
"""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.ingest.reading.decoding import clean
from bot.ingest.reading.document import UnreadableDocument
from bot.ingest.reading.outlines import (
    DEEPEST,
    MOST_BYTES,
    MOST_OUTLINES,
    Outline,
    Outlines,
    read_outlines,
    write_outlines,
)

FEED = "https://news.test/feed.xml"

WITH_CATEGORIES = b"""\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0" xmlns:miniflux="https://miniflux.test/opml">
    <head><title>Subscriptions</title><dateCreated>Mon, 02 Nov 2026 08:00:00 UTC</dateCreated></head>
    <body>
        <outline text="Harbour">
            <outline title="Ferry &amp; tram" text="Ferry &amp; tram" xmlUrl="https://ferry.test/rss?a=1&amp;b=2"
                htmlUrl="https://ferry.test" type="rss" description="" miniflux:crawler="true" miniflux:xmlUrl="https://no.test"/>
            <!-- <outline text="gone" xmlUrl="https://gone.test/feed"/> -->
            <outline text="Deeper"><outline text="Tide" xmlUrl="https://tide.test/atom.xml" type="rss"/></outline>
        </outline>
        <outline text="Nothing here yet"/>
        <outline title="Loose" text="Loose" xmlUrl="https://loose.test/feed" type="rss" undeclared:flag="1"/>
    </body>
</opml>
"""
PLAIN = b"""<?xml version='1.0' encoding='UTF-8'?>
<opml version='2.0'><head><title>Exported from a bot</title></head><body>
<outline type='rss' text='My own name' xmlUrl='https://a.test/feed'/>
<outline type="rss" text="https://b.test/feed" xmlUrl="https://b.test/feed" category="/news"/>
</body></opml>"""
WITH_OTHER_TYPES = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml xmlns:frss="https://freshrss.test/opml" version="2.0"><head><title>Reader</title></head><body>
<outline text="Pages"><outline text="The page" type="HTML+XPath" xmlUrl="https://page.test/news" htmlUrl="https://page.test/"
  description="" frss:xPathItem="//div[@class=&quot;news&quot;]" frss:priority="main"/></outline>
</body></opml>"""


def an_opml(*outlines: str) -> bytes:
    return f'<opml version="2.0"><body>{"".join(outlines)}</body></opml>'.encode()


def entries(body: bytes) -> list[Outline]:
    return list(read_outlines(body).entries)


def test_nested_categories_become_folders_in_the_order_of_the_document() -> None:
    assert read_outlines(WITH_CATEGORIES) == Outlines(
        [
            Outline("https://ferry.test/rss?a=1&b=2", "Ferry & tram", ("Harbour",)),
            Outline("https://tide.test/atom.xml", "Tide", ("Harbour", "Deeper")),
            Outline("https://loose.test/feed", "Loose"),
        ],
        foreign=("crawler", "flag"),
    )


@pytest.mark.parametrize(
    ("attribute", "is_disabled"),
    [
        ('xmlns:miniflux="https://miniflux.app/opml" miniflux:disabled="true"', True),
        ('miniflux:disabled="true"', True),
        ('disabled="1"', True),
        ('miniflux:disabled="false"', False),
        ("", False),
    ],
)
def test_what_another_reader_does_not_visit_is_not_visited_here(attribute: str, is_disabled: bool) -> None:  # noqa: FBT001 - a row of the table
    assert entries(an_opml(f'<outline xmlUrl="{FEED}" {attribute}/>')) == [Outline(FEED, is_disabled=is_disabled)]


def test_settings_that_mean_nothing_here_are_named_once_and_not_without_end() -> None:
    rules = 'miniflux:crawler="true" miniflux:hideGlobally="false" miniflux:scraperRules="" frss:priority="main"'
    body = an_opml(f'<outline xmlUrl="{FEED}" {rules}/>', f'<outline xmlUrl="{FEED}" {rules}/>')
    assert read_outlines(body).foreign == ("crawler", "priority")
    many = " ".join(f'x:setting{number}="1"' for number in range(500))
    assert len(read_outlines(an_opml(*[f'<outline xmlUrl="{FEED}" {many}/>'] * 3)).foreign) == 12


def test_a_name_that_only_repeats_the_address_is_none() -> None:
    assert entries(PLAIN) == [Outline("https://a.test/feed", "My own name"), Outline("https://b.test/feed")]


def test_the_type_does_not_matter() -> None:
    assert entries(WITH_OTHER_TYPES) == [Outline("https://page.test/news", "The page", ("Pages",))]


@pytest.mark.parametrize("name", ["xmlUrl", "xmlurl", "XMLURL", "xmlURL", "url", "URL"])
def test_the_address_may_be_spelled_in_many_ways(name: str) -> None:
    assert entries(an_opml(f'<OUTLINE {name}=" {FEED}\n"/>')) == [Outline(FEED)]


def test_what_is_listed_twice_is_told_twice() -> None:
    assert entries(an_opml(f'<outline xmlUrl="{FEED}"/>' * 2)) == [Outline(FEED)] * 2


def test_what_is_commented_out_is_left_out_with_all_that_is_in_it() -> None:
    inside = f'<outline isComment="true" text="off"><outline xmlUrl="{FEED}"/></outline>'

    assert entries(an_opml(inside, '<outline xmlUrl="https://on.test"/>')) == [Outline("https://on.test")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "utf-16"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><opml><outline text="Новости порта" xmlUrl="{FEED}"/></opml>'

    assert entries(text.encode(encoding)) == [Outline(FEED, "Новости порта")]


def test_an_encoding_that_is_a_lie_costs_no_entry() -> None:
    text = f'<?xml version="1.0" encoding="utf-8"?><opml><outline text="Möwen" xmlUrl="{FEED}"/></opml>'

    assert [entry.address for entry in entries(text.encode("cp1252"))] == [FEED]
    assert entries(codecs.BOM_UTF8 + text.encode()) == [Outline(FEED, "Möwen")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://a.test/?x=1&y=2&copy=3", "https://a.test/?x=1&y=2&copy=3"),
        ("https://a.test/&eacute;&nosuch;&#0;&#xFFFF;&#55357;", "https://a.test/é&nosuch;"),
        ("https://a.test/\x01\x1f", "https://a.test/"),
    ],
)
def test_what_no_xml_may_hold_does_not_end_the_reading(written: str, meant: str) -> None:
    read = read_outlines(an_opml(f'<outline xmlUrl="{written}"/>', f'<outline xmlUrl="{FEED}"/>'))

    assert read == Outlines([Outline(meant), Outline(FEED)])


def test_a_torn_file_gives_what_it_has_and_says_so() -> None:
    read = read_outlines(an_opml(f'<outline xmlUrl="{FEED}"/>', '<outline xmlUrl="https://lost')[:-15])

    assert read.entries == [Outline(FEED)]
    assert read.is_torn


def test_entries_beyond_the_bounds_are_counted_not_taken() -> None:
    many = read_outlines(an_opml(f'<outline xmlUrl="{FEED}"/>' * (MOST_OUTLINES + 3)))
    deep = read_outlines(an_opml('<outline text="x">' * DEEPEST, f'<outline xmlUrl="{FEED}"/>', "</outline>" * DEEPEST))

    assert (len(many.entries), many.too_many) == (MOST_OUTLINES, 3)
    assert (deep.entries, deep.too_deep, deep.is_torn) == ([], 1, False)


def test_a_file_nested_without_end_is_torn_not_a_crash() -> None:
    assert read_outlines(b"<opml>" + b"<outline>" * 500_000).is_torn


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "neither OPML nor"),
        (b"\x89PNG\r\n\x1a\n", "neither OPML nor"),
        (b"address,title\nhttps://a.test,A", "neither OPML nor"),
        (b"<rss><channel/></rss>", "no OPML"),
        (b"<!DOCTYPE html><html><body>sign in first</body></html>", "no OPML"),
        (b"<", "no OPML"),
        (b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><outline xmlUrl="&x;"/></opml>', "entities"),
        (f'<!DOCTYPE o [<!ENTITY e0 "ha">{BOMB}]><opml><outline xmlUrl="&e9;"/></opml>'.encode(), "entities"),
        (b'<!DOCTYPE o [<!ENTITY % p SYSTEM "http://a.test/x.dtd"> %p;]><opml/>', "entities"),
        (b"<!-- " + b"x" * 30_000 + b' --><!DOCTYPE opml SYSTEM "http://a.test/x.dtd"><opml/>', "document type"),
        (b" " * (MOST_BYTES + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_opml_or_hostile_is_refused_in_one_line(body: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said) as refused:
        read_outlines(body)
    assert "\n" not in str(refused.value)


def test_a_harmless_document_type_is_stepped_over() -> None:
    assert entries(b'<!DOCTYPE opml SYSTEM "opml.dtd">' + an_opml(f'<outline xmlUrl="{FEED}"/>')) == [Outline(FEED)]


ANYTHING = st.text(max_size=30)
WRITTEN = st.lists(
    st.builds(Outline, ANYTHING, st.none() | ANYTHING, st.lists(ANYTHING, max_size=4).map(tuple), st.booleans()),
    max_size=6,
)


@settings(deadline=None, max_examples=150)
@given(WRITTEN)
def test_what_is_written_is_xml_and_reads_back_to_itself(written: list[Outline]) -> None:
    """Whatever comes out of the first reading is in its normal form; from there on nothing changes."""
    first = read_outlines(write_outlines(written, title="Briefbot").encode())
    text = write_outlines(first.entries, title="Briefbot")
    root = etree.fromstring(text.encode())

    assert not first.is_torn
    assert read_outlines(text.encode()) == first
    assert len(first.entries) == sum(bool(clean(outline.address).strip()) for outline in written)
    assert all(outline.get("text") for outline in root.iter("outline"))


SUBSCRIPTIONS = st.lists(
    st.builds(
        Outline,
        st.from_regex(r"https://[a-z]{1,9}\.test/[!-~]{0,20}", fullmatch=True),
        st.from_regex(r"[A-Za-z<&\"'ü–]{1,12}", fullmatch=True),
        st.lists(st.sampled_from(["News", "R&D", '"<b>"']), max_size=3).map(tuple),
        st.booleans(),
    ),
    max_size=6,
)


@settings(deadline=None, max_examples=100)
@given(SUBSCRIPTIONS)
def test_what_can_be_a_subscription_is_written_without_loss(written: list[Outline]) -> None:
    assert entries(write_outlines(written, title="Briefbot").encode()) == written


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=200) | st.text(alphabet="<>/&;=\"'![]- outlinexmlUrl#x0\n", max_size=200).map(str.encode))
def test_no_bytes_raise_anything_else(noise: bytes) -> None:
    for body in (noise, b"<opml><body>" + noise, b'<opml><outline xmlUrl="a"/>' + noise + b"</opml>"):
        try:
            read_outlines(body)
        except UnreadableDocument:
            continue
