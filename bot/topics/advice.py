"""What else a person may want who tries a topic: the words as a phrase, without something, or spelled otherwise."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from bot.topics.nodes import And, Or, Word
from bot.topics.places import find
from bot.topics.query import Query, QueryError, parse_topic
from bot.topics.readable import Readable
from bot.topics.suggest import suggest_topics
from bot.topics.words import words_of

_TELLING: Final = (0.15, 0.6)
"""Share of the matches that a name must be in to be worth leaving out: less hardly helps, more is the topic itself."""

_ALIKE: Final = 0.75
"""Likeness (difflib's ratio) from which a word may be another's misspelling: one letter of six, two of nine."""

_SHORTEST: Final = 4
"""Letters of a word that may be misspelled: shorter ones are like far too many."""

_LEAST: Final = 2
"""Briefs that have the other spelling: what stands in one may be the misspelling itself."""

_COMPARED: Final = 2_000
"""Words of the archive that are compared, the commonest first."""


class Advice(NamedTuple):
    """Another topic to try, as typed, and how many of the briefs it finds: of those that match now, or of all."""

    query: Query
    words: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody asks an advice for


def as_phrase(query: Query, matching: Sequence[Readable]) -> Advice | None:
    """The same words as a phrase, where that finds some of the matches but not all."""
    root = query.root
    if not isinstance(root, And) or not all(isinstance(node, Word) for node in root.nodes):
        return None
    phrase = _parsed(f'"{query.words}"')
    if phrase is None:
        return None
    count = sum(1 for each in matching if find(phrase, each))
    return Advice(phrase, f'"{query.words}"', count) if 0 < count < len(matching) else None


def without(query: Query, matching: Sequence[Readable], *, limit: int) -> list[Advice]:
    """Names that recur in some of the matches, each as what to leave out; the count is what would be left."""
    lowest, highest = (share * len(matching) for share in _TELLING)
    asked = {word.fold for word in words_of(query.words)}
    advice = []
    for name, count in suggest_topics([(each.title, each.text) for each in matching], limit=4 * limit):
        if not lowest <= count <= highest or not asked.isdisjoint(word.fold for word in words_of(name)):
            continue
        left_out = name if " " not in name else f'"{name}"'
        words = f"({query.words}) -{left_out}" if isinstance(query.root, Or) else f"{query.words} -{left_out}"
        if narrower := _parsed(words):
            advice.append(Advice(narrower, words, sum(1 for each in matching if find(narrower, each))))
    return advice[:limit]


def other_spelling(query: Query, words: Mapping[str, int]) -> Advice | None:
    """The same topic with its unknown word spelled as the archive has it. `words`: in how many briefs each is."""
    for word in words_of(query.words):
        if word.fold in words or len(word.fold) < _SHORTEST:
            continue
        known = sorted((each for each in words if _may_be(word.fold, each, words)), key=lambda each: -words[each])
        alike = difflib.get_close_matches(word.fold, known[:_COMPARED], n=3, cutoff=_ALIKE)
        if not alike:
            continue
        # harbor and harbour stand for one another: as it is written in the archive.
        other = max(alike, key=lambda each: (words[each], len(each)))
        corrected = query.words[: word.start] + other + query.words[word.end :]
        if better := _parsed(corrected):
            return Advice(better, corrected, words[other])
    return None


def _may_be(word: str, other: str, words: Mapping[str, int]) -> bool:
    is_near = abs(len(word) - len(other)) <= 2 and (word[0] == other[0] or word[-1] == other[-1])
    return is_near and words[other] >= _LEAST and other.isalpha()


def _parsed(words: str) -> Query | None:
    try:
        return parse_topic(words)
    except QueryError:
        return None
