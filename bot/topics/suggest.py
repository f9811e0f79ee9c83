"""Names that recur in some briefs: topics somebody who reads them may want to follow."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bot.topics.catalogue import catalogue
from bot.topics.matcher import Matcher
from bot.topics.names import COMMON_NOUNS, NO_NAMES, common_nouns, has_capital_nouns, names, plain_words
from bot.topics.plurals import singular
from bot.topics.query import Query, QueryError, parse_topic
from bot.topics.readable import Readable
from bot.topics.words import is_without_spaces

_LEAST = 2
"""Briefs a name must occur in: a name of one brief is no topic yet."""

_CONSIDERED = 200
"""Names that are counted by matching: more than anybody is ever shown."""

_MOST_OFTEN = 0.4
"""Share of the briefs beyond which a word in a script without capitals is one of those that are everywhere."""

_RARELY = 3
"""A name may stand in small letters too, as Apple and Windows do, if capitals are more than three times as many."""

_NO_CHANCE = 4
"""Two names that are together in so many briefs, and in no others, are of lines that stand under each: one will do."""


class Suggestion(NamedTuple):
    """A topic as one would type it, and how many of the briefs it matches."""

    words: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody asks a suggestion for


def suggest_topics(briefs: Sequence[tuple[str | None, str]], *, limit: int) -> list[Suggestion]:
    """At most `limit` topics that match two or more of these briefs (title, text), the most useful first.

    Useful is what tells briefs apart: a name in half of them says more than one in all or in two of hundreds.
    """
    topics: dict[str, tuple[str, Query]] = {}
    for name in _candidates(briefs)[:_CONSIDERED]:
        query = _topic(name)
        if query:
            topics.setdefault(query.canonical, (name, query))
    found = _found([query for _, query in topics.values()], briefs)
    places = {
        Suggestion(name, len(where)): where
        for (name, _), where in zip(topics.values(), found, strict=True)
        if len(where) >= _LEAST
    }
    suggestions = sorted(places, key=lambda each: (-_usefulness(each, len(briefs)), -len(each.words), each.words))
    first_there = {places[suggestion]: suggestion for suggestion in reversed(suggestions)}
    apart = [each for each in suggestions if each.count < _NO_CHANCE or first_there[places[each]] == each]
    return _without_parts(apart)[:limit]


def _candidates(briefs: Sequence[tuple[str | None, str]]) -> list[str]:
    """What may be names, the most frequent first, without words of every day."""
    seen: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for title, text in briefs:
        seen.update({*names(title or ""), *names(text)})
        plain.update(plain_words(title or "") | plain_words(text))
    nouns: frozenset[str] = frozenset()
    if has_capital_nouns(text for _, text in briefs):
        nouns = COMMON_NOUNS.union(*(common_nouns(text) for _, text in briefs))
    most = max(_LEAST, _MOST_OFTEN * len(briefs))

    def is_name(name: str, count: int) -> bool:
        if not name[0].isupper():
            return count <= most
        word = name.casefold()
        first, _, last = name.rpartition(" ")
        if last.islower():
            return count >= seen[first]  # "North Korean soldiers", where it is never about others
        if name.isupper() and name not in catalogue().capitals:
            # Emphasis ("FULL VIDEO", "ME"), unless a word of it never stands there in small letters.
            return not all(plain[each] or each in NO_NAMES for each in word.split())
        is_plain = max(plain[word], plain[singular(word)]) * _RARELY >= count
        return " " in name or not (is_plain or word in nouns or word in NO_NAMES)

    kept = [(name, count) for name, count in seen.items() if is_name(name, count)]
    # Of pieces of Chinese, the longest that are as frequent.
    kept.sort(key=lambda each: (-each[1], 0 if each[0][0].isupper() else -len(each[0]), each[0]))
    return [name for name, _ in kept]


def _without_parts(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Of `Justin Bieber` and `Bieber` only the more useful one; of 乌克兰 and 乌克 the longer one."""
    kept: list[tuple[set[str], Suggestion]] = []
    for suggestion in suggestions:
        words = set(suggestion.words.replace("-", " ").split())
        is_piece = is_without_spaces(suggestion.words[0]) and any(suggestion.words in one.words for _, one in kept)
        if not is_piece and not any(words <= others or others <= words for others, _ in kept):
            kept.append((words, suggestion))
    return [suggestion for _, suggestion in kept]


def _topic(name: str) -> Query | None:
    try:
        return parse_topic(name)
    except QueryError:
        return None


def _found(queries: Sequence[Query], briefs: Sequence[tuple[str | None, str]]) -> list[frozenset[int]]:
    """For each query which of the briefs it matches."""
    matcher = Matcher()
    for number, query in enumerate(queries):
        matcher.add(number, query)
    places: list[set[int]] = [set() for _ in queries]
    for place, (title, text) in enumerate(briefs):
        for number in matcher.match(Readable(title, text)):
            places[number].add(place)
    return [frozenset(where) for where in places]


def _usefulness(suggestion: Suggestion, briefs: int) -> float:
    several_words = 1.25 if " " in suggestion.words else 1.0
    return suggestion.count * math.log((briefs + 1) / suggestion.count) * several_words
