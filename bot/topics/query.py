"""A topic as typed → Query, or a QueryError that says what to do.

    ukraine energy             both words, anywhere in title and text
    ukraine OR russia          either; also |
    ukraine -energy            without; also NOT; binds tightest, then AND (or nothing, or &), then OR
    "north korean"             these words in this order, side by side
    ukrain*                    words that begin so
    ukraine NEAR/5 energy      with at most five words between
    title:war source:bbc       in the title; from a source; also lang:de tag:"climate change"
    exact:bush                 only as it is written here
    (kyiv, kursk) soldiers     brackets group; within them a comma means OR
    kyiv, kursk                two topics; so do a semicolon and a line break

Accents, spelling and forms of words make no difference, nor does case, except that a short name typed in capitals
(US, WHO) means the name. The whole takes time linear in what was typed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

from bot.topics import mistakes
from bot.topics.aliases import expanded
from bot.topics.keywords import with_operators
from bot.topics.nodes import And, InTitle, Near, Node, Not, Or, Phrase, Prefix, Word, canonical
from bot.topics.normal import normalised
from bot.topics.refusal import QueryError
from bot.topics.scanner import DEEPEST, Token, scan

__all__ = ["And", "Node", "Not", "Or", "Phrase", "Query", "QueryError", "Word", "parse_topic", "parse_topics"]

Result = TypeVar("Result")

LONGEST_TOPIC = 256
"""Characters, as typed: a topic must fit on a button's answer and in a list."""

_MOST_WORDS = 40

_MOST_MISTAKES = 4
"""Corrected one after the other before a suggestion is given up."""


@dataclass(frozen=True)
class Query:
    """A topic that can be matched. Equal topics have equal `canonical`, which parses to itself.

    `words` is the topic as it was typed, with spaces tidied: for lists. It makes no difference to equality.
    """

    canonical: str
    root: Node = field(compare=False)
    words: str = field(compare=False)

    @cached_property
    def matched(self) -> Node:
        """The tree that briefs are matched against: the root, and what is known by other names."""
        return expanded(self.root)


def parse_topics(text: str) -> list[Query]:
    """The topics in `text`, in order, each once. Raises QueryError, also when there is none."""
    return _read(_topics, text)


def parse_topic(text: str) -> Query:
    """The one topic in `text`. Raises QueryError, also when there are several."""
    return _read(_topic, text)


def _read(reading: Callable[[str], Result], text: str) -> Result:
    """Read, or refuse with a suggestion that can be read in the same way."""
    try:
        return reading(text)
    except QueryError as exc:
        exc.suggestion = _mended(reading, exc.suggestion)
        raise


def _mended(reading: Callable[[str], Result], suggestion: str | None) -> str | None:
    """The suggestion with its own mistakes corrected, if that is possible."""
    for _ in range(_MOST_MISTAKES):
        if suggestion is None:
            return None
        suggestion = "\n".join(" ".join(line.split()) for line in suggestion.splitlines())
        try:
            reading(suggestion)
        except QueryError as exc:
            suggestion = exc.suggestion
        else:
            return suggestion
    return None


def _topics(text: str) -> list[Query]:
    topics = scan(text)
    if not topics:
        raise QueryError("There is no word in this. Type what you want to read about.", text, 0)
    return list(dict.fromkeys(_parsed(text, tokens) for tokens in topics))


def _topic(text: str) -> Query:
    topics = scan(text)
    if len(topics) > 1:
        end, start = topics[0][-1].end, topics[1][0].start
        message = "A second topic begins here. Give one, or join them with OR."
        raise QueryError(message, text, start, f"{text[:end]} OR {text[start:]}")
    return _topics(text)[0]


def _parsed(text: str, tokens: list[Token]) -> Query:
    # Imported here: the parser costs half the start of a process, and most of them never see a new topic.
    from bot.topics.grammar import Misplaced, tree  # noqa: PLC0415 - see above
    from bot.topics.meaning import meant  # noqa: PLC0415 - see above

    start, end = tokens[0].start, tokens[-1].end
    if end - start > LONGEST_TOPIC:
        raise QueryError(f"A topic may have {LONGEST_TOPIC} characters. Leave something out.", text, start)
    tokens = with_operators(tokens)
    try:
        typed = meant(tree(tokens), tokens, text)
    except Misplaced as exc:
        raise mistakes.misplaced(text, tokens, exc.number) from exc
    if sum(1 for _ in _leaves(typed)) > _MOST_WORDS:
        raise QueryError(f"A topic may have {_MOST_WORDS} words. Make several topics of it.", text, start)
    root = normalised(typed)
    mistakes.refuse_hopeless(root, text, tokens)
    query = Query(canonical(root), root, " ".join(text[start:end].split()))
    # The canonical form is parsed again from storage, so it must keep the limits; fields and hyphens make it longer.
    if len(query.canonical) > LONGEST_TOPIC or _depth(query.canonical) > DEEPEST:
        raise QueryError("Written out, this is too long a topic. Leave something out.", text, start)
    return query


def _depth(text: str) -> int:
    return max(accumulate((character == "(") - (character == ")") for character in text))


def _leaves(node: Node) -> Iterator[str]:
    match node:
        case And(nodes) | Or(nodes) | Near(nodes):
            for each in nodes:
                yield from _leaves(each)
        case Not(of) | InTitle(of):
            yield from _leaves(of)
        case Word(word) | Prefix(word):
            yield word
        case _:
            yield from node.words
