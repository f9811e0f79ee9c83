"""What a page tells search engines (JSON-LD, schema.org): its lists of posts and its article, as plain things."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

_ARTICLES: Final = frozenset(
    {
        *("Article", "NewsArticle", "BlogPosting", "Report", "SocialMediaPosting", "LiveBlogPosting", "TechArticle"),
        *(
            "AnalysisNewsArticle",
            "OpinionNewsArticle",
            "ReportageNewsArticle",
            "ScholarlyArticle",
            "AdvertiserContentArticle",
        ),
    }
)
_LISTS: Final = {
    "ItemList": "itemListElement",
    "Blog": "blogPost",
    "CollectionPage": "hasPart",
    "DataFeed": "dataFeedElement",
}
"""Kinds of list, and where each has its elements. A CollectionPage may also hold an ItemList as its main entity."""

_LARGEST: Final = 2_000_000
"""Characters of JSON that are read of one page."""

_DEEPEST: Final = 12
_MOST: Final = 5_000
"""Levels and things that are looked at: a page may hold anything."""


class Thing(NamedTuple):
    """An article that structured data tells of. `listed`: it is one of a list, not the page's own."""

    listed: bool
    headline: str | None
    text: str | None
    url: str | None
    published: str | None
    image: str | None
    language: str | None


def things_of(scripts: Iterable[str]) -> tuple[Thing, ...]:
    """The articles in these scripts, in their order. Broken JSON tells nothing."""
    found: list[Thing] = []
    for script in scripts:
        try:
            document: object = json.loads(script[:_LARGEST], strict=False)
        except (ValueError, RecursionError):
            continue
        found.extend(_articles(document))
    return tuple(found)


def _articles(document: object) -> Iterator[Thing]:
    # A stack, not recursion: nesting is the page's choice. Order is kept by pushing children reversed.
    stack: list[tuple[object, bool, int]] = [(document, False, 0)]
    seen = 0
    while stack and seen < _MOST:
        value, listed, depth = stack.pop()
        seen += 1
        if isinstance(value, list) and depth < _DEEPEST:
            stack.extend((child, listed, depth + 1) for child in reversed(value))
        elif isinstance(value, Mapping):
            kinds = _kinds(value)
            if kinds & _ARTICLES or (listed and _is_told(value)):
                yield _thing(value, listed=listed)
            elif depth < _DEEPEST:
                stack.extend((child, within, depth + 1) for child, within in reversed(_children(value, kinds, listed)))


def _children(value: Mapping[str, object], kinds: set[str], listed: object) -> list[tuple[object, bool]]:
    """Where articles may lie within a thing: in lists, as its main entity, as one item of a list."""
    children = [
        (value[key], bool(listed)) for key in ("@graph", "mainEntity", "mainEntityOfPage", "item") if key in value
    ]
    children += [
        (value[key], True) for kind, key in _LISTS.items() if key in value and (kind in kinds or key != "hasPart")
    ]
    if "blogPosts" in value:
        children.append((value["blogPosts"], True))
    return children


def _is_told(value: Mapping[str, object]) -> bool:
    """Whether an element of a list says enough of a post, whatever kind it calls itself: a WebPage, a ListItem."""
    return bool(_text(value, "headline", "name")) and bool(_text(value, "description", "articleBody", "url"))


def _thing(value: Mapping[str, object], *, listed: bool) -> Thing:
    page = value.get("mainEntityOfPage")
    url = _text(value, "url") or (_text(page, "@id") if isinstance(page, Mapping) else page) or _text(value, "@id")
    image = value.get("image")
    while isinstance(image, list) and image:
        image = image[0]
    return Thing(
        listed=listed,
        headline=_text(value, "headline", "name"),
        text=_text(value, "description", "articleBody"),
        url=url if isinstance(url, str) else None,
        published=_text(value, "datePublished", "dateModified"),
        image=_text(image, "url", "contentUrl")
        if isinstance(image, Mapping)
        else image
        if isinstance(image, str)
        else None,
        language=_text(value, "inLanguage"),
    )


def _kinds(value: Mapping[str, object]) -> set[str]:
    kinds = value.get("@type")
    return {kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)}


def _text(value: Mapping[str, object], *names: str) -> str | None:
    return next((text for name in names if isinstance(text := value.get(name), str) and text.strip()), None)
