"""What counts as the same word."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.topics.catalogue import catalogue
from bot.topics.folding import fold, singular
from bot.topics.readable import Readable
from bot.topics.words import Reading, words_of


def folds(text: str) -> list[str]:
    return [word.fold for word in words_of(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ukraine’s", "ukraine"),
        ("Ukraine's", "UKRAINE"),
        ("soldiers'", "soldier"),
        ("Zürich", "zurich"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("Ёлка", "елка"),
        ("Пу́тин", "Путин"),
        ("Ἀθῆναι", "αθηναι"),
        ("مُحَمَّد", "محمد"),
        ("İstanbul", "istanbul"),
        ("ﬁnance", "finance"),
        ("ＮＡＴＯ", "nato"),
        ("co\u00adoperate", "cooperate"),
        ("11,000", "11000"),
        ("3,5", "3.5"),
        ("#Kursk", "kursk"),
        ("@kursk", "Kursk"),
        ("EVs", "EV"),
        ("women", "woman"),
        ("crises", "crisis"),
        ("countries", "country"),
        ("boxes", "box"),
        ("churches", "church"),
        ("losses", "loss"),
        ("buses", "bus"),
        ("heroes", "hero"),
        ("houses", "house"),
    ],
)
def test_spelling_and_number_make_no_difference(one: str, other: str) -> None:
    assert folds(one) == folds(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("news", "new"),
        ("mars", "mar"),
        ("wales", "whale"),
        ("Williams", "William"),
        ("us", "u"),
        ("gas", "ga"),
        ("goods", "good"),
        ("Paris", "pari"),
        ("Texas", "texa"),
        ("и", "й"),
        ("Киів", "Київ"),
        ("C++", "C"),
        ("C#", "C"),
        ("1.25", "125"),
        ("हिन्दी", "हिन्दु"),
        ("か", "が"),
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert not set(folds(one)) & set(folds(other))


def test_a_hyphened_word_is_found_by_its_parts_and_as_one() -> None:
    assert set(folds("Moscow-based")) == {"moscow", "based", "moscowbased"}
    assert {"f16", "16"} <= set(folds("F-16-like"))
    assert "f16" in folds("F-16s")
    assert "cooperate" in folds("co-operate")
    assert {"obrien", "brien"} <= set(folds("O’Brien"))
    assert "ukraine" in folds("l’Ukraine")


def test_a_short_name_in_capitals_is_itself_and_the_common_word() -> None:
    assert folds("US") == folds("U.S.") == ["us", "US"]
    assert folds("us") == folds("Us") == ["us"]
    assert folds("MPs") == ["mp", "MP"]


def test_an_ampersand_joins_short_names_only() -> None:
    assert "att" in folds("AT&T")
    assert folds("war&peace") == ["war", "peace"]


def test_scripts_without_spaces_are_read_character_by_character() -> None:
    assert folds("乌克兰 AI芯片") == ["乌", "克", "兰", "ai", "AI", "芯", "片"]
    assert folds("ภาษา") == ["ภ", "า", "ษ", "า"]
    assert folds("북한은") == ["북", "한", "은"]


def test_words_know_their_places() -> None:
    text = "The U.S. sent F-16s to Zürich’s airport."
    assert {text[w.start : w.end] for w in words_of(text)} == {
        *("The", "U.S.", "sent", "F", "16s", "F-16s", "to", "Zürich", "airport"),
    }


def test_a_hyphened_word_takes_as_many_positions_as_parts() -> None:
    at = {word.fold: (word.position, word.after) for word in words_of("F-16 jets")}
    assert at == {"f": (0, 1), "16": (1, 2), "f16": (0, 2), "jet": (2, 3)}


def test_positions_leave_a_gap_between_title_and_text() -> None:
    reading = Reading(Readable("second energy", "front"))
    assert reading.occurrences("energy") == [(1, 2, False, 7, 13)]
    assert reading.occurrences("front") == [(3, 4, True, 0, 5)]


def test_the_tables_hold_folds_that_stay_as_they_are() -> None:
    tables = catalogue()
    for word in [*tables.no_plurals, *tables.stop_words, *tables.plurals.values()]:
        assert fold(word) == word
        assert singular(word) == word, word
    for word in tables.plurals:
        assert fold(word) == word


SOME_TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("abs'’-.,&_ 1US乌ภé́йİﬁ½ﷺ")),
    max_size=60,
)


@given(SOME_TEXT)
@settings(deadline=None, max_examples=300)
def test_words_of_any_text_lie_inside_it_in_order(text: str) -> None:
    words = words_of(text)
    for word in words:
        assert word.fold
        assert 0 <= word.start < word.end <= len(text)
        assert word.position < word.after
    assert [word.position for word in words] == sorted(word.position for word in words)


@given(SOME_TEXT)
@settings(deadline=None, max_examples=300)
def test_a_fold_reads_as_itself(text: str) -> None:
    for word in words_of(text):
        assert [again.fold for again in words_of(word.fold)][-1:] == [word.fold]


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=200)
@example("A.À0")
@example("À0")
@example("A&À")
@example("가 각")
def test_composed_and_decomposed_letters_read_alike(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert folds(unicodedata.normalize("NFD", composed)) == folds(composed)
