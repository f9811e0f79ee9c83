"""Reading: 48 real feeds and an archive page of 50 briefs, bytes to validated briefs.

Beside ours: feedparser as bots use it (with its sanitiser), which stops before anything is a brief; and Beautiful Soup
on html.parser, told where this one page keeps its posts. Ours must find as many entries or more, and the same posts.
The parsers that ours stands on are shown bare: what they take is the floor, for they clean, cut and validate nothing.
Run: python -m bench.read_feeds
"""

import gc
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import fastfeedparser
import feedparser
from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from bench.stand.table import print_table
from bot.ingest.reading.reader import read_document

DATA = Path(os.environ.get("BRIEFBOT_TEST_DATA", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))
POSTS = 50
ROUNDS = 9
ADDRESS = "https://desk.example/"

POST = """<article id="post-{n}" class="post-{n} post type-post status-publish format-standard hentry category-harbours">
<header class="entry-header"><h2 class="entry-title"><a href="https://desk.example/{n}/" rel="bookmark">Harbour news, part {n}</a></h2></header>
<div class="entry-content"><p>{text}&hellip; <a href="https://desk.example/{n}/#more-{n}" class="more-link">Continue reading
<span class="screen-reader-text">Harbour news, part {n}</span></a></p></div><footer class="entry-footer"><span class="posted-on">
<time class="entry-date published" datetime="2025-03-11T17:45:{n:02}+01:00">March 11, 2025</time></span>
<span class="cat-links"><a href="/c/harbours" rel="category tag">Harbours</a></span></footer></article>"""  # noqa: E501 - a page's own lines

SURROUNDINGS = "<ul>" + '<li class="menu-item"><a href="/a">A menu of a page is long</a></li>' * 40 + "</ul>"


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """CPU seconds of the quickest round, after one to warm up: the others measure the neighbours on this machine."""
    work()
    times = []
    for _ in range(rounds):
        began = process_time()
        work()
        times.append(process_time() - began)
    return min(times)


def archive_page() -> bytes:
    """A page of a classic theme."""
    text = (
        "The harbour was closed after a barge lost its load of timber near the breakwater, and the ferries waited. " * 4
    )
    posts = "".join(POST.format(n=n, text=text) for n in range(POSTS))
    around = f"<nav>{SURROUNDINGS}</nav><main>{posts}</main><aside>{SURROUNDINGS}</aside>"
    head = "<!DOCTYPE html><html lang=en><head><title>Harbours</title></head>"
    return f'{head}<body class="archive category">{around}</body></html>'.encode()


def by_beautiful_soup(page: bytes) -> list[tuple[str, str]]:
    """Title and text of each post, the way a scraper for just this page would read them."""
    posts = []
    for post in BeautifulSoup(page, "html.parser").select("article.hentry"):
        title, text = post.select_one(".entry-title"), post.select_one(".entry-content")
        assert title is not None
        assert text is not None
        for more in text.select(".more-link"):
            more.decompose()
        posts.append((title.get_text(strip=True), text.get_text(" ", strip=True).rstrip("… ")))
    return posts


def compare_feeds() -> Sequence[Sequence[str]]:
    """The rows of feeds; none where the data is absent."""
    bodies = [path.read_bytes() for path in sorted((DATA / "feeds").glob("*.xml"))]
    if not bodies:
        return []
    ours = sum(len(read_document(body, address=ADDRESS).briefs) for body in bodies)
    swift = sum(len(fastfeedparser.parse(body)["entries"]) for body in bodies)
    theirs = sum(len(feedparser.parse(body).entries) for body in bodies)
    for body in bodies:
        assert len(read_document(body, address=ADDRESS).briefs) >= len(feedparser.parse(body).entries)
    fast = best_of(ROUNDS, lambda: [read_document(body, address=ADDRESS) for body in bodies])
    bare = best_of(ROUNDS, lambda: [fastfeedparser.parse(body) for body in bodies])
    slow = best_of(2, lambda: [feedparser.parse(body) for body in bodies])
    what = f"{len(bodies)} feeds"
    return [
        (what, "feedparser", f"{slow * 1000:,.0f}", f"{theirs:,}", "1.0"),
        (what, "ours", f"{fast * 1000:,.0f}", f"{ours:,}", f"{slow / fast:.1f}"),
        (what, "fastfeedparser, bare", f"{bare * 1000:,.0f}", f"{swift:,}", f"{slow / bare:.1f}"),
    ]


def compare_pages() -> Sequence[Sequence[str]]:
    """The rows of the archive page."""
    page = archive_page()
    read = [(brief.title, brief.text) for brief in read_document(page, address=ADDRESS).briefs]
    assert read == by_beautiful_soup(page)
    fast = best_of(ROUNDS, lambda: read_document(page, address=ADDRESS))
    bare = best_of(ROUNDS, lambda: LexborHTMLParser(page))
    slow = best_of(ROUNDS, lambda: by_beautiful_soup(page))
    what = f"a page of {POSTS} briefs"
    return [
        (what, "bs4 + html.parser", f"{slow * 1000:,.1f}", str(POSTS), "1.0"),
        (what, "ours", f"{fast * 1000:,.1f}", str(len(read)), f"{slow / fast:.1f}"),
        (what, "selectolax, its tree alone", f"{bare * 1000:,.1f}", "", f"{slow / bare:.1f}"),
    ]


def main() -> None:
    """Print the table."""
    # Collecting garbage between the rounds of one would be counted to the other.
    gc.disable()
    rows = [*compare_feeds(), *compare_pages()]
    print_table("Reading (briefs: entries found)", ("what", "reader", "ms", "briefs", "times faster"), rows)
    if len(rows) == 2:
        print(f"no feeds at {DATA}: set BRIEFBOT_TEST_DATA")


if __name__ == "__main__":
    main()
