"""Text → tokens → the words in them, whatever the language: f-16s is f, 16s and f16."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.topics.catalogue import catalogue
from bot.topics.folding import fold, spelled
from bot.topics.tokens import APOSTROPHES, HYPHENS, is_without_spaces, part_expression, token_expression

_POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sS]$")
_HYPHENED = re.compile(rf"[{HYPHENS}{APOSTROPHES}&_]")
_ELISION = re.compile(rf"(?:[Ll]|d|[Qq]u|[Dd]ell|[Aa]ll|[Nn]ell|[Ss]ull|[Dd]all)[{APOSTROPHES}](?=[^\W\d_]{{3}})")
"""French and Italian: before a name the article is not part of it. A D in capitals may be (D'Angelo)."""
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_SIGNS = re.compile(r"[+#.,]")


class Word(NamedTuple):
    """One way to read a stretch of text.

    `spelled` is how a topic keeps it, `written` what a dictionary is asked about.
    `start` and `end` are characters in the text; it reaches from `position` to `after`, where the next word of a phrase
    stands. Several words may lie on one another (`f`, `16` and `f16`; `us` and `US`).
    """

    spelled: str
    written: str
    start: int
    end: int
    position: int
    after: int

    @property
    def fold(self) -> str:
        """What is compared, whatever the language."""
        return self.spelled if is_short_name(self.spelled) else fold(self.spelled)

    def moved(self, characters: int, positions: int) -> "Word":
        """The same word farther on."""
        return self._replace(
            start=self.start + characters,
            end=self.end + characters,
            position=self.position + positions,
            after=self.after + positions,
        )


def words_of(text: str) -> list[Word]:
    """The words of `text`, in order of positions, whatever its language."""
    words: list[Word] = []
    width = 0
    for token in token_expression().finditer(text):
        placed = words_of_token(token.group())
        words += [word.moved(token.start(), width) for word in placed]
        width += max((word.after for word in placed), default=0)
    return words


def is_short_name(word: str) -> bool:
    """Whether this is a short name in capitals that is also an ordinary word: US, WHO."""
    return word in catalogue().capitals


def words_of_token(token: str) -> list[Word]:
    """The readings of one token, by position."""
    name = _POSSESSIVE.sub("", token)
    parts = [part for atom in part_expression().finditer(name) for part in _parts(atom)]
    words: list[Word] = []
    for position, (written, start, end) in enumerate(parts):
        words += [Word(*each, start, end, position, position + 1) for each in _spellings(written)]
    if len(parts) > 1 and _HYPHENED.search(name):
        words += _joined(parts)
        elided = _ELISION.match(name)
        if elided and len(parts) == 2:
            # In the place of both: who asks for l'Ukraine asks for Ukraine.
            written, start, end = parts[1]
            words += [Word(*each, start, end, 0, 2) for each in _spellings(written)]
    return sorted(words, key=lambda word: (word.position, word.after))


def _parts(atom: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """An atom as written; a few characters (㊀, ½) are several words or none once they are spelled out."""
    written = atom.group()
    if written.isascii() or spelled(written) == written.lower():
        yield written, atom.start(), atom.end()
        return
    for part in part_expression().finditer(
        spelled(written) if written[0].islower() else _with_capital(spelled(written))
    ):
        yield part.group(), atom.start(), atom.end()


def _with_capital(word: str) -> str:
    """Dictionaries tell names by it."""
    return word[:1].upper() + word[1:]


def _spellings(written: str) -> Iterator[tuple[str, str]]:
    """Of one part: spelled, written; and once more in capitals if it is a short name in capitals (US)."""
    if _THOUSANDS.fullmatch(written):
        number = written.replace(",", "")
        yield number, number
        return
    if written[0].isdigit():
        number = spelled(written).replace(",", ".")
        yield number, number
        return
    plain = written.replace(".", "")
    capitals = plain.removesuffix("s")
    if capitals != plain and capitals.isupper() and len(capitals) > 1:
        plain = capitals  # EVs, MPs
    yield spelled(plain), plain
    if is_short_name(capitals):
        yield capitals, capitals


def _joined(parts: list[tuple[str, int, int]]) -> Iterator[Word]:
    """The parts written as one word; of three and more also any two that make a name with a number (F-16-like)."""
    if any(is_without_spaces(part) for part, _, _ in parts):
        return  # such characters are words of their own wherever they stand
    spans = [(0, len(parts))]
    if len(parts) > 2:
        spans += [(i, i + 2) for i in range(len(parts) - 1) if any(c.isdigit() for c in parts[i][0] + parts[i + 1][0])]
    for first, last in spans:
        written = _SIGNS.sub("", "".join(part for part, _, _ in parts[first:last]))
        yield Word(spelled(written), written, parts[first][1], parts[last - 1][2], first, last)
