"""What counts as the same telling."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stories.tellings import containment, is_same_telling, opening

BRIEF = (
    "Ukraine’s limited supply of U.S.-provided ATACMS missiles, estimated at around 50 before authorization for "
    "strikes on Russian territory, is dwindling rapidly after a series of attacks on Russian military infrastructure."
)


def test_an_opening_is_the_folded_first_twelve_words() -> None:
    assert opening(BRIEF) == "ukraine s limited supply of u s provided atacms missiles estimated at"


def test_a_text_of_five_words_has_no_opening() -> None:
    assert opening("Happy New Year, dear readers!") == ""
    assert opening("Happy New Year, dear readers, again!") == "happy new year dear readers again"


def test_quotes_dashes_spaces_and_case_make_no_difference() -> None:
    other = BRIEF.replace("’", "'").replace("-", "\u2011").replace(" ", "\n ").upper()
    assert opening(other) == opening(BRIEF)
    assert containment(other, BRIEF) == 1.0


def test_decomposed_letters_and_soft_hyphens_make_no_difference() -> None:
    text = "Zürich und Genf öffnen über\u00adall neue Bäder für alle"
    assert opening(unicodedata.normalize("NFD", text)) == opening(text.replace("\u00ad", ""))


def test_a_language_without_spaces_has_openings() -> None:
    assert opening("乌克兰总统指责斯洛伐克总理") == "乌 克 兰 总 统 指 责 斯 洛 伐 克 总"


def test_a_mended_word_and_an_added_sentence_are_the_same_telling() -> None:
    revised = BRIEF.replace("series", "string") + " Replenishment is unlikely."
    assert is_same_telling(BRIEF, revised)


def test_an_excerpt_is_the_same_telling() -> None:
    assert is_same_telling(BRIEF, BRIEF[:130] + "…")


def test_the_same_opening_with_another_rest_is_another_telling() -> None:
    start = "Here is our daily list of the most important things that happened in"
    assert not is_same_telling(
        start + " Kyiv: a summit opened, two bridges were closed and the tram went back to work.",
        start + " Oslo: an election was called, and snow fell all night over the whole of the coast.",
    )


def test_the_same_rest_with_another_opening_is_another_telling() -> None:
    assert not is_same_telling(BRIEF, "Correction: " + BRIEF)


def test_texts_without_an_opening_are_never_the_same_telling() -> None:
    assert not is_same_telling("Good morning", "Good morning")


@given(st.text(max_size=200), st.text(max_size=200))
@settings(deadline=None, max_examples=60)
def test_containment_is_symmetric_and_between_nothing_and_all(a: str, b: str) -> None:
    assert containment(a, b) == containment(b, a)
    assert 0.0 <= containment(a, b) <= 1.0


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=60)
def test_an_opening_opens_like_itself(text: str) -> None:
    assert opening(opening(text)) == opening(text)
