"""One entry of a feed, whatever the format, as a brief.

title    plain, one line                    url    absolute, canonical
summary  its paragraphs; where there is none, the content's first two (then it is an excerpt if more follows)
tail     cut; "Continue reading" and "…" say that the text is an excerpt
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from bot.ingest.reading.addresses import canonical_url, host_of
from bot.ingest.reading.decoding import clean, one_line
from bot.ingest.reading.document import NO_LINKS, HubLinks
from bot.ingest.reading.keys import brief_key, reads_alike
from bot.ingest.reading.markup import paragraphs, plain_line
from bot.ingest.reading.own_links import without_own_links
from bot.ingest.reading.pictures import picture_within
from bot.ingest.reading.tails import Cut, cut_tail
from bot.stories.tellings import opening
from storage.model import Brief

LONGEST_TITLE: Final = 1_000
"""Characters. A title beyond that is a text in the wrong field."""

LONGEST_TEXT: Final = 4_000
"""Characters. About one message."""

_LONGEST_SUMMARY: Final = 2_000
"""Characters. What is longer is the article itself in the summary's place: it gets a lead like any article."""

_LEAD: Final = 1_200
"""Characters of an article that stand for it: two paragraphs, as a brief has them."""

_LEAD_PARAGRAPHS: Final = 2
_MOST_TAGS: Final = 30
_LONGEST_TAG: Final = 100
_MARKUP_OF_A_LEAD: Final = 8_000
_BEGINNINGS: Final = ((2_000, 4), (_MARKUP_OF_A_LEAD, 2), (30_000, 0))
"""Characters of markup that are parsed for the beginning of an article, and how many paragraphs must be exceeded.

Where the cut is near, two paragraphs more than are shown keep them free of what the cut did to the last ones.
"""

_PORTRAITS: Final = ("gravatar.com", "wp.com/latex")
"""Hosts whose pictures show the author or a formula, not the news."""


class Entry(NamedTuple):
    """What a feed says of one item, still in its own markup; what it does not say is None or empty."""

    id: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    link: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()


class Feed(NamedTuple):
    """A feed as it was read; `base`: what relative links are relative to; `ttl`: how long it wants to be left alone."""

    title: str | None
    language: str | None
    base: str
    entries: list[Entry]
    ttl: timedelta | None = None
    links: HubLinks = NO_LINKS


def brief_of(entry: Entry, *, base: str, language: str | None) -> Brief | None:
    """The brief that this entry is; without words where it says only when or which, None where it says not even that.

    `base`: what relative links are relative to.
    """
    title = plain_line(entry.title or "") or None
    if title is not None and len(title) > LONGEST_TITLE:
        title = shortened(title, LONGEST_TITLE).text
    url = canonical_url(entry.link, base=base)
    cut = _text(entry, title, url)
    text = cut.text
    if not text and title is None:
        # Nothing but a link: the address is all there is to read. As a title it would be an invented one.
        text = url or ""
    id_ = one_line(entry.id or "") or None
    if not (text or title or id_ or entry.published_at):
        return None
    return Brief(
        key=brief_key(id_=id_, url=url, title=title, text=text),
        title=title,
        text=text,
        url=url,
        published_at=entry.published_at,
        language=entry.language or language,
        tags=_tags(entry.tags),
        image_url=_picture(entry, url, base),
        truncated=cut.truncated,
        opening=opening(text or title or ""),
    )


def lead_of(parts: tuple[str, ...], *, title: str | None) -> Cut:
    """The first paragraphs of an article; an excerpt when more follows. A tail after the last one is cut."""
    whole = cut_tail("\n\n".join(parts), title=title)
    parts = tuple(part for part in whole.text.split("\n\n") if part)
    if title and parts and reads_alike(parts[0], title):
        parts = parts[1:]
    lead = shortened("\n\n".join(parts[:_LEAD_PARAGRAPHS]), _LEAD)
    return Cut(lead.text, whole.truncated or lead.truncated or len(parts) > _LEAD_PARAGRAPHS, whole.found)


def shortened(text: str, longest: int) -> Cut:
    """The text in at most `longest` characters, ended after a paragraph, a sentence or at least a word."""
    if len(text) <= longest:
        return Cut(text, truncated=False, found=False)
    head = text[:longest]
    for border, least in (("\n\n", longest // 2), (". ", longest // 3), ("。", longest // 3), (" ", longest // 2)):
        place = head.rfind(border)
        if place >= least:
            return Cut(head[: place + 1].rstrip(), truncated=True, found=False)
    # A combining mark or joined emoji stays with what it belongs to as far as a plain cut can tell.
    return Cut(head.rstrip("\u200d\ufe0f").rstrip(), truncated=True, found=False)


def _text(entry: Entry, title: str | None, url: str | None) -> Cut:
    written = entry.summary or ""
    # Markup of this length is the article itself in the summary's place: only its beginning is worth parsing.
    if len(written) > _MARKUP_OF_A_LEAD:
        return _lead(written, title, url)
    summary = _summary(written, title, url)
    if not summary.text or (title is not None and reads_alike(summary.text, title)):
        return _lead(entry.content or "", title, url)
    return summary if len(summary.text) <= _LONGEST_SUMMARY else _lead(written, title, url)


def _summary(written: str, title: str | None, url: str | None) -> Cut:
    cut = cut_tail(_joined(written, title), title=title)
    # A tail of words was the last of it, but in a forum's "submitted by X [link] [comments]".
    if (cut.found and "reddit.com/u" not in written) or "</" not in written:
        return cut
    shorter = without_own_links(written, url, title)
    if shorter.markup == written:
        return cut
    cut = cut_tail(_joined(shorter.markup, title), title=title)
    return Cut(cut.text, cut.truncated or shorter.truncated, found=True)


def _joined(markup: str, title: str | None) -> str:
    """The paragraphs of a summary, without a first one that only repeats the title."""
    parts = paragraphs(markup)
    if len(parts) > 1 and title is not None and reads_alike(parts[0], title):
        parts = parts[1:]
    return "\n\n".join(parts)


def _lead(markup: str, title: str | None, url: str | None) -> Cut:
    told = False
    if len(markup) <= _MARKUP_OF_A_LEAD:
        markup, told = without_own_links(markup, url, title)
    for longest, enough in _BEGINNINGS:
        parts = paragraphs(markup[:longest])
        # A beginning full of pictures has no two paragraphs yet: read on.
        if len(parts) > enough or len(markup) <= longest:
            break
    lead = lead_of(parts, title=title)
    return Cut(lead.text, bool(lead.text) and (lead.truncated or told or len(markup) > longest), lead.found)


def _tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (_tag(tag[: 4 * _LONGEST_TAG]) for tag in tags[:_MOST_TAGS]))))


@lru_cache(maxsize=1024)
def _tag(written: str) -> str:
    # Cached: those of a feed repeat.
    return clean(plain_line(written))[:_LONGEST_TAG].strip()


def _picture(entry: Entry, url: str | None, base: str) -> str | None:
    """The picture that the feed names for an entry, else the first within its text."""
    named = next(filter(None, (_image(address, base) for address in entry.images)), None)
    if named is not None:
        return named
    within = picture_within(entry.summary or "") or picture_within(entry.content or "")
    return None if within is None else _image(within, url or base)


def _image(address: str, base: str) -> str | None:
    url = canonical_url(address, base=base)
    if url is None or (any(host in url for host in _PORTRAITS) and host_of(url).endswith(_PORTRAITS)):
        return None
    return url
