"""Tokens → tree, by precedence: NOT before AND (written or implied) before OR. The only file that knows the parser.

LALR: linear in the tokens, without recursion, and it knows the very token that does not fit.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import cast

from lark import Lark, Transformer, UnexpectedToken
from lark import Token as Terminal
from lark.lexer import Lexer

from bot.topics.nodes import And, Node, Not, Or, Phrase, Word
from bot.topics.scanner import Token
from bot.topics.words import words_of

_GRAMMAR = """
?start: any_of
?any_of: all_of (_OR all_of)*
?all_of: one (_AND? one)*
?one: _NOT one -> exclude
    | _OPEN any_of _CLOSE
    | WORD     -> word
    | PHRASE   -> phrase
%declare WORD PHRASE _AND _OR _NOT _OPEN _CLOSE
"""

_MOST_READINGS = 8
"""Of a word or phrase with hyphens: two for each hyphened word, so three of them in one phrase. More is no topic."""


class Misplaced(Exception):
    """The token of this number cannot stand where it stands; after the last one: something is missing at the end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def tree(tokens: Sequence[Token]) -> Node:
    """The tree of one topic as typed. Raises Misplaced."""
    try:
        return cast("Node", _parser().parse(tokens))  # with a transformer it returns what that makes of the start rule
    except UnexpectedToken as exc:
        number = exc.token.start_pos
        raise Misplaced(len(tokens) if exc.token.type == "$END" or number is None else number) from exc


class _Scanned(Lexer):
    """Hands the scanner's tokens to the parser; a token's place is its number."""

    def __init__(self, _configuration: object) -> None:
        pass

    def lex(self, tokens: Sequence[Token]) -> Iterator[Terminal]:  # type: ignore[override]  # lark's first interface
        for number, token in enumerate(tokens):
            yield Terminal(token.kind.value, token.text, start_pos=number)


class _Nodes(Transformer[Terminal, Node]):
    """Builds nodes while the parser reduces: no parse tree ever exists."""

    def any_of(self, nodes: list[Node]) -> Node:
        return Or(tuple(nodes))

    def all_of(self, nodes: list[Node]) -> Node:
        return And(tuple(nodes))

    def exclude(self, nodes: list[Node]) -> Node:
        return Not(nodes[0])

    def word(self, tokens: list[Terminal]) -> Node:
        return _one_of([Word(folds[0]) if len(folds) == 1 else Phrase(folds) for folds in _readings(tokens[0])])

    def phrase(self, tokens: list[Terminal]) -> Node:
        return _one_of([Phrase(folds) for folds in _readings(tokens[0])])


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer=_Scanned, transformer=_Nodes())


def _one_of(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def _readings(written: str) -> list[tuple[str, ...]]:
    """All ways through the words of `written`: `F-16 jets` is f 16 jets, or f16 jets."""
    words = words_of(written)
    end = max(word.after for word in words)
    # A short name in capitals lies on its common word and means only itself: the last one at a place wins.
    choices = {(word.position, word.after): word.spelled for word in words}

    def ways(position: int) -> Iterator[tuple[str, ...]]:
        if position == end:
            yield ()
        for (start, after), fold in choices.items():
            if start == position:
                yield from ((fold, *rest) for rest in ways(after))

    return list(islice(ways(0), _MOST_READINGS))
