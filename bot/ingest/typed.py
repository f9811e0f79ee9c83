"""What people type or paste for an address. Pure, and light to import."""

import re

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST_AND_PORT = re.compile(r"[\w.-]+:\d{1,5}(?:[/?#]|$)")
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+\.?(?::\d{1,5})?(?:[/?#]\S*)?")


def addresses_of(typed: str) -> tuple[str, ...]:
    """The web addresses that `typed` may mean, the likelier first; empty where it is none.

    `example.org/blog` is https, else http; `feed:` is the web's own scheme by another name.
    """
    words = typed.strip().strip("<>").strip()
    if not words or re.search(r"\s", words):
        return ()
    rest = re.sub(r"^feed:(?://)?", "", words, flags=re.IGNORECASE)
    scheme = _SCHEME.match(rest)
    if scheme and not _HOST_AND_PORT.match(rest):
        return (rest.split("#")[0],)
    rest = rest.removeprefix("//").split("#")[0]
    return (f"https://{rest}", f"http://{rest}") if _HOST_AND_PORT.match(rest) or _BARE.fullmatch(rest) else ()


def is_address(words: str) -> bool:
    """Whether a person who writes nothing but this means a place on the web."""
    written = words.strip()
    return bool(re.match(r"(?:https?|feed)://?\S+$", written, re.IGNORECASE) or _BARE.fullmatch(written))
