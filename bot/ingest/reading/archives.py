"""A blog's page as briefs: every post of an archive page, or the one post that the page is.

    posts cut out of the source        ─┐    (read from it where it is plain, else from its tree)
    posts by the names themes give them ├─▶ the first way that finds a list ─▶ briefs, in the page's order
    posts of a structured list (JSON-LD)│      what the markup does not tell of a post (text, date), JSON-LD may
    repeated siblings, link + paragraph │
    paragraphs that end in "Read more"  ─┘   a page of one post ─▶ one brief

A page in which none of this is found is unreadable, never "no news": its layout changed, or it is no archive.
"""

from enum import Enum
from typing import Final

from bot.ingest.reading.addresses import canonical_url
from bot.ingest.reading.articles import brief_of_article
from bot.ingest.reading.cut_lists import brothers, cut_source
from bot.ingest.reading.dates import published_at
from bot.ingest.reading.document import MOST_ENTRIES, Document, UnreadableDocument
from bot.ingest.reading.elements import attribute, text_of
from bot.ingest.reading.entries import lead_of
from bot.ingest.reading.json_ld import Thing
from bot.ingest.reading.keys import brief_key, fold, reads_alike, told_apart
from bot.ingest.reading.languages import declared_language
from bot.ingest.reading.lots import Lot, Places, holds_the_prose
from bot.ingest.reading.markup import paragraphs, plain_line
from bot.ingest.reading.named_lists import named_lot
from bot.ingest.reading.pages import Page
from bot.ingest.reading.plain_posts import plain_briefs
from bot.ingest.reading.posts import briefs_of_posts
from bot.ingest.reading.structure import structural_lot
from bot.ingest.reading.tails import is_tail_phrase
from bot.ingest.reading.texts import briefs_of_text
from bot.stories.tellings import opening
from storage.model import Brief, SourceKind

_LARGEST: Final = 2_000_000
"""Characters of a page that are read: some times what a long archive has, and all that a parser is given of a heap."""

_SINGLE: Final = frozenset({"single", "single-post", "singular", "attachment"})
_ARCHIVE: Final = frozenset(
    {"archive", "blog", "home", "category", "tag", "search", "search-results", "date", "author", "post-type-archive"}
)


class _Kind(Enum):
    """What a page says that it is."""

    ARCHIVE = 1
    POST = 2
    PAGE = 3
    """A page of WordPress: a post, unless what it holds are posts by name."""
    UNSAID = 4


def read_archive(text: str, *, address: str) -> Document:
    """The briefs of a page in its order. Raises UnreadableDocument when it shows none."""
    text = text[:_LARGEST]
    page = Page(text, address=address)
    kind = _kind(page)
    briefs = _the_post(page) if kind is _Kind.POST else []
    briefs = briefs or _list(page, kind) or _the_post(page)
    if not briefs:
        advice = f"try its feed {page.feed}" if page.feed else "try its feed, or an archive page that lists posts"
        raise UnreadableDocument(f"no briefs found: the page shows no list of posts and no post; {advice}")
    return Document(
        kind=SourceKind.ARCHIVE,
        title=page.title,
        language=page.language,
        briefs=told_apart(briefs[:MOST_ENTRIES]),
        links=page.links,
    )


def _kind(page: Page) -> _Kind:
    """What WordPress, Open Graph or structured data say that the page is."""
    if page.kind_words & _ARCHIVE:
        return _Kind.ARCHIVE
    if page.kind_words & _SINGLE or any(word.startswith(("single-", "postid-")) for word in page.kind_words):
        return _Kind.POST
    if page.og_type == "article" and any(word.startswith("page-id-") for word in page.kind_words):
        # Plug-ins call every page of WordPress an article.
        return _Kind.PAGE
    if page.og_type == "article" and page.published:
        return _Kind.POST
    listed = sum(thing.listed for thing in page.things)
    own = len(page.things) - listed
    if own == 1 or (page.og_type == "article" and listed < 2 and own < 2):
        return _Kind.POST
    return _Kind.UNSAID


def _the_post(page: Page) -> list[Brief]:
    brief = brief_of_article(Page(page.source, address=page.address))
    return [] if brief is None else [brief]


