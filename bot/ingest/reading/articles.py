"""A page that is one post: its title and its own paragraphs, without what the page puts around and between them.

title                 the heading that the page's own title confirms
body     by name      what themes call the text of a post
         by prose     the part with most prose for the least of everything else
lines    without what leads elsewhere, what names who and when, and all that follows the article's end
"""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from bot.ingest.reading.addresses import canonical_url
from bot.ingest.reading.article_lines import Line, lines_of, own_lines
from bot.ingest.reading.dates import published_at
from bot.ingest.reading.decoding import one_line
from bot.ingest.reading.elements import attribute
from bot.ingest.reading.entries import shortened
from bot.ingest.reading.keys import brief_key, fold, reads_alike
from bot.ingest.reading.pages import Page
from bot.ingest.reading.post_names import HEADINGS
from bot.ingest.reading.surroundings import clear
from bot.ingest.reading.tails import cut_tail
from bot.ingest.reading.written_dates import written_date
from bot.stories.tellings import opening
from storage.model import Brief

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BODIES: Final = (
    *('[itemprop~="articleBody"]', ".entry-content", ".post-content", ".article-content", ".article-body"),
    *(".article__body", ".wp-block-post-content", ".e-content", ".td-post-content", ".post-body", ".entry-body"),
    *(".elementor-widget-theme-post-content", ".single-content", ".story-body", ".article-text", ".articleBody"),
    *(".content-body", ".field-name-body", ".field--name-body", "#article-body", ".the-content", ".blog-content"),
    *(".article__content", ".articletext", ".post-text", ".post-entry", ".post_content", ".et_pb_post_content"),
    *("main article", "article", "main", '[role="main"]'),
)
_TITLES: Final = "h1, .entry-title, .post-title, .article-title, .p-name, .headline, h2, [itemprop~=headline]"
_LEADS: Final = "header p, .lead, .standfirst, .entry-subtitle, .article-lead, .intro, .subtitle, .dek, .article__lead"
_DATES: Final = (
    *("time.published[datetime]", "time.entry-date[datetime]", '[itemprop~="datePublished"]', ".dt-published"),
    *("article time[datetime]", "main time[datetime]", "time[datetime]", ".entry-date", ".post-date", ".published"),
    *(".article-date", ".date", "time", ".posted-on", ".entry-meta", ".post-meta", ".meta", ".byline", ".article-meta"),
)
_IN_ADDRESS: Final = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?:[/-]|$)")

LONGEST_ARTICLE: Final = 30_000
"""Characters. Who names the address of one post wants that post, and its words to be found; sending splits it."""

_LEAST_SHARE: Final = 0.55
"""Of the best part's worth, what a part with a name needs to be believed."""

_WORTH_OF_A_SCRAP: Final = -0.3
"""Of a character in a heading or a scrap: an article has some, what stands around it has little else."""

_LEAVES: Final = HEADINGS | {"p", "li", "dt", "dd", "pre", "figure"}

_LEAST_OF_AN_ARTICLE: Final = 60
_LONGEST_META: Final = 160
_NEAR_A_TITLE: Final = 4
"""Levels up at which a title stands beside what introduces it."""

_LINES_ABOVE: Final = 3
_LINES_BELOW: Final = 6
"""Where dates stand beside a title."""


def brief_of_article(page: Page) -> Brief | None:
    """The page's one post; None when the page has no paragraphs of its own. Takes the page's tree to pieces."""
    title = _title(page)
    date = _date(page, title)
    clear(page.body)
    body = _body(page.body)
    if body is None:
        return None
    lines = [line for line in own_lines(lines_of(body)) if not reads_alike(line.text, title or "")]
    parts = _paragraphs(lines)
    parts = [*_standfirst(page, parts), *parts]
    cut = cut_tail(shortened("\n\n".join(parts), LONGEST_ARTICLE).text, title=title)
    if len(cut.text) < _LEAST_OF_AN_ARTICLE:
        return None
    url = _url(page)
    return Brief(
        key=brief_key(id_=None, url=url, title=title, text=cut.text),
        title=title,
        text=cut.text,
        url=url,
        published_at=date,
        language=page.language,
        image_url=canonical_url(page.image, base=page.base),
        truncated=cut.truncated,
        opening=opening(cut.text),
    )


def _paragraphs(lines: list[Line]) -> list[str]:
    """The lines as paragraphs: the items of a list are one, line by line."""
    parts: list[str] = []
    before = None
    for line in lines:
        if parts and line.tag == "li" and before == "li":
            parts[-1] += f"\n{line.text}"
        else:
            parts.append(line.text)
        before = line.tag
    return parts


