"""Telegram's HTML, as strict as Telegram: markup comes in, formatted text or one HtmlError comes out.

Only the tags below exist, each must be closed in order, and a bare `<` is fatal. The texts of the errors are the
server's; they count in bytes of UTF-8, entities count in UTF-16 units.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.sandbox.entities import Entity, Formatted, clean, in_order, utf16_length

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_SPACES = " \t\n\r\0\v"
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
"""The only names that are decoded: `&nbsp;` or `&apos;` stay as they stand."""
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<decimal>[0-9]+)|(?P<name>[a-zA-Z]+));?")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


class HtmlError(ValueError):
    """Markup that Telegram refuses; the text follows `can't parse entities: ` in its answer."""


@dataclass
class _Tag:
    name: str
    attributes: dict[str, str]
    offset: int
    position: int
    language: str | None = field(default=None)

    @property
    def type(self) -> str:
        return _TYPES[self.name]


def parse_html(markup: str) -> Formatted:
    """The text and entities of `markup`. Raises HtmlError, and nothing else, where Telegram answers 400."""
    return _Reader(clean(markup)).read()


class _Reader:
    """Reads markup once, from left to right. Each step leaves `_at` behind what it has read."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._at = 0
        self._text: list[str] = []
        self._length = 0
        self._open: list[_Tag] = []
        self._entities: list[Entity] = []

    def read(self) -> Formatted:
        while here := self._here():
            if here != "<":
                self._append(self._character())
            elif self._markup.startswith("</", self._at):
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            raise HtmlError(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return Formatted("".join(self._text), in_order(self._entities))

    def _here(self) -> str:
        """The next character; at the end the empty string, which is `in` everything: test it first."""
        return self._markup[self._at : self._at + 1]

    def _append(self, text: str) -> None:
        self._text.append(text)
        self._length += utf16_length(text)

    def _error(self, what: str, position: int, rest: str = "") -> HtmlError:
        offset = len(self._markup[:position].encode(errors="replace"))
        return HtmlError(f"{what} at byte offset {offset}{rest}")

    def _take_until(self, ends: str) -> str:
        start = self._at
        while (here := self._here()) and here not in ends:
            self._at += 1
        return self._markup[start : self._at]

    def _skip_spaces(self) -> None:
        while (here := self._here()) and here in _SPACES:
            self._at += 1

    def _character(self) -> str:
        match = _REFERENCE.match(self._markup, self._at)
        decoded = _decode(match) if match else None
        if match is None or decoded is None:
            self._at += 1
            return self._markup[self._at - 1]
        self._at = match.end()
        return decoded

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        name = self._take_until(_SPACES + ">").lower()
        if not self._here():
            raise self._error("Unclosed start tag", begin)
        if name not in _TYPES:
            raise self._error(f'Unsupported start tag "{name}"', begin)
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(_Tag(name, attributes, self._length, len(self._text)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._skip_spaces()
            if self._here() == ">":
                self._at += 1
                return found
            if not self._here():
                raise self._error(f'Unclosed start tag "{tag}"', begin)
            name = self._take_until(_SPACES + "=>/\"'")
            if not name:
                raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
            self._skip_spaces()
            found[name] = self._value(tag, begin) if self._here() == "=" else ""

    def _value(self, tag: str, begin: int) -> str:
        self._at += 1
        self._skip_spaces()
        if not self._here():
            raise self._error(f'Unclosed start tag "{tag}"', begin)
        return self._quoted(begin) if self._here() in "\"'" else self._name_token()

    def _name_token(self) -> str:
        start = self._at
        match = _NAME_TOKEN.match(self._markup, start)
        self._at = match.end() if match else start
        if self._here() and self._here() not in _SPACES + ">":
            raise self._error("Unexpected end of name token", start)
        return self._markup[start : self._at].lower()

    def _quoted(self, begin: int) -> str:
        quote = self._here()
        self._at += 1
        value = []
        while (here := self._here()) and here != quote:
            value.append(self._character())
        self._at += 1
        if not self._here():
            raise self._error("Unclosed start tag", begin)
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise self._error("Unexpected end tag", begin)
        self._at += 2
        name = self._take_until(_SPACES + ">").lower()
        self._skip_spaces()
        if self._here() != ">":
            raise self._error("Unclosed end tag", begin)
        self._at += 1
        tag = self._open.pop()
        if name not in ("", tag.name):
            raise self._error("Unmatched end tag", begin, f', expected "</{tag.name}>", found "</{name}>"')
        self._close(tag)

    def _close(self, tag: _Tag) -> None:
        parent = self._open[-1] if self._open else None
        if tag.name == "code" and parent is not None and parent.name == "pre":
            # <pre><code class="language-x"> is one entity: the inner tag only names the language.
            parent.language = tag.attributes.get("class", "").removeprefix("language-") or None
            return
        # Nothing is special within code, and nothing twice: Telegram drops those entities without a word.
        hidden = any(outer.type in ("pre", "code", tag.type) for outer in self._open)
        entity = None if hidden else self._entity(tag)
        if entity is not None and entity.length:
            self._entities.append(entity)

    def _entity(self, tag: _Tag) -> Entity | None:
        length = self._length - tag.offset
        if tag.name == "a":
            url = _link(tag.attributes.get("href") or "".join(self._text[tag.position :]))
            return Entity("text_link", tag.offset, length, url=url) if url else None
        if tag.name == "tg-emoji":
            emoji = tag.attributes.get("emoji-id", "")
            if not emoji.isascii() or not emoji.isdigit():
                raise HtmlError("Invalid custom emoji identifier specified")
            return Entity("custom_emoji", tag.offset, length, custom_emoji_id=emoji)
        if tag.name == "tg-time":
            return _time_entity(tag, length)
        if tag.name == "blockquote" and "expandable" in tag.attributes:
            return Entity("expandable_blockquote", tag.offset, length)
        return Entity(tag.type, tag.offset, length, language=tag.language)


def _decode(match: re.Match[str]) -> str | None:
    if match["name"]:
        return _NAMED.get(match["name"])
    if len(match.group().rstrip(";")) >= 10:
        return None
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    if not 0 < code < 0x10FFFF:
        return None
    if 0xD800 <= code < 0xE000:
        raise HtmlError("Text must be encoded in UTF-8")
    return clean(chr(code))


def _time_entity(tag: _Tag, length: int) -> Entity:
    unix = tag.attributes.get("unix", "")
    if not unix.isascii() or not unix.isdigit() or len(unix) > 12:
        raise HtmlError("Invalid unix time specified")
    style = tag.attributes.get("format")
    return Entity("date_time", tag.offset, length, unix_time=int(unix), date_time_format=style)


def _link(address: str) -> str | None:
    """`address` as a link Telegram would open; None where it would silently show plain text."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https", "tg", "ton") or not host or any(c.isspace() for c in address):
        return None
    if "://" in address:
        return address
    return f"http://{address}" if "." in host else None
