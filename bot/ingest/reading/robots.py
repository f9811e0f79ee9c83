"""What a robots.txt asks of us (RFC 9309). Its patterns are compared in linear time: it comes from strangers.

lines ─▶ groups ─▶ those that name us, else those for everybody ─▶ Rules ─▶ the longest pattern that fits decides
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final, NamedTuple
from urllib.parse import urlsplit

MOST_BYTES: Final = 500 * 1024
"""RFC 9309, 2.5, asks for no less; what stands beyond is not read."""

US: Final = "briefbot"
"""Our product token: how a robots.txt names us, in any case."""

_EVERYBODY: Final = "*"
_LINE_END = re.compile(r"\r\n|\r|\n")
_TOKEN = re.compile(r"[a-z_-]+|\*")
_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_FOREIGN = re.compile(r"[^\x21-\x7e]")


class Rules(NamedTuple):
    """What holds for us at one host: patterns that allow and that forbid, and how long to wait between visits."""

    allowed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    crawl_delay: timedelta | None = None

    def allow(self, address: str) -> bool:
        """Whether the page at a web address may be visited: the longest pattern decides, allowing wins a draw."""
        parts = urlsplit(address)
        path = _comparable((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        longest = max((len(pattern) for pattern in self.forbidden if _fits(pattern, path)), default=0)
        return longest == 0 or any(len(pattern) >= longest and _fits(pattern, path) for pattern in self.allowed)


def read_robots(body: bytes) -> Rules:
    """The rules for us. Whatever cannot be understood is left out: a page of HTML forbids nothing."""
    text = body[:MOST_BYTES].decode("utf-8", errors="replace").removeprefix("\ufeff")
    groups: dict[str, list[tuple[str, str]]] = {US: [], _EVERYBODY: []}
    names: set[str] = set()
    is_naming = False
    named: set[str] = set()
    for field, value in _fields(text):
        if field == "user-agent":
            names = names if is_naming else set()
            found = _TOKEN.match(value.lower())
            names.add(found[0] if found else "")
            named |= names & groups.keys()
        else:
            for name in names & groups.keys():
                groups[name].append((field, value))
        is_naming = field == "user-agent"
    return _rules(groups[US if US in named else _EVERYBODY])


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for line in _LINE_END.split(text):
        field, colon, value = line.partition("#")[0].partition(":")
        name = field.strip().lower()
        if colon and name in {"user-agent", "allow", "disallow", "crawl-delay"}:
            yield name, value.strip()


def _rules(fields: list[tuple[str, str]]) -> Rules:
    patterns: dict[str, list[str]] = {"allow": [], "disallow": []}
    delays = []
    for field, value in fields:
        if field == "crawl-delay":
            if _SECONDS.fullmatch(value):
                delays.append(timedelta(seconds=float(value)))
        elif value.startswith(("/", "*")):  # an empty one forbids nothing; anything else fits no path
            patterns[field].append(_comparable(value))
    return Rules(tuple(patterns["allow"]), tuple(patterns["disallow"]), max(delays, default=None))


def _comparable(path: str) -> str:
    """A path or pattern as both are compared (RFC 9309, 2.2.2): what needs no escape has none, all else has one."""
    escaped = _FOREIGN.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode(errors="replace")), path)
    return _ESCAPE.sub(_as_needed, escaped)


def _as_needed(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if _UNRESERVED.fullmatch(character) else f"%{escape[1].upper()}"


def _fits(pattern: str, path: str) -> bool:
    """`*` stands for anything, `$` at the end for the end. Each part is looked for once, from left to right."""
    is_whole = pattern.endswith("$")
    first, *others = (pattern[:-1] if is_whole else pattern).split("*")
    if not path.startswith(first):
        return False
    if not others:
        return not is_whole or path == first
    at = len(first)
    for part in others[:-1]:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    last = others[-1]
    if is_whole:
        return path.endswith(last) and len(path) - len(last) >= at
    return path.find(last, at) >= 0
