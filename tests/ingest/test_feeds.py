"""Feeds, well made or not, as briefs."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.ingest.documents import Document, UnreadableDocument, read_document
from bot.stories.tellings import opening
from storage.model import Brief, SourceKind

_ADDRESS = "https://desk.example/feed/"
_DATE = "<pubDate>Tue, 11 Mar 2025 17:45:00 +0100</pubDate>"


def _read(feed: str, address: str = _ADDRESS) -> Document:
    return read_document(feed.encode(), address=address)


def _rss(*items: str, channel: str = "") -> str:
    namespaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/"'
    )
    told = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {namespaces}><channel><title>The Desk</title>'
        f"<link>https://desk.example/</link>{channel}{told}</channel></rss>"
    )


def _atom(*entries: str, attributes: str = "") -> str:
    told = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>The Desk</title>{told}</feed>'


def _only(document: Document) -> Brief:
    (brief,) = document.briefs
    return brief


def test_no_real_feed_gives_fewer_briefs_than_other_parsers_find_entries(shared_data: Path) -> None:
    baseline = json.loads((shared_data / "feeds" / "baseline.json").read_text("utf-8"))["feeds"]
    assert len(baseline) == 48
    for name, told in baseline.items():
        document = read_document((shared_data / "feeds" / name).read_bytes(), address=_ADDRESS)
        assert len(document.briefs) >= max(told["tolerant"]["entries"], told["fast"]["entries"]), name
        assert document.kind is SourceKind.FEED
        assert all(brief.text or brief.title for brief in document.briefs), name
        assert len({brief.key for brief in document.briefs}) == len(document.briefs), name


def test_a_brief_of_a_blog_has_everything_its_feed_says() -> None:
    document = _read(
        _rss(
            "<title>Barge &amp;amp; timber: &lt;b&gt;harbour&lt;/b&gt; closed</title>"
            "<link>https://DESK.example/barge/?utm_source=rss&amp;id=7&amp;fbclid=x#more-88</link>"
            f'<guid isPermaLink="false">https://desk.example/?p=88</guid>{_DATE}'
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
    assert _only(document) == Brief(
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
    feed = _rss(
        f"<title>A</title>{_DATE}<content:encoded><![CDATA[{article}]]></content:encoded>",
        f"<title>B</title>{_DATE}<content:encoded><![CDATA[<p>Only this.</p>]]></content:encoded>",
    )
    assert [(brief.text, brief.truncated) for brief in _read(feed).briefs] == [
        ("One is here.\n\nTwo is here.", True),
        ("Only this.", False),
    ]
    content = f"<content type='html'><![CDATA[{article}]]></content>"
    entry = f"<title>A</title><id>a</id><updated>2025-03-11T10:00:00Z</updated>{content}"
    assert _only(_read(_atom(entry))).text == "One is here.\n\nTwo is here."


def test_a_summary_that_only_repeats_the_title_is_none() -> None:
    brief = _only(_read(_rss(f"<title>Harbour closed</title><description>Harbour  closed</description>{_DATE}")))
    assert (brief.title, brief.text) == ("Harbour closed", "")


def test_an_entry_is_kept_for_its_title_its_text_or_its_link_and_no_title_is_invented() -> None:
    document = _read(
        _rss(
            f"<title>Only a title</title>{_DATE}",
            f"<description>Only a text, short as it is.</description>{_DATE}",
            f"<link>https://desk.example/only-a-link</link>{_DATE}",
            _DATE,
        )
    )
    assert [(brief.title, brief.text, brief.url) for brief in document.briefs] == [
        ("Only a title", "", None),
        (None, "Only a text, short as it is.", None),
        (None, "https://desk.example/only-a-link", "https://desk.example/only-a-link"),
    ]


@pytest.mark.parametrize(
    ("item", "key"),
    [
        ("<guid>  tag:x,2025:1 </guid><link>https://a.example/1</link>", "tag:x,2025:1"),
        ("<link>https://a.example/1?utm_medium=rss</link>", "https://a.example/1"),
    ],
)
def test_a_brief_is_known_by_its_id_else_by_its_canonical_address(item: str, key: str) -> None:
    assert _only(_read(_rss(f"<title>T</title>{item}{_DATE}"))).key == key


def test_without_id_and_address_a_brief_is_known_by_its_words_however_they_are_set() -> None:
    plain = _only(_read(_rss(f"<title>“Yes” – no</title><description>He  said so. Read More</description>{_DATE}")))
    other = _only(_read(_rss(f'<title>"yes" - NO</title><description>He said&#160;so.</description>{_DATE}')))
    assert plain.key == other.key
    assert plain.key.startswith("text:")


def test_an_id_used_twice_names_two_briefs_when_their_contents_differ() -> None:
    older = f"<guid>1</guid><title>Older</title>{_DATE}"
    before = _read(_rss(older)).briefs
    after = _read(_rss(f"<guid>1</guid><title>Newer</title>{_DATE}", older, older)).briefs
    assert [brief.title for brief in after] == ["Newer", "Older", "Older"]
    assert after[1].key == after[2].key == before[0].key
    assert after[0].key != after[1].key


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Tue, 11 Mar 2025 17:45:00 CEST", datetime(2025, 3, 11, 15, 45, tzinfo=UTC)),
        ("Tue, 11 Mar 2025 17:45:00 EST", datetime(2025, 3, 11, 22, 45, tzinfo=UTC)),
        ("2025-03-11T17:45:00.123+01:00", datetime(2025, 3, 11, 16, 45, 0, 123000, tzinfo=UTC)),
        ("March 11, 2025 5:45 PM", datetime(2025, 3, 11, 17, 45, tzinfo=UTC)),
        ("2025년 3월 11일 오후 5:45:00", None),
        ("11 March", None),
        ("17:45", None),
        ("2025", None),
        ("yesterday", None),
        ("0001-01-01T00:00:00Z", None),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("2099-01-01T00:00:00Z", None),
        ("1", None),
    ],
)
def test_a_date_is_read_as_it_is_written_and_never_made_up(written: str, instant: datetime | None) -> None:
    for date in (f"<pubDate>{written}</pubDate>", f"<dc:date>{written}</dc:date>"):
        read = _only(_read(_rss(f"<title>T</title>{date}"))).published_at
        assert (read and read.replace(microsecond=0)) == (instant and instant.replace(microsecond=0))


def test_an_id_that_looks_like_a_date_is_no_date() -> None:
    for guid in ("20250311", "12", "2025-03-11 10:00"):
        assert _only(_read(_rss(f"<title>T</title><guid isPermaLink='false'>{guid}</guid>"))).published_at is None
        mixed = _read(_rss(f"<title>T</title><guid>{guid}</guid>", f"<title>U</title>{_DATE}"))
        assert [brief.published_at is None for brief in mixed.briefs] == [True, False]


def test_what_was_updated_but_never_published_is_dated_by_its_update() -> None:
    entry = "<title>T</title><id>1</id><updated>2025-03-11T10:00:00Z</updated>"
    assert _only(_read(_atom(entry))).published_at == datetime(2025, 3, 11, 10, tzinfo=UTC)
    published = entry + "<published>2025-03-10T10:00:00Z</published>"
    assert _only(_read(_atom(published))).published_at == datetime(2025, 3, 10, 10, tzinfo=UTC)


def test_titles_and_summaries_in_xhtml_are_read() -> None:
    entry = (
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <em>loud</em> &lt;title&gt;</div></title>'
        '<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One here.</p><p>Two here.</p></div>'
        "</summary><id>1</id><updated>2025-03-11T10:00:00Z</updated>"
    )
    brief = _only(_read(_atom(entry)))
    assert (brief.title, brief.text) == ("A loud <title>", "One here.\n\nTwo here.")


def test_relative_links_start_where_the_feed_says() -> None:
    entry = '<title>T</title><id>1</id><link href="b"/><updated>2025-03-11T10:00:00Z</updated>'
    at_root = _atom(entry, attributes='xml:base="https://base.example/a/"')
    within = at_root.replace("<entry>", '<entry xml:base="c/">')
    assert _only(_read(at_root)).url == "https://base.example/a/b"
    assert _only(_read(within)).url == "https://base.example/a/c/b"
    assert _only(_read(_rss(f"<title>T</title><link>/b</link>{_DATE}"))).url == "https://desk.example/b"


def test_rdf_is_read() -> None:
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://r.example/"><title>R</title>'
        "<link>https://r.example/</link></channel>"
        '<item rdf:about="https://r.example/1"><title>One</title><link>https://r.example/1</link>'
        "<description>The first item.</description><dc:date>2025-03-11T10:00:00Z</dc:date></item></rdf:RDF>"
    )
    brief = _only(_read(feed))
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
    feed = _rss(f"<title>Harbour closed</title><description>It was closed on Tuesday.</description>{_DATE}")
    brief = _only(_read(spoil(feed)))
    assert brief.title == "Harbour closed"
    assert brief.text.startswith("It was closed on Tuesday")


def test_an_empty_feed_is_a_feed_without_briefs() -> None:
    assert _read(_rss()).briefs == ()


@pytest.mark.parametrize(
    ("subset", "text"),
    [
        ('<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)), "&a9;"),
        (f'<!ENTITY a "{"x" * 900}">', "&a;" * 5_000),
        (f'<!ENTITY a "{"x" * 50_000}">', "&a;"),
        ("".join(f'<!ENTITY e{n} "x">' for n in range(1_000)), "x"),
    ],
    ids=["billion laughs", "quadratic", "long", "many"],
)
def test_entity_bombs_are_refused(subset: str, text: str) -> None:
    bomb = _rss(f"<title>{text}</title>{_DATE}").replace("<rss", f"<!DOCTYPE rss [{subset}]><rss", 1)
    with pytest.raises(UnreadableDocument, match="refused"):
        _read(bomb)
    with pytest.raises(UnreadableDocument, match="refused"):
        read_document(bomb.encode("utf-16"), address=_ADDRESS)


def test_no_file_and_no_server_is_asked_for_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret word")
    for declared in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;'):
        feed = _rss(f"<title>T &x; end</title>{_DATE}").replace("<rss", f"<!DOCTYPE rss [{declared}]><rss", 1)
        assert "secret" not in _only(_read(feed)).model_dump_json()


def test_harmless_entities_of_a_feed_are_read() -> None:
    feed = _rss(f"<title>Caf&eacute; &nbsp;&own;</title>{_DATE}")
    subset = '<!DOCTYPE rss [<!ENTITY eacute "&#233;"><!ENTITY nbsp "&#160;"><!ENTITY own "Lindvik">]>'
    assert _only(_read(feed.replace("<rss", f"{subset}<rss", 1))).title == "Café Lindvik"


def test_an_address_or_path_as_a_document_is_never_followed(tmp_path: Path) -> None:
    for body in (b"https://desk.example/feed", str(tmp_path).encode(), b"file:///etc/passwd"):
        assert read_document(body, address="x").kind is SourceKind.TEXT


def test_hostile_titles_and_links_are_harmless() -> None:
    document = _read(
        _rss(
            "<title>&lt;script&gt;alert(1)&lt;/script&gt;A &amp;lt;b&amp;gt; &lt;/b&gt;</title>"
            f"<link>javascript:alert(1)</link>{_DATE}",
            f"<title>{'🚢' * 5_000}</title><link>tg://resolve</link><guid>2</guid>{_DATE}",
            f"<title>if a &lt; b, Vec&lt;T&gt; &amp;amp; more</title><guid>{'x' * 5_000}</guid>{_DATE}",
        )
    )
    assert [brief.url for brief in document.briefs] == [None, None, None]
    assert document.briefs[0].title == "A <b>"
    assert document.briefs[1].title == "🚢" * 1_000
    assert document.briefs[2].title == "if a < b, Vec<T> & more"
    assert len(document.briefs[2].key) < 100


def test_a_feed_of_forty_thousand_items_gives_the_first_thousand() -> None:
    document = _read(_rss(*(f"<title>{n}</title><guid>{n}</guid>{_DATE}" for n in range(40_000))))
    assert [brief.title for brief in document.briefs] == [str(n) for n in range(1_000)]


_JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Desk",
    "home_page_url": "https://desk.example/",
    "language": "en",
    "items": [
        {
            "id": 1,
            "url": "/barge",
            "title": "Barge <b> & timber",
            "content_html": "<p>One.</p><p>Two.</p><p>Three.</p>",
            "date_published": "2025-03-11T17:45:00+01:00",
            "tags": ["Harbours", 7],
            "image": "https://desk.example/barge.jpg",
        },
        {
            "id": "2",
            "external_url": "https://paper.example/",
            "content_text": "a < b\n\nSecond.",
            "summary": "Sum & <i>",
        },
        {"id": None, "title": ["no"], "content_html": 3},
        "no item",
    ],
}


def test_a_json_feed_is_read_and_wrong_types_are_left_out() -> None:
    document = _read(json.dumps(_JSON))
    assert (document.kind, document.title, document.language) == (SourceKind.FEED, "The Desk", "en")
    one, two = document.briefs
    assert (one.key, one.title, one.text, one.truncated) == ("1", "Barge <b> & timber", "One.\n\nTwo.", True)
    assert (one.url, one.tags, one.image_url) == (
        "https://desk.example/barge",
        ("Harbours",),
        "https://desk.example/barge.jpg",
    )
    assert one.published_at == datetime(2025, 3, 11, 16, 45, tzinfo=UTC)
    assert (two.text, two.url, two.published_at) == ("Sum & <i>", "https://paper.example/", None)


@pytest.mark.parametrize("body", ["{", "[]", "{}", '{"items": 3}', '{"a":' * 100_000, '{"version": NaN}'])
def test_other_json_is_refused_with_advice(body: str) -> None:
    with pytest.raises(UnreadableDocument, match="JSON"):
        _read(body)
