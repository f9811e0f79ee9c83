"""Which topics are offered to somebody who reads these briefs."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.topics.matcher import find
from bot.topics.query import parse_topic
from bot.topics.readable import Readable
from bot.topics.suggest import Suggestion, suggest_topics

SENTENCES = (
    "Yesterday the Slovak leader Robert Fico met Vladimir Putin in Moscow.",
    "The talks with Fico were held on Monday.",
    "Nobody expected the North Korean soldiers near Kursk.",
    "Ukraine’s army took a North Korean soldier prisoner in Kursk.",
    "Talks On Gas Fail As Fico Walks Out",
    "Ворота Києва бачили багато.",
    "the bird",
)


def names(*texts: str) -> list[Suggestion]:
    return suggest_topics([(None, text) for text in texts], limit=10)


def test_names_that_recur_are_suggested() -> None:
    assert names(*SENTENCES[2:4]) == [Suggestion("North Korean", 2), Suggestion("Kursk", 2)]


def test_a_word_that_only_begins_sentences_is_no_name() -> None:
    assert names("Talks failed.", "Talks went on.") == []


def test_months_days_and_titles_are_no_names() -> None:
    assert names("It was a Monday when President Biden came to us.", "On Monday the President and Biden left us.") == [
        Suggestion("Biden", 2),
    ]


def test_of_a_name_and_its_part_one_is_suggested() -> None:
    texts = ("We saw old Robert Fico.", "We met him, Robert Fico.", "We never saw Fico.")
    words = [each.words for each in names(*texts)]
    assert words in (["Fico"], ["Robert Fico"])


def test_a_headline_of_capitals_tells_no_names() -> None:
    assert names("Talks On Gas Fail", "New Talks On Gas Fail") == []


def test_a_word_in_capitals_for_emphasis_is_no_name() -> None:
    texts = (
        "Well, it is ME again, on a FULL TOUR.",
        "We saw ME and the full NATO tour.",
        "No ME; a FULL TOUR, NATO.",
    )
    assert [each.words for each in names(*texts)] == ["NATO"]


def test_a_word_that_often_stands_in_small_letters_is_no_name() -> None:
    games = ("we like the Games and games", "at the Games we met", "then the Games began")
    apples = ("this Apple is red", "they went to Apple", "he came from Apple", "she left Apple", "and one apple more")
    assert [each.words for each in names(*games, *apples)] == ["Apple"]


def test_pieces_of_addresses_and_of_words_with_a_slash_are_no_names() -> None:
    texts = [f"We saw it at https://a.example/Q{day}/TGgmn Consider the CP/M of Digital." for day in range(3)]
    assert [each.words for each in names(*texts)] == ["Digital"]


def test_of_lines_that_stand_under_every_brief_one_name_is_enough() -> None:
    under = "With thanks to Onshape, to Creality and to Elegoo."
    texts = [*(f"The {day}th boat was built. {under}" for day in range(5)), "then they saw Fico", "and they met Fico"]
    words = [each.words for each in names(*texts)]
    assert "Fico" in words
    assert len(words) == 2


@given(st.lists(st.lists(st.sampled_from(SENTENCES) | st.text(max_size=30), max_size=3).map(" ".join), max_size=8))
@settings(deadline=None, max_examples=100)
def test_a_suggestion_is_a_topic_that_matches_as_many_briefs_as_said(texts: list[str]) -> None:
    suggestions = names(*texts)
    for suggestion in suggestions:
        query = parse_topic(suggestion.words)
        assert suggestion.count == sum(find(query, Readable(None, text)) is not None for text in texts) >= 2
    topics = [parse_topic(suggestion.words).canonical for suggestion in suggestions]
    assert len(set(topics)) == len(topics)


def test_a_real_page_gives_the_names_it_is_about(shared_data: Path) -> None:
    page = (shared_data / "archive-page.txt").read_text(encoding="utf-8")
    briefs = [text for text in re.split(r"Read More|… Continue reading", page) if text.strip()]
    suggested = {each.words for each in names(*briefs)}
    assert {"North Korean soldiers", "Zelenskyy", "Kursk", "Azerbaijan"} <= suggested
    assert not suggested & {"The", "This", "Monday", "February", "President"}
