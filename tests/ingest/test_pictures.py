"""Where a feed names no picture, the first within the text stands for it."""

import pytest

from bot.ingest.reading.pictures import picture_within
from tests.ingest.writing import DATE, only, read, rss


def test_the_first_picture_of_a_text_stands_for_a_brief_without_one() -> None:
    item = f"<title>T</title><link>https://desk.example/2025/late/</link>{DATE}"
    text = '<p><img src="../ferry.jpg?w=600&amp;h=400" width="600" height="400"/>The ferry was late.</p>'
    inside = rss(f"{item}<description><![CDATA[{text}]]></description>")
    assert only(read(inside)).image_url == "https://desk.example/2025/ferry.jpg?w=600&h=400"
    named = rss(f'{item}<description><![CDATA[{text}]]></description><enclosure url="/a.jpg" type="image/jpeg"/>')
    assert only(read(named)).image_url == "https://desk.example/a.jpg"


def test_a_picture_that_is_loaded_late_is_found() -> None:
    blank = '<img src="data:image/gif;base64,R0lGOD" data-src="https://a.example/ferry.jpg">'
    assert picture_within(blank) == "https://a.example/ferry.jpg"
    assert (
        picture_within('<img class="lazy" data-src="https://a.example/ferry.jpg" alt="">')
        == "https://a.example/ferry.jpg"
    )


@pytest.mark.parametrize(
    "image",
    [
        '<img src="https://a.example/p.gif" width="1" height="1">',
        '<img src="https://s.w.org/images/core/emoji/16.0.1/72x72/1f600.png" alt="x">',
        '<img src="data:image/png;base64,iVBOR">',
        '<img src="https://img.shields.io/badge/Paper-Link-green">',
        '<img src="http://feeds.feedburner.com/~r/x/~4/y" alt="">',
        '<img src="https://secure.gravatar.com/avatar/1?s=96">',
        '<img src="/logo.svg">',
        "<img>",
        "<img src>",
        "no image at all",
    ],
)
def test_icons_badges_and_spies_are_no_pictures(image: str) -> None:
    assert picture_within(image) is None
    assert picture_within(f'{image}<img src="https://a.example/ferry.jpg">') == "https://a.example/ferry.jpg"
