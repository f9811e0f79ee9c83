"""A topic as typed → Query, or a QueryError that says what to do.

    ukraine energy          both words, anywhere in title and text
    ukraine OR russia       either; also |
    ukraine -energy         without; also NOT; binds tightest, then AND (or nothing, or &), then OR
    "north korean"          these words in this order, side by side
    (kyiv, kursk) soldiers  parentheses group; within them a comma means OR
    kyiv, kursk             two topics; so do a semicolon and a line break

Spelling and number of words, accents and case make no difference, except that a short name typed in capitals (US, WHO)
means the name. The whole takes time linear in what was typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from bot.topics.aliases import expanded
from bot.topics.nodes import And, InTitle, Near, Node, Not, Or, Phrase, Prefix, Word, canonical
from bot.topics.normal import contradicts_itself, normalised, wanted_words, wants_something
from bot.topics.refusal import QueryError
from bot.topics.scanner import DEEPEST, Kind, Token, scan

__all__ = ["And", "Node", "Not", "Or", "Phrase", "Query", "QueryError", "Word", "parse_topic", "parse_topics"]

LONGEST_TOPIC = 256
"""Characters, as typed: a topic must fit on a button's answer and in a list."""

_MOST_WORDS = 40


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
    topics = scan(text)
    if not topics:
        raise QueryError("There is no word in this. Type what you want to read about.", text, 0)
    return list(dict.fromkeys(_parsed(text, tokens) for tokens in topics))


def parse_topic(text: str) -> Query:
    """The one topic in `text`. Raises QueryError, also when there are several."""
    topics = scan(text)
    if len(topics) > 1:
        message = "A second topic begins here. Give one, or join them with OR."
        raise QueryError(message, text, topics[1][0].start)
    return parse_topics(text)[0]


def _parsed(text: str, tokens: list[Token]) -> Query:
    # Imported here: the parser costs half the start of a process, and most of them never see a new topic.
    from bot.topics.grammar import Misplaced, tree  # noqa: PLC0415 - see above

    start, end = tokens[0].start, tokens[-1].end
    if end - start > LONGEST_TOPIC:
        raise QueryError(f"A topic may have {LONGEST_TOPIC} characters. Leave something out.", text, start)
    try:
        typed = tree(tokens)
    except Misplaced as exc:
        raise _misplaced(text, tokens, exc.number) from exc
    if sum(1 for _ in _leaves(typed)) > _MOST_WORDS:
        raise QueryError(f"A topic may have {_MOST_WORDS} words. Make several topics of it.", text, start)
    root = normalised(typed)
    _refuse_hopeless(root, text, start)
    query = Query(canonical(root), root, " ".join(text[start:end].split()))
    # The canonical form is parsed again from storage, so it must keep the limits too; only hyphens make it longer.
    if len(query.canonical) > LONGEST_TOPIC or _depth(query.canonical) > DEEPEST:
        raise QueryError("Too many words with hyphens. Leave something out.", text, start)
    return query


def _depth(text: str) -> int:
    return max(accumulate((character == "(") - (character == ")") for character in text))


def _misplaced(text: str, tokens: list[Token], number: int) -> QueryError:
    """What is missing around the token that does not fit."""
    token = tokens[min(number, len(tokens) - 1)]
    before = tokens[number - 1] if number else None
    if before and before.kind is Kind.OPEN and token.kind is Kind.CLOSE:
        return QueryError("There is nothing in these parentheses.", text, before.start)
    if before and before.kind is Kind.NOT:
        return QueryError(f"Behind “{before.text}” comes the word to leave out.", text, before.start)
    if before and before.kind in {Kind.AND, Kind.OR} and token.kind is not Kind.NOT:
        token = before
    return QueryError(f"“{token.text}” needs a word on both sides.", text, token.start)


def _refuse_hopeless(root: Node, text: str, position: int) -> None:
    if wants_something(root):
        if contradicts_itself(root):
            raise QueryError("This asks for a word and leaves it out: nothing can match.", text, position)
        return
    common = next(wanted_words(root), None)
    if common is None:
        raise QueryError("This only says what to leave out. Add a word you want to read about.", text, position)
    if isinstance(root, Or) and any(map(wants_something, root.nodes)):
        raise QueryError("One side of OR has no word of its own, so nearly everything matches.", text, position)
    message = f"“{common}” is in nearly every brief. Add a rarer word, or put several words in quotes."
    raise QueryError(message, text, position)


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
