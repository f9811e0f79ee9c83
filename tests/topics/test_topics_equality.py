"""The index, the finder and a naive reading of the language find the same, at the same places, in any script."""

import contextlib
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.topics.matcher import Matcher, find
from bot.topics.places import Found
from bot.topics.query import Query, QueryError, parse_topic
from bot.topics.readable import Readable
from tests.naive_topics import Characters, naive

LATIN = (
    "fico",
    "Fico’s",
    "soldier",
    "soldiers",
    "women",
    "woman",
    "the",
    "us",
    "US",
    "U.S.",
    "F-16",
    "F16",
    "16",
    "1,000",
)
MORE_LATIN = (
    "co-operate",
    "cooperate",
    "naïve",
    "naive",
    "Züge",
    "Zug",
    "struck",
    "strike",
    "bbc.co.uk",
    "AT&T",
    "C++",
)
OTHERS = (
    *("Київ", "київ", "войны", "война", "й", "и"),
    *("ουκρανία", "Ουκρανια", "Ουκρανίας"),
    *("الحرب", "أوكرانيا", "اوكرانيا"),
    *("पुतिन", "हिन्दी", "क्षि"),
    *("ยูเครน", "ยู", "สงคราม"),
    *("乌克兰", "克兰", "乌"),
    *("ウクライナ", "ウク", "戦争"),
)
WORDS = LATIN + MORE_LATIN + OTHERS
BETWEEN = st.sampled_from([*"      ", ", ", "-", "’", "\n\n", " xyz ", " sub"])
NAMES = ("BBC News bbc.co.uk", "BBC World News", "Українська правда", "乌克兰 news", "")
TAGS = ("war", "Climate change", "change of climate", "Soldiers", "войны")
LANGUAGES = (None, None, "en", "en-GB", "de", "ru", "uk", "zh")
MARKS = st.sampled_from(
    ("source:bbc", 'source:"BBC News"', "source:bbc.co.uk", "source:правда", "source:乌克", "tag:war", "tag:soldiers"),
) | st.sampled_from(('tag:"climate change"', 'tag:"change of"', "lang:en", "lang:en-gb", "lang:de", "lang:ru"))


def texts(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.tuples(words, BETWEEN), max_size=12).map(lambda pairs: "".join(map("".join, pairs)))


def briefs(words: st.SearchStrategy[str]) -> st.SearchStrategy[Readable]:
    tags = st.lists(st.sampled_from(TAGS), max_size=2).map(tuple)
    return st.builds(
        Readable, st.none() | texts(words), texts(words), st.sampled_from(LANGUAGES), tags, st.sampled_from(NAMES)
    )


def queries(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    phrases = st.lists(words, min_size=1, max_size=3).map(lambda several: '"' + " ".join(several) + '"')
    prefixes = st.tuples(words, st.integers(2, 5)).map(lambda cut: cut[0][: cut[1]] + "*")
    plain = st.one_of(words, words, phrases, prefixes)
    exact = (words | phrases).map("exact:{}".format)
    near = st.tuples(plain | exact, st.sampled_from("0123"), st.lists(plain | exact, min_size=1, max_size=2)).map(
        lambda parts: "(" + f" NEAR/{parts[1]} ".join([parts[0], *parts[2]]) + ")",
    )
    leaves = st.one_of(plain, plain, exact, near, near, MARKS, (plain | exact | near).map("title:{}".format))
    return st.recursive(leaves, joined, max_leaves=5)


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(parts, st.sampled_from([" ", " OR ", " AND ", " -", " NOT ", " | "]), parts)
    return pairs.map(lambda pair: f"({''.join(pair)})") | parts.map("title:{}".format)


@st.composite
def occasions(draw: st.DrawFn) -> tuple[list[str], list[Readable]]:
    """Topics and briefs of the same few words, so that they meet."""
    words = st.sampled_from(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)))
    return draw(st.lists(queries(words), min_size=1, max_size=8)), draw(st.lists(briefs(words), min_size=1, max_size=4))


def understood(typed: str) -> Query | None:
    with contextlib.suppress(QueryError):
        return parse_topic(typed)
    return None


def covered(found: Found | None) -> Characters | None:
    if found is None:
        return None
    fields = (("title", found.title), ("text", found.text))
    return {(name, place) for name, spans in fields for start, end in spans for place in range(start, end)}


@given(occasions(), st.data())
@settings(deadline=None, max_examples=150)
def test_all_ways_to_match_find_the_same(occasion: tuple[list[str], list[Readable]], data: st.DataObject) -> None:
    typed, several = occasion
    topics = {number: query for number, query in enumerate(map(understood, typed)) if query}
    matcher = Matcher()
    for number, query in topics.items():
        matcher.add(number, query)
    for number in data.draw(st.lists(st.sampled_from(sorted(topics) or [0]), max_size=3)):
        matcher.remove(number)
        topics.pop(number, None)
    for brief in several:
        expected = {number: naive(query.matched, brief) for number, query in topics.items()}
        assert {number: covered(find(query, brief)) for number, query in topics.items()} == expected
        matched = {number: places for number, places in expected.items() if places is not None}
        assert {number: covered(found) for number, found in matcher.match(brief).items()} == matched
        assert matcher.matching(brief) == set(matched)


@given(occasions())
@settings(deadline=None, max_examples=50)
def test_what_is_marked_is_in_order_apart_and_within_the_brief(occasion: tuple[list[str], list[Readable]]) -> None:
    typed, several = occasion
    for query, brief in product(filter(None, map(understood, typed)), several):
        found = find(query, brief)
        for text, spans in ((brief.title or "", found.title), (brief.text, found.text)) if found else ():
            places = [place for span in spans for place in span]
            assert places == sorted(set(places))
            assert all(0 <= place <= len(text) for place in places)
            assert all(text[start:end].strip() for start, end in spans)


@given(queries(st.sampled_from(WORDS)))
@settings(deadline=None, max_examples=150)
def test_the_canonical_form_is_read_as_the_same_topic(typed: str) -> None:
    query = understood(typed)
    if query:
        again = parse_topic(query.canonical)
        assert (again.canonical, again.root) == (query.canonical, query.root)
