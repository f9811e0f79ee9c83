"""Reading: 48 real feeds and an archive page of 50 briefs, bytes to validated briefs.

Beside ours: feedparser as bots use it (with its sanitiser), which stops before anything is a brief; and Beautiful Soup
on html.parser, told where this one page keeps its posts. Ours must find as many entries or more, and the same posts.
The parsers that ours stands on are shown bare: what they take is the floor, for they clean, cut and validate nothing.
Run: python -m bench.read_feeds
"""

import gc
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import process_time

import fastfeedparser
import feedparser
from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from bench.stand.archive_page import ADDRESS, POSTS, archive_page, bare_page
from bench.stand.table import print_table
from bot.ingest.reading.reader import read_document

DATA = Path(os.environ.get("BRIEFBOT_TEST_DATA", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))
ROUNDS = 9


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """CPU seconds of the quickest round, after one to warm up: the others measure the neighbours on this machine."""
    work()
    times = []
    for _ in range(rounds):
        began = process_time()
        work()
        times.append(process_time() - began)
    return min(times)


def by_beautiful_soup(page: bytes) -> list[tuple[str, str, str, str]]:
    """Title, text, link and date of each post, the way a scraper for just this page would read them."""
    posts = []
    for post in BeautifulSoup(page, "html.parser").select("article.hentry"):
        headline, text = post.select_one(".entry-title a"), post.select_one(".entry-content")
        date = post.select_one("time.published")
        assert headline is not None
        assert text is not None
        assert date is not None
        for more in text.select(".more-link"):
            more.decompose()
        paragraphs = "\n\n".join(paragraph.get_text(" ", strip=True) for paragraph in text.select("p"))
        instant = datetime.fromisoformat(str(date["datetime"])).astimezone(UTC)
        posts.append((headline.get_text(strip=True), paragraphs.rstrip("… "), str(headline["href"]), f"{instant}"))
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
    """The rows of the archive page: as a real blog serves it, and its posts with hardly anything around them."""
    rows: list[Sequence[str]] = []
    for what, page in (("a page of 50 briefs", archive_page()), ("the same, almost bare", bare_page())):
        read = [
            (brief.title, brief.text, brief.url, f"{brief.published_at}")
            for brief in read_document(page, address=ADDRESS).briefs
        ]
        assert read == by_beautiful_soup(page)
        fast = best_of(5 * ROUNDS, partial(read_document, page, address=ADDRESS))
        bare = best_of(5 * ROUNDS, partial(LexborHTMLParser, page))
        slow = best_of(ROUNDS, partial(by_beautiful_soup, page))
        name = f"{what}, {len(page) // 1000} kB"
        rows += [
            (name, "bs4 + html.parser", f"{slow * 1000:,.1f}", str(POSTS), "1.0"),
            (name, "ours", f"{fast * 1000:,.1f}", str(len(read)), f"{slow / fast:.1f}"),
            (name, "selectolax, its tree alone", f"{bare * 1000:,.1f}", "", f"{slow / bare:.1f}"),
        ]
    return rows


def main() -> None:
    """Print the table."""
    # Collecting garbage between the rounds of one would be counted to the other.
    gc.disable()
    rows = [*compare_feeds(), *compare_pages()]
    print_table("Reading (briefs: entries found)", ("what", "reader", "ms", "briefs", "times faster"), rows)
    if len(rows) == 6:
        print(f"no feeds at {DATA}: set BRIEFBOT_TEST_DATA")


if __name__ == "__main__":
    main()
