"""The head and the chunks of an HTTP/1.1 answer, read strictly: what is not understood is no answer (RFC 9112)."""

import re
from typing import NamedTuple

HEAD_LIMIT = 32 * 1024
"""Bytes: servers send a kilobyte."""

_STATUS = re.compile(rb"HTTP/1\.([01]) ([2-5]\d\d)(?: |\r\n)")
_FIELD = re.compile(
    rb"\r\n(content-length|transfer-encoding|content-encoding|connection):[ \t]*([^\r\n]*)", re.IGNORECASE
)
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")


class UnreadableAnswer(Exception):
    """What came is no answer that we understand; the text says why, and holds nothing of it."""


class Head(NamedTuple):
    """What the head of an answer says of its body."""

    status: int
    size: int
    """Bytes of the head itself: there the body begins."""
    length: int | None
    """Bytes of the body; None: it comes in chunks, or ends with the connection."""
    is_chunked: bool
    is_kept: bool
    """Whether the connection may be used again."""


def read_head(got: bytes) -> Head | None:
    """The head of an answer; None: it is not all there. Raises UnreadableAnswer."""
    end = got.find(b"\r\n\r\n")
    if end < 0:
        if len(got) > HEAD_LIMIT:
            raise UnreadableAnswer("the head of the answer is too large")
        return None
    status = _STATUS.match(got)
    if status is None:
        raise UnreadableAnswer("this is no HTTP answer")
    fields = [(name.lower(), value.strip().lower()) for name, value in _FIELD.findall(got[:end])]
    lengths = {value for name, value in fields if name == b"content-length"}
    codings = [value for name, value in fields if name == b"transfer-encoding"]
    if any(name == b"content-encoding" and value != b"identity" for name, value in fields):
        raise UnreadableAnswer("the answer is compressed, though we did not ask for it")
    # Two lengths, or a length beside chunks: where the answer ends is anybody's guess.
    if codings not in ([], [b"chunked"]) or len(lengths) > 1 or (codings and lengths):
        raise UnreadableAnswer("the answer does not say where it ends")
    length = _length(lengths.pop()) if lengths else None
    closes = status[1] == b"0" or any(name == b"connection" and b"close" in value for name, value in fields)
    return Head(int(status[2]), end + 4, length, bool(codings), is_kept=not closes)


def chunked_body(got: bytes, start: int) -> tuple[bytes, int] | None:
    """The body in chunks that begins at `start`, and where it ends; None: it is not all there.

    Raises UnreadableAnswer. Fields after the last chunk are not expected of a Bot API, and not understood.
    """
    if not got.endswith(b"\r\n"):
        return None
    parts: list[bytes] = []
    while (line := _CHUNK.match(got, start)) is not None:
        size, begins = int(line[1], 16), line.end()
        start = begins + size + 2
        if start > len(got):
            return None
        if got[start - 2 : start] != b"\r\n":
            raise UnreadableAnswer("a chunk of the answer does not end where it should")
        if size == 0:
            return b"".join(parts), start
        parts.append(got[begins : begins + size])
    if b"\r\n" in got[start:]:
        raise UnreadableAnswer("a chunk of the answer does not say its size")
    return None


def _length(value: bytes) -> int:
    if not value.isdigit() or len(value) > 12:
        raise UnreadableAnswer("the answer has no sensible length")
    return int(value)
