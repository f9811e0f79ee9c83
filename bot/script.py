"""The script of `briefbot try`: lines of text to steps. Pure.

words          a person says them               !press LABEL   a person presses a button
!as NAME       another person speaks            !news [N]      the next N briefs (or all) arrive
!wait SECONDS  time passes                      # …            a comment
"""

from dataclasses import dataclass

from bot.mistakes import Mistake

FIRST_PERSON = "you"
LONGEST_WAIT = 600.0
"""Seconds: a longer wait in a script is a slip of the pen."""


class ScriptError(Mistake):
    """A line that means nothing; the text says which and what to write instead."""


@dataclass(frozen=True, slots=True)
class Say:
    """The present person says `text`."""

    text: str


@dataclass(frozen=True, slots=True)
class SpeakAs:
    """From here on `name` speaks."""

    name: str


@dataclass(frozen=True, slots=True)
class Press:
    """The present person presses the newest button whose label contains `label`."""

    label: str


@dataclass(frozen=True, slots=True)
class LetArrive:
    """The next `count` briefs arrive; None: all that are left."""

    count: int | None


@dataclass(frozen=True, slots=True)
class Wait:
    """So many seconds pass."""

    seconds: float


Step = Say | SpeakAs | Press | LetArrive | Wait


def read_line(line: str, number: int) -> Step | None:
    """The step on one line; None for an empty line or a comment. Raises ScriptError."""
    text = line.strip()
    if not text or text.startswith("#"):
        return None
    if not text.startswith("!"):
        return Say(text)
    word, _, rest = text.partition(" ")
    try:
        return _command(word, rest.strip())
    except ValueError:
        raise ScriptError(
            f"line {number}: {text!r} means nothing here: write !news [N], !as NAME, !press LABEL or !wait SECONDS"
        ) from None


def _command(word: str, rest: str) -> Step:
    match word, rest:
        case "!news", "":
            return LetArrive(None)
        case "!news", count if int(count) > 0:
            return LetArrive(int(count))
        case "!as", name if name:
            return SpeakAs(name)
        case "!press", label if label:
            return Press(label)
        case "!wait", seconds if 0 <= float(seconds) <= LONGEST_WAIT:
            return Wait(float(seconds))
    raise ValueError(word)
