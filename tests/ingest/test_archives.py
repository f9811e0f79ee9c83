"""Blogs' pages as briefs: each form of archive page stands beside what must be read from it."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.reading.cut_lists import brothers, cut_source
from bot.ingest.reading.pages import Page
from bot.ingest.reading.reader import Document, UnreadableDocument, read_document

_PAGES = Path(__file__).parent / "pages"
_ADDRESS = "https://page.example/"
_PIECES = (
    *(
        "<article class=hentry>",
        "</article>",
        "<div class='post hero'>",
        "</div>",
        "<h2 class=entry-title>",
        "</h2>",
        "<a href=/x>",
    ),
    *(
        "</a>",
        "<p>",
        "</p>",
        "<p>A barge lost its load of timber near the breakwater, and the ferries waited.</p>",
        "Read more",
    ),
    *(
        "<time datetime=2025-03-11>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<table>",
        "<tr>",
        "<td>",
        "<li>",
        "<ul>",
        "<section>",
        "<br>",
        "&hellip;",
    ),
    *(
        "<aside>",
        "<nav>",
        "<figure>",
        "<img src=/i.jpg>",
        "<b>",
        "</body>",
        "<body class=archive>",
        "<!--",
        "-->",
        "<script>",
        "\x00",
    ),
)


def _read(markup: str, address: str = _ADDRESS) -> Document:
    return read_document(markup.encode(), address=address, content_type="text/html; charset=utf-8")


def _articles(*bodies: str) -> str:
    return "<html><body>" + "".join(f"<article>{body}</article>" for body in bodies) + "</body></html>"


@pytest.mark.parametrize("page", sorted(_PAGES.glob("*.html")), ids=lambda page: page.stem)
def test_every_form_of_archive_page_is_read_and_its_decoys_are_not(page: Path) -> None:
    expected: dict[str, Any] = json.loads(page.with_suffix(".json").read_text("utf-8"))
    told = read_document(page.read_bytes(), address=_ADDRESS).model_dump(mode="json")
    assert [brief["title"] for brief in told["briefs"]] == [brief["title"] for brief in expected["briefs"]]
    for brief, wanted in zip(told["briefs"], expected["briefs"], strict=True):
        assert {name: brief[name] for name in wanted} == wanted
        assert brief["image_url"] == wanted.get("image_url")
        assert brief["tags"] == wanted.get("tags", [])
    assert {name: told[name] for name in ("kind", "language", "title")} == {
        name: expected[name] for name in ("kind", "language", "title")
    }


def test_keys_on_a_page_are_all_different_and_stay_when_posts_slide_down() -> None:
    page = (_PAGES / "classic.html").read_text("utf-8")
    before = [brief.key for brief in _read(page).briefs]
    newer = page.replace(
        '<article id="post-88"',
        '<article id="post-90" class="hentry"><h2 class="entry-title"><a href="/90">New</a></h2>'
        '<div class="entry-summary"><p>Something new has happened in Lindvik today.</p></div></article>'
        '<article id="post-88"',
    )
    after = [brief.key for brief in _read(newer).briefs]
    assert len(set(after)) == len(after) == 4
    assert [key for key in after if key in before] == before


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body></body></html>",
        "<html><head><title>Login</title></head><body><form><input name=q></form></body></html>",
        "<!doctype html><html><body><nav><a href=/a>Older posts</a></nav><p><a href=/b>Imprint</a></p></body></html>",
    ],
)
def test_a_page_without_briefs_is_an_error_that_says_what_to_try(markup: str) -> None:
    with pytest.raises(UnreadableDocument, match=r"no briefs found: .*try its feed"):
        _read(markup)


def test_a_page_without_briefs_names_the_feed_that_it_offers() -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="{}">'
    head = link.format("/comments/feed") + link.format("/feed")
    with pytest.raises(UnreadableDocument, match=r"https://page\.example/feed$"):
        _read(f"<html><head>{head}</head><body><div></div></body></html>")


def test_only_web_addresses_become_links() -> None:
    text = "<p>The council met on Monday and agreed on nothing in particular.</p>"
    briefs = _read(
        _articles(
            f'<h2><a href="javascript:alert(1)">One</a></h2>{text}',
            f'<h2><a href="tg://resolve?domain=x">Two</a></h2>{text}',
            f'<h2><a href=" /three#more-7 ">Three</a></h2>{text}<img src="javascript:x">',
        )
    ).briefs
    assert [(brief.url, brief.image_url) for brief in briefs] == [
        (None, None),
        (None, None),
        ("https://page.example/three", None),
    ]
    assert len({brief.key for brief in briefs}) == 3


def test_a_whole_post_on_the_page_is_shown_by_its_beginning() -> None:
    paragraphs = "".join(f"<p>{'The council talked about the lamp again. ' * 10}({n})</p>" for n in range(6))
    short_post = "<h2><a href=/2>Short</a></h2><p>It was quiet everywhere else in the valley.</p>"
    long, short = _read(_articles(f"<h2><a href=/1>Long</a></h2>{paragraphs}", short_post)).briefs
    assert long.truncated
    assert len(long.text) <= 1_200
    assert long.text.startswith("The council talked")
    assert not short.truncated


def test_hidden_and_hostile_markup_leaves_nothing_in_the_text() -> None:
    hostile = (
        "<h2><a href=/1>A &amp;lt;b&amp;gt; title</a></h2><p>Seen\u0000\u0007 on\u00a0Monday&#0;"
        "<script>alert('x')</script><span style='display:none'>HIDDEN</span>"
        "<span class=screen-reader-text>SPOKEN</span> &amp;amp; on Tuesday\ud800.</p>"
    )
    page = _articles(hostile, "<h2><a href=/2>Two</a></h2><p>Nothing else has happened in the valley.</p>")
    brief = read_document(page.encode("utf-8", "surrogatepass"), address=_ADDRESS).briefs[0]
    assert brief.title == "A &lt;b&gt; title"
    assert brief.text.replace("\ufffd", "") == "Seen on Monday &amp; on Tuesday."


def test_a_page_nested_without_end_is_refused_at_once() -> None:
    began = time.perf_counter()
    for deep in ("<div>" * 200_000, "<div><b>" * 100_000 + "</b></div>" * 100_000):
        with pytest.raises(UnreadableDocument, match="nested too deep"):
            _read(f"<html><body>{deep}<p>Text</p>")
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "markup",
    [
        "<html><head>" + "<script>" * 20_000 + "<body>" * 20_000,
        "<html><head>" + "<script type=application/ld+json>{" * 20_000,
        "<html><body>" + "<div>" * 900 + f"<p>{'A barge lost its load. ' * 4}</p>" * 5_000,
        "<html><body class=single>" + "<div class=sidebar>" * 900 + f"<p>{'A barge lost its load. ' * 4}</p>" * 1_000,
    ],
    ids=["scripts that never end", "data that never ends", "paragraphs in the deep", "boxes in boxes"],
)
def test_a_page_made_to_keep_the_reader_busy_is_done_with_in_time(markup: str) -> None:
    began = time.process_time()
    with suppress(UnreadableDocument):
        _read(markup)
    assert time.process_time() - began < 5


def test_a_page_of_too_many_posts_gives_the_first_thousand() -> None:
    posts = (
        f"<h2><a href=/{n}>Post {n}</a></h2><p>A paragraph about the number {n}, not a short one.</p>"
        for n in range(1_200)
    )
    assert len(_read(_articles(*posts)).briefs) == 1_000


def test_real_single_posts_are_read_without_their_surroundings(shared_data: Path) -> None:
    expected = json.loads((shared_data / "pages" / "expected.json").read_text("utf-8"))
    whole = []
    for name, wanted in expected.items():
        document = read_document((shared_data / "pages" / name).read_bytes(), address=wanted["url"])
        assert len(document.briefs) == 1, name
        told = " ".join(f"{document.briefs[0].title} {document.briefs[0].text}".split())
        kept = all(" ".join(part.split()) in told for part in wanted["with"])
        clean = not any(" ".join(part.split()) in told for part in wanted["without"])
        whole.append(kept and clean)
    assert sum(whole) / len(whole) >= 0.9


@pytest.mark.parametrize("name", ["classic", "twentytwentyone", "untitled_posts", "block_theme"])
def test_posts_cut_out_of_the_source_are_those_of_the_whole_page(name: str) -> None:
    page = (_PAGES / f"{name}.html").read_text("utf-8")
    assert cut_source(Page(page, address=_ADDRESS)) is not None
    # A page that does not say what it is is looked at as a whole.
    whole = page.replace('<body class="', '<body class="unsaid" data-was="')
    assert _read(page).briefs == _read(whole).briefs


def test_posts_that_are_no_brothers_are_not_cut_out() -> None:
    post = '<article class="hentry"><h2><a href="/{}">T</a></h2><p>It was quiet in the whole valley.</p></article>'
    page = f'<body class="archive"><main>{post.format(1)}</main><aside>{post.format(2)}</aside></body>'
    source = cut_source(Page(page, address=_ADDRESS))
    assert source is None or brothers(source) is None
    assert [brief.url for brief in _read(page).briefs] == ["https://page.example/1"]


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_any_soup_of_tags_is_briefs_or_unreadable(soup: str) -> None:
    try:
        document = _read(f"<html><body>{soup}")
    except UnreadableDocument:
        return
    assert all(brief.text or brief.title for brief in document.briefs)


def test_a_page_says_what_it_is() -> None:
    page = Page((_PAGES / "classic.html").read_text("utf-8"), address=_ADDRESS)
    assert page.feed == "https://lindvik.example/feed/"
    assert "archive" in page.kind_words
