"""Conversations as text: what `briefbot try` prints, as it finally stands."""

from collections.abc import Iterable

from bot.sandbox.model import Line, Transcript

_INDENT = "  "


def render(transcripts: Iterable[Transcript]) -> str:
    """Chat by chat, in order, a line for each message that still stands; further lines and buttons are indented.

    `NAME: …` is what a person said, `bot → NAME: …` what the bot sent, `bot ✎ NAME: …` what it edited since.
    """
    lines = [line for transcript in transcripts for message in transcript.lines for line in _told(transcript, message)]
    return "".join(f"{line}\n" for line in lines)


def _told(transcript: Transcript, message: Line) -> Iterable[str]:
    if message.deleted:
        return
    first, *others = message.text.split("\n")
    yield f"{_speaker(transcript, message)}: {first}".rstrip()
    for line in others:
        yield f"{_INDENT}{line}".rstrip()
    for row in message.buttons:
        yield _INDENT + " ".join(f"[{button.label}]" for button in row)


def _speaker(transcript: Transcript, message: Line) -> str:
    if not message.from_bot:
        return message.name
    return f"bot {'✎' if message.edited else '→'} {transcript.name}"
