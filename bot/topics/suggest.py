"""Names that recur in some briefs: topics somebody who reads them may want to follow."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.topics.catalogue import catalogue
from bot.topics.matcher import Matcher
from bot.topics.query import Query, QueryError, parse_topic
from bot.topics.words import token_expression, words_of

_LEAST = 2
"""Briefs a name must occur in: a name of one brief is no topic yet."""

_LONGEST = 3
"""Words of a name: a longer run of capitals is a title or a headline."""

_HEADLINE = 0.5
"""Share of capitalised words from which capitals are a style and do not tell names."""

_CONSIDERED = 200
"""Names that are counted by matching: more than anybody is ever shown."""

_SENTENCE_STARTS = re.compile(r"(?:^|[.!?:;…\"“”„«‘(\[\n*•–—-])\s*$")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)


class Suggestion(NamedTuple):
    """A topic as one would type it, and how many of the briefs it matches."""

    words: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody asks a suggestion for


def suggest_topics(briefs: Sequence[tuple[str | None, str]], *, limit: int) -> list[Suggestion]:
    """At most `limit` topics that match two or more of these briefs (title, text), the most useful first.

    Useful is what tells briefs apart: a name in half of them says more than one in all or in two of hundreds.
    """
    seen: Counter[str] = Counter()
    for title, text in briefs:
        seen.update(set(_names(text or title or "")))
    topics: dict[str, tuple[str, Query]] = {}
    for name, _ in sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:_CONSIDERED]:
        query = _topic(name)
        if query:
            topics.setdefault(query.canonical, (name, query))
    counted = _count([query for _, query in topics.values()], briefs)
    suggestions = [
        Suggestion(name, count) for (name, _), count in zip(topics.values(), counted, strict=True) if count >= _LEAST
    ]
    suggestions.sort(key=lambda each: (-_usefulness(each, len(briefs)), each.words))
    return _without_parts(suggestions)[:limit]


def _without_parts(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Of `Justin Bieber` and `Bieber` only the more useful one."""
    kept: list[tuple[set[str], Suggestion]] = []
    for suggestion in suggestions:
        words = set(suggestion.words.split())
        if not any(words <= others or others <= words for others, _ in kept):
            kept.append((words, suggestion))
    return [suggestion for _, suggestion in kept]


def _topic(name: str) -> Query | None:
    try:
        return parse_topic(name)
    except QueryError:
        return None


def _count(queries: Sequence[Query], briefs: Sequence[tuple[str | None, str]]) -> list[int]:
    matcher = Matcher()
    for number, query in enumerate(queries):
        matcher.add(number, query)
    counts = Counter(number for title, text in briefs for number in matcher.match(title, text))
    return [counts[number] for number in range(len(queries))]


def _usefulness(suggestion: Suggestion, briefs: int) -> float:
    several_words = 1.25 if " " in suggestion.words else 1.0
    return suggestion.count * math.log((briefs + 1) / suggestion.count) * several_words


def _names(text: str) -> Iterator[str]:
    """Runs of capitalised words, one space apart, that do not begin a sentence; without titles, months and days."""
    tokens = list(token_expression().finditer(text))
    if sum(token.group()[0].isupper() for token in tokens) > _HEADLINE * len(tokens):
        return
    run: list[str] = []
    end = -1
    for token in tokens:
        word = _POSSESSIVE.sub("", token.group())
        is_next = text[end : token.start()] == " "
        if run and not (is_next and _is_name(word)):
            yield from _whole(run)
            run = []
        starts_sentence = bool(_SENTENCE_STARTS.search(text, max(0, token.start() - 4), token.start()))
        if _is_name(word) and (run or not starts_sentence):
            run.append(word)
        # A possessive ends its name: in "Ukraine’s Foreign Ministry" two names stand side by side.
        end = token.end() if word == token.group() else -1
    yield from _whole(run)


def _is_name(word: str) -> bool:
    known = catalogue()
    folds = {each.fold for each in words_of(word)}
    is_short_name = not folds.isdisjoint(known.capitals)
    is_common = not folds.isdisjoint(known.calendar) or not folds.isdisjoint(known.stop_words)
    return word[0].isupper() and len(word) > 1 and (is_short_name or not is_common)


def _whole(run: list[str]) -> Iterator[str]:
    if 0 < len(run) <= _LONGEST:
        yield " ".join(run)
