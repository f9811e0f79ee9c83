"""What a topic means, read back to whoever asks for it."""

from bot.messages.markup import escape
from bot.topics.aliases import covered
from bot.topics.explained import explained
from bot.topics.nodes import And, Word
from bot.topics.query import Query


def meaning(query: Query) -> str:
    """What a topic finds, as a sentence (HTML): "Briefs that mention …"."""
    pieces = explained(query.root, covered(query.root))
    sentence = "".join(f"<b>{escape(piece.text)}</b>" if piece.is_word else escape(piece.text) for piece in pieces)
    return sentence[:1].upper() + sentence[1:] + "."


def more_than_its_words(query: Query) -> str | None:
    """The same, where it says more than the words do: a topic of plain words without other names means these."""
    parts = query.root.nodes if isinstance(query.root, And) else (query.root,)
    is_plain = all(isinstance(part, Word) for part in parts) and not covered(query.root)
    return None if is_plain else meaning(query)
