"""Where to look, and in which order: as well known sites and generators write their pages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.leads import Goal, is_news, leads_of, settled
from bot.ingest.reading.document import Document
from bot.ingest.reading.surveys import FeedLink, Survey, survey
from bot.ingest.typed import address_in, addresses_of
from storage.model import SourceKind


def first_lead(address: str, *feeds: str, **about: object) -> str:
    """Where to look first after a page at `address` that names these feeds: `url` or `url title`."""
    links = tuple(FeedLink(url=url, title=title) for url, _, title in (feed.partition(" ") for feed in feeds))
    return leads_of(Survey(is_page=True, feeds=links).model_copy(update=about), address)[0].address


@pytest.mark.parametrize(
    ("address", "feeds"),
    [
        ("https://video.test/@harbour", ["https://video.test/feeds/videos.xml?channel_id=UC12"]),
        ("https://forum.test/r/harbour/", ["https://forum.test/r/harbour/.rss"]),
        ("https://forge.test/port/ferry/releases", ["https://forge.test/port/ferry/releases.atom",
                                                    "https://forge.test/port/ferry/tags.atom"]),
        ("https://forge.test/port/ferry/tags", ["https://forge.test/port/ferry/tags.atom",
                                                "https://forge.test/port/ferry/releases.atom"]),
        ("https://social.test/@porto", ["https://social.test/@porto.rss"]),
        ("https://pages.test/@porto", ["https://pages.test/feed/@porto", "https://pages.test/feed"]),
        ("https://harbour.blogs.test/", ["https://harbour.blogs.test/feeds/posts/default",
                                         "https://blogs.test/feeds/12/posts/default"]),
        ("https://news.test/sport/", ["https://news.test/sport/rss.xml", "https://news.test/rss.xml"]),
        ("https://news.test/", ["https://news.test/rss.xml", "https://news.test/sport/rss.xml"]),
        ("https://news.test/blog/", ["https://feeds.test/harbour", "https://news.test/sport/rss.xml"]),
        ("https://news.test/blog/2024/", ["https://news.test/blog/feed/", "https://news.test/feed/"]),
        ("https://news.test/page/3/", ["https://news.test/feed/", "https://news.test/tag/x/feed/"]),
        ("https://news.test/?cat=3", ["https://news.test/?feed=rss2&cat=3", "https://news.test/?feed=rss2"]),
        ("https://www.news.test/category/x/", ["https://news.test/category/x/feed/atom/", "https://news.test/feed/"]),
    ],
)  # fmt: skip
def test_the_feed_of_just_this_page_comes_first_whatever_the_order(address: str, feeds: list[str]) -> None:
    assert first_lead(address, *feeds) == feeds[0]
    assert first_lead(address, *reversed(feeds)) == feeds[0]


@pytest.mark.parametrize(
    "comments",
    [
        "https://news.test/comments/feed/",
        "https://news.test/feed/c Zugreiseblog » Kommentar-Feed",
        "https://news.test/feed/c La Presse » Flux des commentaires",
        "https://news.test/feed/c RadioMaryja » Kanał z komentarzami",
        "https://news.test/feed/c Вести » Лента комментариев",
        "https://news.test/feeds/7/comments/default",
    ],
)
def test_the_feed_of_comments_is_never_taken_for_the_site(comments: str) -> None:
    assert first_lead("https://news.test/", comments, "https://news.test/feed/") == "https://news.test/feed/"
    assert first_lead("https://news.test/", comments) == "https://news.test/feed/"  # the usual place


def test_a_magazine_called_comment_is_no_feed_of_comments() -> None:
    assert first_lead("https://news.test/", "https://news.test/all Comment Magazine » Feed") == "https://news.test/all"
    assert is_news(Document(kind=SourceKind.FEED, title="Commentary"))
    assert not is_news(Document(kind=SourceKind.FEED, title="Comments on: The bridge"))


@pytest.mark.parametrize(
    ("generator", "place"),
    [("hugo 0.1", "index.xml"), ("jekyll v4", "feed.xml"), ("ghost 5", "rss/"), ("wordpress 6", "feed/")],
)
def test_a_generator_s_own_place_is_asked_first(generator: str, place: str) -> None:
    assert first_lead("https://news.test/index.html", generator=generator) == f"https://news.test/{place}"


def test_the_page_itself_comes_after_every_feed_of_it_and_only_once() -> None:
    goals = [lead.goal for lead in leads_of(Survey(is_page=True), "https://news.test/blog/")]
    assert goals.count(Goal.PAGE) == 1
    assert Goal.FRONT not in goals


@pytest.mark.parametrize(
    ("typed", "addresses"),
    [
        ("example.org/blog", ("https://example.org/blog", "http://example.org/blog")),
        (" <https://example.org/#top> ", ("https://example.org/",)),
        ("feed://example.org/rss", ("https://example.org/rss", "http://example.org/rss")),
        ("feed:https://example.org/rss", ("https://example.org/rss",)),
        ("localhost:8000/feed", ("https://localhost:8000/feed", "http://localhost:8000/feed")),
        ("//example.org", ("https://example.org", "http://example.org")),
        ("münchen.example", ("https://münchen.example", "http://münchen.example")),
        ("gopher://example.org", ("gopher://example.org",)),
        ("harbour", ()),
        ("/etc/passwd", ()),
        ("../feed.xml", ()),
        ("two words.example", ()),
    ],
)
def test_what_is_typed_means_these_addresses(typed: str, addresses: tuple[str, ...]) -> None:
    assert addresses_of(typed) == addresses


@pytest.mark.parametrize("typed", ["https://example.org", "example.org", "www.example.org/a?b", "feed://example.org/x"])
def test_a_message_that_is_an_address_is_one(typed: str) -> None:
    assert address_in(typed) == typed


@pytest.mark.parametrize(
    "shared", ["The old bridge\n\n{}", "The old bridge | Harbour Blog {}", "see {}", "{} read this", " {}\n"]
)
def test_what_a_phone_shares_is_the_address_in_it(shared: str) -> None:
    assert address_in(shared.format("https://example.org/a?b")) == "https://example.org/a?b"


@pytest.mark.parametrize("typed", ["harbour", "U.S.", "F-16", "1.5", "gas OR oil", "e.g.", "a..b", "on example.org"])
def test_a_message_that_is_a_topic_is_none(typed: str) -> None:
    assert address_in(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "from https://a.test to https://b.test",
        "as https://a.test said",
        "(https://a.test)",
        "word " * 80 + "https://a.test",
    ],
)
def test_a_text_with_links_in_it_is_no_wish_to_have_one_read(typed: str) -> None:
    assert address_in(typed) is None


@pytest.mark.parametrize(
    ("asked", "found", "kept"),
    [
        ("http://example.org/rss", "https://www.example.org/rss/", "https://www.example.org/rss/"),
        ("https://example.org/rss", "https://login.example.org/", "https://example.org/rss"),
        ("https://example.org/rss", "https://example.org/rss?session=7", "https://example.org/rss"),
    ],
)
def test_an_address_is_only_replaced_by_the_same_written_otherwise(asked: str, found: str, kept: str) -> None:
    assert settled(asked, found) == kept


@given(st.text(max_size=60))
@settings(deadline=None)
def test_whatever_is_typed_is_understood_or_not_and_never_an_error(typed: str) -> None:
    assert all(":" in address for address in addresses_of(typed))
    assert (address_in(typed) or "") in typed


@given(st.text(alphabet="<>/='\" linkarhefsx:.?-\n", max_size=300))
@settings(deadline=None, max_examples=60)
def test_whatever_a_page_says_it_is_looked_over(markup: str) -> None:
    seen = survey(f"<html><head>{markup}".encode(), address="https://news.test/x/", content_type=None)
    assert all(link.url.startswith(("http://", "https://")) for link in seen.feeds)
    leads_of(seen, "https://news.test/x/")
