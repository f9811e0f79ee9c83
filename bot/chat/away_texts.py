"""What the bot says to a chat that was away: what came meanwhile, and whether it is wanted."""

from datetime import datetime

from bot.chat.references import Act, write_reference
from bot.messages.message import Button, Message
from storage.model_away import Missed


def offer(missed: Missed) -> Message:
    """So much came while the chat was away."""
    html = f"Welcome back: {_briefs(missed)} on {_count(len(missed.topics), 'topic')} while you were away."
    return Message(html, ((_CATCH_UP, Button("Skip", action=str(Act.SKIP_MISSED))),))


def caught_up(owed: int, *, paused: bool) -> Message:
    """They come together now."""
    if not owed:
        return nothing_missed()
    if paused:
        html = f"{_count(owed, 'brief')} will come together, but your news is paused: /resume lets it come."
        return Message(html, ((Button("Resume", action=str(Act.RESUME)),),))
    return Message(f"Here you are: {_count(owed, 'brief')}.")


def skipped(since: datetime) -> Message:
    """They do not come."""
    undo = Button("Undo", action=write_reference(Act.UNSKIP_MISSED, ids=[int(since.timestamp())]))
    return Message("Skipped. From here on your news comes as before.", ((undo,),))


def nothing_missed() -> Message:
    """A button whose time is over."""
    return Message("You have caught up already. /latest shows the newest briefs.")


_CATCH_UP = Button("Catch up", action=str(Act.CATCH_UP))


def _briefs(missed: Missed) -> str:
    number = len(missed.briefs)
    return _count(number, "brief") if missed.complete else f"more than {number} briefs (I keep the newest {number})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
