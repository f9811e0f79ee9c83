"""What was typed → nodes: fields reach their words, hyphens both ways are read, what cannot be meant is refused.

title:(F-16 OR jet*)  ──▶  title:"f 16" OR title:f-16 OR title:jet*
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, assert_never

from bot.topics.exactness import exact_words
from bot.topics.folding import fold
from bot.topics.grammar import AllOf, AnyOf, Excluded, Leaf, Nearby, Typed, Within
from bot.topics.nodes import And, Exact, InTitle, Mark, Near, Node, Not, Or, Phrase, Prefix, Word
from bot.topics.operators import Kind, field_named, language_named
from bot.topics.refusal import QueryError, replaced
from bot.topics.scanner import Token
from bot.topics.words import Word as Written
from bot.topics.words import is_without_spaces, words_of

NEAR_BY_DEFAULT = 5
"""Words between, where NEAR comes without a number: within one thought of a sentence."""

FARTHEST = 50
"""Words between: what is farther apart is not near, and needs no NEAR."""

_SHORTEST_PREFIX = 3
_SHORTEST_PREFIX_WITHOUT_SPACES = 2
"""Characters before a star: fewer are the beginning of nearly everything. One Chinese character is a word already."""

_MOST_READINGS = 8
"""Of a word or phrase with hyphens: two for each hyphened word, so three of them in one phrase. More is no topic."""

_ELIDED = re.compile(r"(?:[cdjlmnst]|qu)['’‘`´ʼ＇](?=\w{2})", re.IGNORECASE)
"""French articles and their like: who follows l’Ukraine follows Ukraine."""

_NOT_PLAIN = re.compile(r"[^\w]|_")


class _Scope(NamedTuple):
    """The fields that a word stands in; `mark`: source, lang, tag, or none."""

    in_title: bool = False
    is_exact: bool = False
    mark: str = ""


def meant(typed: Typed, tokens: Sequence[Token], text: str) -> Node:
    """The nodes of one topic. Raises QueryError."""
    return _Meaning(tokens, text).node(typed, _Scope())


class _Meaning:
    """One topic. As deep as its brackets and fields, which are bounded."""

    def __init__(self, tokens: Sequence[Token], text: str) -> None:
        self._tokens = tokens
        self._text = text

    def node(self, typed: Typed, scope: _Scope) -> Node:
        match typed:
            case AllOf(parts):
                node: Node = And(tuple(self.node(part, scope) for part in parts))
            case AnyOf(parts):
                node = Or(tuple(self.node(part, scope) for part in parts))
            case Excluded(part):
                node = Not(self.node(part, scope))
            case Within(number, part):
                node = self.node(part, self._within(self._tokens[number], scope))
            case Nearby():
                node = self._near(typed, scope)
            case Leaf(number):
                node = self._leaf(self._tokens[number], scope)
            case _:
                assert_never(typed)
        return node

    def _within(self, token: Token, scope: _Scope) -> _Scope:
        field = field_named(token.text.rstrip().rstrip(":：")) or ""
        if field == "title" and not scope.mark:
            return scope._replace(in_title=True)
        if field == "exact" and not scope.mark:
            return scope._replace(is_exact=True)
        if scope == _Scope():
            return _Scope(mark=field)
        message = f"“{token.text.strip()}” cannot stand within another field: write them side by side."
        raise QueryError(message, self._text, token.start, replaced(self._text, token.start, token.end))

    def _leaf(self, token: Token, scope: _Scope) -> Node:
        if scope.mark:
            nodes = self._marks(token, scope.mark)
        elif token.kind is Kind.PREFIX:
            if scope.is_exact:
                self._refuse_star(token, "Behind “exact:” every word is whole: leave the star out.")
            nodes = [self._prefix(token)]
        elif scope.is_exact:
            nodes = [self._exact(token)]
        else:
            nodes = self._plain(token)
        if scope.in_title:
            nodes = [InTitle(node) for node in nodes if isinstance(node, Word | Phrase | Exact | Prefix)]
        return _one_of(nodes)

    def _plain(self, token: Token) -> list[Node]:
        if token.kind is Kind.WORD:
            readings = _readings(_ELIDED.sub("", token.text, count=1) if _ELIDED.match(token.text) else token.text)
            return [Word(words[0].spelled) if len(words) == 1 else _phrase(words) for words in readings]
        return [_phrase(words) for words in _readings(token.text)]

    def _exact(self, token: Token) -> Node:
        words = exact_words(token.text)
        if exact_words(" ".join(words)) != words:  # signs that are several words once they are spelled out: ½, ㊀
            message = "This cannot be found exactly as it is written: leave “exact:” out."
            raise QueryError(message, self._text, token.start)
        return Exact(words)

    def _prefix(self, token: Token) -> Node:
        words = words_of(token.text)
        if all(is_without_spaces(word.spelled) for word in words):
            if len(words) < _SHORTEST_PREFIX_WITHOUT_SPACES:
                self._refuse_star(token, "One character with a star would be nearly everything: add another.")
            return _phrase(words)
        beginning = _NOT_PLAIN.sub("", fold(token.text))
        if any(map(is_without_spaces, beginning)):
            self._refuse_star(token, "A star goes behind the beginning of one word.")
        if len(beginning) < _SHORTEST_PREFIX:
            self._refuse_star(token, f"A star needs at least {_SHORTEST_PREFIX} letters before it.")
        return Prefix(beginning)

    def _refuse_star(self, token: Token, message: str) -> None:
        star = token.start + len(token.text)
        raise QueryError(message, self._text, star, replaced(self._text, star, token.end))

    def _marks(self, token: Token, kind: str) -> list[Node]:
        if token.kind is Kind.PREFIX:
            self._refuse_star(token, f"Behind “{kind}:” comes a whole word: leave the star out.")
        if kind != "lang":
            return [Mark(kind, tuple(word.fold for word in words)) for words in _readings(token.text)]
        code = language_named(" ".join(token.text.split()))
        if code is None:
            message = f"“{token.text}” is no language I know: write its code, as in lang:de."
            raise QueryError(message, self._text, token.start)
        return [Mark(kind, (code,))]

    def _near(self, typed: Nearby, scope: _Scope) -> Node:
        first = self._tokens[typed.numbers[0]]
        if scope.mark:
            message = f"NEAR is for words of a brief: behind “{scope.mark}:” leave it out."
            raise QueryError(message, self._text, first.start, replaced(self._text, first.start, first.end))
        distance = self._distance(typed.numbers)
        operands = [self.node(part, scope._replace(in_title=False)) for part in typed.parts]
        bare = [each for each in map(_out_of_title, operands) if each is not None]
        if len(bare) == len(operands):
            return InTitle(Near(tuple(bare), distance))
        for operand, number in zip(operands, (typed.numbers[0], *typed.numbers), strict=True):
            if not _can_be_near(operand):
                message = "NEAR joins words, phrases, and choices between them."
                place = self._tokens[number].start
                raise QueryError(message, self._text, place, self._all_in_title(typed))
        near = Near(tuple(operands), distance)
        return InTitle(near) if scope.in_title else near

    def _all_in_title(self, typed: Nearby) -> str | None:
        """`title:ukraine NEAR energy` probably means both words in the title."""
        first, *others = typed.parts
        if not isinstance(first, Within) or not isinstance(first.part, Leaf):
            return None
        numbers = [part.number for part in others if isinstance(part, Leaf)]
        if len(numbers) < len(others):
            return None
        start, end = self._tokens[first.part.number].start, self._tokens[numbers[-1]].end
        return replaced(self._text, start, end, f"({self._text[start:end]})")

    def _distance(self, numbers: Sequence[int]) -> int:
        distances = set()
        for number in numbers:
            token = self._tokens[number]
            digits = token.text.partition("/")[2]
            distance = int(digits[:9]) if digits else NEAR_BY_DEFAULT
            if distance > FARTHEST:
                nearer = replaced(self._text, token.start, token.end, f"NEAR/{FARTHEST}")
                message = f"At most {FARTHEST} words may lie between. Anywhere in the brief: leave NEAR out."
                raise QueryError(message, self._text, token.start, nearer)
            distances.add(distance)
            if len(distances) > 1:
                alike = replaced(self._text, token.start, token.end, f"NEAR/{min(distances)}")
                message = "One distance for all that is near each other, please."
                raise QueryError(message, self._text, token.start, alike)
        return distances.pop()


def _can_be_near(node: Node) -> bool:
    if isinstance(node, Or):
        return all(map(_can_be_near, node.nodes))
    return isinstance(node, Word | Phrase | Exact | Prefix)


def _out_of_title(node: Node) -> Node | None:
    """What is near in the title, where every word of it stands in a title field; else none."""
    if isinstance(node, Or):
        bare = [_out_of_title(each) for each in node.nodes]
        found = tuple(each for each in bare if each is not None)
        return Or(found) if len(found) == len(bare) else None
    return node.node if isinstance(node, InTitle) and not isinstance(node.node, Near) else None


def _one_of(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def _phrase(words: Sequence[Written]) -> Phrase:
    return Phrase(tuple(word.spelled for word in words))


def _readings(written: str) -> list[tuple[Written, ...]]:
    """All ways through the words of `written`: `F-16 jets` is f 16 jets, or f16 jets."""
    words = words_of(written)
    end = max(word.after for word in words)
    # A short name in capitals lies on its common word and means only itself: the last one at a place wins.
    choices = {(word.position, word.after): word for word in words}

    def ways(position: int) -> Iterator[tuple[Written, ...]]:
        if position == end:
            yield ()
        for (start, after), word in choices.items():
            if start == position:
                yield from ((word, *rest) for rest in ways(after))

    return list(islice(ways(0), _MOST_READINGS))