def _title(page: Page) -> str | None:
    """The heading that the page's own title confirms, the longest first; else the page's own title."""
    wanted = fold(f"{page.og_title or ''} | {page.title or ''}")
    headings = [one_line(heading.text()) for heading in page.body.css(_TITLES)[:40]]
    confirmed = [heading for heading in headings if heading and fold(heading) in wanted]
    best = max(confirmed, key=len, default="")
    if len(best) * 2 >= len(page.og_title or "") and len(best) > 3 and best != page.site:
        return best
    first = next((one_line(heading.text()) for heading in page.body.css("h1") if heading.text().strip()), "")
    if page.og_title and _share(page.og_title, first) < 0.5:
        return page.og_title
    return first or page.og_title or best or page.title


def _share(wanted: str, heading: str) -> float:
    """How many of the wanted words the heading has, 0 to 1."""
    words = set(fold(wanted).split())
    return len(words & set(fold(heading).split())) / max(1, len(words))


def _url(page: Page) -> str | None:
    """The address that the page gives itself, unless it is only that of its site."""
    own = canonical_url(page.address)
    if page.url is None or (own is not None and page.url.count("/") <= 3 < own.rstrip("/").count("/") + 1):
        return own or page.url
    return page.url


def _date(page: Page, title: str | None) -> datetime | None:
    own = next((thing.published for thing in page.things if not thing.listed and thing.published), None)
    instant = published_at(*page.published, own)
    if instant is not None:
        return instant
    for selector in _DATES:
        for node in page.body.css(selector)[:5]:
            written = attribute(node, "datetime", "content", "title")
            text = node.text()
            shown = written_date(text) if len(text) <= _LONGEST_META else None
            instant = published_at(written, shown)
            if instant is not None:
                return instant
    shown = _date_beside(lines_of(page.body), title)
    if shown is not None:
        return published_at(shown)
    found = _IN_ADDRESS.search(page.url or page.address)
    return published_at("-".join(found.groups())) if found else None


def _date_beside(lines: list[Line], title: str | None) -> str | None:
    """The date that stands right above or below the title, on a line that says little else."""
    named = next((place for place, line in enumerate(lines) if reads_alike(line.text, title or "")), None)
    if named is None:
        return None
    beside = lines[max(0, named - _LINES_ABOVE) : named + _LINES_BELOW]
    dates = (written_date(line.text) for line in beside if len(line.text) <= _LONGEST_META)
    return next(filter(None, dates), None)


def _body(body: "LexborNode") -> "LexborNode | None":
    """The part of the page that is the article: by its name where the name is worth it, else by its prose."""
    worth = _worths(body)
    if not worth:
        return None
    best = max(worth.values(), key=lambda found: (found[0], found[1]))
    for selector in _BODIES:
        named = [found for node in body.css(selector) if (found := worth.get(node.mem_id)) is not None]
        most = max(named, key=lambda found: found[0], default=None)
        if most is not None and most[0] >= best[0] * _LEAST_SHARE:
            return most[2]
    return best[2]


def _worths(body: "LexborNode") -> "dict[int, tuple[float, int, LexborNode]]":
    """What each part that has prose is worth: its prose less all else in it; with its depth, the deeper better."""
    own: dict[int, tuple[float, LexborNode]] = {}
    for line in lines_of(body):
        value = len(line.text) * (1.0 if line.is_prose else -1.0 if line.leads_elsewhere else _WORTH_OF_A_SCRAP)
        holder = (line.holder.parent or line.holder) if line.holder.tag in _LEAVES else line.holder
        own[holder.mem_id] = (own.get(holder.mem_id, (0.0, holder))[0] + value, holder)
    worths: dict[int, tuple[float, int, LexborNode]] = {}
    for value, holder in own.values():
        path: list[LexborNode] = []
        node: LexborNode | None = holder
        while node is not None and node.tag != "html":
            path.append(node)
            node = node.parent
        for above, part in enumerate(path):
            before = worths.get(part.mem_id, (0.0, 0, part))[0]
            worths[part.mem_id] = (before + value, len(path) - above, part)
    return {place: found for place, found in worths.items() if found[0] > 0}


def _standfirst(page: Page, parts: list[str]) -> list[str]:
    """The paragraphs that introduce the article beside its title, where they are no part of its body."""
    for lead in page.body.css(_LEADS)[:5]:
        if not _stands_beside_a_title(lead):
            continue
        told = [line.text for line in lines_of(lead) if line.is_prose]
        if told and not any(text in parts or fold(text)[:60] in fold(" ".join(parts[:3])) for text in told):
            return told
    return []


def _stands_beside_a_title(lead: "LexborNode") -> bool:
    above = lead.parent
    for _ in range(_NEAR_A_TITLE):
        if above is None:
            return False
        if above.css_first("h1, h2.entry-title, h2.post-title", default=None) is not None or _is_header(above):
            return True
        above = above.parent
    return False


def _is_header(node: "LexborNode") -> bool:
    return node.tag == "header" or "entry-header" in (attribute(node, "class") or "")
