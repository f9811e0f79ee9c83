"""Where a text ends and its tail begins."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.reading.navigation import is_navigation
from bot.ingest.reading.tail_words import FOOTERS, PHRASES, Footer, Phrase, Sort
from bot.ingest.reading.tails import Cut, cut_tail, is_tail_phrase

_TEXT = "The ministers met in Geneva on Monday."


@pytest.mark.parametrize("phrase", [p for p in PHRASES if p.sort is not Sort.NAVIGATION], ids=lambda p: p.words)
def test_every_phrase_of_the_table_is_cut_as_a_link_and_kept_within_a_sentence(phrase: Phrase) -> None:
    expected = _TEXT, phrase.sort is Sort.EXCERPT
    assert cut_tail(f"{_TEXT} … {phrase.words}")[:2] == (_TEXT, True)
    assert cut_tail(f"{_TEXT}\n\n{phrase.words} »")[:2] == expected
    assert cut_tail(f"{_TEXT}\n{phrase.words} →")[:2] == expected
    if phrase.sort is not Sort.HINT:
        assert cut_tail(f"{_TEXT}\n\n{phrase.words}")[:2] == expected
    told = f"They wrote “{phrase.words}” on the wall and left."
    assert cut_tail(told) == Cut(told, truncated=False, found=False)
    lower = f"They wanted {phrase.words.lower()} things."
    assert cut_tail(lower) == Cut(lower, truncated=False, found=False)


@pytest.mark.parametrize("footer", FOOTERS, ids=lambda f: f.middle.strip())
def test_every_footer_of_the_table_is_cut_and_says_nothing_of_an_excerpt(footer: Footer) -> None:
    title = "Talks in Geneva"
    line = f"{footer.opening}{title}{footer.middle}The Blog{footer.closing}."
    # Where no word of the sentence comes first, only the title tells it from a sentence about what appeared where.
    known = None if footer.opening or footer.closing else title
    assert cut_tail(f"{_TEXT}\n\n{line}", title=known) == Cut(_TEXT, truncated=False, found=True)
    assert cut_tail(f"{_TEXT[:-1]} […]\n{line}", title=title) == Cut(_TEXT[:-1], truncated=True, found=True)
    told = f"{_TEXT}\n\nThey said: {footer.middle.strip()}"
    assert cut_tail(told) == Cut(told, truncated=False, found=False)


def test_the_table_speaks_at_least_twenty_languages() -> None:
    assert len({phrase.language for phrase in PHRASES}) >= 90
    assert len({footer.language for footer in FOOTERS}) >= 40


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He was born in pain.… Continue reading", ("He was born in pain.", True)),
        ("… “our infrastructure.”… Continue reading", ("… “our infrastructure.”", True)),
        ("Talks resumed &… Continue reading Talks resume in Geneva", ("Talks resumed &", True)),
        ("It ended. Continue reading Talks resume →", ("It ended.", True)),
        ("It ended. Read More", ("It ended.", False)),
        ("It ended.Read More", ("It ended.", False)),
        ("the infrastructureRead More", ("the infrastructure", False)),
        ("It ended.\nRead more…", ("It ended.", False)),
        ("It ended (more…)", ("It ended", True)),
        ("It ended [Read more...]", ("It ended", False)),
        ("It ended […]", ("It ended", True)),
        ("It ended [...]", ("It ended", True)),
        ("It ended...", ("It ended", True)),
        ("It ended....", ("It ended.", True)),
        ("It ended [&#8230;", ("It ended [&#8230;", False)),
        ("Read More", ("", False)),
        ("", ("", False)),
    ],
)
def test_tails_are_cut(text: str, expected: tuple[str, bool]) -> None:
    assert cut_tail(text)[:2] == expected


@pytest.mark.parametrize(
    "text",
    [
        "She likes to read more.",
        "Our advice to children is simple. Read more.",
        "Asked what to do, he said: “Read more”",
        "The virus continued to spread more",
        "We met… Continue reading was hard for him.",
        "Inside […] the text it stays, and so… does this.",
        "The post he left behind appeared first on television.",
        "He whispered “and then…”",
        "彼女は続きを読む",
        "Er wollte weiterlesen",
    ],
)
def test_a_text_that_only_talks_about_reading_keeps_its_words(text: str) -> None:
    assert cut_tail(text) == Cut(text, truncated=False, found=False)


def test_where_the_rest_is_read_goes_with_a_tail_in_a_line_of_its_own() -> None:
    for line in ("Read more at The Desk", "Weiterlesen auf desk.example", "Lire la suite sur Le Bureau »"):
        assert cut_tail(f"It ended.\n\n{line}").text == "It ended."
    kept = "It ended. You may read more at The Desk"
    assert cut_tail(kept).text == kept


@pytest.mark.parametrize("tail", ["Read the full story here.", "Lire la suite ici", "Mehr dazu hier »", "Läs mer här",
                                  "Find out more.", "Click here to read more."])  # fmt: skip
def test_a_link_that_says_here_or_is_a_sentence_is_cut_behind_one(tail: str) -> None:
    assert [cut_tail(f"{_TEXT}{between}{tail}").text for between in (" ", "\n\n")] == [_TEXT, _TEXT]


def test_advice_to_read_more_is_no_link() -> None:
    for text in ("She says: write less. Read more.", "He wants us to read more here.", "Nobody came to read more here"):
        assert cut_tail(text).text == text


def test_a_title_behind_brackets_goes_with_the_tail() -> None:
    assert cut_tail("It ended… [Read more...] about Talks resume", title="Talks resume")[:2] == ("It ended", True)


def test_a_repeated_title_goes_with_the_tail() -> None:
    text = "It ended. Continue reading Talks resume in Geneva"
    assert cut_tail(text, title="Talks Resume in Geneva").text == "It ended."
    assert cut_tail(text).found is False


@pytest.mark.parametrize(
    "line",
    ["Older posts", "← Older posts", "Page 2", "Page 2 of 54", "1 2 3 … 54", "1 2 3 … 54 Next →", "Next page", "»"],
)
def test_lines_that_lead_to_other_pages_are_navigation(line: str) -> None:
    assert is_navigation(line)


def test_a_line_of_a_brief_is_no_navigation() -> None:
    assert not is_navigation("Next week ministers meet in Geneva")
    assert not is_navigation("12 dead in Kazakhstan")


def test_a_link_that_is_all_tail_is_told_from_one_that_has_words() -> None:
    assert is_tail_phrase("Read more »")
    assert is_tail_phrase("Weiterlesen")
    assert not is_tail_phrase("Read more books in 2025")


_PIECES = st.sampled_from(
    [
        *(p.words for p in PHRASES[::7]),
        "…",
        "[…]",
        "...",
        "\n",
        " ",
        ".",
        "”",
        "»",
        "→",
        "(",
        ")",
        "word",
        "Ünï",
        "İ",
        "The post ",
        " appeared first on ",
        " here",
        " hier",
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(_PIECES | st.text(max_size=6), max_size=14).map("".join))
def test_cutting_twice_is_cutting_once(text: str) -> None:
    once = cut_tail(text)
    twice = cut_tail(once.text)
    assert twice.text == once.text
    assert text.startswith(once.text)
    assert once.found or once.text == text


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet=st.characters(exclude_characters="…", categories=("Ll", "Zs")), max_size=300))
def test_a_text_without_a_tail_is_unchanged(words: str) -> None:
    text = f"{words} stayed in Geneva."
    assert cut_tail(text) == Cut(text, truncated=False, found=False)


@pytest.mark.parametrize(
    "piece", ["… ", "Read More\n", "[", "(", "»", "The post ", " appeared first on ", "Read ", ". . "]
)
def test_a_hostile_text_takes_linear_time(piece: str) -> None:
    began = time.perf_counter()
    cut_tail(piece * (40_000 // len(piece)))
    assert time.perf_counter() - began < 2
