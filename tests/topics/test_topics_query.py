"""What can be asked for, how it is written, and what is refused."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.topics.query import And, Not, Or, Phrase, Query, QueryError, Word, parse_topic, parse_topics


def canonical(text: str) -> str:
    return parse_topic(text).canonical


def refusal(text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse_topics(text)
    return caught.value


def test_not_binds_before_and_before_or() -> None:
    expected = Or((Word("kursk"), And((Word("fico"), Not(Word("gas"))))))
    assert parse_topic("fico NOT gas OR kursk").root == expected
    assert parse_topic("kursk | (fico & -gas)").root == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Ukraine energy", "energy ukraine"),
        ("ukraine AND energies", "energies ukraine"),
        ("ukraine and energy", "energy ukraine"),
        ("zelenskyy or Zelensky", "zelensky OR zelenskyy"),
        ("zelensky||zelensky", "zelensky"),
        ("fico (gas OR oil)", "fico (gas OR oil)"),
        ("fico (gas, oil)", "fico (gas OR oil)"),
        ("ukraine -energy", "ukraine -energy"),
        ("ukraine –energy !gas", "ukraine -energy -gas"),
        ("ukraine NOT (gas OR oil)", "ukraine -gas -oil"),
        ("ukraine -(gas oil)", "ukraine (-gas OR -oil)"),
        ("ukraine - energy", "energy ukraine"),
        ("“North Korean” soldiers", '"north korean" soldiers'),
        ("„zweite Front“", '"zweite front"'),
        ("«second front»", '"second front"'),
        ("»second front«", '"second front"'),
        ("the war", "war"),
        ('"the war"', '"the war"'),
        ("F-16", '"f 16" OR f16'),
        ('"F-16 jets"', '"f 16 jets" OR "f16 jets"'),
        ("nytimes.com", '"nytimes com"'),
        ("乌克兰", '"乌克兰"'),
        ("Zürich", "zürich"),
        ("C++", "c++"),
        ("or noir", "noir"),
        ("not guilty", "guilty"),
    ],
)
def test_equal_topics_have_one_canonical_form(typed: str, expected: str) -> None:
    assert canonical(typed) == expected
    assert canonical(expected) == expected


def test_a_short_name_in_capitals_keeps_them() -> None:
    assert canonical("U.S. aid") == canonical("US aid") == "US aid"
    assert canonical("WHO") == "WHO"


def test_commas_semicolons_and_line_breaks_separate_topics() -> None:
    typed = 'kyiv, kursk; fico\n"red, green", (gas, oil) slovakia,, KYIV'
    assert [query.canonical for query in parse_topics(typed)] == [
        *("kyiv", "kursk", "fico", '"red green"', "slovakia (gas OR oil)"),
    ]


def test_a_topic_remembers_how_it_was_typed() -> None:
    assert [query.words for query in parse_topics("Second  Energy\tFront, Fico")] == ["Second Energy Front", "Fico"]
    assert parse_topic("Fico") == parse_topic("FICO")


@pytest.mark.parametrize(
    ("typed", "position", "says"),
    [
        ("", 0, "no word"),
        ("…!?", 0, "no word"),
        ("  -energy", 2, "leave out"),
        ("the", 0, "“the” is in nearly every brief"),
        ("who -gas", 0, "“who” is in nearly every brief"),
        ("kursk OR -gas", 0, "One side of OR"),
        ("kursk -kursk", 0, "nothing can match"),
        ('kursk "second energy', 6, "never closed"),
        ("kursk (gas", 6, "never closed"),
        ("kursk) gas", 5, "never opened"),
        ("kursk () gas", 6, "nothing in these brackets"),
        ("kursk OR", 6, "both sides"),
        ("OR kursk", 0, "both sides"),
        ("kursk AND OR gas", 6, "both sides"),
        ("kursk (gas OR)", 11, "both sides"),
        ("kursk NOT", 6, "leave out"),
        ("".join(f"gas{n} (oil{n} OR " for n in range(10)) + "F-16 jet" + ")" * 10, 0, "too long"),
        ('"' + " ".join(["-".join(["abcdefghijklm"] * 3)] * 2) + '"', 0, "too long"),
        ("a" * 257, 0, "256 characters"),
        ("ab " * 41, 0, "40 words"),
        ("(" * 11 + "a" + ")" * 11, 10, "brackets within"),
    ],
)
def test_what_cannot_be_followed_is_refused_with_its_place(typed: str, position: int, says: str) -> None:
    error = refusal(typed)
    assert says in error.message
    assert error.position == position


def test_a_refusal_points_at_the_place() -> None:
    assert refusal("fico\nkursk (gas").pointed() == "kursk (gas\n      ^ this bracket is never closed: add “)”."


def test_a_far_place_is_pointed_at_within_a_short_line() -> None:
    shown, caret = refusal("kursk " * 30 + "(gas").pointed().splitlines()
    assert len(shown) <= 72
    assert shown[caret.index("^")] == "("


def test_ten_megabytes_are_refused_and_not_kept() -> None:
    error = refusal("(" * 10_000_000)
    assert "characters" in error.message
    assert len(error.text) < 100


def test_one_topic_is_asked_for_and_two_are_refused() -> None:
    with pytest.raises(QueryError) as caught:
        parse_topic("fico, kursk")
    assert caught.value.position == 6


PIECES = (
    *("fico", "Soldiers", "US", "the", "or", "AND", "OR", "NOT", "(", ")", '"', "“", "”", ",", ";", "\n", " -", " "),
    *("F-16", "U.S.-led", "乌克兰", "क्षि", "й", "C++", "1,5", "|", "&", "-", "!", " ", " ", " ", "½", "ﷺ", "'", "’s"),
)
TYPED = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=20).map("".join))


@given(TYPED)
@settings(deadline=None, max_examples=500)
@example("0'㈠")
@example("0-0,0")
@example("\ufe70")
@example("0000000000000-0ﷺ0")
def test_any_text_is_a_topic_or_a_query_error(text: str) -> None:
    queries: list[Query] = []
    refused = ""
    try:
        queries = parse_topics(text)
    except QueryError as error:
        refused = error.pointed()
    assert "^" in refused or queries
    for query in queries:
        assert_stable(query)


def assert_stable(query: Query) -> None:
    again = parse_topic(query.canonical)
    assert (again.canonical, again.root) == (query.canonical, query.root)


def test_a_phrase_of_one_word_stays_a_phrase() -> None:
    assert parse_topic('"Fico"').root == Phrase(("fico",))
