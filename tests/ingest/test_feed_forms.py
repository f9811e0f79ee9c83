"""The old, odd and careless ways in which feeds write the same things: all are read alike."""

from base64 import b64encode

import pytest

from bot.ingest.news import decide
from tests.ingest.writing import DATE, atom, only, read, rss

_XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'


def test_a_title_with_elements_in_it_is_read_to_its_end() -> None:
    feed = rss(
        "<title>The <b>harbour</b> closed</title><link>https://a.example/1</link><description>Why.</description>"
    )
    old = atom("<title>The <b>harbour</b> closed</title><id>1</id>").replace("2005/Atom", "atom/ns#")
    assert only(read(feed)).title == only(read(old)).title == "The harbour closed"


@pytest.mark.parametrize("how", ['type="application/octet-stream"', 'mode="base64" type="text/html"'])
def test_texts_in_base64_are_read(how: str) -> None:
    title, text = (b64encode(words).decode() for words in (b"The <b>harbour</b>", b"<p>It was closed.</p>"))
    brief = only(read(atom(f"<title {how}>{title}</title><content {how}>\n{text}\n</content><id>1</id>")))
    assert (brief.title, brief.text) == ("The harbour", "It was closed.")


def test_what_only_claims_to_be_base64_is_read_as_it_is() -> None:
    for text in ("Closed.", "Geschlossen, schön für alle"):
        entry = f'<title>T</title><id>1</id><content mode="base64">{text}</content>'
        assert only(read(atom(entry))).text == text


@pytest.mark.parametrize("element", [f"<body {_XHTML}>", "<body>", "<fullitem>", f"<description><div {_XHTML}>"])
def test_an_item_whose_text_stands_in_another_element_is_read(element: str) -> None:
    name = element.strip("<>").split()[0].split(">")[0]
    text = "<p>It was closed.</p>" if "xhtml" in element else "&lt;p&gt;It was closed.&lt;/p&gt;"
    inner = "</div>" if "<div" in element else ""
    assert only(read(rss(f"<link>https://a.example/1</link>{element}{text}{inner}</{name}>"))).text == "It was closed."


def test_escaped_markup_in_a_wrapping_element_is_markup() -> None:
    entry = "<title>T</title><id>1</id><content type='{}'><div {}>Closed &lt;b&gt;today&lt;/b&gt;.</div></content>"
    assert only(read(atom(entry.format("html", _XHTML)))).text == "Closed today."
    assert only(read(atom(entry.format("xhtml", _XHTML)))).text == "Closed <b>today</b>."


def test_an_entry_without_a_link_stands_where_its_id_says() -> None:
    by_id = only(read(atom("<title>T</title><id>https://a.example/1</id>")))
    linked = only(read(atom('<title>T</title><link href="https://a.example/2"/><id>https://a.example/1</id>')))
    named = only(read(atom("<title>T</title><id>tag:a.example,2025:1</id>")))
    assert [brief.url for brief in (by_id, linked, named)] == ["https://a.example/1", "https://a.example/2", None]
    assert by_id.key == linked.key == "https://a.example/1"


def test_a_title_of_another_vocabulary_is_no_title_while_there_is_one() -> None:
    other = "<itunes:title>17</itunes:title><media:title>x.jpg</media:title><g:title>T-SHIRT</g:title><g:id>9</g:id>"
    item = f"{other}<title>Harbour closed</title><guid>https://a.example/1</guid><description>Why.</description>"
    spaces = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:g="http://base.google.com/ns/1.0"'
    brief = only(read(rss(item).replace("<rss ", f"<rss {spaces} ")))
    assert (brief.title, brief.key) == ("Harbour closed", "https://a.example/1")
    media = only(read(rss("<media:title>Harbour, filmed</media:title><guid>1</guid><description>Why.</description>")))
    assert media.title == "Harbour, filmed"


def test_an_entry_of_a_media_group_has_the_groups_text() -> None:
    group = "<media:group><media:description>The harbour, filmed.</media:description></media:group>"
    feed = atom(f"<title>T</title><id>1</id>{group}", attributes='xmlns:media="http://search.yahoo.com/mrss/"')
    assert only(read(feed)).text == "The harbour, filmed."


def test_an_item_whose_link_is_an_attribute_is_read() -> None:
    brief = only(read(rss('<title>T</title><link href="https://a.example/1"/><id>urn:1</id><summary>Why.</summary>')))
    assert (brief.key, brief.url, brief.text) == ("urn:1", "https://a.example/1", "Why.")


def test_a_channel_definition_is_read() -> None:
    feed = (
        '<CHANNEL HREF="https://a.example/"><TITLE>The Desk</TITLE><ITEM HREF="https://a.example/1" '
        'LASTMOD="2025-03-11T10:00:00Z"><TITLE>Harbour closed</TITLE><ABSTRACT>Why.</ABSTRACT></ITEM></CHANNEL>'
    )
    brief = only(read(feed))
    assert (brief.title, brief.text, brief.url) == ("Harbour closed", "Why.", "https://a.example/1")


def test_dates_are_read_in_every_vocabulary() -> None:
    written = "2025-03-11T16:45:00Z"
    names = ("dc:date", "dcterms:issued", "dcterms:created", "dcterms:modified")
    spaces = 'xmlns:dcterms="http://purl.org/dc/terms/"'
    for name in names:
        feed = rss(f"<title>T</title><guid>1</guid><{name}>{written}</{name}>").replace("<rss ", f"<rss {spaces} ")
        assert only(read(feed)).published_at == only(read(rss(f"<title>T</title><guid>1</guid>{DATE}"))).published_at


def test_an_entry_without_words_is_listed_and_is_news_to_nobody() -> None:
    feed = read(rss(DATE, "<title>Harbour closed</title><guid>2</guid>"))
    silent, told = feed.briefs
    assert (silent.title, silent.text, silent.has_words, told.has_words) == (None, "", False, True)
    assert silent.published_at is not None
    for first_visit in (True, False):
        decision = decide(feed.briefs, [], kind=feed.kind, first_visit=first_visit)
        assert (*decision.news, *decision.silent) == (told,)
