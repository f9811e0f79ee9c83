"""Bytes as sane text: the encoding that was meant, without the characters nobody can send.

    byte order mark ─▶ valid UTF-8 ─▶ HTTP charset ─▶ XML prolog, <meta> ─▶ a look at the bytes ─▶ mostly UTF-8
                                                                                                 ─▶ Windows-1252

Valid UTF-8 goes before what is declared: other encodings hardly ever are valid UTF-8 by chance, while declarations are
copied from templates. The last two steps cannot fail: wrong bytes are replaced or dropped, never raised.
"""

import codecs
import re
from functools import lru_cache
from html import unescape
from typing import Final

_HEAD: Final = 4096
"""Bytes in which a document declares its encoding (HTML says 1024; long comments come first in reality)."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OPENINGS: Final = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"))
"""How XML begins in encodings whose bytes are not those of ASCII (XML 1.0, appendix F)."""

_EBCDIC: Final = "<?xml".encode("cp037")
"""A prolog of a mainframe: it is the same in all of its code pages, and says which one the rest is written in."""

_PROLOG = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)

_TEXTUAL: Final = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
"""What is called Latin-1 or ASCII is Windows-1252 in reality; browsers read it so, the Encoding Standard says so."""

_SEVEN_BITS: Final = ("iso-2022", "iso2022", "hz", "utf-7", "utf7")
"""Encodings that hide in ASCII: there a valid UTF-8 proves nothing. UTF-7 is refused: it only ever hid scripts."""

_BEYOND_ASCII = re.compile("[\x80-\ufffc]")
_HALF = re.compile(rb"(?:\xed[\xa0-\xbf][\x80-\xbf])+")
_NUMBER = re.compile(r"[xX]?[0-9a-fA-F]{4,5}")
_HALVES = re.compile(
    r"(?:&#(?:[xX][dD][89a-fA-F][0-9a-fA-F]{2}|5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]);)+"
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,12};?|#[xX][0-9a-fA-F]{1,12};?|[^\t\n\f <&#;]{1,32};?)")
"""As html.unescape looks for them, but for numbers so long that Python refuses to read them."""

_SHOUTED = re.compile("[А-ЯЁ]{3,}")
_SPOKEN = re.compile("[а-яё]{3,}")
_INSIDE_OUT = re.compile("(?<![А-Яа-яЁё])[а-яё][А-ЯЁ]{2,}")

_OBJECT: Final = "\ufffc"
_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1b\x7f-\x9f\u00ad\u200b\u2060\u2066-\u2069\u202a-\u202e\ufeff"
                      "\ud800-\udfff\ufff9-\ufffc\ufffe\uffff]")  # fmt: skip

_MISREAD = re.compile("[\x80-\x9f]")
"""Control characters that nobody means: bytes of Windows-1252 or UTF-8 that somebody took for Latin-1."""

_MISREAD_UTF8 = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(body: bytes, content_type: str | None) -> str:
    """The text of a document. Never fails; what no encoding explains is replaced."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, errors="replace")
    if body.startswith(_EBCDIC):
        # One ASCII letter for each byte: the name of the code page is searched for as anywhere else.
        names = _declared(body[:_HEAD].decode("cp037").encode(errors="replace"), content_type)
        return next(filter(None, (_strictly(body, name) for name in names)), body.decode("cp037"))
    wide = _wide(body[:2000])
    if wide is not None:
        return body.decode(wide, errors="replace")
    declared = _declared(body, content_type)
    if not any(name.startswith(_SEVEN_BITS) for name in declared):
        try:
            return body.decode()
        except UnicodeDecodeError:
            pass
    for name in declared:
        text = _strictly(body, name)
        if text is not None:
            return text
    return _guessed(body, declared)


def hides_in_ascii(body: bytes, content_type: str | None) -> bool:
    """Whether an encoding is declared in whose texts valid UTF-8 proves nothing."""
    return any(name.startswith(_SEVEN_BITS) for name in _declared(body, content_type))


def _wide(head: bytes) -> str | None:
    """UTF-16 and UTF-32 without a mark, told by their zero bytes: no other text has any.

    In UTF-32 only what begins with a tag; in UTF-16 all zeros stand on one side.
    """
    for opening, encoding in _OPENINGS:
        if head.startswith(opening):
            return encoding
    zeros = head.count(0)
    odd = head[1::2].count(0)
    if zeros * 50 < len(head) or len(head) < 4:
        return None
    if odd * 20 >= zeros * 19:
        return "utf-16-le"
    return "utf-16-be" if odd * 20 <= zeros else None


