"""Matching: microseconds a brief of 120 words, over distinct topics (64 % word, 18 % phrase, 12 % AND, 6 % NOT).

Beside ours: a loop over all topics with sets (a simple bot with whole words), and `keyword in text` (most bots; single
words only). The loop's results must equal ours. Run: python -m bench.match [topics …]
"""

import gc
import random
import sys
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from time import perf_counter

from bench.stand.table import print_table
from bot.topics.matcher import Matcher
from bot.topics.query import And, Node, Not, Or, Phrase, Query, Word, parse_topic
from bot.topics.readable import Readable
from bot.topics.words import Reading, words_of

SIZES = (1_000, 10_000, 100_000)
BRIEFS = 200
WORDS_A_BRIEF = 120
VOCABULARY = 200_000
COMMONEST = 100
"""Words that make up half of every text."""
COMPARED = 5
"""Briefs that the slow loop is run on."""

SYLLABLES = [a + b for a in "bdfgklmnprtvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]


class Language:
    """Words made of syllables, drawn by Zipf's law: the tenth word is ten times rarer than the first."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        words = sorted({"".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(VOCABULARY)})
        chance.shuffle(words)
        self._words = words
        self._weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
        # People follow names rather than the commonest words of a language.
        self._names = words[COMMONEST:]
        self._followed = list(accumulate(rank**-0.7 for rank in range(1, len(self._names) + 1)))
        self._common = set(words[:COMMONEST])

    def text(self, length: int) -> str:
        """A text of so many words."""
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=length))

    def name(self) -> str:
        """A word somebody follows."""
        return self._chance.choices(self._names, cum_weights=self._followed)[0]

    def topic(self, texts: Sequence[str]) -> str:
        """A topic as typed. Half of the phrases are two words that stand side by side in one of the texts."""
        kind = self._chance.random()
        if kind < 0.64:
            return self.name()
        if kind < 0.73:
            pairs = list(pairwise(self._chance.choice(texts).split()))
            first, second = self._chance.choice([pair for pair in pairs if not self._common.issuperset(pair)])
            return f'"{first} {second}"'
        if kind < 0.82:
            return f'"{self.name()} {self.name()}"'
        return f"{self.name()} {'' if kind < 0.94 else '-'}{self.name()}"


def distinct_topics(language: Language, texts: Sequence[str], count: int) -> list[Query]:
    topics: dict[str, Query] = {}
    while len(topics) < count:
        query = parse_topic(language.topic(texts))
        topics[query.canonical] = query
    return list(topics.values())


def loop(queries: Sequence[Query], text: str) -> set[int]:
    """Every topic, one after the other."""
    folds = [word.fold for word in words_of(text)]
    there, pairs = set(folds), set(pairwise(folds))
    return {number for number, query in enumerate(queries) if is_there(query.root, there, pairs)}


def is_there(node: Node, folds: set[str], pairs: set[tuple[str, str]]) -> bool:
    match node:
        case Word(spelled):
            return spelled in folds
        case Phrase(words):
            return words in pairs
        case And(nodes):
            return all(is_there(each, folds, pairs) for each in nodes)
        case Or(nodes):
            return any(is_there(each, folds, pairs) for each in nodes)
        case Not(of):
            return not is_there(of, folds, pairs)
        case _:
            raise AssertionError(f"no topic here has a {node}")


def contained(keywords: Sequence[str], text: str) -> list[str]:
    lowered = text.lower()
    return [keyword for keyword in keywords if keyword in lowered]


def microseconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """The better of two rounds, for one text."""
    rounds = []
    for _ in range(2):
        start = perf_counter()
        for text in texts:
            work(text)
        rounds.append((perf_counter() - start) / len(texts) * 1e6)
    return min(rounds)


def row(language: Language, texts: Sequence[str], count: int) -> list[str]:
    queries = distinct_topics(language, texts, count)
    matcher = Matcher()
    start = perf_counter()
    for number, query in enumerate(queries):
        matcher.add(number, query)
    adding = (perf_counter() - start) / count * 1e6
    gc.collect()
    few = texts[:COMPARED]
    found = [set(matcher.match(Readable(None, text))) for text in texts]
    assert found[:COMPARED] == [loop(queries, text) for text in few], "the loop finds something else"
    keywords = [query.root.spelled for query in queries if isinstance(query.root, Word)]
    wrong = sum(keyword not in set(text.split()) for text in few for keyword in contained(keywords, text))
    reading = microseconds(lambda text: Reading(Readable(None, text)), texts)
    ours = microseconds(lambda text: matcher.matching(Readable(None, text)), texts)
    places = microseconds(lambda text: matcher.match(Readable(None, text)), texts)
    looped = microseconds(lambda text: loop(queries, text), few)
    keyword = microseconds(lambda text: contained(keywords, text), few)
    times = [reading, ours, places, keyword, looped]
    hits = sum(map(len, found)) / len(found)
    return [
        *(f"{count:,}", f"{hits:.1f}", f"{adding:.1f}", *(f"{time:,.0f}" for time in times)),
        *(f"{wrong / COMPARED:.1f}", f"{looped / ours:,.0f}×"),
    ]


def main(sizes: Sequence[int]) -> None:
    language = Language(random.Random(7))
    texts = [language.text(WORDS_A_BRIEF) for _ in range(BRIEFS)]
    print_table(
        "Matching, µs a brief of 120 words",
        [
            *("topics", "hits", "add", "words only", "ours", "ours, where"),
            *("in text", "loop", "wrong hits of in text", "loop ÷ ours"),
        ],
        [row(language, texts, size) for size in sizes],
    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
