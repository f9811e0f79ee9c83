"""OPML, the list of subscriptions that feed readers exchange (opml.org/spec2): bytes to entries, and back.

bytes ─▶ text ─▶ no document type, every reference known ─▶ XML, event by event ─▶ entries in document order

Reading bends where hand-made files are wrong (a bare "&", any case of `xmlUrl`, a torn end) and says that it did.
It keeps to its bounds: a file may come from anybody.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html.entities import html5
from itertools import takewhile
from typing import Final, NamedTuple

from bot.ingest.reading.decoding import clean, decode, one_line
from bot.ingest.reading.doctypes import without_doctype
from bot.ingest.reading.document import UnreadableDocument
from bot.ingest.reading.entries import LONGEST_TITLE, shortened

MOST_BYTES: Final = 20_000_000
MOST_OUTLINES: Final = 10_000
"""Entries that are taken: more sources than one machine visits in an hour."""

DEEPEST: Final = 50
"""Folders within folders; people have two or three levels. The parser itself goes on to 256."""

_MOST_NAMED: Final = 12
"""Settings of another program: a line names them, and need not be longer."""

_TRUE: Final = frozenset({"true", "1", "yes"})
_UNSET: Final = frozenset({"", "false", "0", "no"})
_KNOWN: Final = frozenset(
    {"text", "title", "type", "xmlurl", "htmlurl", "url", "description", "language", "version", "created", "category"}
    | {"iscomment", "isbreakpoint", "disabled"}
)
"""OPML 2.0 has all of these but the last two; what it has and we have no use for is no setting."""

_WHAT_TO_TRY: Final = "export the subscriptions of your feed reader as OPML"
_DECLARATION = re.compile(r"<!(DOCTYPE|ENTITY)\b", re.IGNORECASE)
_PROLOG = re.compile(r"<\?xml\b[^>]{0,300}?>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#(\d{1,7});|#[xX]([0-9A-Fa-f]{1,6});|([A-Za-z][A-Za-z0-9]{1,40};))?")
_SEPARATORS = re.compile("[\x1c-\x1f]")
_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


class Outline(NamedTuple):
    """One subscription: where it is, what it is called (None: it has no name), the folders around it from the top.

    `is_disabled`: it is kept, but not visited.
    """

    address: str
    title: str | None = None
    folders: tuple[str, ...] = ()
    is_disabled: bool = False


class Outlines(NamedTuple):
    """What a file holds. `too_many` and `too_deep` entries lie beyond the bounds; `is_torn`: its XML is broken.

    `foreign`: names of settings that other programs wrote to entries and that mean nothing here, in their order.
    """

    entries: Sequence[Outline]
    too_many: int = 0
    too_deep: int = 0
    is_torn: bool = False
    foreign: tuple[str, ...] = ()


def read_outlines(body: bytes) -> Outlines:
    """The entries of an OPML file, as often as it lists them. Raises UnreadableDocument, and nothing else."""
    if len(body) > MOST_BYTES:
        raise UnreadableDocument(f"larger than {MOST_BYTES // 1_000_000} MB: split it")
    text = decode(body, None).lstrip("\ufeff \t\r\n\x00")
    if not text.startswith("<"):
        raise UnreadableDocument(f"neither OPML nor an export of Briefbot: {_WHAT_TO_TRY}")
    reading = _Reading()
    is_torn = _parse(_PROLOG.sub("", _harmless(text), count=1), reading)
    if not reading.is_opml:
        raise UnreadableDocument(f"no OPML, its first element is another one: {_WHAT_TO_TRY}")
    return Outlines(reading.entries, reading.too_many, reading.too_deep, is_torn, tuple(reading.foreign))


def write_outlines(entries: Iterable[Outline], *, title: str) -> str:
    """A whole OPML 2.0 document. Neighbours in one folder share it; what XML cannot hold is left out.

    That an entry is disabled is said in Miniflux' words: OPML has none for it, and these are understood there as well.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0" xmlns:miniflux="https://miniflux.app/opml">',
    ]
    lines += [f"  <head><title>{_escaped(one_line(title))}</title></head>", "  <body>"]
    opened: tuple[str, ...] = ()
    for entry in entries:
        shared = len([*takewhile(lambda pair: pair[0] == pair[1], zip(opened, entry.folders, strict=False))])
        lines += [f"{_indent(depth)}</outline>" for depth in range(len(opened) - 1, shared - 1, -1)]
        lines += [
            f'{_indent(depth)}<outline text="{_escaped(name)}">'
            for depth, name in enumerate(entry.folders[shared:], shared)
        ]
        lines.append(_indent(len(entry.folders)) + _written(entry))
        opened = entry.folders
    lines += [f"{_indent(depth)}</outline>" for depth in range(len(opened) - 1, -1, -1)]
    return "\n".join([*lines, "  </body>", "</opml>", ""])


