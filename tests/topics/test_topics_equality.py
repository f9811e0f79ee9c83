"""The index, the finder and a naive reading of the language find the same, at the same places, in any script."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.topics.matcher import Matcher, find
from bot.topics.places import Found
from bot.topics.query import parse_topic
from bot.topics.readable import Readable
from tests.naive_topics import Characters, naive
from tests.topic_phrases import WORDS, occasions, queries, understood


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
