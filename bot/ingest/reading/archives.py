"""A blog's page as briefs: every post of an archive page, or the one post that the page is.

    posts by the names themes give them ─┐
    posts of a structured list (JSON-LD) ├─▶ the first way that finds two or more ─▶ briefs, in the page's order
    repeated siblings, link + paragraph  │
    paragraphs that end in "Read more"  ─┘   a page of one post ─▶ one brief

A page in which none of this is found is unreadable, never "no news": its layout changed, or it is no archive.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from bot.ingest.reading.addresses import canonical_url
from bot.ingest.reading.articles import brief_of_article
from bot.ingest.reading.dates import published_at
from bot.ingest.reading.document import Document, UnreadableDocument
from bot.ingest.reading.entries import MOST_ENTRIES, lead_of
from bot.ingest.reading.keys import brief_key, reads_alike, told_apart
from bot.ingest.reading.languages import declared_language
from bot.ingest.reading.markup import bare, paragraphs, paragraphs_of, plain_line
from bot.ingest.reading.pages import Page, attribute
from bot.ingest.reading.posts import brief_of_post
from bot.ingest.reading.structured import Thing
from bot.ingest.reading.tails import is_tail_phrase
from bot.ingest.reading.texts import briefs_of_text
from bot.stories.tellings import opening
from storage.model import Brief, SourceKind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_POSTS: Final = (
    *(
        "li.wp-block-post",
        ".h-feed .h-entry",
        ".h-entry",
        ".hentry",
        "article.elementor-post",
        ".elementor-post",
        ".et_pb_post",
    ),
    *(
        "article.post",
        ".type-post",
        "article",
        '[itemtype$="BlogPosting"]',
        '[itemtype$="NewsArticle"]',
        ".blog-post",
        ".post",
    ),
)
"""How themes, block themes, builders and microformats call a post, the plainest evidence first."""

_LARGEST: Final = 2_000_000
"""Characters of a page that are read: some times what a long archive has, and all that a parser is given of a heap."""

_SINGLE: Final = frozenset({"single", "single-post", "page-template-default", "singular"})
_ARCHIVE: Final = frozenset(
    {"archive", "blog", "home", "category", "tag", "search", "search-results", "date", "author"}
)
_LEAST_SIBLINGS: Final = 3
_LEAST_TEXT: Final = 60
"""Siblings, and characters of text in each, that make a list of posts where nothing is named."""


def read_archive(text: str, *, address: str) -> Document:
    """The briefs of a page in its order. Raises UnreadableDocument when it shows none."""
    text = text[:_LARGEST]
    page = Page(text, address=address)
    article = brief_of_article(Page(text, address=address)) if _is_single(page) else None
    briefs = [article] if article is not None else _briefs(page)
    if not briefs:
        article = brief_of_article(Page(text, address=address))
        briefs = [article] if article is not None else []
    if not briefs:
        advice = f"try its feed {page.feed}" if page.feed else "try its feed, or an archive page that lists posts"
        raise UnreadableDocument(f"no briefs found: the page shows no list of posts and no post; {advice}")
    return Document(
        kind=SourceKind.ARCHIVE, title=page.title, language=page.language, briefs=told_apart(briefs[:MOST_ENTRIES])
    )


def _is_single(page: Page) -> bool:
    """Whether the page is one post: by what WordPress, Open Graph or structured data say; unsaid, it is a list."""
    if page.kind_words & _ARCHIVE:
        return False
    if page.kind_words & _SINGLE or any(word.startswith(("single-", "postid-")) for word in page.kind_words):
        return True
    listed = sum(thing.listed for thing in page.things)
    return page.og_type == "article" or (listed < 2 and any(not thing.listed for thing in page.things))


def _briefs(page: Page) -> list[Brief]:
    things = [thing for thing in page.things if thing.listed]
    found = [brief for post in _posts(page.body)[:MOST_ENTRIES] if (brief := brief_of_post(post, page)) is not None]
    if len(found) >= 2 or (found and page.kind_words & _ARCHIVE):
        return found
    listed = [brief for thing in things if (brief := _brief_of_thing(thing, page)) is not None]
    if len(listed) >= 2:
        return listed
    siblings = [
        brief
        for post in _siblings(page.body)[:MOST_ENTRIES]
        if (brief := brief_of_post(post, page)) is not None and brief.text
    ]
    if len(siblings) >= _LEAST_SIBLINGS:
        return siblings
    return _by_tails(page)


def _posts(body: "LexborNode") -> "list[LexborNode]":
    """The posts by name: of the names that find two or more, the first; none of them lies within another."""
    single: list[LexborNode] = []
    for selector in _POSTS:
        posts = _outermost(body.css(selector))
        if len(posts) >= 2:
            return posts
        single = single or posts
    return single


def _outermost(nodes: "list[LexborNode]") -> "list[LexborNode]":
    own = {node.mem_id for node in nodes}
    outermost: dict[int, LexborNode] = {}
    for node in nodes:
        above = node.parent
        while above is not None and above.mem_id not in own:
            above = above.parent
        if above is None:
            outermost.setdefault(node.mem_id, node)
    return list(outermost.values())


def _siblings(body: "LexborNode") -> "list[LexborNode]":
    """The largest group of like siblings that each have a link and a paragraph's worth of text."""
    groups: defaultdict[tuple[int, str, str], list[LexborNode]] = defaultdict(list)
    for node in body.css("div, li, section, tr, dd"):
        parent = node.parent
        if parent is not None and node.css_first("a[href]", default=None) is not None:
            first_class = (attribute(node, "class") or "").split(" ")[0]
            groups[parent.mem_id, node.tag or "", first_class].append(node)
    best: list[LexborNode] = []
    most = 0
    for group in groups.values():
        texts = [len(bare(node.text(strip=True))) for node in group]
        if len(group) >= _LEAST_SIBLINGS and sorted(texts)[len(texts) // 2] >= _LEAST_TEXT and sum(texts) > most:
            best, most = group, sum(texts)
    return best


def _by_tails(page: Page) -> list[Brief]:
    """Briefs of a page that only has paragraphs: where their tails end, as in a plain text."""
    tails = [link for link in page.body.css("a[href]")[: 4 * MOST_ENTRIES] if is_tail_phrase(bare(link.text()))]
    if len(tails) < 2:
        return []
    for link in tails:
        url = canonical_url(attribute(link, "href"), base=page.base)
        if url:
            link.insert_child(f" ({url})")
    return [
        brief.model_copy(update={"language": page.language})
        for brief in briefs_of_text("\n".join(paragraphs_of(page.body)))
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
