"""What counts as the same word."""

import tomllib
import unicodedata
from importlib.resources import files
from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.topics.catalogue import catalogue
from bot.topics.dictionaries import dictionary_of, prepare
from bot.topics.folding import fold, spelled, unaccented
from bot.topics.inflection import forms
from bot.topics.inflection_tables import inflection_tables
from bot.topics.plurals import singular
from bot.topics.readable import Readable
from bot.topics.spelling import one_spelling
from bot.topics.words import Reading, words_of


def folds(text: str) -> list[str]:
    return [word.fold for word in words_of(text)]


def meet(told: str, asked: str, language: str | None) -> bool:
    reading = Reading(Readable(None, told, language))
    return not reading.folds.isdisjoint(forms(asked, reading.language))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ukraine’s", "ukraine"),
        ("Ukraine's", "UKRAINE"),
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
    ],
)
def test_spelling_makes_no_difference(one: str, other: str) -> None:
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


@pytest.mark.parametrize(
    ("told", "asked", "language"),
    [
        ("Women", "woman", None),
        ("mice", "mouse", "en-GB"),
        ("crises", "crisis", "en"),
        ("countries", "country", "en"),
        ("Houthis", "houthi", "en"),
        ("struck", "strikes", "en"),
        ("Züge", "zug", "de"),
        ("войны", "война", None),
        ("війни", "війна", None),
        ("wojny", "wojna", "pl"),
    ],
)
def test_number_case_and_tense_make_no_difference(told: str, asked: str, language: str | None) -> None:
    assert meet(told, asked, language)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("rise", "rose"),
        ("new", "news"),
        ("university", "universe"),
        ("best", "good"),
        ("Mars", "mar"),
        ("Paris", "pari"),
    ],
)
def test_another_word_is_no_inflection(told: str, asked: str) -> None:
    assert not meet(told, asked, "en")


def test_a_word_may_be_a_form_of_several() -> None:
    assert meet("leaves", "leaf", "en")
    assert meet("leaves", "leave", "en")
    assert meet("rose", "rise", "en")


def test_what_is_known_about_a_brief_stands_among_its_folds() -> None:
    reading = Reading(Readable(None, "", "pt-BR", ("Middle East", "Kriege"), "BBC News bbc.co.uk"))
    assert {"lang:pt", "lang:pt-br", "tag:east", "tag:middle", "source:bbc", "source:news"} <= reading.folds
    assert not any("ukraine" in key for key in reading.folds)


def test_a_hyphened_word_is_found_by_its_parts_and_as_one() -> None:
    assert set(folds("Moscow-based")) == {"moscow", "based", "moscowbased"}
    assert {"f16", "16"} <= set(folds("F-16-like"))
    assert meet("F-16s", "f16", "en")
    assert "cooperate" in folds("co-operate")
    assert {"obrien", "brien"} <= set(folds("O’Brien"))
    assert "ukraine" in folds("l’Ukraine")
    assert [(word.fold, word.position, word.after) for word in words_of("l’Ukraine")][-1] == ("ukraine", 1, 2)
    assert ("ukraine", 0, 2) in {(word.fold, word.position, word.after) for word in words_of("l’Ukraine")}
    assert ("angelo", 0, 2) not in {(word.fold, word.position, word.after) for word in words_of("D’Angelo")}


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
    assert at == {"f": (0, 1), "16": (1, 2), "f16": (0, 2), "jets": (2, 3)}


def test_positions_leave_a_gap_between_title_and_text() -> None:
    reading = Reading(Readable("second energy", "front"))
    assert reading.occurrences("energy") == [(1, 2, False, 7, 13)]
    assert reading.occurrences("front") == [(3, 4, True, 0, 5)]


def test_the_tables_of_forms_hold_folded_words() -> None:
    tables = inflection_tables()
    for word in [*tables.names, *tables.apart, *catalogue().stop_words, *tables.plurals.values()]:
        assert unaccented(word) == word
        assert singular(word) == word, word
    for word in [
        *tables.plurals,
        *chain.from_iterable(tables.also.values()),
        *chain.from_iterable(tables.base.values()),
    ]:
        assert unaccented(word) == word


def test_a_spelling_belongs_to_one_word_and_the_first_one_stays() -> None:
    tables = tomllib.loads(files("bot.topics").joinpath("spelling.toml").read_text(encoding="utf-8"))
    words = [text.split() for table in tables.values() for text in table]
    spellings = list(chain.from_iterable(words))
    assert len(set(spellings)) == len(spellings)
    for first, *others in words:
        assert others
        for spelling in (first, *others):
            assert unaccented(spelling) == spelling
            assert one_spelling(spelling) == first


def test_capitals_mean_nothing_in_a_headline_of_capitals() -> None:
    assert "WHO" not in Reading(Readable("WHO WON THE CUP", "Nobody")).folds
    assert len(Reading(Readable("WHO WON THE CUP", "The WHO was silent")).occurrences("WHO")) == 1
    assert "US" in Reading(Readable("US GDP", "It grew")).folds
    assert Reading(Readable("WER GEWANN HEUTE DIE İKİ", "x", "de")).occurrences("wer") == [(0, 1, False, 0, 3)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The long war, told by Зеленский", "en"),
        ("Зеленский о войне", "ru"),
        ("Київ вистояв", "uk"),
        ("Ο πόλεμος", "el"),
        ("الحرب", "ar"),
        ("جنگ پایان یافت", "fa"),
        ("המלחמה", "he"),
        ("युद्ध", "hi"),
        ("乌克兰", "zh"),
        ("…", "en"),
    ],
)
def test_where_no_language_is_known_the_letters_tell(text: str, language: str) -> None:
    assert Reading(Readable(None, text)).language == language


def test_a_language_is_known_by_any_of_its_tags() -> None:
    assert [dictionary_of(tag) for tag in ("en-GB", "pt_BR", "no", "sr-Latn", "iw", None)] == [
        "en",
        "pt",
        "nb",
        "hbs",
        "he",
        "en",
    ]
    prepare("zh-Hans")
    assert forms("kriege", "zh-Hans") == ("kriege",)


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
def test_a_word_as_spelled_reads_as_itself(text: str) -> None:
    for word in words_of(text):
        assert [again.spelled for again in words_of(word.spelled)][-1:] == [word.spelled]


@given(SOME_TEXT)
@settings(deadline=None, max_examples=300)
def test_each_form_made_again_stays_as_it_is(text: str) -> None:
    for form in (spelled, unaccented, fold):
        assert form(form(text)) == form(text)
    assert fold(spelled(text)) == fold(text)


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=200)
@example("A.À0")
@example("À0")
@example("A&À")
@example("가 각")
def test_composed_and_decomposed_letters_read_alike(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert folds(unicodedata.normalize("NFD", composed)) == folds(composed)
