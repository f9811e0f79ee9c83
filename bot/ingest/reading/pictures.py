"""The picture within a text that stands for it, where the feed names none: the first that is one to look at."""

import re
from typing import Final

from bot.ingest.reading.decoding import unescaped

_WINDOW: Final = 8_000
"""Characters of markup in which it is looked for: what stands farther down is about something farther down."""

_MOST: Final = 5
"""Images that are looked at: behind so many badges no picture follows."""

_IMAGE = re.compile(r"<img\b[^<>]{0,2000}>", re.IGNORECASE)
_SOURCE = re.compile(r"\s(?:data-(?:lazy-|orig(?:inal)?-)?src|src)\s*=\s*[\"']?([^\"'<>\s]+)", re.IGNORECASE)
_SIZE = re.compile(r"\s(?:width|height)\s*=\s*[\"']?(\d{1,5})\b", re.IGNORECASE)
_LEAST: Final = 60
"""Pixels. What is narrower or lower is an icon, a line or a spy."""

_NO_PICTURE = re.compile(
    r"^data:|\.svg(?:$|\?)|/(?:emoji|smil(?:ies|eys)|icons?|badges?|avatars?|spacer|pixel|blank|clear|transparent|1x1)[/._-]"
    r"|//(?:[\w-]+\.)*(?:shields\.io|gravatar\.com|feedburner\.com|feedsportal\.com|doubleclick\.net|wp\.com/latex"
    r"|stats\.wordpress\.com|pixel\.wp\.com|feeds\.wordpress\.com|s\.w\.org|twimg\.com/emoji|google-analytics\.com"
    r"|scorecardresearch\.com|pheedo\.com|medium\.com/_/stat|statcounter\.com|paypalobjects\.com|ko-fi\.com)\b",
    re.IGNORECASE,
)


def picture_within(markup: str) -> str | None:
    """The address, as it is written, of the first picture of a text; None where it has none worth a look."""
    place = markup.find("<img", 0, _WINDOW)
    if place < 0:
        return None
    for image, _ in zip(_IMAGE.finditer(markup, place, _WINDOW + 2_000), range(_MOST), strict=False):
        if min((int(size) for size in _SIZE.findall(image[0])), default=_LEAST) < _LEAST:
            continue
        # A page that loads its pictures late has a blank one in the place of the source.
        sources = (unescaped(source) for source in _SOURCE.findall(image[0]))
        if picture := next((source for source in sources if not _NO_PICTURE.search(source)), None):
            return picture
    return None
