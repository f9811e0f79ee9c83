"""Tails that no table of words knows are told by where they lead."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.reading.own_links import without_own_links
from storage.model import Brief
from tests.ingest.writing import DATE, only, read, rss

URL = "https://desk.example/late/"
HOME = '<a href="https://desk.example">The Desk</a>'


def _brief(written: str) -> Brief:
    item = f"<title>Late again</title><link>{URL}?utm_source=rss</link><guid>1</guid>{DATE}"
    return only(read(rss(f"{item}<description><![CDATA[{written}]]></description>")))


@pytest.mark.parametrize(
    "behind",
    [
        f'</p><p><a href="{URL}">Qhia ntxiv</a>',
        f'<br/><a href="{URL}">Qhia ntxiv</a>',
        f' <a href="{URL}#more-12" class="more-link">Qhia ntxiv <span class="screen-reader-text">Late again</span></a>',
        f' <a href="{URL}">Qhia ntxiv</a> &raquo;',
        ' <a href="/late">Qhia ntxiv</a>',
        f' <a href="{URL}">Qhia</a> | <a href="{URL}#comments">Pov thawj (3)</a>',
        f'<br><a href="{URL}">Read more</a> | <a href="{URL}#respond">Reply</a> | <a href="mailto:a@b.example">@</a>',
        ' <a href="https://twitter.com/intent/tweet?url=x">Tweet</a> <a href="https://facebook.com/sharer.php?u=x">Share</a>',
        f'</p>\n<p>Daim <a href="{URL}" rel="nofollow">Late again</a> pom thawj ntawm {HOME}.',
        f'</p>\n<p><a href="{URL}" rel="nofollow">Late again</a> {HOME} ntawm pom.',
        f'</p><div><a href="{URL}"><img src="more.png" alt="Read more"></a></div><p>',
    ],
)
def test_links_back_to_the_post_and_to_sharing_are_cut_in_any_language(behind: str) -> None:
    assert _brief(f"<p>The ferry was late.{behind}</p>").text == "The ferry was late."


def test_dots_before_a_link_back_say_that_more_follows() -> None:
    brief = _brief(f'<p>The ferry was late [&#8230;] <a href="{URL}">Qhia ntxiv</a></p>')
    assert (brief.text, brief.truncated) == ("The ferry was late", True)


def test_words_that_are_nothing_but_a_link_back_are_a_tail_behind_any_words() -> None:
    for words in ("Read more", "more", "mehr", "Weiterlesen"):
        assert _brief(f'<p>The ferry was late <a href="{URL}">{words}</a></p>').text == "The ferry was late"


@pytest.mark.parametrize(
    "written",
    [
        f'<p>You can see it in <a href="{URL}">the gallery</a></p>',
        f'<p>The ferry was late. Photos: <a href="{URL}">here</a>, says the captain.</p>',
        '<p>The ferry was late.</p><p><a href="https://elsewhere.example/late">What the captain says</a></p>',
        f'<p><a href="{URL}">All of it</a></p>',
        '<p>The ferry was late. See <a href="https://elsewhere.example/">the captain</a></p>',
    ],
)
def test_links_that_belong_to_the_text_stay(written: str) -> None:
    assert without_own_links(written, URL, "Late again").markup == written


def test_what_a_forum_says_of_the_sender_goes() -> None:
    sender = (
        '<a href="https://www.reddit.com/user/x"> /u/x </a> <br/> <span><a href="https://i.example/1">[link]</a></span>'
    )
    brief = _brief(f'<div class="md"><p>The ferry was late.</p></div> &#32; submitted by &#32; {sender}')
    assert brief.text == "The ferry was late."


_PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<br>",
        "The ferry. ",
        "… ",
        "|",
        " ",
        f'<a href="{URL}">Qhia</a>',
        "<a href='x'>x</a>",
        "<a ",
        "</a>",
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_cutting_links_twice_is_cutting_them_once(markup: str) -> None:
    once = without_own_links(markup, URL, "Late again").markup
    assert markup.startswith(once)
    assert without_own_links(once, URL, "Late again").markup == once


@pytest.mark.parametrize(
    "piece", ["<a ", f'<a href="{URL}">', "</a>", " |", "<br>", "&nbsp;", f'<a href="{URL}">x</a>']
)
def test_hostile_markup_takes_linear_time(piece: str) -> None:
    began = time.perf_counter()
    without_own_links(piece * (40_000 // len(piece)) + "</a>", URL, "Late again")
    assert time.perf_counter() - began < 2
