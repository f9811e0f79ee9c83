"""What a person reads: one brief, a bundle, a brief too long for one message."""

import html
import re
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.brief import Marked
from bot.messages.bundle import SEPARATOR, Written, write_next
from bot.messages.markup import TEXT_LIMIT, units
from storage.model import StoredBrief
from tests.builders import AT, a_brief, a_stored_brief

NOW = AT + timedelta(minutes=5)


def stored_as(source_title: str = "Harbour News", **brief: Any) -> StoredBrief:
    """A stored brief with these fields of the brief itself."""
    return a_stored_brief(source_title=source_title, brief=a_brief(**brief))


def seen(written: Written) -> str:
    """The message as a reader sees it."""
    return html.unescape(re.sub(r"<[^>]*>", "", written.message.html))


def test_a_brief_shows_title_text_source_and_time_and_its_link_as_a_button() -> None:
    stored = stored_as(
        title="Harbour reopens",
        text="Ships are back.\n\nCranes too.",
        url="https://example.org/1",
        source_title="Port Daily",
        published_at=AT,
    )
    message = write_next([Marked(stored, title_spans=((0, 7),), text_spans=((0, 5),))], now=NOW).message
    assert message.html == (
        f"<b><u>Harbour</u> reopens</b>\n\n<b>Ships</b> are back.\n\nCranes too.\n\n<i>Port Daily · {AT:%H:%M} UTC</i>"
    )
    assert [(button.label, button.url) for row in message.buttons for button in row] == [
        ("Read more", "https://example.org/1")
    ]


def test_what_is_pushed_can_be_asked_why() -> None:
    stored = stored_as(url="https://example.org/1")
    alone = write_next([Marked(stored)], now=NOW, is_push=True).message
    assert [(button.label, button.action) for row in alone.buttons for button in row] == [
        ("Read more", None),
        ("Why?", f"y:{stored.id}"),
    ]
    together = write_next([Marked(stored), Marked(stored)], now=NOW, is_push=True).message
    assert [(button.label, button.action) for row in together.buttons for button in row] == [("Why?", "y")]


def test_no_title_is_invented_and_an_unpublished_brief_was_seen() -> None:
    stored = stored_as(title=None, text="Ships are back.", url=None, source_title="Port Daily", published_at=None)
    message = write_next([Marked(stored)], now=NOW).message
    assert message.html == f"Ships are back.\n\n<i>Port Daily · seen {stored.seen_at:%H:%M} UTC</i>"
    assert message.buttons == ()


def test_an_excerpt_ends_in_an_ellipsis_once() -> None:
    stored = stored_as(text="Cut off here", truncated=True)
    assert "Cut off here …\n" in write_next([Marked(stored)], now=NOW).message.html
    dotted = stored_as(text="Cut off here…", truncated=True)
    assert "Cut off here…\n" in write_next([Marked(dotted)], now=NOW).message.html


def test_an_older_day_is_named() -> None:
    stored = stored_as(published_at=AT - timedelta(days=40))
    assert f"{(AT - timedelta(days=40)):%b %Y}" in write_next([Marked(stored)], now=NOW).message.html


def test_only_web_addresses_become_links() -> None:
    for url in ("javascript:alert(1)", "tg://resolve?domain=x", "ftp://example.org", None):
        stored = stored_as(url=url)
        assert write_next([Marked(stored)], now=NOW).message.buttons == ()
        assert "href" not in write_next([Marked(stored), Marked(stored)], now=NOW).message.html


def test_several_briefs_travel_as_one_message_each_with_its_link() -> None:
    briefs = [Marked(stored_as(text=f"Brief {n}.", url=f"https://example.org/{n}?a&b")) for n in (1, 2, 3)]
    written = write_next(briefs, now=NOW)
    assert written.whole == 3
    assert written.message.html.count(SEPARATOR) == 2
    assert 'href="https://example.org/2?a&amp;b"' in written.message.html
    assert seen(written).index("Brief 1.") < seen(written).index("Brief 2.") < seen(written).index("Brief 3.")


def test_what_does_not_fit_waits_for_the_next_message() -> None:
    briefs = [Marked(stored_as(text=f"{n} " + "word " * 250)) for n in range(5)]
    told, rest = 0, briefs
    while rest:
        written = write_next(rest, now=NOW)
        assert units(seen(written)) <= TEXT_LIMIT
        assert written.whole >= 1
        told, rest = told + written.whole, rest[written.whole :]
    assert told == 5


def test_a_brief_too_long_for_any_message_is_told_in_parts_completely() -> None:
    text = "\n\n".join(f"Paragraph {n}: " + "word " * 150 for n in range(12)).strip()
    stored = stored_as(title="Long", text=text, url="https://example.org/long")
    shown, parts = "", 0
    while True:
        written = write_next([Marked(stored), Marked(stored)], now=NOW, parts_sent=parts)
        assert units(seen(written)) <= TEXT_LIMIT
        shown += seen(written)
        if written.whole:
            break
        parts = written.parts
    assert "".join(text.split()) in "".join(shown.split())
    assert parts >= 1
    assert written.message.buttons


@given(
    st.lists(
        st.tuples(st.none() | st.text(max_size=700), st.text(max_size=6000), st.booleans()), min_size=1, max_size=4
    )
)
@settings(deadline=None, max_examples=60)
def test_no_message_is_ever_longer_than_the_limit(items: list[tuple[str | None, str, bool]]) -> None:
    left = [Marked(stored_as(title=title, text=text, truncated=cut)) for title, text, cut in items]
    parts = 0
    while left:
        written = write_next(left, now=NOW, parts_sent=parts)
        assert units(seen(written)) <= TEXT_LIMIT
        assert len(written.message.html.encode()) <= 32_768
        assert written.whole or written.parts == parts + 1
        left, parts = left[written.whole :], written.parts
