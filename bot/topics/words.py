"""One brief → its words in all their forms, and where each stands.

    text ──▶ tokens ("F-16s", "struck") ──memoised for its language──▶ forms (f, 16s, f16; struck, strike) ──▶ places

A token written with hyphens or apostrophes is found by its parts and as one word. Positions count parts, so a phrase
runs through either form: in "F-16 jets", `f16` reaches from position 0 to 2, where `jets` stands.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, pairwise
from operator import itemgetter
from typing import NamedTuple

from bot.topics.alias_tables import names_told
from bot.topics.catalogue import catalogue
from bot.topics.inflection import forms_told
from bot.topics.marks import marks_of
from bot.topics.readable import Readable
from bot.topics.scripts import language_of
from bot.topics.spellings import Word, is_short_name, words_of, words_of_token
from bot.topics.tokens import is_without_spaces, token_expression

__all__ = ["Occurrence", "Reading", "Word", "is_without_spaces", "token_expression", "words_of"]

_REMEMBERED = 65_536
"""Tokens whose words are remembered, in all languages together, at about 500 bytes each. Forgetting all of a language
at once costs less than keeping order."""

_LONGEST_REMEMBERED = 64
"""Characters: nothing longer is a word that comes again."""

_SHORTEST_HEADLINE = 3

Occurrence = tuple[int, int, bool, int, int]
"""Of a word in a brief: position, after, whether it is in the text (else in the title), start, end."""


Neighbours = tuple[tuple[str, ...], tuple[str, ...]]
"""Of two words side by side, the forms of each."""


class Reading:
    """One brief as it is matched: which forms its words have, and on demand where.

    `folds` holds the folds of all words, what they may be forms of in the brief's language, and the brief's marks. It
    comes first and cheaply, because most topics are decided by it; places are worked out when first asked for.
    Positions of title and text are kept apart by a gap that no phrase crosses.
    """

    def __init__(self, readable: Readable) -> None:
        self.readable = readable
        title, text = readable.title, readable.text
        self.language = language_of(readable)
        split = token_expression().split
        # Splitting at a group yields, in turn, what is between tokens and the tokens: lengths alone tell the places.
        self._pieces = split(title) if title else [""]
        self._title_length = len(title) if title else 0
        self._title_tokens = len(self._pieces) // 2
        before, *others = split(text)
        self._pieces[-1] += before
        self._pieces += others
        remembered = _remembered(self.language)
        tokens = self._pieces[1::2]
        if (title or text).isupper():
            tokens = _calmed(tokens, self._title_tokens)
        self._tokens = [remembered[token] for token in tokens]
        self.folds: set[str] = set(chain.from_iterable(map(_forms_of, self._tokens)))
        self.folds.update(marks_of(readable, self.language))
        self._numbers: dict[str, list[int]] = {}
        self._occurrences: dict[str, list[Occurrence]] = {}
        self._starts: list[int] = []
        self._positions: list[int] = []

    def words(self) -> Iterator[Word]:
        """All words, those of the title first; those of the text are counted from the start of the text."""
        for number, token in enumerate(self._tokens):
            _, start, position = self._place(number)
            for word, _ in token.words:
                yield word.moved(start, position)

    def occurrences(self, form: str) -> list[Occurrence]:
        """Where words stand that have this form, in order."""
        if form not in self._occurrences:
            self._occurrences[form] = [
                (position + word.position, position + word.after, in_text, start + word.start, start + word.end)
                for in_text, start, position, token in self._tokens_with(form)
                for word, forms in token.words
                if form in forms
            ]
        return self._occurrences[form]

    def neighbours(self) -> list[Neighbours]:
        """What stands side by side: the forms of a word, and those of one that begins where it ends.

        Told by order alone where tokens are single words, as nearly all are: much quicker than by places.
        """
        found: list[Neighbours] = []
        for tokens in (self._tokens[: self._title_tokens], self._tokens[self._title_tokens :]):
            first = 0
            for last in (*(number for number, token in enumerate(tokens) if token.width != 1), len(tokens)):
                if last >= first:
                    found += pairwise(map(_forms_of, tokens[first:last]))
                    first = next((n for n in range(last, len(tokens)) if tokens[n].width == 1), len(tokens))
                    found += _neighbours(tokens[max(last - 1, 0) : first + 1] if last < len(tokens) else ())
        return found

    def _tokens_with(self, form: str) -> Iterator[tuple[bool, int, int, "_Token"]]:
        if not self._numbers:
            self._number_tokens()
        for number in self._numbers.get(form, ()):
            yield *self._place(number), self._tokens[number]

    def _number_tokens(self) -> None:
        """Note under each form the tokens that have it."""
        for number, token in enumerate(self._tokens):
            for each in token.forms:
                self._numbers.setdefault(each, []).append(number)

    def _place(self, number: int) -> tuple[bool, int, int]:
        """Of a token: whether it is in the text, where it starts there, and its position."""
        if not self._starts:
            self._starts = list(accumulate(map(len, self._pieces)))
            self._positions = list(accumulate(map(_width_of, self._tokens), initial=0))
        start, position = self._starts[2 * number], self._positions[number]
        if not self._title_tokens:
            return True, start - self._title_length, position
        if number < self._title_tokens:
            return False, start, position
        return True, start - self._title_length, position + 1  # the gap


def _neighbours(tokens: Sequence["_Token"]) -> Iterator[Neighbours]:
    """The same by places: where words reach over one another."""
    ended: dict[int, tuple[str, ...]] = {}
    start = 0
    for token in tokens:
        for word, forms in token.words:
            before, after = start + word.position, start + word.after
            if before in ended:
                yield ended[before], forms
            ended[after] = (*ended.get(after, ()), *forms)
        start += token.width


def _calmed(tokens: list[str], of_title: int) -> list[str]:
    """In a headline that is all capitals they mean nothing: WHO WON asks who. Two words are no headline yet."""
    headline = of_title or len(tokens)
    if sum(map(str.isupper, tokens[:headline])) < _SHORTEST_HEADLINE:
        return tokens
    small = [token.lower() for token in tokens[:headline]]
    # İ grows in lower case, and its word would lie elsewhere.
    kept = [each if len(each) == len(token) else token for each, token in zip(small, tokens, strict=False)]
    return [*kept, *tokens[headline:]]


class _Token(NamedTuple):
    """What one token says, placed from its own start; `width` is how many positions it takes."""

    forms: tuple[str, ...]
    width: int
    words: tuple[tuple[Word, tuple[str, ...]], ...]


_forms_of = itemgetter(0)
_width_of = itemgetter(1)


class _RememberedTokens(dict[str, _Token]):
    """Token as written → what it says in one language. Worked out when first asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, written: str) -> _Token:
        words = tuple((word, self._forms(word)) for word in words_of_token(written))
        forms = tuple(dict.fromkeys(chain.from_iterable(each for _, each in words)))
        token = _Token(forms, max((word.after for word, _ in words), default=0), words)
        if sum(map(len, _TOKENS.values())) >= _REMEMBERED:
            _TOKENS.clear()
        if len(written) <= _LONGEST_REMEMBERED:
            self[written] = token
        return token

    def _forms(self, word: Word) -> tuple[str, ...]:
        if is_short_name(word.spelled):
            return (word.spelled,)
        forms = (*forms_told(word.written, self._language), *names_told(word.fold, self._language))
        name = _as_written().get(word.spelled)
        is_name = name is not None and word.written in {name, name.upper()}
        return tuple(dict.fromkeys((*forms, name) if is_name and name else forms))


@cache
def _as_written() -> dict[str, str]:
    """Names that are ordinary words in small letters, by those words."""
    return {name.lower(): name for name in catalogue().as_written}


_TOKENS: dict[str, _RememberedTokens] = {}


def _remembered(language: str) -> _RememberedTokens:
    if language not in _TOKENS:
        _TOKENS[language] = _RememberedTokens(language)
    return _TOKENS[language]
