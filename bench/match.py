"""Matching: microseconds a brief of 120 words, over distinct topics (64 % word, 18 % phrase, 12 % AND, 6 % NOT).

Beside ours, in one process and on the same topics: the percolators mokaccino (Rust) and perq, Aho–Corasick with what
it finds verified (it must be built anew for every change), and a loop over all topics with sets. How topics are put to
each is told in bench/stand/percolators.py. Everybody's results must equal ours. The peers get words split at spaces;
ours cuts its own, of words that are no form of any other, so that all are asked for the same.

The second table: what a topic takes in memory, and how long a start takes, in a process of its own on a database with
these topics, each followed. CPU time throughout; the best of three rounds.
Run: python -m bench.match [topics …]; a million takes some minutes and 4 GB: python -m bench.match 100000 1000000
"""

import asyncio
import gc
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import NamedTuple

from bench.stand.percolators import Match, aho_corasick, mokaccino_percolator, naive, perq_percolator
from bench.stand.table import print_table
from bench.stand.topics import Language, Topic
from bot import clock
from bot.topics.matcher import Matcher
from bot.topics.nodes import canonical
from bot.topics.plans import plan_of, plans_version
from bot.topics.readable import Readable
from bot.topics.words import Reading
from storage import Storage, open_storage
from storage.model import ChatId, ChatKind, ThreadId, TopicId
from storage.model_moving import KnownSubscription

SIZES = (1_000, 10_000, 100_000)
BRIEFS = 100
WORDS_A_BRIEF = 120
VOCABULARY = 1_000_000
COMPARED = 3
"""Briefs that the slow loop is run on."""

PEERS: dict[str, Callable[[Sequence[Topic]], Match]] = {
    "mokaccino": mokaccino_percolator,
    "perq": perq_percolator,
    "Aho–Corasick": aho_corasick,
}


class Measured(NamedTuple):
    """Of one size: microseconds to add a topic, a brief's matches, and microseconds a brief for everybody."""

    topics: int
    adding: float
    hits: float
    times: dict[str, float]

    def row(self) -> list[str]:
        """Of the table."""
        ours = self.times["ours"]
        ratios = [f"{self.times[name] / ours:,.1f}×" for name in (*PEERS, "loop")]
        times = [f"{time:,.0f}" for time in self.times.values()]
        return [f"{self.topics:,}", f"{self.hits:.0f}", f"{self.adding:.1f}", *times, *ratios]


def ours(topics: Sequence[Topic]) -> tuple[Matcher, Match]:
    matcher = Matcher()
    for number, topic in enumerate(topics):
        matcher.load(number, plan_of(topic.node()))
    return matcher, lambda text: matcher.matching(readable(text))


def readable(text: str) -> Readable:
    return Readable(None, text, "en")


def microseconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """CPU time for one text, the best of three rounds."""
    rounds = []
    for _ in range(3):
        start = process_time()
        for text in texts:
            work(text)
        rounds.append((process_time() - start) / len(texts) * 1e6)
    return min(rounds)


def measured(language: Language, texts: Sequence[str], count: int) -> Measured:
    topics = language.topics(texts, count)
    start = process_time()
    matcher, match = ours(topics)
    adding = (process_time() - start) / count * 1e6
    expected = [match(text) for text in texts]
    gc.collect()
    times = {
        "words only": microseconds(lambda text: Reading(readable(text)), texts),
        "ours": microseconds(match, texts),
    }
    for name, build in PEERS.items():
        peer = build(topics)
        gc.collect()
        assert [peer(text) for text in texts] == expected, f"{name} finds something else"
        times[name] = microseconds(peer, texts)
    loop, few = naive(topics), texts[:COMPARED]
    assert [loop(text) for text in few] == expected[:COMPARED], "the loop finds something else"
    times["loop"] = microseconds(loop, few)
    assert len(matcher) == count
    return Measured(count, adding, sum(map(len, expected)) / len(expected), times)


def pages(topics: Sequence[Topic]) -> Iterator[Sequence[Topic]]:
    for start in range(0, len(topics), 5_000):
        yield topics[start : start + 5_000]


async def furnish(storage: Storage, topics: Sequence[Topic]) -> None:
    """One chat follows all of them, and their plans are stored."""
    now = clock.now()
    await storage.meet_chat(ChatId(1), ChatKind.PRIVATE, "reader", now=now)
    plans: dict[str, str] = {}
    for some in pages(topics):
        queries = [canonical(topic.node()) for topic in some]
        plans |= dict(zip(queries, (plan_of(topic.node()) for topic in some), strict=True))
        subscriptions = [
            KnownSubscription(chat_id=ChatId(1), thread_id=ThreadId(0), query=query, words=query, began_at=now)
            for query in queries
        ]
        await storage.take_over_subscriptions(subscriptions, now=now)
    last = TopicId(0)
    while page := await storage.followed_plans(plans_version(), after=last, limit=5_000, since=now):
        await storage.keep_plans(plans_version(), {topic.id: plans[topic.query or ""] for topic in page})
        last = page[-1].id


async def furnished(url: str, topics: Sequence[Topic]) -> None:
    storage = await open_storage(url)
    try:
        await furnish(storage, topics)
    finally:
        await storage.close()


def started(language: Language, texts: Sequence[str], count: int) -> list[str]:
    """A start with so many topics, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite://{Path(folder)}/briefbot.db"
        asyncio.run(furnished(url, language.topics(texts, count)))
        told = subprocess.run(
            [sys.executable, "-m", "bench.stand.loaded_topics", url], check=True, capture_output=True, text=True
        )
    start = json.loads(told.stdout)
    assert start["topics"] == count
    return [f"{count:,}", f"{start['bytes'] / count:.0f}", f"{start['seconds']:.1f}", f"{start['language']:.1f}"]


def main(sizes: Sequence[int]) -> None:
    language = Language(random.Random(7), VOCABULARY)
    texts = [language.text(WORDS_A_BRIEF) for _ in range(BRIEFS)]
    table = [measured(language, texts, size) for size in sizes]
    print_table(
        f"Matching, µs a brief of {WORDS_A_BRIEF} words",
        [
            "topics",
            "hits",
            "add",
            "words only",
            "ours",
            *PEERS,
            "loop",
            *(f"{name} ÷ ours" for name in (*PEERS, "loop")),
        ],
        [each.row() for each in table],
    )
    print_table(
        "A start",
        ["topics", "bytes a topic", "CPU seconds to load", "to learn a language"],
        [started(language, texts, size) for size in sizes],
    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
