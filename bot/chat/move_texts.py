"""What the bot says of moving a set-up to another chat."""

from bot.chat.references import Act, write_reference
from bot.messages.markup import escape, shorten
from bot.messages.message import Button, Message
from storage.model_set_up import SetUpMove


def code_given(move: SetUpMove, code: str) -> Message:
    """In the chat it moves from."""
    html = (
        f"To move {_contents(move)} to another chat, with its hours and its pause, write there within a day:\n\n"
        f"<code>/move {code}</code>\n\nNothing moves before you confirm it there."
    )
    return Message(html, ((_button("Cancel", Act.MOVE_CANCEL, move),),))


def nobody_seen() -> Message:
    """Whoever speaks as a channel, or as an anonymous admin."""
    return Message("I cannot see who you are here, and a code that everybody reads must be yours. Write as yourself.")


def nothing_to_move() -> Message:
    """There is nothing here."""
    return Message("There is nothing to move: you follow no topic here. In the chat that has them, write /move.")


def confirm(move: SetUpMove) -> Message:
    """In the chat it moves to, after the code."""
    html = f"Move {_contents(move)} from <b>{_title(move)}</b> here? They end there."
    return Message(html, ((_button("Move here", Act.MOVE_HERE, move), _button("Cancel", Act.MOVE_CANCEL, move)),))


def unknown_code() -> Message:
    """A code that is too old, was used, was mistyped, or was given in this very chat."""
    return Message(
        "I do not know this code. It counts for a day, once, for the person who asked for it, and in another chat. "
        "/move gives a new one."
    )


def moved(move: SetUpMove) -> Message:
    """They are here."""
    html = f"Moved here from <b>{_title(move)}</b>: {_contents(move)}."
    return Message(html, ((_button("Undo", Act.MOVE_BACK, move), Button("My topics", action=str(Act.TOPICS))),))


def moved_back(move: SetUpMove) -> Message:
    """They are there again."""
    return Message(f"Taken back: <b>{_title(move)}</b> has its topics again.")


def cancelled() -> Message:
    """Nothing moves."""
    return Message("Cancelled. The code counts no more; /move gives a new one.")


def done_already() -> Message:
    """A button whose time is over."""
    return Message("That is done already. /topics shows what you follow.")


def _contents(move: SetUpMove) -> str:
    parts = [(move.topics, "topic"), (move.mutes, "mute"), (move.sources, "own source")]
    told = [f"{number} {noun}" if number == 1 else f"{number} {noun}s" for number, noun in parts if number]
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told) or "nothing"


def _title(move: SetUpMove) -> str:
    return escape(shorten(move.title, 60)) or "the other chat"


def _button(label: str, act: Act, move: SetUpMove) -> Button:
    return Button(label, action=write_reference(act, ids=[move.id]))
