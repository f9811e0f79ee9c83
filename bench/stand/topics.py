"""Invented texts and topics, words by Zipf's law: 64 % of the topics a word, 18 % a phrase, 12 % AND, 6 % NOT."""

import random
from collections.abc import Sequence
from heapq import nsmallest
from itertools import accumulate, pairwise
from typing import NamedTuple

from bot.topics.inflection import forms
from bot.topics.nodes import And, Node, Not, Phrase, Word

COMMONEST = 100
"""Words that make up nearly half of every text."""

SYLLABLES = [a + b for a in "bdfgklmnprtvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]


class Topic(NamedTuple):
    """What somebody follows, before anybody's query language: `kind` is one of word, phrase, both, without."""

    kind: str
    first: str
    second: str = ""

    def node(self) -> Node:
        """As our language has it."""
        if self.kind == "word":
            return Word(self.first)
        if self.kind == "phrase":
            return Phrase((self.first, self.second))
        if self.kind == "both":
            return And((Word(min(self[1:])), Word(max(self[1:]))))
        return And((Word(self.first), Not(Word(self.second))))

    def is_in(self, words: set[str], pairs: set[tuple[str, str]]) -> bool:
        """Whether it matches a text of these words and pairs of neighbours: what everybody's answer must be."""
        if self.kind == "phrase":
            return self[1:] in pairs
        return self.first in words and (self.kind == "word" or (self.second in words) is (self.kind == "both"))


class Language:
    """So many words made of syllables: the tenth is ten times rarer than the first.

    None of them is a form of another one in English, so that everybody is asked for the same words.
    """

    def __init__(self, chance: random.Random, size: int) -> None:
        self._chance = chance
        words: dict[str, None] = {}
        while len(words) < size:
            word = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
            if word not in words and forms(word, "en") == (word,):
                words[word] = None
        self._words = list(words)
        self._weights = list(accumulate(1 / rank for rank in range(1, size + 1)))
        # People follow names rather than the commonest words of a language, and the better known ones more often.
        self._names = self._words[COMMONEST:]
        self._followed = list(accumulate(1 / rank for rank in range(1, len(self._names) + 1)))
        self._common = set(self._words[:COMMONEST])

    def text(self, length: int) -> str:
        """A text of so many words."""
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=length))

    def topics(self, texts: Sequence[str], count: int) -> list[Topic]:
        """So many different topics, in no order, of each kind its share."""
        pairs = [pair for text in texts for pair in pairwise(text.split()) if not self._common.issuperset(pair)]
        topics = [Topic("word", name) for name in self._different_names(count * SHARES["word"] // 100)]
        for kind in ("phrase", "both", "without"):
            found: dict[Topic, None] = {}
            while len(found) < count * SHARES[kind] // 100:
                first, second = self._chance.choices(self._names, cum_weights=self._followed, k=2)
                if kind == "phrase" and self._chance.random() < HALF:
                    first, second = self._chance.choice(pairs)
                if kind == "both":
                    first, second = sorted((first, second))  # in either order the same topic
                if first != second:
                    found[Topic(kind, first, second)] = None
            topics += found
        self._chance.shuffle(topics)
        return topics

    def _different_names(self, count: int) -> list[str]:
        """So many drawn without putting back (Efraimidis and Spirakis, 2006)."""
        turns = [self._chance.expovariate(1) * rank for rank in range(1, len(self._names) + 1)]
        return [self._names[place] for place in nsmallest(count, range(len(turns)), key=turns.__getitem__)]


SHARES = {"word": 64, "phrase": 18, "both": 12, "without": 6}
HALF = 0.5
"""Of the phrases: two words that stand side by side in one of the texts, as far as there are so many."""
