"""Text → words with their places: the only place that knows what a word is, for topics and briefs alike.

    text ──one expression──▶ tokens ("F-16s", "U.S.", "Ukraine’s") ──memoised──▶ words (f-16s: f, 16s and f16)

A token written with hyphens or apostrophes is found by its parts and as one word. Positions count parts, so a phrase
runs through either form: in "F-16 jets", `f16` reaches from position 0 to 2, where `jet` stands. Scripts without
spaces are split into single characters, which makes any word of theirs a phrase.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple

from bot.topics.catalogue import catalogue
from bot.topics.folding import fold, singular
from bot.topics.readable import Readable

_WITHOUT_SPACES = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"  # Thai letters; its vowel and tone marks join the letter before
    "\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6"  # Lao
    "\u1000-\u102a\u103f\u1780-\u17b3"  # Burmese, Khmer
    "\u1100-\u115f\u3131-\u318e\uac00-\ud7a3"  # Korean has spaces, but glues its particles to the words
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9d"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
)


def _ranges(characters: Iterator[int]) -> str:
    runs: list[list[int]] = []
    for character in characters:
        if runs and runs[-1][1] == character - 1:
            runs[-1][1] = character
        else:
            runs.append([character, character])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in runs)


# Python's \w leaves out combining marks, and would cut हिन्दी into pieces. All marks of living scripts are below U+AC00,
# most of what lies between U+3100 and U+A800 is Han.
_MARKS = _ranges(
    c for c in chain(range(0x300, 0x3100), range(0xA800, 0xAC00)) if unicodedata.category(chr(c))[0] == "M"
)
_JOINERS = "\u00ad\u200c\u200d\u2060\u1160-\u11ff\uff9e\uff9f"
"""Belong to the letter before: invisible characters, ends of decomposed Korean syllables, halfwidth voicing marks."""
_JOINS = f"[{_MARKS}{_JOINERS}]*+"
_RUN = rf"(?:[0-9A-Za-z]++{_JOINS}|[^\W_{_WITHOUT_SPACES}]{_JOINS})++"
_IN_WORDS = rf"[\w{_MARKS}{_JOINERS}]"
_STARTS = f"(?<!{_IN_WORDS})"
_HYPHENS = "\\-\u2010\u2011"
_APOSTROPHES = "'’‘`´ʼ＇"

_JOINED = (
    # nytimes.com, 11,000, AT&T (but not war&peace, which is two words)
    rf"(?:(?=[{_HYPHENS}{_APOSTROPHES}._,&])"
    rf"(?:[{_HYPHENS}{_APOSTROPHES}._]|(?<=\d),(?=\d)|(?:(?<={_STARTS}[A-Z])|(?<={_STARTS}[A-Z][A-Z]))&(?=[A-Z]{{1,2}}(?!{_IN_WORDS}))){_RUN})*+"
)
# the last dot of U.S., the signs of C++ and C#
_ENDING = rf"(?:(?=[.+#])(?:(?<=\.[^\W\d_])\.|(?<={_STARTS}[A-Za-z])(?:\+\+|\#)(?!\w)))?"
_TOKEN = (
    # The first two lines only save time: most tokens are plain and followed by a space.
    r"(?![ .,\n])(?:"
    r"[0-9A-Za-z]++(?=[ \n]|[,.] )"
    rf"|{_RUN}{_JOINED}{_ENDING}"
    rf"|[{_WITHOUT_SPACES}]{_JOINS})"
)
_ATOM = (
    r"\d+(?:[.,]\d+)++(?!\w)"  # 1.25, 11,000
    rf"|[^\W\d_]{_JOINS}(?:\.[^\W\d_]{_JOINS})++\.?(?!\w)"  # U.S., e.g.
    r"|[A-Za-z](?:\+\+|\#)(?!\w)"
    rf"|{_RUN}"
    rf"|[{_WITHOUT_SPACES}]{_JOINS}"
)


@cache
def token_expression() -> re.Pattern[str]:
    """One token, as group 1. Compiled at first use, in some milliseconds that most commands never need."""
    return re.compile(f"({_TOKEN})")


@cache
def _atom_expression() -> re.Pattern[str]:
    return re.compile(_ATOM)


_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]$")
_HYPHENED = re.compile(rf"[{_HYPHENS}{_APOSTROPHES}&_]")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_SIGNS = re.compile(r"[+#.,]")

_REMEMBERED = 32_768
"""Tokens whose words are remembered, at about 400 bytes each. Forgetting all at once costs less than keeping order."""

_LONGEST_REMEMBERED = 64
"""Characters: nothing longer is a word that comes again."""


class Word(NamedTuple):
    """One way to read a stretch of text.

    `fold` is what matches; `start` and `end` are characters in the text; it reaches from `position` to `after`,
    where the next word of a phrase stands. Several words may lie on one another (`f`, `16` and `f16`; `us` and `US`).
    """

    fold: str
    start: int
    end: int
    position: int
    after: int


@cache
def _unspaced_expression() -> re.Pattern[str]:
    return re.compile(f"[{_WITHOUT_SPACES}]")


def is_without_spaces(fold: str) -> bool:
    """Whether this is one character of a script that writes no spaces between words."""
    return _unspaced_expression().match(fold) is not None


def words_of(text: str) -> list[Word]:
    """The words of `text`, in order of positions."""
    return list(Reading(Readable(None, text)).words())


Occurrence = tuple[int, int, bool, int, int]
"""Of a word in a brief: position, after, whether it is in the text (else in the title), start, end."""


class Reading:
    """One brief as it is matched: which folds it has, and on demand where.

    Folds come first and cheaply, because most topics are decided by them; places are worked out when first asked for.
    Positions of title and text are kept apart by a gap that no phrase crosses.
    """

    def __init__(self, readable: Readable) -> None:
        self.readable = readable
        title, text = readable.title, readable.text
        split = token_expression().split
        # Splitting at a group yields, in turn, what is between tokens and the tokens: lengths alone tell the places.
        self._pieces = split(title) if title else [""]
        self._title_length = len(title) if title else 0
        self._title_tokens = len(self._pieces) // 2
        before, *others = split(text)
        self._pieces[-1] += before
        self._pieces += others
        self._tokens = [_TOKENS[token] for token in self._pieces[1::2]]
        self.folds: set[str] = set(chain.from_iterable(map(_folds_of, self._tokens)))
        self.folds |= _marks(readable)
        self._numbers: dict[str, list[int]] = {}
        self._occurrences: dict[str, list[Occurrence]] = {}
        self._starts: list[int] = []
        self._positions: list[int] = []

    def words(self) -> Iterator[Word]:
        """All words, those of the title first; those of the text are counted from the start of the text."""
        for number, token in enumerate(self._tokens):
            _, start, position = self._place(number)
            for word in token.words:
                at = position + word.position, position + word.after
                yield Word(word.fold, start + word.start, start + word.end, *at)

    def occurrences(self, fold: str) -> list[Occurrence]:
        """Where a fold stands, in order."""
        if fold not in self._occurrences:
            self._occurrences[fold] = [
                (position + word.position, position + word.after, in_text, start + word.start, start + word.end)
                for in_text, start, position, token in self._tokens_with(fold)
                for word in token.words
                if word.fold == fold
            ]
        return self._occurrences[fold]

    def _tokens_with(self, fold: str) -> Iterator[tuple[bool, int, int, "_Token"]]:
        if not self._numbers:
            self._number_tokens()
        for number in self._numbers.get(fold, ()):
            yield *self._place(number), self._tokens[number]

    def _number_tokens(self) -> None:
        """Note under each fold the tokens that have it."""
        for number, token in enumerate(self._tokens):
            for each in token.folds:
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


def _marks(readable: Readable) -> set[str]:
    """What is known about a brief, beside its folds: `source:bbc`, `tag:war`, `lang:de`."""
    marks = {f"lang:{readable.language}"} if readable.language else set()
    for kind, names in (("source", (readable.source,)), ("tag", readable.tags)):
        marks |= {f"{kind}:{fold}" for name in names for token in _tokens_of(name) for fold in token.folds}
    return marks


def _tokens_of(name: str) -> Iterator["_Token"]:
    return (_TOKENS[match.group()] for match in token_expression().finditer(name))


class _Token(NamedTuple):
    """What one token says, placed from its own start; `width` is how many positions it takes."""

    folds: tuple[str, ...]
    width: int
    words: tuple[Word, ...]


_folds_of = itemgetter(0)
_width_of = itemgetter(1)


class _RememberedTokens(dict[str, _Token]):
    """Token as written → what it says. Worked out when first asked for."""

    def __missing__(self, written: str) -> _Token:
        words = _words_of_token(written)
        folds = tuple(dict.fromkeys(word.fold for word in words))
        token = _Token(folds, max((word.after for word in words), default=0), tuple(words))
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(written) <= _LONGEST_REMEMBERED:
            self[written] = token
        return token


_TOKENS = _RememberedTokens()


def _words_of_token(token: str) -> list[Word]:
    """The readings of one token, by position."""
    name = _POSSESSIVE.sub("", token)
    parts = [part for atom in _atom_expression().finditer(name) for part in _parts(atom)]
    words: list[Word] = []
    for position, (written, start, end) in enumerate(parts):
        words += [Word(each, start, end, position, position + 1) for each in _folds(written)]
    if len(parts) > 1 and _HYPHENED.search(name):
        words += _joined(parts)
    return sorted(words, key=lambda word: (word.position, word.after))


def _parts(atom: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """An atom as written and folded; a few characters (㊀, ½) are several words or none once folded."""
    folded = fold(atom.group())
    if folded == atom.group().lower():
        yield atom.group(), atom.start(), atom.end()
        return
    for part in _atom_expression().finditer(folded):
        yield part.group(), atom.start(), atom.end()


def _folds(written: str) -> list[str]:
    """The fold of one part, and beside it the part as capitals if it is a short name written in capitals (US)."""
    if _THOUSANDS.fullmatch(written):
        return [written.replace(",", "")]
    if written[0].isdigit():
        return [fold(written).replace(",", ".")]
    plain = written.replace(".", "")
    capitals = plain.removesuffix("s")
    word = fold(plain)
    if capitals != plain and capitals.isupper() and len(capitals) > 1:
        word = fold(capitals)  # EVs, MPs
    folds = [singular(word)]
    return [*folds, capitals] if capitals in catalogue().capitals else folds


def _joined(parts: list[tuple[str, int, int]]) -> Iterator[Word]:
    """The parts written as one word; of three and more also any two that make a name with a number (F-16-like)."""
    spans = [(0, len(parts))]
    if len(parts) > 2:
        spans += [(i, i + 2) for i in range(len(parts) - 1) if any(c.isdigit() for c in parts[i][0] + parts[i + 1][0])]
    for first, last in spans:
        written = _SIGNS.sub("", "".join(part for part, _, _ in parts[first:last]))
        yield Word(singular(fold(written)), parts[first][1], parts[last - 1][2], first, last)
