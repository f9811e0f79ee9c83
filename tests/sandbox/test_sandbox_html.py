"""Telegram's HTML: what it understands, and the words with which it refuses the rest."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.entities import Entity, Formatted, clean, trim, utf16_length, with_detected
from bot.sandbox.html import HtmlError, parse_html

TAGS = ["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "blockquote", "code", "pre"]


def kinds(markup: str) -> list[tuple[str, int, int]]:
    return [(entity.type, entity.offset, entity.length) for entity in parse_html(markup).entities]


@pytest.mark.parametrize(
    ("markup", "entities"),
    [
        ("<b>a</b>", [("bold", 0, 1)]),
        ("😀<STRONG>é</STRONG>", [("bold", 2, 1)]),
        ("<b>a<i>b</i></b>", [("bold", 0, 2), ("italic", 1, 1)]),
        ('<span class="tg-spoiler">x</span>', [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", [("expandable_blockquote", 0, 1)]),
        ("<blockquote><blockquote>x</blockquote></blockquote>", [("blockquote", 0, 1)]),
        ("<code><b>x</b></code>", [("code", 0, 1)]),
        ("<b></b>", []),
        ("<a href='javascript:alert(1)'>x</a>", []),
        ("<a href='http://[bad'>x</a>", []),
        ("<b>x</>", [("bold", 0, 1)]),
    ],
)
def test_tags_become_entities_counted_in_utf16_units(markup: str, entities: list[tuple[str, int, int]]) -> None:
    assert kinds(markup) == entities


def test_a_link_knows_its_address() -> None:
    assert parse_html('<a href="https://e.org/?a=1&amp;b=2">x</a>').entities[0].url == "https://e.org/?a=1&b=2"
    assert parse_html("<a>e.org</a>").entities[0].url == "http://e.org"


def test_code_within_pre_names_only_the_language() -> None:
    (entity,) = parse_html('<pre><code class="language-python">x</code></pre>').entities
    assert (entity.type, entity.language) == ("pre", "python")


def test_a_moment_is_shown_in_each_readers_own_zone() -> None:
    (entity,) = parse_html('<tg-time unix="1700000000" format="wDT">then</tg-time>').entities
    assert (entity.type, entity.unix_time, entity.date_time_format) == ("date_time", 1700000000, "wDT")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&#65;&#x42;", "AB"),
        ("&lt &nbsp; &apos; &", "< &nbsp; &apos; &"),
        ("&#0;&#x110000;&#99999999999;", "&#0;&#x110000;&#99999999999;"),
        ("a\r\nb\tc\0", "a\nb c "),
    ],
)
def test_only_four_names_and_numbers_are_decoded(markup: str, text: str) -> None:
    assert parse_html(markup).text == text


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a =>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=a&b>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<tg-emoji emoji-id='x'>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("&#xD800;", "Text must be encoded in UTF-8"),
    ],
)
def test_what_telegram_refuses_is_refused_in_its_words(markup: str, error: str) -> None:
    with pytest.raises(HtmlError) as refusal:
        parse_html(markup)
    assert str(refusal.value) == error


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(TAGS))
@settings(deadline=None, max_examples=100)
def test_escaped_text_comes_back_as_it_was(text: str, tag: str) -> None:
    formatted = parse_html(f"<{tag}>{html.escape(text)}</{tag}>".replace("&#x27;", "'"))
    assert formatted.text == clean(text)
    assert [entity.length for entity in formatted.entities] == ([utf16_length(clean(text))] if clean(text) else [])


MARKUP = st.lists(
    st.one_of(
        st.sampled_from([*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS)]),
        st.sampled_from(["<a href=", '<a href="', "'", '"', ">", "<", "&", "&#", "&lt", ";", "=", "/", " ", "😀"]),
        st.text(max_size=5),
    )
).map("".join)


@given(MARKUP)
@settings(deadline=None, max_examples=300)
def test_no_markup_raises_another_exception(markup: str) -> None:
    try:
        formatted = with_detected(trim(parse_html(markup)))
    except HtmlError:
        return
    assert all(0 <= entity.offset < entity.end <= utf16_length(formatted.text) for entity in formatted.entities)


def test_trimming_moves_and_cuts_the_entities_along() -> None:
    formatted = trim(Formatted(" 😀 x ", (Entity("bold", 0, 3), Entity("italic", 4, 2))))
    assert formatted == Formatted("😀 x", (Entity("bold", 0, 2), Entity("italic", 3, 1)))


def test_addresses_and_commands_are_found_but_not_within_code() -> None:
    text = "see https://e.org/a, /help and /x@OtherBot not/this"
    found = with_detected(Formatted(text)).entities
    assert [text[entity.offset : entity.end] for entity in found] == ["https://e.org/a", "/help", "/x@OtherBot"]
    assert with_detected(Formatted("/help", (Entity("code", 0, 5),))).entities == (Entity("code", 0, 5),)
