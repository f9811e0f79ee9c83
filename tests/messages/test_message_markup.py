"""Escaping, marking, measuring and cutting keep Telegram's rules for any text."""

import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.markup import escape, mark, shorten, slices, units

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)
NASTY = "<script>alert('x')</script> & </b> &lt;b&gt; \"quoted\" \x00 \ud800 end"


def plain(marked: str) -> str:
    """What a reader of Telegram's HTML sees."""
    return html.unescape(re.sub(r"<[^>]*>", "", marked))


def test_markup_in_a_text_stays_text() -> None:
    assert escape(NASTY) == (
        "&lt;script&gt;alert('x')&lt;/script&gt; &amp; &lt;/b&gt; &amp;lt;b&amp;gt; &quot;quoted&quot;   end"
    )


def test_matched_words_are_marked_and_nothing_else() -> None:
    assert mark("war & peace", [(0, 3), (6, 11)], "b") == "<b>war</b> &amp; <b>peace</b>"


def test_a_slice_marks_only_what_lies_in_it() -> None:
    assert mark("one two three", [(0, 3), (4, 13)], "b", between=(4, 7)) == "<b>two</b>"


def test_units_count_what_telegram_counts() -> None:
    assert units("aé漢") == 3
    assert units("🦊") == 2


@given(texts, st.lists(st.integers(0, 300), max_size=8, unique=True))
@settings(deadline=None)
def test_marking_changes_no_word_of_the_text(text: str, edges: list[int]) -> None:
    ordered = sorted(edge for edge in edges if edge <= len(text))
    spans = list(zip(ordered[::2], ordered[1::2], strict=False))
    shown = plain(mark(text, spans, "b"))
    assert shown == html.unescape(escape(text))


@given(texts, st.integers(2, 120))
@settings(deadline=None)
def test_slices_fit_and_lose_only_white_space(text: str, limit: int) -> None:
    cut = slices(text, limit)
    assert all(units(text[start:stop]) <= limit for start, stop in cut)
    assert "".join("".join(text[start:stop] for start, stop in cut).split()) == "".join(text.split())


def test_cuts_lie_between_paragraphs_before_sentences_before_words() -> None:
    first, second = "One sentence here. Another one.", "A second paragraph that is long enough."
    text = f"{first}\n\n{second}"
    assert [text[a:b] for a, b in slices(text, 45)] == [first, second]
    assert slices("word " * 30, 42)[0] == (0, 39)


def test_a_family_is_not_torn_apart() -> None:
    family = "👨‍👩‍👧‍👦"
    text = "x" * 35 + family * 3
    for start, stop in slices(text, 40):
        assert text[start:stop].strip("x").replace(family, "") == ""


def test_a_short_text_is_left_alone_and_a_long_one_ends_in_an_ellipsis() -> None:
    assert shorten("short", 100) == "short"
    assert shorten("many words " * 20, 60).endswith("…")
    assert units(shorten("many words " * 20, 60)) <= 60
    assert shorten("The ferry runs again after the storm. The tram does not run yet.", 60).endswith("storm. …")
