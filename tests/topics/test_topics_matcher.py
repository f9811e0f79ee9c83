"""Which topics a brief matches, and where: the index against looking at every topic."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.topics.inflection import forms, forms_told
from bot.topics.matcher import Found, Matcher, Span, find
from bot.topics.nodes import And, Node, Not, Or, Phrase, Word
from bot.topics.query import QueryError, parse_topic
from bot.topics.readable import Readable
from bot.topics.words import Word as WordInText
from bot.topics.words import words_of


def texts(found: Found | None, title: str | None, text: str) -> tuple[list[str], list[str]] | None:
    if found is None:
        return None
    return [(title or "")[a:b] for a, b in found.title], [text[a:b] for a, b in found.text]


def where(query: str, text: str, title: str | None = None) -> tuple[list[str], list[str]] | None:
    return texts(find(parse_topic(query), Readable(title, text)), title, text)


def test_words_may_lie_anywhere_in_title_and_text() -> None:
    assert where("fico gas", "Russian gas flows.", "Fico in Moscow") == (["Fico"], ["gas"])


def test_a_phrase_does_not_cross_from_title_to_text() -> None:
    assert where('"second energy front"', "front opens", "A second energy") is None
    assert where('"second energy front"', "A second energy front opens.") == ([], ["second energy front"])


def test_a_phrase_runs_through_hyphens_either_way() -> None:
    assert where('"F16 jets"', "Two F-16 jets left.") == ([], ["F-16 jets"])
    assert where('"F-16 jets"', "Two F16 jets left.") == ([], ["F16 jets"])
    assert where("moscow", "A Moscow-based bank.") == ([], ["Moscow"])
    assert where("co-operate", "They cooperate.") == ([], ["cooperate"])
    assert where("long-range", "missiles of long range") == ([], ["long range"])


def test_words_under_not_are_nowhere() -> None:
    assert where("ukraine -energy", "Ukraine at war.") == ([], ["Ukraine"])
    assert where("ukraine -energy", "Ukraine’s energy.") is None


def test_only_the_side_of_or_that_matches_is_shown() -> None:
    assert where("fico OR (kursk gas)", "Fico spoke of gas.") == ([], ["Fico"])


def test_capitals_of_short_names_are_honoured() -> None:
    assert where("US", "Tell us why.") is None
    assert where("US", "The U.S. and US-led forces") == ([], ["U.S.", "US"])
    assert where("WHO", "Who is who?") is None


def test_words_of_languages_without_spaces_are_found_within_them() -> None:
    assert where("斯洛伐克", "乌克兰总统指责斯洛伐克总理") == ([], ["斯洛伐克"])
    assert where("克斯洛", "乌克兰总统指责斯洛伐克总理") is None


def test_a_removed_topic_matches_no_more_and_leaves_nothing_behind() -> None:
    matcher = Matcher()
    queries = ["fico", "fico OR kursk", '"second front"', "(a1, b1) (c1, d1)", "gas -oil"]
    for number, query in enumerate(queries):
        matcher.add(number, parse_topic(query))
    assert set(matcher.match(Readable(None, "Fico: second front, a1 d1 gas"))) == {0, 1, 2, 3, 4}
    for number in range(len(queries)):
        matcher.remove(number)
        matcher.remove(number)
    assert len(matcher) == 0
    assert matcher.match(Readable(None, "Fico: second front, a1 d1 gas")) == {}


def test_a_topic_added_again_is_replaced() -> None:
    matcher = Matcher()
    matcher.add(1, parse_topic("fico"))
    matcher.add(1, parse_topic("kursk"))
    assert matcher.match(Readable("Fico", "")) == {}
    assert matcher.match(Readable("Kursk", "")) == {1: Found(((0, 5),), ())}


# The naive model: every topic against every brief, every phrase by trying every start.


def naive(node: Node, title: Sequence[WordInText], text: Sequence[WordInText]) -> tuple[set[Span], set[Span]] | None:
    if isinstance(node, Word | Phrase):
        folds = node.words if isinstance(node, Phrase) else (node.spelled,)
        spans = naive_spans(folds, title), naive_spans(folds, text)
        return spans if any(spans) else None
    if isinstance(node, Not):
        return (set(), set()) if naive(node.node, title, text) is None else None
    assert isinstance(node, And | Or)
    parts = [naive(each, title, text) for each in node.nodes]
    there = [part for part in parts if part is not None]
    if len(there) < (len(parts) if isinstance(node, And) else 1):
        return None
    return set().union(*(part[0] for part in there)), set().union(*(part[1] for part in there))


def naive_spans(folds: tuple[str, ...], words: Sequence[WordInText]) -> set[Span]:
    ends = {(word.start, word.end, word.after) for word in words if is_form(word, folds[0])}
    for fold in folds[1:]:
        ends = {
            (start, word.end, word.after)
            for start, _, after in ends
            for word in words
            if word.position == after and is_form(word, fold)
        }
    return {(start, end) for start, end, _ in ends}


def is_form(word: WordInText, asked: str) -> bool:
    told = (word.spelled,) if word.spelled.isupper() else forms_told(word.written, "en")
    return not set(told).isdisjoint(forms(asked, "en"))


def covered(spans: Sequence[Span] | set[Span]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


VOCABULARY = (
    *("fico", "Fico’s", "kursk", "soldier", "soldiers", "the", "us", "US", "U.S.", "F-16", "F16", "16", "co-operate"),
    *(
        "cooperate",
        "Київ",
        "київ",
        "й",
        "и",
        "पुतिन",
        "الحرب",
        "ουκρανία",
        "Ουκρανια",
        "乌克兰",
        "克兰",
        "ยูเครน",
        "1,000",
    ),
)
WORDS = st.sampled_from(VOCABULARY)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", " ", ", ", "-", "’", "\n\n"])), max_size=14).map(
    lambda pairs: "".join(word + between for word, between in pairs),
)
TEXTS = TEXTS.filter(lambda text: not text.isupper())  # a headline in capitals, where US may mean us
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(lambda words: '"' + " ".join(words) + '"')


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(parts, st.sampled_from([" ", " OR ", " AND ", " -", " NOT "]), parts)
    return pairs.map(lambda pair: f"({''.join(pair)})")


QUERIES = st.recursive(WORDS | PHRASES, joined, max_leaves=6)


@given(st.lists(QUERIES, max_size=12), st.lists(st.tuples(st.none() | TEXTS, TEXTS), min_size=1, max_size=4), st.data())
@settings(deadline=None, max_examples=200)
def test_the_index_finds_what_looking_at_every_topic_finds(
    typed: list[str],
    briefs: list[tuple[str | None, str]],
    data: st.DataObject,
) -> None:
    matcher, roots = Matcher(), {}
    for number, query in enumerate(filter(is_topic, typed)):
        parsed = parse_topic(query)
        matcher.add(number, parsed)
        roots[number] = parsed.root
    for number in data.draw(st.lists(st.sampled_from(sorted(roots) or [0]), max_size=3)):
        matcher.remove(number)
        roots.pop(number, None)
    for title, text in briefs:
        expected = {number: naive(root, words_of(title or ""), words_of(text)) for number, root in roots.items()}
        matched = {number: spans for number, spans in expected.items() if spans is not None}
        found = matcher.match(Readable(title, text, "en"))
        assert set(found) == matcher.matching(Readable(title, text, "en")) == set(matched)
        for number, (in_title, in_text) in matched.items():
            assert covered(found[number].title) == covered(in_title)
            assert covered(found[number].text) == covered(in_text)
            assert list(found[number].text) == sorted(found[number].text)


def is_topic(typed: str) -> bool:
    try:
        parse_topic(typed)
    except QueryError:
        return False
    return True


@pytest.fixture(scope="module")
def archive(shared_data: Path) -> list[str]:
    page = (shared_data / "archive-page.txt").read_text(encoding="utf-8")
    return [brief.strip() for brief in re.split(r"Read More|… Continue reading", page) if brief.strip()]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("north korean", {7, 10}),
        ('"second energy front"', {3, 4}),
        ("ukraine -energy", {1, 2, 6, 7, 8, 9, 10}),
        ("zelensky OR zelenskyy", {3, 4}),
        ("zelensky", {3, 4}),
        ("zelenskyy", {3, 4}),
        ("exact:zelenskyy", {4}),
        ("north korea", {7, 10}),
        ("north NEAR/1 soldiers", {7, 10}),
        ("source:page", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}),
        ("ukraine -source:page", set()),
        ("lang:en ukrain* -energy", {1, 2, 6, 7, 8, 9, 10}),
        ("title:ukraine", set()),
        ("US", {1, 6, 7, 9}),
        ("11,000 soldiers", {7}),
        ('"$1.25 billion"', {9}),
        ("women", set()),
    ],
)
def test_topics_find_their_briefs_on_a_real_page(archive: list[str], query: str, expected: set[int]) -> None:
    found = {
        number
        for number, brief in enumerate(archive, start=1)
        if find(parse_topic(query), Readable(None, brief, "en", source="archive-page.txt"))
    }
    assert found == expected
