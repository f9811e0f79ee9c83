"""Why a topic cannot be understood, told to the person who typed it."""

_SHOWN = 72
"""Characters of the line shown around the place: fits a terminal and a phone held upright wraps it only once."""


class QueryError(ValueError):
    """A topic that cannot be followed. `message` says what to do; `position` is the place in `text` it is about.

    `suggestion` is what was probably meant, where that can be told: a text that can be followed.
    Of a text too long to be a topic only the beginning is kept.
    """

    def __init__(self, message: str, text: str, position: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.position = position
        self.suggestion = suggestion

    def pointed(self) -> str:
        """The line in question and below it a caret with the message."""
        start = self.text.rfind("\n", 0, self.position) + 1
        line = self.text[start:].splitlines()[0] if self.text[start:].strip() else ""
        column = min(self.position - start, len(line))
        skipped = max(0, column - _SHOWN + 12)
        shown = line[skipped : skipped + _SHOWN].replace("\t", " ")
        return f"{shown}\n{' ' * (column - skipped)}^ {self.message[:1].lower()}{self.message[1:]}"


def replaced(text: str, start: int, end: int, by: str = "") -> str:
    """A suggestion: the text with something else from start to before end."""
    return f"{text[:start]}{by}{text[end:]}"
