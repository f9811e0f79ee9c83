"""Judged pairs of a topic and a brief: does it match, and why. The data is `pairs.tsv`, grouped by rule."""

from pathlib import Path
from typing import NamedTuple

import pytest

from bot.topics.matcher import Matcher, find
from bot.topics.query import parse_topic
from bot.topics.readable import Readable


class Pair(NamedTuple):
    """A topic as typed, a brief and its language, and what was judged."""

    topic: str
    language: str
    brief: str
    matches: str
    why: str


_LINES = (Path(__file__).parent / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]
PAIRS = [Pair(*line.split("\t")) for line in _LINES if not line.startswith("# ")]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.topic} | {pair.brief}")
def test_a_topic_matches_what_was_judged_to_match(pair: Pair) -> None:
    brief = Readable(None, pair.brief, pair.language)
    assert (find(parse_topic(pair.topic), brief) is not None) == (pair.matches == "yes"), pair.why


def test_the_index_finds_the_same_among_all_topics() -> None:
    matcher = Matcher()
    topics = sorted({pair.topic for pair in PAIRS})
    for number, topic in enumerate(topics):
        matcher.add(number, parse_topic(topic))
    for pair in PAIRS:
        matching = matcher.matching(Readable(None, pair.brief, pair.language))
        assert (topics.index(pair.topic) in matching) == (pair.matches == "yes"), pair


def test_the_table_has_hundreds_of_either_kind_and_each_pair_once() -> None:
    judged = [pair.matches for pair in PAIRS]
    assert set(judged) == {"yes", "no"}
    assert len({(pair.topic, pair.brief) for pair in PAIRS}) == len(PAIRS)
    assert min(judged.count("yes"), judged.count("no")) >= 300
