"""Which words of a topic are operators: that depends on how they are written and on what stands beside them.

- AND, OR, NOT and NEAR in capitals always are; so is near with its distance.
- Those of other languages (UND, ODER, NICHT) and `and`, `or` in lower case only between operands: nobody follows the
  word "or", but somebody the Oder. A single letter (Y, O, И) only in capitals; O not before the rest of an Irish name.
- NOT and NEAR of other languages only where capitals mean something: SIN CITY TRAILER leaves nothing out.
"""

from collections.abc import Sequence

from bot.topics.operators import Kind, operators
from bot.topics.scanner import Token

_OPERANDS_END = {Kind.WORD, Kind.PHRASE, Kind.PREFIX, Kind.CLOSE}
_OPERANDS_START = {Kind.WORD, Kind.PHRASE, Kind.PREFIX, Kind.FIELD, Kind.OPEN, Kind.NOT}
_THEIR_NAMES = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT, "NEAR": Kind.NEAR}


def with_operators(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of one topic, those words that are operators marked as such."""
    has_small_letters = any(character.islower() for token in tokens for character in token.text)
    decided: list[Token] = []
    for number, token in enumerate(tokens):
        after = tokens[number + 1] if number + 1 < len(tokens) else None
        kind = _kind(token, decided[-1] if decided else None, after, has_small_letters=has_small_letters)
        decided.append(token._replace(kind=kind))
    return decided


def _kind(token: Token, before: Token | None, after: Token | None, *, has_small_letters: bool) -> Kind:
    kind = operators().kinds.get(token.text.lower()) if token.kind is Kind.WORD else None
    if kind is None:
        return token.kind
    if token.text in _THEIR_NAMES:
        return _THEIR_NAMES[token.text]
    is_between = (
        before is not None
        and before.kind in _OPERANDS_END
        and after is not None
        and after.kind in _OPERANDS_START
        and _THEIR_NAMES.get(after.text, Kind.NOT) is Kind.NOT
    )
    if kind in {Kind.NOT, Kind.NEAR}:
        is_meant = token.text.isupper() and has_small_letters
    elif len(token.text) == 1:
        is_meant = token.text.isupper() and not (after and after.text.lower() in operators().behind_o)
    else:
        is_meant = token.text.islower() or token.text.isupper()
    return kind if is_between and is_meant else Kind.WORD
