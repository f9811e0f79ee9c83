"""Tokens → what was typed as a tree, by precedence: NEAR, NOT, AND (written or implied), OR.

The only file that knows the parser: LALR, linear in the tokens, without recursion; it knows what does not fit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from lark import Lark, Transformer, UnexpectedToken
from lark import Token as Terminal
from lark.lexer import Lexer

from bot.topics.scanner import Token

_GRAMMAR = """
?start: any_of
?any_of: all_of (_OR all_of)*
?all_of: one (_AND? one)*
?one: _NOT one -> exclude
    | near
?near: operand (NEAR operand)*
?operand: _OPEN any_of _CLOSE
    | FIELD operand -> within
    | (WORD | PHRASE | PREFIX) -> leaf
%declare WORD PHRASE PREFIX FIELD NEAR _AND _OR _NOT _OPEN _CLOSE
"""


@dataclass(frozen=True)
class Leaf:
    """A word, phrase or prefix."""

    number: int


@dataclass(frozen=True)
class AllOf:
    """Joined by AND."""

    parts: "tuple[Typed, ...]"


@dataclass(frozen=True)
class AnyOf:
    """Joined by OR."""

    parts: "tuple[Typed, ...]"


@dataclass(frozen=True)
class Excluded:
    """What NOT stands before."""

    part: "Typed"


@dataclass(frozen=True)
class Within:
    """What a field stands before; `number` is that of the field."""

    number: int
    part: "Typed"


@dataclass(frozen=True)
class Nearby:
    """Joined by NEAR; `numbers` are those of the operators."""

    parts: "tuple[Typed, ...]"
    numbers: tuple[int, ...]


Typed = Leaf | AllOf | AnyOf | Excluded | Within | Nearby
"""As it was typed; numbers are those of tokens."""


class Misplaced(Exception):
    """The token of this number cannot stand where it stands; after the last one: something is missing at the end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def tree(tokens: Sequence[Token]) -> Typed:
    """The tree of one topic as typed. Raises Misplaced."""
    try:
        return cast("Typed", _parser().parse(tokens))  # with a transformer it returns what that makes of the start rule
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


class _Tree(Transformer[Terminal, Typed]):
    """Builds the tree while the parser reduces: no other ever exists."""

    def any_of(self, parts: list[Typed]) -> Typed:
        return AnyOf(tuple(parts))

    def all_of(self, parts: list[Typed]) -> Typed:
        return AllOf(tuple(parts))

    def exclude(self, parts: list[Typed]) -> Typed:
        return Excluded(parts[0])

    def near(self, parts: list[Typed | Terminal]) -> Typed:
        operands = tuple(part for part in parts if not isinstance(part, Terminal))
        return Nearby(operands, tuple(_number(part) for part in parts if isinstance(part, Terminal)))

    def within(self, parts: tuple[Terminal, Typed]) -> Typed:
        field, part = parts
        return Within(_number(field), part)

    def leaf(self, tokens: list[Terminal]) -> Typed:
        return Leaf(_number(tokens[0]))


def _number(terminal: Terminal) -> int:
    return cast("int", terminal.start_pos)  # we gave it one


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer=_Scanned, transformer=_Tree())
