"""A naive reading of the topic language: every topic against every word of a brief, by trying everything.

Written from what the language promises, not from how topics are found: lists of words, no index, nothing remembered.
It shares with the real thing only what a word is and which forms it has.
"""

from collections.abc import Sequence
from itertools import pairwise, product
from typing import NamedTuple

from bot.topics.exactness import exactly
from bot.topics.inflection import forms, forms_told
from bot.topics.nodes import And, Exact, InTitle, Mark, Near, Node, Not, Or, Phrase, Prefix, Word
from bot.topics.readable import Readable
from bot.topics.scripts import language_of
from bot.topics.spellings import is_short_name, words_of


class Told(NamedTuple):
    """A word of a brief."""

    forms: frozenset[str]
    exact: str
    position: int
    after: int
    start: int
    end: int


class Stretch(NamedTuple):
    """Where something lies in the title or text: positions, characters."""

    position: int
    after: int
    start: int
    end: int


Characters = set[tuple[str, int]]
"""In the title or text: numbers of characters."""


def naive(node: Node, brief: Readable) -> Characters | None:
    """The characters that a matching topic marks; None where it does not match."""
    if isinstance(node, Not):
        return set() if naive(node.node, brief) is None else None
    if isinstance(node, And | Or):
        parts = [naive(each, brief) for each in node.nodes]
        there = [part for part in parts if part is not None]
        is_match = len(there) == len(parts) if isinstance(node, And) else bool(there)
        return {place for part in there for place in part} if is_match else None
    if isinstance(node, Mark):
        return set() if is_marked(node, brief) else None
    fields = (
        {"title": brief.title or ""} if isinstance(node, InTitle) else {"title": brief.title or "", "text": brief.text}
    )
    leaf = node.node if isinstance(node, InTitle) else node
    found = {
        (name, character)
        for name, text in fields.items()
        for stretch in stretches(leaf, told(text, language_of(brief)), language_of(brief))
        for character in range(stretch.start, stretch.end)
    }
    return found or None


def told(text: str, language: str) -> list[Told]:
    words = []
    for word in words_of(text):
        is_short = is_short_name(word.spelled)
        known = frozenset([word.spelled] if is_short else forms_told(word.written, language))
        exact = word.spelled if is_short else exactly(text[word.start : word.end])
        words.append(Told(known, exact, word.position, word.after, word.start, word.end))
    return words


def stretches(leaf: Node, words: Sequence[Told], language: str) -> set[Stretch]:
    """Where a leaf, or a choice of them, lies in the title or text of these words."""
    found: set[Stretch] = set()
    match leaf:
        case Word(word):
            found = runs([one_of(forms(word, language), words)])
        case Phrase(several):
            found = runs([one_of(forms(word, language), words) for word in several])
        case Exact(several):
            found = runs([[each for each in words if each.exact == word] for word in several])
        case Prefix(beginning):
            found = runs([[each for each in words if any(form.startswith(beginning) for form in each.forms)]])
        case Or(leaves):
            found = {stretch for each in leaves for stretch in stretches(each, words, language)}
        case Near(leaves, distance):
            chains = product(*(stretches(each, words, language) for each in leaves))
            chained = (chain for chain in chains if all(are_near(*two, distance) for two in pairwise(chain)))
            found = {stretch for chain in chained for stretch in chain}
        case _:
            raise AssertionError(f"{leaf} lies nowhere")
    return found


def one_of(asked: Sequence[str], words: Sequence[Told]) -> list[Told]:
    return [each for each in words if each.forms & set(asked)]


def runs(choices: Sequence[Sequence[Told]]) -> set[Stretch]:
    """Every way to take one word of each in turn, each where the one before ended."""
    ways: list[tuple[Told, ...]] = [(word,) for word in choices[0]]
    for choice in choices[1:]:
        # Word by word: all ways at once would be the seventh power for the united states of america and its like.
        ways = [(*way, word) for way in ways for word in choice if way[-1].after == word.position]
    return {Stretch(way[0].position, way[-1].after, way[0].start, way[-1].end) for way in ways}


def are_near(one: Stretch, other: Stretch, distance: int) -> bool:
    first, second = sorted((one, other))
    return first.after <= second.position <= first.after + distance


def is_marked(mark: Mark, brief: Readable) -> bool:
    if mark.kind == "lang":
        return (brief.language or "").lower() == mark.words[0] or (brief.language or "").startswith(f"{mark.words[0]}-")
    names = brief.tags if mark.kind == "tag" else (brief.source,)
    for name in names:
        words = told(name, language_of(brief))
        if runs([one_of((word,), words) for word in mark.words]):
            return True
    return False