def _list(page: Page, kind: _Kind) -> list[Brief]:
    """The briefs of the page's list of posts; none where it has no list, or where the list stands beside a post."""
    archive = kind is _Kind.ARCHIVE
    if archive and len(found := _cut_out(page)) >= 2:
        return found
    lot = named_lot(page)
    if lot is not None and (len(lot.posts) >= 2 or archive) and (archive or holds_the_prose(lot, page)):
        found = _told(lot, page)
        if len(found) >= 2 or (found and archive):
            return found
        page = Page(page.source, address=page.address)
    if kind is _Kind.PAGE:
        return []
    listed = [brief for thing in _listed(page) if (brief := _brief_of_thing(thing, page)) is not None]
    if len(listed) >= 2 and any(brief.text for brief in listed):
        return listed
    lot = structural_lot(page)
    if lot is not None and (archive or holds_the_prose(lot, page)):
        found = [brief for brief in _told(lot, page) if brief.text]
        if len(found) >= 2:
            return found
        page = Page(page.source, address=page.address)
    return listed if len(listed) >= 2 else _by_tails(page)


def _cut_out(page: Page) -> list[Brief]:
    """The briefs of a list that can be cut out of the page's source; none where it cannot."""
    source = cut_source(page)
    if source is None:
        return []
    if found := plain_briefs(source, page):
        return _completed_by_data(found, page)
    lot = brothers(source)
    return [] if lot is None else _told(lot, page)


def _listed(page: Page) -> list[Thing]:
    """The things of the page's lists; several articles side by side are a list, too."""
    return [thing for thing in page.things if thing.listed] or list(page.things)


def _told(lot: Lot, page: Page) -> list[Brief]:
    return _completed_by_data(briefs_of_posts(lot, page), page)


def _completed_by_data(briefs: list[Brief], page: Page) -> list[Brief]:
    """The briefs of a list; what their markup does not tell is taken from the page's structured data."""
    if all(brief.text and brief.published_at for brief in briefs) or not page.things:
        return briefs
    told = {}
    for thing in page.things:
        brief = _brief_of_thing(thing, page)
        if brief is not None:
            told.update({key: brief for key in (brief.url, brief.title and fold(brief.title)) if key})
    return [
        _completed(brief, told.get(brief.url or "") or told.get(fold(brief.title or "")) or brief) for brief in briefs
    ]


def _completed(brief: Brief, thing: Brief) -> Brief:
    text = brief.text or thing.text
    return brief.model_copy(
        update={
            "text": text,
            "truncated": brief.truncated if brief.text else thing.truncated,
            "opening": opening(text or brief.title or ""),
            "published_at": brief.published_at or thing.published_at,
            "image_url": brief.image_url or thing.image_url,
            "url": brief.url or thing.url,
        }
    )


def _by_tails(page: Page) -> list[Brief]:
    """Briefs of a page that only has paragraphs: where their tails end, as in a plain text."""
    places = Places()
    links = page.body.css("a[href]")[: 4 * MOST_ENTRIES]
    tails = [link for link in links if is_tail_phrase(text_of(link)) and not places.is_beside(link)]
    if len(tails) < 2:
        return []
    for link in tails:
        url = canonical_url(attribute(link, "href"), base=page.base)
        if url:
            link.insert_child(f" ({url})")
    for node in page.body.css("body > *"):
        if places.is_beside(node):
            node.decompose()
    return [
        brief.model_copy(update={"language": page.language})
        for brief in briefs_of_text("\n".join(paragraphs(page.body.inner_html or "")))
    ]


def _brief_of_thing(thing: Thing, page: Page) -> Brief | None:
    title = plain_line(thing.headline or "") or None
    cut = lead_of(paragraphs(thing.text or ""), title=title)
    text = "" if title and reads_alike(cut.text, title) else cut.text
    url = canonical_url(thing.url, base=page.base)
    if not text and (title is None or url is None):
        return None
    return Brief(
        key=brief_key(id_=None, url=url, title=title, text=text),
        title=title,
        text=text,
        url=url,
        published_at=published_at(thing.published),
        language=declared_language(thing.language) or page.language,
        image_url=canonical_url(thing.image, base=page.base),
        truncated=cut.truncated,
        opening=opening(text or title or ""),
    )
