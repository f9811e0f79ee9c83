"""What people type or paste for an address. Pure, and light to import."""

import re

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_NO_HOST = re.compile(r"https?:(?:/{3,}|/*(?:[?#:]|$))", re.IGNORECASE)
_HOST_AND_PORT = re.compile(r"[\w.-]+:\d{1,5}(?:[/?#]|$)")
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+\.?(?::\d{1,5})?(?:[/?#]\S*)?")
_FULL = re.compile(r"(?:https?|feed)://?\S+", re.IGNORECASE)
_LINK = re.compile(r"https?://", re.IGNORECASE)

NO_ADDRESS = "this is not the address of a web page: write it as example.org/blog"
"""What is said where there is none."""

_SHARED = 400
"""Characters of a message that shares a link: a headline, perhaps its site's name, and the address."""


def addresses_of(typed: str) -> tuple[str, ...]:
    """The web addresses that `typed` may mean, the likelier first; empty where it is none.

    `example.org/blog` is https, else http; `feed:` is the web's own scheme by another name.
    """
    words = typed.strip().strip("<>").strip()
    if not words or re.search(r"\s", words):
        return ()
    rest = re.sub(r"^feed:(?://)?", "", words, flags=re.IGNORECASE)
    scheme = _SCHEME.match(rest)
    if _NO_HOST.match(rest):
        return ()
    if scheme and not _HOST_AND_PORT.match(rest):
        return (rest.split("#")[0],)
    rest = rest.removeprefix("//").split("#")[0]
    return (f"https://{rest}", f"http://{rest}") if _HOST_AND_PORT.match(rest) or _BARE.fullmatch(rest) else ()


def address_in(words: str) -> str | None:
    """The place on the web that a message means: it is nothing else, or what a phone shares, a title and a link.

    A long text with a link in it is something to read, not a wish.
    """
    written = words.strip()
    if _FULL.fullmatch(written) or _BARE.fullmatch(written):
        return written
    parts = written.split()
    links = [part for part in parts if _LINK.search(part)]
    if len(written) <= _SHARED and len(links) == 1 and links[0] in {parts[0], parts[-1]} and _FULL.match(links[0]):
        return links[0]
    return None