def unescaped(markup: str) -> str:
    """The text with its references resolved as HTML's are, also those that lack their end or are of Windows-1252."""
    return _REFERENCE.sub(lambda found: _resolved(found[0]), markup) if "&" in markup else markup


@lru_cache(maxsize=512)
def _resolved(reference: str) -> str:
    # Cached: a text is full of the same few, and html.unescape thinks about each of them anew.
    return unescape(reference)


def clean(text: str) -> str:
    """The text without control characters, lone surrogates, invisible marks: what a chat cannot show or must not."""
    # Plain lines, most of what is cleaned, need no search.
    if _is_plain(text) or not _DROPPED.search(text):
        return text
    return _DROPPED.sub("", _reread(text) if _MISREAD.search(text) else text)


def _reread(text: str) -> str:
    """The text with misread bytes read again: "&#146;" is an apostrophe to every browser, as the HTML Standard says."""
    text = _MISREAD_UTF8.sub(lambda found: found[0].encode("latin-1").decode(errors="ignore") or found[0], text)
    return _MISREAD.sub(lambda found: found[0].encode("latin-1").decode("cp1252", errors="ignore"), text)


def _is_plain(text: str) -> bool:
    """Whether every character shows and each space is a plain one; U+FFFC shows nothing and calls itself printable."""
    return text.isprintable() and _OBJECT not in text


def without_half_references(markup: str) -> str:
    """The markup without references to half characters, which no XML may hold; two halves are the one they make."""
    return _HALVES.sub(_joined, markup) if "&#" in markup else markup


def _joined(halves: re.Match[str]) -> str:
    numbers = (int(number[1:], 16) if number[0] in "xX" else int(number) for number in _NUMBER.findall(halves[0]))
    return "".join(map(chr, numbers)).encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def one_line(text: str) -> str:
    """The text cleaned, every run of white space (non-breaking ones too) as one space."""
    if _is_plain(text) and "  " not in text:
        return text.strip()
    return " ".join(clean(text).split())


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """The encodings that HTTP and the document itself name, in the order of their authority."""
    head = body[:_HEAD]
    by_http = _CHARSET.search(content_type or "")
    within = [
        found[1].decode("ascii", errors="replace").lower()
        for found in (_PROLOG.search(head), _META.search(head))
        if found
    ]
    # Servers send Latin-1 by default and without looking: the document knows better.
    http = [by_http[1].lower()] if by_http else []
    ordered = [*within, *http] if http and http[0] in _TEXTUAL else [*http, *within]
    return [_TEXTUAL.get(name, name) for name in ordered if not name.startswith(("utf-7", "utf7", "utf-16", "utf-32"))]


def _strictly(body: bytes, name: str) -> str | None:
    """The text, if the encoding exists, is one of characters, and explains every byte."""
    try:
        if not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001 - the only way to tell "rot13" and "zlib" from text
            return None
        text = body.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return None if _is_inside_out(text) else text


def _is_inside_out(text: str) -> bool:
    """Whether Cyrillic has its capitals inside words: KOI8-R and Windows-1251 read as each other look so."""
    sample = text[:20_000]
    shouted, spoken = len(_SHOUTED.findall(sample)), len(_SPOKEN.findall(sample))
    return shouted > 3 * spoken and len(_INSIDE_OUT.findall(sample)) > 0


def _guessed(body: bytes, declared: list[str]) -> str:
    # Half characters that a careless program wrote one by one (CESU-8); pairs of them are one character.
    body = _HALF.sub(lambda half: half[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass")
                     .decode("utf-16", "ignore").encode(), body)  # fmt: skip
    text = body.decode(errors="replace")
    wrong = text.count("\ufffd")
    # A few broken bytes among many good sequences (a cut, a paste) are no other encoding.
    if len(_BEYOND_ASCII.findall(text)) >= 5 * wrong:
        return text
    from cchardet import detect  # noqa: PLC0415 - late: nearly all documents are valid UTF-8

    name = detect(body[:100_000]).get("encoding")
    guess = _strictly(body, name) if name else None
    if guess is not None:
        return guess
    return body.decode("cp1252" if "utf-8" not in declared else "utf-8", errors="replace")
