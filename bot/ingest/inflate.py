"""Undoes the compression of a body, within a limit. Bytes and the name of the encoding come in, bytes go out.

Nothing is ever inflated beyond the limit, so a bomb costs no more than an honest document of the largest size.
"""

import zlib

_GZIP = 16 + zlib.MAX_WBITS
_ZLIB = zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b\x08"

_MOST_LAYERS = 2
"""Encodings named in the header. Two is already a misconfigured server; more is an attack."""
_MOST_MEMBERS = 64
"""Gzip streams glued together. A server that is well sends one."""
_PIECE = 65_536


class BadEncoding(Exception):
    """The body cannot be inflated; the text is one clear line."""


class TooLarge(Exception):
    """The inflated body is larger than the limit."""


def inflate(body: bytes, encoding: str, *, limit: int) -> bytes:
    """`body` without the `encoding` its header names. Raises BadEncoding or TooLarge.

    Two common mistakes of servers are forgiven: a body that is not compressed although the header says so, and one
    compressed once more than the header says (which a file ending in .gz is, too).
    """
    layers = [name for part in encoding.lower().split(",") if (name := part.strip()) not in {"", "identity"}]
    if len(layers) > _MOST_LAYERS:
        raise BadEncoding("the answer is compressed too many times")
    for name in reversed(layers):
        body = _without_layer(body, name, limit)
    if body.startswith(_GZIP_MAGIC):
        body = _gunzip(body, limit)
    return body


def _without_layer(body: bytes, name: str, limit: int) -> bytes:
    if name in {"gzip", "x-gzip"}:
        return _gunzip(body, limit) if body.startswith(_GZIP_MAGIC) else body
    if name == "deflate":
        return _undeflate(body, limit)
    raise BadEncoding(f"the answer is compressed with {name[:20]!r}, which was not asked for")


def _gunzip(body: bytes, limit: int) -> bytes:
    parts: list[bytes] = []
    room, start = limit, 0
    for _ in range(_MOST_MEMBERS):
        part, start = _decompress(zlib.decompressobj(_GZIP), body, start, room)
        parts.append(part)
        room -= len(part)
        if not body.startswith(_GZIP_MAGIC, start):  # the end, or padding that some servers add
            return b"".join(parts)
    raise BadEncoding("the compressed answer is made of too many parts")


def _undeflate(body: bytes, limit: int) -> bytes:
    # RFC 9110 means zlib by "deflate", but some servers have always sent it without its header.
    for form in (_ZLIB, _RAW_DEFLATE):
        try:
            return _decompress(zlib.decompressobj(form), body, 0, limit)[0]
        except BadEncoding:
            continue
    return body


def _decompress(stream: "zlib._Decompress", body: bytes, start: int, room: int) -> tuple[bytes, int]:
    """What the stream that begins at `start` holds, and where it ends."""
    parts: list[bytes] = []
    # Piece by piece: asked for all at once, zlib would hold a bomb twice before it can be counted.
    for at in range(start, len(body), _PIECE):
        piece = body[at : at + _PIECE]
        try:
            part = stream.decompress(piece, room + 1)
        except zlib.error as error:
            raise BadEncoding("the compressed answer is damaged") from error
        room -= len(part)
        if room < 0:
            raise TooLarge
        parts.append(part)
        if stream.eof:
            return b"".join(parts), at + len(piece) - len(stream.unused_data)
    raise BadEncoding("the compressed answer breaks off in the middle")
