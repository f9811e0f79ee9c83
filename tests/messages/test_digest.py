"""A digest as a person reads it: by topic, a line each, the rest folded, page by page in one message."""

import html
import re
from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.references import Act, read_reference
from bot.messages.digest import BRIEFS_A_PAGE, Told, first_sentence, write_digest
from bot.messages.markup import units
from bot.messages.message import Message
from tests.builders import AT, a_brief, a_stored_brief

NOW = AT + timedelta(minutes=5)


def told(number: int, topic: str = "harbour", **brief: Any) -> Told:
    fields = {"title": f"Title {number}", "text": f"Text {number}.", "url": f"https://news.test/{number}", **brief}
    return Told(a_stored_brief(number, brief=a_brief(f"k{number}", published_at=AT, **fields)), topic)


def seen(message: Message) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", message.html))


def labels(message: Message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


def test_briefs_stand_under_their_topics_each_with_its_link_and_its_text_folded() -> None:
    message = write_digest([told(1), told(2, "strike"), told(3)], now=NOW)

    assert message.html == (
        "<b>Your digest: 3 briefs</b>\n<i>harbour 2 · strike 1</i>\n\n"
        '<b>harbour</b>\n• <a href="https://news.test/1">Title 1</a> <i>Harbour News · 14:05 UTC</i>\n'
        "<blockquote expandable>Text 1.</blockquote>\n"
        '• <a href="https://news.test/3">Title 3</a> <i>Harbour News · 14:05 UTC</i>\n'
        "<blockquote expandable>Text 3.</blockquote>\n\n"
        '<b>strike</b>\n• <a href="https://news.test/2">Title 2</a> <i>Harbour News · 14:05 UTC</i>\n'
        "<blockquote expandable>Text 2.</blockquote>"
    )
    assert [button.label for row in message.buttons for button in row] == ["Why?"]


def test_times_are_told_by_the_clock_of_the_reader() -> None:
    at_home = NOW.astimezone(ZoneInfo("Europe/Kyiv"))

    assert "Harbour News · 16:05\n" in seen(write_digest([told(1), told(2)], now=at_home))


def test_a_brief_without_a_title_is_its_first_sentence_and_the_rest() -> None:
    text = "Ships of all kinds are back. Cranes too.\n\nMore tomorrow."
    message = write_digest([told(1, title=None, text=text, url=None), told(2)], now=NOW)

    assert "• Ships of all kinds are back. <i>" in message.html
    assert "<blockquote expandable>Cranes too.\n\nMore tomorrow.</blockquote>" in message.html


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Dr. Ada Smith leaves the harbour. She was 90.", "Dr. Ada Smith leaves the harbour."),
        ("No end to it\n\nSecond paragraph.", "No end to it"),
        ("“The harbour will be closed on Monday.” So it is.", "“The harbour will be closed on Monday.”"),
        (
            "港は月曜日に閉鎖されると当局が発表し、船員たちは驚いた。次の文。",
            "港は月曜日に閉鎖されると当局が発表し、船員たちは驚いた。",
        ),
        ("", ""),
    ],
)
def test_a_first_sentence_can_stand_for_the_text(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


def test_a_long_digest_says_first_what_is_in_it_and_is_turned_by_buttons() -> None:
    many = [told(number, "harbour" if number % 3 else "strike") for number in range(1, 21)]
    first = write_digest(many, now=NOW)

    assert seen(first).startswith("Your digest: 20 briefs\nharbour 14 · strike 6\n")
    assert labels(first) == ["◀", "1/3", "▶", "Why?"]
    second = write_digest(many, now=NOW, page=2)
    assert labels(second) == ["◀", "2/3", "▶", "Why?"]
    assert seen(second).startswith("Your digest, page 2 of 3\n\nharbour\n")
    assert write_digest(many, now=NOW, page=99) == write_digest(many, now=NOW, page=3)
    turns = [read_reference(button.action or "") for row in second.buttons for button in row]
    assert [(turn.act, turn.number) for turn in turns[:-1] if turn] == [(Act.DIGEST_PAGE, page) for page in (1, 2, 3)]


def test_what_came_for_a_topic_of_before_stands_last() -> None:
    message = write_digest([told(1, ""), told(2)], now=NOW)

    assert [line for line in seen(message).splitlines() if line in {"harbour", "Others"}] == ["harbour", "Others"]


texts = st.text(max_size=60) | st.sampled_from(
    ["&<>" * 900, "🦦" * 3000, "A sentence. " * 300, "a\n\n" * 500, "&" * 5000]
)
briefs = st.builds(
    lambda title, text, topic, url: (title or None, text, topic, url),
    *(texts, texts, texts),
    st.sampled_from([None, "https://news.test/x", "https://news.test/" + "&" * 1900, "ftp://no"]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(briefs, min_size=1, max_size=30))
def test_whatever_is_in_it_each_page_fits_and_each_brief_is_on_one(
    fields: list[tuple[str | None, str, str, str | None]],
) -> None:
    digest = [
        told(number, topic, title=title, text=f"x{text}", url=url)
        for number, (title, text, topic, url) in enumerate(fields)
    ]
    pages = -(-len(digest) // BRIEFS_A_PAGE)
    written = [write_digest(digest, now=NOW, page=page) for page in range(1, pages + 1)]

    for message in written:
        assert units(seen(message)) <= 4096
        assert len(message.html.encode()) <= 32_000
        assert message.html.count("</") <= 100
        assert seen(message).count("• ") >= 1
    assert sum(message.html.count("\n• ") for message in written) >= len(digest)
    assert NOW.tzinfo is UTC
