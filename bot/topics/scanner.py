"""What was typed → tokens of the topic language, one list a topic. What depends on the neighbours is decided here.

- Commas, semicolons and line breaks separate topics; within parentheses a comma means OR, a line break nothing.
- A word, a colon: the name of a field. A word, a star: the beginning of words. A word, a slash, a number: nearness.
- & and | are operators, and - or ! glued to the front of what is excluded; `keywords` finds those that are words.
- Quotes of any style make a phrase. Any other sign is passed over.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.topics.operators import Kind, field_like, field_named, operators
from bot.topics.refusal import QueryError, replaced
from bot.topics.words import token_expression, words_of

LONGEST_TEXT = 4096
"""Characters: nobody can type more into one Telegram message."""

DEEPEST = 10
"""Parentheses within one another; deeper is no topic but an attack."""

_LONGEST_FIELD = 20
"""Characters of a word that may be a misspelt field."""

_CLOSERS = {"«": "»", "»": "«", "‹": "›", "「": "」", "『": "』"}
_ANY_CLOSER = '"“”„‟＂'
_SIGN = re.compile(
    r"(?P<break>[\r\n]+)|(?P<comma>[,;،؛、，；]+)|(?P<open>[(（])|(?P<close>[)）])|(?P<quote>[\"“”„‟＂«»‹「『])"
    r"|(?P<star>[*＊]+)"
    r"|(?P<or>\|+)|(?P<and>&+)|(?P<not>(?<![^\s(（|&,;،؛、，；])[-−–—!](?=[\w\"“”„‟＂«»‹「『(（#@$€£]))",
)
_STARS = re.compile(r"[*＊]+")
_COLON = re.compile(r"[:：][^\S\r\n]*")
_MINUS = re.compile(r"[-−–—!](?=[\w\"“”„‟＂«»‹「『(（#@$€£])")
_DISTANCE = re.compile(r"/(\d+)")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<host>[^\s/,;()\"“”]+\.[^\s/,;()\"“”]+)(?:/[^\s,;()]*)?", re.IGNORECASE
)
_STAR_IN_PHRASE = re.compile(r"\w[*＊]")


class Token(NamedTuple):
    """A terminal as typed; `text` of a phrase is what its quotes hold, of a prefix what is before its star."""

    kind: Kind
    text: str
    start: int
    end: int


def scan(text: str) -> list[list[Token]]:
    """The tokens of each topic in `text`. Raises QueryError for what cannot be a token or has no partner."""
    if len(text) > LONGEST_TEXT:
        message = f"That is {len(text):,} characters. Type the topic in a few words."
        raise QueryError(message, text[:80], 0)
    topics: list[list[Token]] = [[]]
    for token in _Scanner(text).tokens():
        if token is None:
            topics.append([])
        else:
            topics[-1].append(token)
    return [tokens for tokens in topics if tokens]


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
            first_line_end = re.search(r"[\r\n]|$", self._text[self._open[-1] :])
            end = self._open[-1] + (first_line_end.start() if first_line_end else 0)
            closed = replaced(self._text, end, end, ")" * len(self._open))
            raise QueryError("This bracket is never closed: add “)”.", self._text, self._open[-1], closed)

    def _end_of_word(self) -> int | None:
        """Tokens that touch are one word: all the characters of a script without spaces."""
        end = None
        while token := token_expression().match(self._text, end or self._at):
            end = token.end()
        return end

    def _word(self, end: int) -> Iterator[Token]:
        written = self._text[self._at : end]
        if colon := _COLON.match(self._text, end):
            if field := field_named(written):
                yield from self._field(field, colon)
                return
            self._refuse_unknown_field(written, colon)
        if (distance := _DISTANCE.match(self._text, end)) and operators().kinds.get(written.lower()) is Kind.NEAR:
            yield from self._taken(Kind.NEAR, distance.end())
            return
        # A few letters fold to nothing (lone Arabic vowel signs): they ask for nothing.
        if words_of(written):
            stars = _STARS.match(self._text, end)
            if stars:
                self._refuse_within(stars)
            start, end = self._at, stars.end() if stars else end
            yield Token(Kind.PREFIX if stars else Kind.WORD, written, start, end)
        self._at = end

    def _field(self, field: str, colon: re.Match[str]) -> Iterator[Token]:
        """The field's name, and behind `source:` an address as one word."""
        if minus := _MINUS.match(self._text, colon.end()):
            message = f"The minus comes before the field: -{field}:word"
            before = f"-{self._text[self._at : colon.end()]}"
            raise QueryError(message, self._text, minus.start(), replaced(self._text, self._at, minus.end(), before))
        yield from self._taken(Kind.FIELD, colon.end())
        if field == "source" and (address := _ADDRESS.match(self._text, self._at)):
            yield Token(Kind.WORD, address["host"], address.start("host"), address.end("host"))
            self._at = address.end()

    def _refuse_unknown_field(self, written: str, colon: re.Match[str]) -> None:
        """A colon glued to what follows is meant as a field's; not so that of a time, an address or a headline."""
        behind = self._text[colon.end() : colon.end() + 2]
        is_glued = colon.group() == ":" and (behind[:1].isalnum() or behind[:1] in ("(", "-", *_ANY_CLOSER))
        if not is_glued or not written.isalpha() or len(written) > _LONGEST_FIELD:
            return
        meant = field_like(written)
        suggestion = replaced(self._text, self._at, colon.end(), f"{meant}:" if meant else f"{written} ")
        message = f"There is no field “{written}:”. The fields are title: source: lang: tag: exact:"
        raise QueryError(message, self._text, self._at, suggestion)

    def _refuse_within(self, stars: re.Match[str]) -> None:
        if after := token_expression().match(self._text, stars.end()):
            message = "A star stands for the end of a word: put nothing behind it."
            raise QueryError(message, self._text, stars.start(), replaced(self._text, stars.end(), after.end()))

    def _taken(self, kind: Kind, end: int) -> Iterator[Token]:
        start, self._at = self._at, end
        yield Token(kind, self._text[start:end], start, end)

    def _sign(self, sign: re.Match[str]) -> Iterator[Token | None]:
        match sign.lastgroup:
            case "quote":
                yield from self._phrase(sign)
            case "star":
                message = "A star alone would be everything: write the beginning of a word before it."
                raise QueryError(message, self._text, self._at, replaced(self._text, self._at, sign.end()))
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
                raise QueryError(f"More than {DEEPEST} brackets within one another.", self._text, self._at)
        elif self._open:
            self._open.pop()
        else:
            message = "This bracket was never opened: leave it out."
            raise QueryError(message, self._text, self._at, replaced(self._text, self._at, self._at + 1, " "))

    def _phrase(self, quote: re.Match[str]) -> Iterator[Token]:
        start, opener = self._at, quote.group()
        closers = _CLOSERS.get(opener, _ANY_CLOSER)
        end = next((i for i in range(start + 1, len(self._text)) if self._text[i] in closers), None)
        if end is None:
            message = "This quotation mark is never closed: add one behind the phrase."
            raise QueryError(message, self._text, start, self._with_end_of_phrase(start, closers[0]))
        self._at = end + 1
        phrase = self._text[start + 1 : end]
        if star := _STAR_IN_PHRASE.search(phrase):
            place = start + 2 + star.start()
            message = "Within quotes every word is whole: a star has no meaning there."
            raise QueryError(message, self._text, place, replaced(self._text, place, place + 1))
        if not words_of(phrase):
            message = "There is nothing in these quotes."
            raise QueryError(message, self._text, start, replaced(self._text, start, end + 1))
        yield Token(Kind.PHRASE, phrase, start, end + 1)

    def _with_end_of_phrase(self, start: int, closer: str) -> str:
        """Closed at the end of the line, before a bracket that closes there."""
        rest = self._text[start + 1 :]
        line = rest.splitlines()[0] if rest.strip() else ""
        end = start + 1 + len(line.rstrip(" )）"))
        return replaced(self._text, end, end, closer)
