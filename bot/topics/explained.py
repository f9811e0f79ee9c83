"""A topic read back in words, so that people see what they ask for before they follow it. English, as all of the chat.

ukraine (energy OR gas) -sport  ──▶  briefs that mention *ukraine* and *energy* or *gas*, but not *sport*
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from bot.topics.nodes import And, Exact, InTitle, Mark, Near, Node, Not, Or, Phrase, Prefix, Word, joined
from bot.topics.operators import language_called

_MOST_NAMES = 3
"""Other names told of one word: more of them explain nothing."""

_NO_OTHER_NAMES: Mapping[str, Sequence[str]] = {}

_VERBS = {
    "source": ("come from ", "do not come from ", "the source "),
    "lang": ("are written in ", "are not written in ", "the language "),
    "tag": ("are tagged ", "are not tagged ", "the tag "),
}
"""Of what is known about briefs: what they do, what they do not, and the thing itself."""


class Piece(NamedTuple):
    """A stretch of a sentence; `is_word`: words of the topic, to be emphasised."""

    text: str
    is_word: bool = False


Told = list[Piece]


def explained(root: Node, also: Mapping[str, Sequence[str]] = _NO_OTHER_NAMES) -> Told:
    """What a normalised tree asks for: "briefs that mention …". The pieces are to be joined as they are.

    `also`: a word, or the words of a name with spaces between → other names it is found by, the most telling first.
    """
    return [Piece("briefs that "), *_Reader(also).sentence(root)]


def in_plain_text(pieces: Iterable[Piece], mark: str = "*") -> str:
    """The sentence, with `mark` on both sides of the topic's words."""
    return "".join(f"{mark}{piece.text}{mark}" if piece.is_word else piece.text for piece in pieces)


class _Reader:
    """Reads one topic; as deep as its tree, which is bounded."""

    def __init__(self, also: Mapping[str, Sequence[str]]) -> None:
        self._also = also

    def sentence(self, root: Node) -> Told:
        """What the briefs do."""
        if not isinstance(root, Or) or _is_simple(root):
            return self._all_of(root.nodes if isinstance(root, And) else (root,))
        alternatives = [self._all_of(each.nodes if isinstance(each, And) else (each,)) for each in root.nodes]
        return _enumerated(alternatives, "or that", always_comma=True)

    def _all_of(self, nodes: Sequence[Node]) -> Told:
        """They mention …, come from …, but not …."""
        wanted = [node for node in nodes if not isinstance(node, Not)]
        mentioned, marks = [node for node in wanted if not _kind(node)], [node for node in wanted if _kind(node)]
        told = [[Piece("mention "), *self._things(mentioned, "and")]] if mentioned else []
        told += [[Piece(_VERBS[_kind(node)][0]), *self._names(node)] for node in marks]
        left_out = [node.node for node in nodes if isinstance(node, Not)]
        return _enumerated(told, "and") + self._left_out(left_out, is_alone=not told)

    def _left_out(self, nodes: Sequence[Node], *, is_alone: bool) -> Told:
        told: list[Told] = []
        if mentioned := [node for node in nodes if not _kind(node)]:
            told.append([Piece("do not mention " if is_alone else "not "), *self._things(mentioned, "or")])
        told += [[Piece(_VERBS[_kind(node)][1]), *self._names(node)] for node in nodes if _kind(node)]
        but = [Piece("" if is_alone else ", but ")] if told else []
        return but + _enumerated(told, "and", always_comma=True)

    def _things(self, nodes: Sequence[Node], conjunction: str) -> Told:
        """Enumerated; what stands in the title is told together. Of several choices each is set apart."""
        choices = sum(isinstance(node, Or) for node in nodes)
        told: list[Told] = []
        for is_in_title, several in groupby(nodes, lambda node: isinstance(node, InTitle)):
            if is_in_title:
                inner = [node.node for node in several if isinstance(node, InTitle)]
                told.append([*_enumerated(list(map(self._thing, inner)), conjunction), Piece(" in the title")])
            else:
                told += [
                    [Piece("either "), *self._thing(node)]
                    if isinstance(node, Or) and choices > 1 and _is_simple(node)
                    else self._thing(node)
                    for node in several
                ]
        return _enumerated(told, conjunction)

    def _thing(self, node: Node) -> Told:
        """What can be mentioned."""
        match node:
            case Or(nodes) if _is_simple(node):
                told = self._things(nodes, "or")
            case Or(nodes):
                told = [
                    Piece("("),
                    *_enumerated([self._thing(each) for each in nodes], "or", always_comma=True),
                    Piece(")"),
                ]
            case And(nodes):
                told = _enumerated([self._thing(each) for each in nodes], "and")
            case Not(of):
                told = [Piece("no "), *self._thing(of)]
            case Near(nodes, distance):
                told = self._near(nodes, distance)
            case InTitle(of):
                told = [*self._thing(of), Piece(" in the title")]
            case Mark(kind):
                told = [Piece(_VERBS[kind][2]), *self._names(node)]
            case _:
                told = list(self._leaf(node))
        return told

    def _near(self, nodes: Sequence[Node], distance: int) -> Told:
        between = f" (at most {distance} word{'' if distance == 1 else 's'} between)" if distance else ""
        told: Told = []
        for node in nodes:
            told += [Piece(" near " if distance else " right beside ")] if told else []
            told += self._thing(node)
        return [*told, Piece(between)]

    def _leaf(self, node: Node) -> Iterator[Piece]:
        match node:
            case Word(word):
                yield Piece(word, is_word=True)
                yield from self._other_names(word)
            case Phrase(words):
                yield Piece("the phrase ")
                yield Piece(joined(words), is_word=True)
            case Exact(words):
                yield Piece("exactly ")
                yield Piece(joined(words), is_word=True)
            case Prefix(beginning):
                yield Piece("words that begin with ")
                yield Piece(beginning, is_word=True)

    def _other_names(self, word: str) -> Told:
        names = [[Piece(name, is_word=True)] for name in self._also.get(word, ())[:_MOST_NAMES]]
        rest = len(self._also.get(word, ())) - len(names)
        more = [[Piece(f"{rest} more")]] if rest > 0 else []
        return [Piece(" (also "), *_enumerated(names + more, "and"), Piece(")")] if names else []

    def _names(self, node: Node) -> Told:
        """What marks name, one of which suffices."""
        marks = node.nodes if isinstance(node, Or) else (node,)
        return _enumerated([[_named(mark)] for mark in marks if isinstance(mark, Mark)], "or")


def _named(mark: Mark) -> Piece:
    return Piece(language_called(mark.words[0]) if mark.kind == "lang" else joined(mark.words), is_word=True)


def _kind(node: Node) -> str:
    """Of a mark, or a choice of marks of one kind, its kind; else none."""
    if isinstance(node, Or):
        kinds = {_kind(each) for each in node.nodes}
        return kinds.pop() if len(kinds) == 1 else ""
    return node.kind if isinstance(node, Mark) else ""


def _is_simple(choice: Or) -> bool:
    """Whether one `or` between each of them leaves no doubt what belongs together."""
    is_flat = not any(isinstance(each, And | Or | Not) for each in choice.nodes)
    return is_flat and (bool(_kind(choice)) or not any(isinstance(each, Mark) for each in choice.nodes))


def _enumerated(several: Sequence[Told], conjunction: str, *, always_comma: bool = False) -> Told:
    """One, two and three."""
    told: Told = []
    for number, pieces in enumerate(several):
        is_last = number == len(several) - 1
        if number:
            told.append(Piece(f"{',' if always_comma else ''} {conjunction} " if is_last else ", "))
        told += pieces
    return told
