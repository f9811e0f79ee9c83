"""The script of `briefbot try` means what it says, and a slip of the pen is named with its line."""

import pytest

from bot.script import LetArrive, Press, Say, ScriptError, SpeakAs, Step, Wait, read_line


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("/follow north korean\n", Say("/follow north korean")),
        ("!news", LetArrive(None)),
        ("!news 3", LetArrive(3)),
        ("!as anna", SpeakAs("anna")),
        ("!press Read more", Press("Read more")),
        ("!wait 0.5", Wait(0.5)),
        ("# a comment", None),
        ("   \n", None),
    ],
)
def test_a_line_means(line: str, step: Step | None) -> None:
    assert read_line(line, 1) == step


@pytest.mark.parametrize("line", ["!new", "!news none", "!news 0", "!as", "!press ", "!wait", "!wait -1", "!wait 1e9"])
def test_a_slip_of_the_pen_is_named_with_its_line(line: str) -> None:
    with pytest.raises(ScriptError, match=r"^line 7: "):
        read_line(line, 7)
