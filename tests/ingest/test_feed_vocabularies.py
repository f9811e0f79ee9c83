"""What an element of a feed means is told by its vocabulary, whatever its prefix, and nothing is made up."""

import pytest

from bot.ingest.reading.reader import read_document
from tests.ingest.writing import ADDRESS, DATE, atom, only, read, rss

_MEDIA = 'xmlns:m="https://search.yahoo.com/mrss"'


@pytest.mark.parametrize(
    ("item", "picture"),
    [
        ('<enclosure url="/a.jpg" type="image/jpeg"/><m:content url="/b.jpg" medium="image"/>', "/a.jpg"),
        ('<enclosure url="/a.mp3" type="audio/mpeg"/><m:content url="/b.jpg" medium="image"/>', "/b.jpg"),
        ('<m:content url="/a.mp4"><m:thumbnail url="/a.jpg"/></m:content><m:thumbnail url="/b.jpg"/>', "/a.jpg"),
        ('<m:group><m:content url="/a.png" type="image/png"/></m:group>', "/a.png"),
        ('<m:group><m:thumbnail url="/a.png"/></m:group>', "/a.png"),
        ('<enclosure url="/a.mp3" type="audio/mpeg"/>', None),
    ],
)
def test_a_picture_is_found_where_feeds_put_it(item: str, picture: str | None) -> None:
    feed = rss(f"<title>T</title>{item}{DATE}").replace("<rss ", f"<rss {_MEDIA} ")
    assert only(read(feed)).image_url == (picture and f"https://desk.example{picture}")
    linked = '<title>T</title><link rel="enclosure" type="image/png" href="/c.png"/><link href="/c"/>'
    brief = only(read(atom(linked)))
    assert (brief.image_url, brief.url) == ("https://desk.example/c.png", "https://desk.example/c")


def test_tags_are_terms_texts_and_subjects() -> None:
    brief = only(read(atom('<title>T</title><id>1</id><category term="harbours" label="Harbours"/><category/>')))
    assert brief.tags == ("harbours",)
    brief = only(read(rss("<title>T</title><category>One</category><dc:subject>Two</dc:subject><category/>")))
    assert brief.tags == ("One", "Two")


def test_an_entry_is_in_the_language_that_it_declares_for_itself() -> None:
    entries = ('<title xml:lang="de">Hafen</title><id>1</id>', "<title>Harbour</title><id>2</id>")
    feed = atom(*entries, attributes='xml:lang="en"')
    assert [brief.language for brief in read(feed).briefs] == ["de", "en"]
    whole = atom(*entries).replace("<entry>", '<entry xml:lang="pt-br">', 1)
    assert [brief.language for brief in read(whole).briefs] == ["pt-BR", None]


def test_what_an_item_does_not_say_is_not_made_up() -> None:
    first, second = read(
        rss(f"<title>One</title><guid>20250311</guid>{DATE}", "<title>Two</title><guid>20250312</guid>")
    ).briefs
    assert (first.key, second.key) == ("20250311", "20250312")
    assert (second.published_at, second.text, second.url) == (None, "", None)


def test_a_feed_is_read_alike_in_plain_utf_8_and_in_any_other_dress() -> None:
    feed = rss(f"<title>Über den Hafen</title><description>Er ist zu…</description>{DATE}")
    plain = read(feed)
    for body in (
        feed.encode("utf-8-sig"),
        feed.encode("utf-16"),
        feed.replace("UTF-8", "windows-1252").encode("cp1252"),
        feed.replace("UTF-8", "iso-2022-jp").replace("Über", "&#220;ber").replace("…", "&#8230;").encode(),
        feed.replace("<rss", "<!DOCTYPE rss><rss").encode(),
        feed.replace("<rss", "<!-- <html> --><?xml-stylesheet href='x'?>\n<rss").encode(),
        b"\n" + feed.encode(),
    ):
        assert read_document(body, address=ADDRESS) == plain


def test_a_relative_channel_link_is_where_the_feed_is() -> None:
    feed = rss(f"<title>T</title><link>a/b</link>{DATE}").replace(
        "<link>https://desk.example/</link>", "<link>/x/</link>"
    )
    assert only(read(feed)).url == "https://desk.example/x/a/b"
