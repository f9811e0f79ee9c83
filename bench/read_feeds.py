"""Reading: 48 real feeds, at first sight and again, and an archive page of 50 briefs, bytes to validated briefs.

Beside ours: feedparser as bots use it (with its sanitiser), which stops before anything is a brief; and Beautiful Soup
on html.parser, told where this one page keeps its posts. Ours must find as many entries or more, and the same posts.
The parsers that ours stands on are shown bare: what they take is the floor, for they clean, cut and validate nothing.
At a second visit ours reads what the first one left no trace of: the newest entry of each feed, or nothing; the others
have no such memory. What goes to the process that can be killed and back is timed by the wall: two processes take it.
Run: python -m bench.read_feeds
"""

import asyncio
import gc
import os
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

import fastfeedparser
import feedparser
from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from bench.stand.archive_page import ADDRESS, POSTS, archive_page, bare_page
from bench.stand.table import print_table
from bot.ingest.parsing import Parser
from bot.ingest.reading.document import Document
from bot.ingest.reading.reader import read_document
from bot.ingest.traces import NO_TRACES, Traces, rest_of

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


def visited(body: bytes, left: Traces) -> Document | None:
    """What a visit reads of a feed that left these traces; None: nothing."""
    rest = rest_of(body, left, place=(ADDRESS,), content_type=None)
    if rest is None:
        return None
    document = rest.completed(read_document(rest.body, address=ADDRESS))
    return read_document(body, address=ADDRESS) if rest.is_entangled(document) else document


def left_by(body: bytes) -> Traces:
    """The traces that a first visit leaves, as they come back from storage."""
    rest = rest_of(body, NO_TRACES, place=(ADDRESS,), content_type=None)
    assert rest is not None
    return Traces.from_bytes(rest.left_by(read_document(rest.body, address=ADDRESS)).to_bytes())


def before_the_newest(body: bytes) -> bytes:
    """The feed as it was before its first item came; a feed of one item as it is."""
    starts = [found.start() for found in re.finditer(rb"<(?:item|entry)[\s>]", body)]
    return body[: starts[0]] + body[starts[1] :] if len(starts) > 1 else body


def compare_second_visits(bodies: Sequence[bytes], slow: float) -> Sequence[Sequence[str]]:
    """The rows of feeds that were read before; `slow`: seconds that feedparser takes for them."""
    before = [left_by(before_the_newest(body)) for body in bodies]
    same = [left_by(body) for body in bodies]
    news = 0
    for body, left in zip(bodies, before, strict=True):
        document = visited(body, left)
        if document is not None:
            # Whole, where its language was in doubt; else the newest alone.
            assert document.briefs[0] == read_document(body, address=ADDRESS).briefs[0]
            news += 1
    assert not any(visited(body, left) for body, left in zip(bodies, same, strict=True))
    one = best_of(ROUNDS, lambda: [visited(body, left) for body, left in zip(bodies, before, strict=True)])
    none = best_of(ROUNDS, lambda: [visited(body, left) for body, left in zip(bodies, same, strict=True)])
    return [
        ("again, one new entry each", "ours", f"{one * 1000:,.1f}", f"{news}", f"{slow / one:.0f}"),
        ("again, nothing changed", "ours", f"{none * 1000:,.1f}", "0", f"{slow / none:.0f}"),
    ]


async def handed_over(bodies: Sequence[bytes]) -> float:
    """Seconds on the wall for all feeds, one after the other, in the process that can be killed; the best of some."""
    here = [read_document(body, address=ADDRESS) for body in bodies]
    times = []
    async with Parser() as parser:
        for _ in range(ROUNDS):
            began = perf_counter()
            there = [await parser.read(body, address=ADDRESS) for body in bodies]
            times.append(perf_counter() - began)
            assert there == here
    return min(times)


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
    away = asyncio.run(handed_over(bodies))
    what = f"{len(bodies)} feeds"
    return [
        (what, "feedparser", f"{slow * 1000:,.0f}", f"{theirs:,}", "1.0"),
        (what, "ours", f"{fast * 1000:,.0f}", f"{ours:,}", f"{slow / fast:.1f}"),
        (what, "ours, in its own process", f"{away * 1000:,.0f}", f"{ours:,}", f"{slow / away:.1f}"),
        (what, "fastfeedparser, bare", f"{bare * 1000:,.0f}", f"{swift:,}", f"{slow / bare:.1f}"),
        *compare_second_visits(bodies, slow),
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
