"""What the bot says of forgetting a chat: what would go, and that it is gone."""

from bot.chat.references import Act
from bot.messages.message import Button, Message
from storage.model_status import Contents


def confirm(contents: Contents) -> Message:
    """/forget: nothing is gone yet."""
    html = (
        f"<b>Forget this chat?</b>\n\nI would delete all I know of it: {_told(contents)}, its hours, and what was sent "
        "and is owed. This cannot be undone, so nothing happens before you confirm it."
    )
    return Message(
        html, ((Button("Forget everything", action=str(Act.FORGET)), Button("Keep it", action=str(Act.KEEP))),)
    )


def forgotten() -> Message:
    """All is gone."""
    return Message("Forgotten. I know nothing of this chat any more. /start begins anew.")


def kept() -> Message:
    """Nothing is gone."""
    return Message("Nothing was deleted.")


def _told(contents: Contents) -> str:
    parts = [(contents.topics, "topic"), (contents.mutes, "mute"), (contents.sources, "own source")]
    return ", ".join(f"{number} {noun}" if number == 1 else f"{number} {noun}s" for number, noun in parts)