class _Reading:
    """What the parser calls, element by element: nothing is kept but the entries and where we are."""

    def __init__(self) -> None:
        self.entries: list[Outline] = []
        self.too_many = self.too_deep = 0
        self.is_opml = False
        self.foreign: dict[str, None] = {}
        self._is_first = True
        self._around: list[str] = []
        self._commented_at: int | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2].lower()
        if self._is_first:
            self._is_first, self.is_opml = False, name == "opml"
        if name != "outline":
            return
        values = {key.lower(): value for key, value in attributes.items()}
        apart = {_local(key): value for key, value in attributes.items()}
        if self._commented_at is None and values.get("iscomment", "").lower() == "true":
            self._commented_at = len(self._around)
        address = _address(values)
        if address and self._commented_at is None:
            is_disabled = apart.get("disabled", "").strip().lower() in _TRUE
            self._take(Outline(address, _title(values, address), tuple(filter(None, self._around)), is_disabled))
            self._note_foreign(attributes)
        self._around.append(one_line(values.get("text") or values.get("title") or "")[:LONGEST_TITLE])

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag.rpartition("}")[2].lower() == "outline" and self._around:
            self._around.pop()
            if self._commented_at == len(self._around):
                self._commented_at = None

    def close(self) -> None:
        """The document ends; the parser asks for a result here."""

    def _note_foreign(self, attributes: Mapping[str, str]) -> None:
        """Remember what is set of an entry that neither OPML knows nor we."""
        for key, value in attributes.items():
            name = key.rpartition("}")[2].rpartition(":")[2]
            is_foreign = name.lower() not in _KNOWN and value.strip().lower() not in _UNSET
            if is_foreign and len(self.foreign) < _MOST_NAMED:
                self.foreign[one_line(name)[:40]] = None

    def _take(self, entry: Outline) -> None:
        if len(self._around) >= DEEPEST:
            self.too_deep += 1
        elif len(self.entries) >= MOST_OUTLINES:
            self.too_many += 1
        else:
            self.entries.append(entry)


def _parse(text: str, reading: _Reading) -> bool:
    """Tell `reading` the elements of `text`; whether its XML is broken, so that something may be missing."""
    from lxml import etree  # noqa: PLC0415 - late: only an import needs it

    # No document type is left, so there is nothing to load or to expand; that all of it is off anyway costs nothing.
    # `resolve_entities=False` would also leave "&amp;" as it is written.
    parser = etree.XMLParser(target=reading, recover=True, no_network=True, load_dtd=False, huge_tree=False)
    try:
        etree.fromstring(text.encode(errors="ignore"), parser)
    except etree.XMLSyntaxError:  # it has not even one element
        return True
    return any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log)


def _harmless(text: str) -> str:
    """The text without a document type, and without references and characters that would end the parsing."""
    if re.search(r"<!ENTITY\b", text, re.IGNORECASE):
        raise UnreadableDocument("declares entities, which no OPML needs: refused")
    text = without_doctype(text)
    if _DECLARATION.search(text):
        raise UnreadableDocument("has a document type where none belongs: refused")
    return _REFERENCE.sub(_known, _writable(text))


def _known(reference: re.Match[str]) -> str:
    """A reference every XML parser knows: HTML's names by number, a bare "&" (in addresses) as what it means."""
    decimal, hexadecimal, name = reference.groups()
    if name in {"amp;", "lt;", "gt;", "quot;", "apos;"}:
        return reference[0]
    if name is not None:
        return "".join(f"&#{ord(character)};" for character in html5.get(name, "")) or f"&amp;{name}"
    if decimal is None and hexadecimal is None:
        return "&amp;"
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return f"&#{number};" if number < 0x110000 and chr(number) == _writable(chr(number)) else ""


def _local(name: str) -> str:
    """The name of an attribute without its namespace, declared or not."""
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def _address(values: Mapping[str, str]) -> str:
    """`url` is what some readers write for `xmlUrl`."""
    return clean(values.get("xmlurl") or values.get("url") or "").strip()


def _title(values: Mapping[str, str], address: str) -> str | None:
    """Its name; who has none to write repeats the address, because `text` must be there."""
    names = (one_line(values.get(key) or "") for key in ("title", "text"))
    name = next((name for name in names if name not in {"", one_line(address)}), None)
    return None if name is None else shortened(name, LONGEST_TITLE).text


def _written(entry: Outline) -> str:
    named = {"type": "rss", "text": entry.title or entry.address, "title": entry.title, "xmlUrl": entry.address}
    disabled = ' miniflux:disabled="true"' if entry.is_disabled else ""
    written = " ".join(f'{key}="{_escaped(value)}"' for key, value in named.items() if value)
    return f"<outline {written}{disabled}/>"


def _indent(depth: int) -> str:
    return "  " * (depth + 2)


def _escaped(text: str) -> str:
    return _writable(text).translate(_ESCAPES)


def _writable(text: str) -> str:
    """The text without what XML 1.0 has no way to write."""
    return _SEPARATORS.sub(" ", clean(text))
