"""What is wrong with a topic whose tokens are all right: said at its place, with what was probably meant."""

from collections.abc import Sequence

from bot.topics.catalogue import catalogue
from bot.topics.contradictions import contradicts_itself
from bot.topics.nodes import Node, Not, Or
from bot.topics.normal import wanted_words, wants_something
from bot.topics.operators import Kind
from bot.topics.refusal import QueryError, replaced
from bot.topics.scanner import Token


def misplaced(text: str, tokens: Sequence[Token], number: int) -> QueryError:
    """What is missing around the token of this number, which does not fit; beyond the last: at the end."""
    token = tokens[min(number, len(tokens) - 1)]
    before = tokens[number - 1] if number else None
    if before and before.kind is Kind.OPEN and token.kind is Kind.CLOSE:
        return QueryError("There is nothing in these brackets.", text, before.start, _without(text, before, token))
    if before and before.kind is Kind.FIELD and number < len(tokens) and token.kind is Kind.NOT:
        message = f"The minus comes before the field: -{before.text.rstrip()}word"
        return QueryError(message, text, token.start, replaced(text, before.start, token.end, f"-{before.text}"))
    if before and before.kind in {Kind.FIELD, Kind.NOT}:
        name = before.text.rstrip()
        message = f"Behind “{name}” comes {'a word' if before.kind is Kind.FIELD else 'the word to leave out'}."
        return QueryError(message, text, before.start, _without(text, before))
    if before and before.kind in {Kind.AND, Kind.OR, Kind.NEAR} and token.kind is not Kind.NOT:
        token = before
    if token.kind is Kind.NOT:  # only behind NEAR
        message = "What is left out is near nothing: leave NEAR out."
        return QueryError(message, text, token.start, _without(text, before or token))
    named = f'"{token.text}"' if number == 0 and token.kind is Kind.NEAR else " "  # there is a coin of this name
    message = f"“{token.text}” needs a word on both sides."
    return QueryError(message, text, token.start, replaced(text, token.start, token.end, named))


def _without(text: str, first: Token, last: Token | None = None) -> str:
    return replaced(text, first.start, (last or first).end, " ")


def refuse_hopeless(root: Node, text: str, tokens: Sequence[Token]) -> None:
    """Raises QueryError for a topic, typed as these tokens, that would match nearly everything, or nothing."""
    start, end = tokens[0].start, tokens[-1].end
    if wants_something(root):
        if contradicts_itself(root):
            raise QueryError("This asks for a word and leaves it out: nothing can match.", text, start)
        return
    common = next(wanted_words(root), None)
    if common is None:
        raise QueryError("This only says what to leave out. Add a word you want to read about.", text, start)
    if isinstance(root, Or) and any(map(wants_something, root.nodes)):
        message = "One side of OR has no word of its own, so nearly everything matches."
        choices = [token for token in tokens if token.kind is Kind.OR]
        is_plain = len(choices) == 1 and any(isinstance(each, Not) for each in root.nodes)
        raise QueryError(message, text, start, _without(text, choices[0]) if is_plain else None)
    message = f"“{common}” is in nearly every brief. Add a rarer word, or put several words in quotes."
    raise QueryError(message, text, start, _rarer(text, start, end))


def _rarer(text: str, start: int, end: int) -> str | None:
    """The short name in capitals that a common word may stand for (WHO), or all the words as a phrase."""
    words = text[start:end].split()
    if len(words) == 1 and words[0].upper() in catalogue().capitals:
        return replaced(text, start, end, words[0].upper())
    is_plain = len(words) > 1 and all(word.isalpha() for word in words)
    return replaced(text, start, end, f'"{text[start:end]}"') if is_plain else None
