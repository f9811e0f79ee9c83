"""Feeds, well made or not, as briefs."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.ingest.reading.reader import read_document
from bot.stories.tellings import opening
from storage.model import Brief, SourceKind
from tests.ingest.writing import ADDRESS, DATE, atom, only, read, rss


def test_no_real_feed_gives_fewer_briefs_than_other_parsers_find_entries(shared_data: Path) -> None:
    baseline = json.loads((shared_data / "feeds" / "baseline.json").read_text("utf-8"))["feeds"]
    assert len(baseline) == 48
    for name, told in baseline.items():
        document = read_document((shared_data / "feeds" / name).read_bytes(), address=ADDRESS)
        assert len(document.briefs) >= max(told["tolerant"]["entries"], told["fast"]["entries"]), name
        assert document.kind is SourceKind.FEED
        assert all(brief.text or brief.title for brief in document.briefs), name
        assert len({brief.key for brief in document.briefs}) == len(document.briefs), name


def test_a_brief_of_a_blog_has_everything_its_feed_says() -> None:
    document = read(
        rss(
            "<title>Barge &amp;amp; timber: &lt;b&gt;harbour&lt;/b&gt; closed</title>"
            "<link>https://DESK.example/barge/?utm_source=rss&amp;id=7&amp;fbclid=x#more-88</link>"
            f'<guid isPermaLink="false">https://desk.example/?p=88</guid>{DATE}'
            "<category>Harbours</category><category><![CDATA[Timber &amp; wood]]></category>"
            "<description><![CDATA[<p>The harbour was closed after a barge lost its load [&#8230;]</p>"
            '<p>The post <a href="x">Barge</a> appeared first on <a href="y">The Desk</a>.</p>]]></description>'
            "<content:encoded><![CDATA[<p>The whole story.</p>]]></content:encoded>"
            '<media:content url="https://0.gravatar.com/avatar/1" medium="image"/>'
            '<enclosure url="/barge.jpg" type="image/jpeg" length="1"/>',
            channel="<language>en-gb</language>",
        )
    )
    assert (document.title, document.language) == ("The Desk", "en-GB")
    text = "The harbour was closed after a barge lost its load"
    assert only(document) == Brief(
        key="https://desk.example/?p=88",
        title="Barge & timber: harbour closed",
        text=text,
        url="https://desk.example/barge/?id=7",
        published_at=datetime(2025, 3, 11, 16, 45, tzinfo=UTC),
        language="en-GB",
        tags=("Harbours", "Timber & wood"),
        image_url="https://desk.example/barge.jpg",
        truncated=True,
        opening=opening(text),
    )


def test_without_a_summary_the_first_two_paragraphs_stand_for_the_article() -> None:
    article = "<p>One is here.</p><figure>x</figure><p>Two is here.</p><p>Three is here.</p>"
    feed = rss(
        f"<title>A</title>{DATE}<content:encoded><![CDATA[{article}]]></content:encoded>",
        f"<title>B</title>{DATE}<content:encoded><![CDATA[<p>Only this.</p>]]></content:encoded>",
    )
    assert [(brief.text, brief.truncated) for brief in read(feed).briefs] == [
        ("One is here.\n\nTwo is here.", True),
        ("Only this.", False),
    ]
    content = f"<content type='html'><![CDATA[{article}]]></content>"
    entry = f"<title>A</title><id>a</id><updated>2025-03-11T10:00:00Z</updated>{content}"
    assert only(read(atom(entry))).text == "One is here.\n\nTwo is here."


def test_a_summary_that_only_repeats_the_title_is_none() -> None:
    brief = only(read(rss(f"<title>Harbour closed</title><description>Harbour  closed</description>{DATE}")))
    assert (brief.title, brief.text) == ("Harbour closed", "")


def test_an_entry_is_kept_for_its_title_its_text_or_its_link_and_no_title_is_invented() -> None:
    document = read(
        rss(
            f"<title>Only a title</title>{DATE}",
            f"<description>Only a text, short as it is.</description>{DATE}",
            f"<link>https://desk.example/only-a-link</link>{DATE}",
            DATE,
            "<category>Harbours</category>",
        )
    )
    assert [(brief.title, brief.text, brief.url) for brief in document.briefs] == [
        ("Only a title", "", None),
        (None, "Only a text, short as it is.", None),
        (None, "https://desk.example/only-a-link", "https://desk.example/only-a-link"),
        (None, "", None),
    ]
    assert [brief.has_words for brief in document.briefs] == [True, True, True, False]


@pytest.mark.parametrize(
    ("item", "key"),
    [
        ("<guid>  tag:x,2025:1 </guid><link>https://a.example/1</link>", "tag:x,2025:1"),
        ("<link>https://a.example/1?utm_medium=rss</link>", "https://a.example/1"),
    ],
)
def test_a_brief_is_known_by_its_id_else_by_its_canonical_address(item: str, key: str) -> None:
    assert only(read(rss(f"<title>T</title>{item}{DATE}"))).key == key


def test_without_id_and_address_a_brief_is_known_by_its_words_however_they_are_set() -> None:
    plain = only(read(rss(f"<title>“Yes” – no</title><description>He  said so. Read More</description>{DATE}")))
    other = only(read(rss(f'<title>"yes" - NO</title><description>He said&#160;so.</description>{DATE}')))
    assert plain.key == other.key
    assert plain.key.startswith("text:")


def test_an_id_used_twice_names_two_briefs_when_their_contents_differ() -> None:
    older = f"<guid>1</guid><title>Older</title>{DATE}"
    before = read(rss(older)).briefs
    after = read(rss(f"<guid>1</guid><title>Newer</title>{DATE}", older, older)).briefs
    assert [brief.title for brief in after] == ["Newer", "Older", "Older"]
    assert after[1].key == after[2].key == before[0].key
    assert after[0].key != after[1].key


def test_titles_and_summaries_in_xhtml_are_read() -> None:
    entry = (
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <em>loud</em> &lt;title&gt;</div></title>'
        '<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One here.</p><p>Two here.</p></div>'
        "</summary><id>1</id><updated>2025-03-11T10:00:00Z</updated>"
    )
    brief = only(read(atom(entry)))
    assert (brief.title, brief.text) == ("A loud <title>", "One here.\n\nTwo here.")


def test_relative_links_start_where_the_feed_says() -> None:
    entry = '<title>T</title><id>1</id><link href="b"/><updated>2025-03-11T10:00:00Z</updated>'
    at_root = atom(entry, attributes='xml:base="https://base.example/a/"')
    within = at_root.replace("<entry>", '<entry xml:base="c/">')
    assert only(read(at_root)).url == "https://base.example/a/b"
    assert only(read(within)).url == "https://base.example/a/c/b"
    assert only(read(rss(f"<title>T</title><link>/b</link>{DATE}"))).url == "https://desk.example/b"


def test_rdf_is_read() -> None:
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://r.example/"><title>R</title>'
        "<link>https://r.example/</link></channel>"
        '<item rdf:about="https://r.example/1"><title>One</title><link>https://r.example/1</link>'
        "<description>The first item.</description><dc:date>2025-03-11T10:00:00Z</dc:date></item></rdf:RDF>"
    )
    brief = only(read(feed))
    assert (brief.key, brief.title, brief.text) == ("https://r.example/1", "One", "The first item.")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda feed: "\n\n  " + feed,
        lambda feed: "Warning: mysql_connect() in /srv/x.php on line 3\n" + feed,
        lambda feed: feed.replace("UTF-8", "UTF-16"),
        lambda feed: feed.replace("UTF-8", "no-such-encoding"),
        lambda feed: feed.replace("Tuesday", "Tues\x07day\x00"),
        lambda feed: feed.replace("on Tuesday", "on Tuesday &nbsp; &"),
        lambda feed: feed.replace("</channel></rss>", ""),
        lambda feed: feed.replace("<channel>", "<channel><!-- <html><body> -->"),
        lambda feed: feed.replace("xmlns:media", "xmlns:mist"),
    ],
)
def test_spoiled_feeds_are_still_read(spoil: Callable[[str], str]) -> None:
    feed = rss(f"<title>Harbour closed</title><description>It was closed on Tuesday.</description>{DATE}")
    brief = only(read(spoil(feed)))
    assert brief.title == "Harbour closed"
    assert brief.text.startswith("It was closed on Tuesday")


def test_an_empty_feed_is_a_feed_without_briefs() -> None:
    assert read(rss()).briefs == ()


def test_an_address_or_path_as_a_document_is_never_followed(tmp_path: Path) -> None:
    for body in (b"https://desk.example/feed", str(tmp_path).encode(), b"file:///etc/passwd"):
        assert read_document(body, address="x").kind is SourceKind.TEXT


def test_hostile_titles_and_links_are_harmless() -> None:
    document = read(
        rss(
            "<title>&lt;script&gt;alert(1)&lt;/script&gt;A &amp;lt;b&amp;gt; &lt;/b&gt;</title>"
            f"<link>javascript:alert(1)</link>{DATE}",
            f"<title>{'🚢' * 5_000}</title><link>tg://resolve</link><guid>2</guid>{DATE}",
            f"<title>if a &lt; b, Vec&lt;T&gt; &amp;amp; more</title><guid>{'x' * 5_000}</guid>{DATE}",
        )
    )
    assert [brief.url for brief in document.briefs] == [None, None, None]
    assert document.briefs[0].title == "A <b>"
    assert document.briefs[1].title == "🚢" * 1_000
    assert document.briefs[2].title == "if a < b, Vec<T> & more"
    assert len(document.briefs[2].key) < 100


def test_a_feed_of_forty_thousand_items_gives_the_first_thousand() -> None:
    document = read(rss(*(f"<title>{n}</title><guid>{n}</guid>{DATE}" for n in range(40_000))))
    assert [brief.title for brief in document.briefs] == [str(n) for n in range(1_000)]


def test_a_broken_feed_of_thousands_of_items_gives_the_first_thousand_too() -> None:
    """Fault 76: the tolerant parser is given fewer, and these are the first."""
    broken = rss(*(f"<title>&{n}</title><guid>{n}</guid>{DATE}" for n in range(5_000)))
    assert [brief.key for brief in read(broken).briefs] == [str(n) for n in range(1_000)]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("Ship &#55357;&#56994; in", "Ship 🚢 in"), ("Ship&#xD83D; in", "Ship in"), ("&#55295;Ship", "\ud7ffShip")],
)
def test_half_characters_that_are_written_as_references_cost_no_feed(written: str, read_as: str) -> None:
    assert only(read(rss(f"<title>{written}</title>{DATE}"))).title == read_as


@pytest.mark.parametrize("guid", ["88", "?p=88", "ships/88"])
def test_an_id_is_the_same_whether_its_feed_is_well_formed_or_not(guid: str) -> None:
    item = f"<title>T</title><guid>{guid}</guid>{DATE}"
    assert only(read(rss(item))).key == only(read(rss(item).replace("<title>T", "<title>&T"))).key == guid
