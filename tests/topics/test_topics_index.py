"""The index of topics, against the finder on each of them: whatever stands on one shelf, whatever comes and goes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.topics.beginnings import Beginnings
from bot.topics.matcher import Matcher
from bot.topics.nodes import And, Exact, InTitle, Mark, Near, Node, Not, Or, Phrase, Prefix, Word
from bot.topics.places import Finder
from bot.topics.plans import node_of, plan_of
from bot.topics.readable import Readable
from bot.topics.words import Reading

A, B, C, D = map(Word, ("gas", "oil", "kyiv", "fico"))


def matched(nodes: list[Node], readable: Readable) -> set[int]:
    """What the index finds."""
    matcher = Matcher()
    for number, node in enumerate(nodes):
        matcher.load(number, plan_of(node))
    return matcher.matching(readable)


@pytest.mark.parametrize(
    ("node", "plan"),
    [
        (A, "gas"),
        (And((A, B)), "gas oil"),
        (And((A, Not(B))), "gas -oil"),
        (Phrase(("north", "korea")), '"north_korea'),
        (Phrase(("gas",)), "gas"),
        (Mark("lang", ("de",)), "lang:de"),
        (Or((A, Phrase(("north", "korea")))), 'gas\n"north_korea'),
        (And((A, Or((B, C)))), "gas (kyiv|oil)"),
        (And((A, Not(Phrase(("crude", "oil"))))), 'gas -"crude_oil'),
        (Or((A, B, C, D, Word("kursk"))), "(fico|gas|kursk|kyiv|oil)"),
    ],
)
def test_a_plan_says_what_leads_to_a_topic(node: Node, plan: str) -> None:
    assert plan_of(node) == plan


def test_what_keys_do_not_decide_is_kept_as_a_tree() -> None:
    node = And((Phrase(("a", "b", "c")), Near((A, Or((B, Exact(("us",))))), 5), InTitle(C), Prefix("ukrain")))
    assert plan_of(node).splitlines()[0] == "? a b c gas kyiv ukrain*"
    assert node_of(plan_of(node)) == node


def test_a_word_under_which_ten_thousand_topics_lie_costs_little() -> None:
    """By looking: of all topics that exclude or need another word, none is looked at by itself."""
    matcher = Matcher()
    for number in range(10_000):
        matcher.load(2 * number, f"gas -w{number}")
        matcher.load(2 * number + 1, f"gas w{number}")
    found = matcher.matching(Readable(None, "gas w7 and w8"))
    assert found == ({2 * number for number in range(10_000)} - {14, 16}) | {15, 17}


def test_a_choice_is_kept_once_and_goes_with_its_last_topic() -> None:
    matcher = Matcher()
    either = Or((B, C, Phrase(("north", "korea"))))
    matcher.load(1, plan_of(And((A, either))))
    matcher.load(2, plan_of(And((D, Not(either)))))
    assert matcher.matching(Readable(None, "gas in North Korea, fico")) == {1}
    assert matcher.matching(Readable(None, "gas, fico, korea north")) == {2}
    matcher.remove(1)
    assert matcher.matching(Readable(None, "fico and oil")) == set()
    assert matcher.matching(Readable(None, "fico")) == {2}


def test_beginnings_in_use_are_found_in_words() -> None:
    beginnings = Beginnings()
    beginnings.learn(["ukrain*", "u*", "ukrain*", "gas"])
    assert set(beginnings.shown({"ukrainian", "oil"})) == {"ukrain*", "u*"}
    beginnings.unlearn(["ukrain*", "u*"])
    assert set(beginnings.shown({"ukrainian", "oil"})) == {"ukrain*"}
    beginnings.unlearn(["ukrain*"])
    assert set(beginnings.shown({"ukrainian", "oil"})) == set()


WORDS = st.sampled_from(["gas", "oil", "kyiv", "fico", "soldiers", "soldier", "US", "16", "f16", "乌", "克", "война"])
LEAVES = st.one_of(
    WORDS.map(Word),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: Phrase(tuple(words))),
    st.lists(WORDS, min_size=1, max_size=2).map(lambda words: Exact(tuple(words))),
    st.sampled_from(["ga", "sold", "вой", "f"]).map(Prefix),
    st.sampled_from([("lang", ("en",)), ("tag", ("war",)), ("tag", ("gas", "war")), ("source", ("bbc",))]).map(
        lambda mark: Mark(*mark)
    ),
)
PLACED = st.one_of(
    WORDS.map(lambda word: InTitle(Word(word))),
    st.tuples(
        WORDS.map(Word),
        st.one_of(
            WORDS.map(Word), st.lists(WORDS.map(Word), min_size=2, max_size=2).map(lambda words: Or(tuple(words)))
        ),
        st.integers(0, 3),
    ).map(lambda near: Near(near[:2], near[2])),
)
TREES = st.recursive(
    LEAVES | PLACED,
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=6).map(lambda nodes: Or(tuple(nodes))),
        st.lists(parts | parts.map(Not), min_size=1, max_size=3).flatmap(
            lambda nodes: parts.map(lambda sure: And((sure, *nodes)))
        ),
    ),
    max_leaves=6,
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", ", ", "-"])), max_size=12).map(
    lambda pairs: "".join(word + between for word, between in pairs)
)


@given(
    st.lists(TREES, min_size=1, max_size=40),
    st.lists(st.tuples(st.none() | TEXTS, TEXTS), min_size=1, max_size=4),
    st.sets(st.integers(0, 39)),
)
@settings(deadline=None, max_examples=150)
def test_the_index_finds_what_the_finder_finds_on_each_tree(
    nodes: list[Node], briefs: list[tuple[str | None, str]], removed: set[int]
) -> None:
    """With few words, so that all stand on few shelves; after some are gone, and when all are."""
    matcher = Matcher()
    for number, node in enumerate(nodes):
        matcher.load(number, plan_of(node))
    left = dict(enumerate(nodes))
    for rest in (set(), removed, set(left)):
        for number in rest:
            matcher.remove(number)
            left.pop(number, None)
        for title, text in briefs:
            readable = Readable(title, text, "en", ("gas war",), "BBC")
            finder = Finder(Reading(readable))
            assert matcher.matching(readable) == {number for number, node in left.items() if finder.matches(node)}
    assert matcher.is_clean()


def test_language_is_learnt_in_steps_and_topics_that_come_meanwhile_are_not_forgotten() -> None:
    matcher = Matcher()
    for number in range(3_000):
        matcher.load(number, f"w{number} soldiers")
    steps = matcher.add_language("en")
    next(steps)
    matcher.load(5_000, "soldiers")
    assert sum(1 for _ in steps) > 3
    assert matcher.knows("en")
    assert matcher.matching(Readable(None, "A soldier of W1.", "en")) == {1, 5_000}
