"""The peers of matching, behind one face each: built from topics, they say which of them a text matches.

How topics are put: mokaccino gets words and pairs of neighbours as two fields (a phrase of two words is one value), and
AND and NOT as its own. perq and Aho–Corasick know no NOT, perq no order: they are asked for the first word (perq for
both of a phrase or AND, Aho–Corasick for a phrase as it stands), and what they answer is verified by the words of the
text and its pairs of neighbours. The naive loop tries every topic.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import ahocorasick
import mokaccino
import perq

from bench.stand.topics import Topic

Match = Callable[[str], set[int]]
"""A text → the numbers of the topics it matches."""


def seen(text: str) -> tuple[set[str], set[tuple[str, str]]]:
    words = text.split(" ")
    return set(words), set(pairwise(words))


def naive(topics: Sequence[Topic]) -> Match:
    def match(text: str) -> set[int]:
        words, pairs = seen(text)
        return {number for number, topic in enumerate(topics) if topic.is_in(words, pairs)}

    return match


def mokaccino_percolator(topics: Sequence[Topic]) -> Match:
    word = mokaccino.Query.from_kv
    percolator = mokaccino.Percolator()
    for number, topic in enumerate(topics):
        if topic.kind == "phrase":
            query = word("pair", f"{topic.first} {topic.second}")
        else:
            query = word("word", topic.first)
            if topic.kind == "both":
                query &= word("word", topic.second)
            elif topic.kind == "without":
                query &= ~word("word", topic.second)
        percolator.add_query_id(query, number)
    percolator = percolator.optimized()

    def match(text: str) -> set[int]:
        words, pairs = seen(text)
        document = mokaccino.Document()
        for each in words:
            document.add_value("word", each)
        for first, second in pairs:
            document.add_value("pair", f"{first} {second}")
        return set(percolator.percolate_list(document))

    return match


def perq_percolator(topics: Sequence[Topic]) -> Match:
    store = perq.MemoryStore()
    perq.index(
        (
            perq.Query(number, [(word,) for word in topic[1 : 2 if topic.kind in {"word", "without"} else 3]])
            for number, topic in enumerate(topics)
        ),
        store,
    )
    matcher = perq.QueryMatcher(store)

    def match(text: str) -> set[int]:
        words, pairs = seen(text)
        return {
            number
            for number in matcher.matches(perq.Document(words))
            if topics[number].kind in {"word", "both"} or topics[number].is_in(words, pairs)
        }

    return match


def aho_corasick(topics: Sequence[Topic]) -> Match:
    """Its strings are words between spaces; under each are the topics that begin with it (of phrases, both words)."""
    topics_of: dict[str, list[int]] = {}
    for number, topic in enumerate(topics):
        wanted = f" {topic.first} {topic.second} " if topic.kind == "phrase" else f" {topic.first} "
        topics_of.setdefault(wanted, []).append(number)
    automaton = ahocorasick.Automaton()
    for wanted, numbers in topics_of.items():
        automaton.add_word(wanted, numbers)
    automaton.make_automaton()

    def match(text: str) -> set[int]:
        words, pairs = seen(text)
        return {
            number
            for _, numbers in automaton.iter(f" {text} ")
            for number in numbers
            if topics[number].kind in {"word", "phrase"} or topics[number].is_in(words, pairs)
        }

    return match
