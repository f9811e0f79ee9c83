"""What was typed → tokens of the topic language, one list a topic. What depends on the neighbours is decided here.

- Commas, semicolons and line breaks separate topics; within parentheses a comma means OR, a line break nothing.
- AND, OR, NOT in capitals are operators, as are & and |, and - or ! glued to the front of what is excluded.
- `and`, `or` in lower case are operators between two operands (nobody follows the word "or"); `not` is a word.
- Quotes of any style make a phrase. Any other sign is passed over.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from bot.topics.refusal import QueryError
from bot.topics.words import token_expression, words_of

LONGEST_TEXT = 4096
"""Characters: nobody can type more into one Telegram message."""

DEEPEST = 10
"""Parentheses within one another; deeper is no topic but an attack."""

_CLOSERS = {"«": "»", "»": "«", "‹": "›", "「": "」", "『": "』"}
_ANY_CLOSER = '"“”„‟＂'
_SIGN = re.compile(
    r"(?P<break>[\r\n]+)|(?P<comma>[,;،؛、，；]+)|(?P<open>[(（])|(?P<close>[)）])|(?P<quote>[\"“”„‟＂«»‹「『])"
    r"|(?P<or>\|+)|(?P<and>&+)|(?P<not>(?<![^\s(（|&,;،؛、，；])[-−–—!](?=[\w\"“”„‟＂«»‹「『(（#@$€£]))",
)


class Kind(StrEnum):
    """The terminals of the grammar."""

    WORD = "WORD"
    PHRASE = "PHRASE"
    AND = "_AND"
    OR = "_OR"
    NOT = "_NOT"
    OPEN = "_OPEN"
    CLOSE = "_CLOSE"


class Token(NamedTuple):
    """A terminal as typed; `text` of a phrase is what stands between its quotes."""

    kind: Kind
    text: str
    start: int
    end: int


_OPERANDS_END = {Kind.WORD, Kind.PHRASE, Kind.CLOSE}
_OPERANDS_START = {Kind.WORD, Kind.PHRASE, Kind.OPEN, Kind.NOT}
_IN_CAPITALS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}
_IN_LOWER_CASE = {"and": Kind.AND, "or": Kind.OR}


def scan(text: str) -> list[list[Token]]:
    """The tokens of each topic in `text`. Raises QueryError for quotes and parentheses that have no partner."""
    if len(text) > LONGEST_TEXT:
        message = f"That is {len(text):,} characters. Type the topic in a few words."
        raise QueryError(message, text[:80], 0)
    topics: list[list[Token]] = [[]]
    for token in _Scanner(text).tokens():
        if token is None:
            topics.append([])
        else:
            topics[-1].append(token)
    return [_with_operators(tokens) for tokens in topics if tokens]


class _Scanner:
    """One pass over the text, from left to right; knows only how many parentheses are open."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._open: list[int] = []

    def tokens(self) -> Iterator[Token | None]:
        """The tokens; None where one topic ends and the next begins."""
        while self._at < len(self._text):
            if sign := _SIGN.match(self._text, self._at):
                yield from self._sign(sign)
            elif end := self._end_of_word():
                yield from self._word(end)
            else:
                self._at += 1
        if self._open:
            raise QueryError("This parenthesis is never closed: add “)”.", self._text, self._open[-1])

    def _end_of_word(self) -> int | None:
        """Tokens that touch are one word: all the characters of a script without spaces."""
        end = None
        while token := token_expression().match(self._text, end or self._at):
            end = token.end()
        return end

    def _word(self, end: int) -> Iterator[Token]:
        written = self._text[self._at : end]
        # A few letters fold to nothing (lone Arabic vowel signs): they ask for nothing.
        if words_of(written):
            yield from self._taken(_IN_CAPITALS.get(written, Kind.WORD), end)
        self._at = end

    def _taken(self, kind: Kind, end: int) -> Iterator[Token]:
        start, self._at = self._at, end
        yield Token(kind, self._text[start:end], start, end)

    def _sign(self, sign: re.Match[str]) -> Iterator[Token | None]:
        match sign.lastgroup:
            case "quote":
                yield from self._phrase(sign)
            case "open" | "close":
                self._count(sign)
                yield from self._taken(Kind.OPEN if sign.lastgroup == "open" else Kind.CLOSE, sign.end())
            case "comma" if self._open:
                yield from self._taken(Kind.OR, sign.end())
            case "break" | "comma":
                self._at = sign.end()
                if not self._open:
                    yield None
            case kind:
                yield from self._taken(Kind(f"_{kind}".upper()), sign.end())

    def _count(self, parenthesis: re.Match[str]) -> None:
        if parenthesis.lastgroup == "open":
            self._open.append(self._at)
            if len(self._open) > DEEPEST:
                raise QueryError(f"More than {DEEPEST} parentheses within one another.", self._text, self._at)
        elif self._open:
            self._open.pop()
        else:
            raise QueryError("This parenthesis was never opened: leave it out.", self._text, self._at)

    def _phrase(self, quote: re.Match[str]) -> Iterator[Token]:
        start, opener = self._at, quote.group()
        closers = _CLOSERS.get(opener, _ANY_CLOSER)
        end = next((i for i in range(start + 1, len(self._text)) if self._text[i] in closers), None)
        if end is None:
            raise QueryError("This quotation mark is never closed: add one behind the phrase.", self._text, start)
        self._at = end + 1
        phrase = self._text[start + 1 : end]
        if words_of(phrase):
            yield Token(Kind.PHRASE, phrase, start, end + 1)


def _with_operators(tokens: list[Token]) -> list[Token]:
    """`and`, `or` become operators where they stand between two operands."""
    for number in range(1, len(tokens) - 1):
        kind = _IN_LOWER_CASE.get(tokens[number].text.lower())
        is_between = tokens[number - 1].kind in _OPERANDS_END and tokens[number + 1].kind in _OPERANDS_START
        if kind and tokens[number].kind is Kind.WORD and is_between:
            tokens[number] = tokens[number]._replace(kind=kind)
    return tokens
