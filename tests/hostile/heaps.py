"""Documents made to hang, fill or crash who reads them: refused with one line, or read in part, but in time.

Fault 76.
"""

from collections.abc import Callable
from functools import partial

from tests.hostile.answers import Trap, making, page, saying
from tests.hostile.documents import STORY, declaring, html, repeated, rss, titled

_IN = "<rss><channel><item>"
_OUT = "</item></channel></rss>"
_SINGLE = "<html><body class=single><article><h1>H</h1>"
_POST = "<article><h2><a href=/1>Harbour</a></h2><p>The harbour is closed again.</p></article>"
_SIBLING = "<div><a href=/1>Harbour</a><p>The harbour is closed again, and nobody knows why it is.</p></div>"
_PARAGRAPH = "<p>The harbour is closed again, and nobody in town knows why it is.</p>"
_BODY = "<html><body>"


def _trap(name: str, make: Callable[[], str], ends: str = "", briefs: int | None = None) -> Trap:
    return Trap(name, making(lambda: page(make())), ends, briefs)


def _laughs() -> str:
    more = "".join('<!ENTITY a{} "{}">'.format(n, f"&a{n - 1};" * 10) for n in range(1, 10))
    return declaring(f'<!ENTITY a0 "ha">{more}', "&a9;")


def _attributes(tag: str) -> str:
    attributes = " ".join(f"a{number}='1'" for number in range(200_000))
    return f"<{tag} {attributes}>x</{tag}>"


def _heap(piece: str, start: str = "", end: str = "", *, size: int = 9_000_000) -> str:
    return start + piece * (size // len(piece)) + end


def _alike(visit: int) -> str:
    """A thousand long briefs that open alike and differ a little, under ids that are new at each visit."""
    words = [" ".join(f"w{(number * 7 + place) % 997}" for place in range(200)) for number in range(1_000)]
    return rss(
        *(
            f"<guid isPermaLink='false'>{visit}-{number}</guid><description>{STORY}{words[number]}</description>"
            for number in range(1_000)
        )
    )


_ANYHOW = "^$|" + "|".join(
    ("no briefs", "neither a feed", "too broken", "never close", "too deep", "longer than", "JSON", "refused", "memory")
)
"""A heap may be read or refused, and that depends on what a parser makes of it: but it is one clear line."""

BOMBS = (
    _trap("billion-laughs", _laughs, "refused"),
    _trap("quadratic", lambda: declaring(f"<!ENTITY a '{'x' * 900}'>", "&a;" * 50_000), "refused"),
    _trap("attributes", lambda: rss(_attributes("title")), _ANYHOW),
    _trap("attributes-of-a-page", lambda: html(_attributes("p")), "refused"),
    _trap("depth", lambda: rss("<title>" + "<a>" * 200_000), "too deep"),
    _trap("depth-of-a-page", lambda: html("<div>" * 200_000), "too deep"),
    _trap("depth-of-unknown-names", lambda: html("<x>" * 200_000), _ANYHOW),
    _trap("depth-of-a-feed", lambda: rss("<x>" * 200_000), _ANYHOW),
    _trap("items", lambda: repeated(40_000, "<guid>{0}</guid><title>Ship {0}</title>"), briefs=1_000),
    _trap("title", lambda: titled("x" * 9_900_000), briefs=1),
)

HEAPS = tuple(
    _trap(f"heap-of-{name}", make, _ANYHOW)
    for name, make in {
        "open-brackets": partial(_heap, "<"),
        "ampersands": partial(_heap, "&", f"{_IN}<title>"),
        "open-cdata": partial(_heap, "<![CDATA[", _IN),
        "open-comments": partial(_heap, "<!--", _IN),
        "open-comments-of-a-page": partial(_heap, "<!--", _BODY),
        "open-links": partial(_heap, "<a href='", _BODY),
        "open-prologs": partial(_heap, "<?xml ", _IN),
        "open-scripts": partial(_heap, "<script>", _BODY),
        "tables-in-tables": partial(_heap, "<table><tr><td>", _BODY, size=9_000),
        "bold-paragraphs": partial(_heap, "<b><p>", _BODY, size=900_000),
        "bold-links": partial(_heap, "<a><b>", _BODY, size=5_000),
        "options": partial(_heap, "<select><option>", _BODY),
        "languages": partial(_heap, "<language ", "<rss><channel>"),
        "spaces": partial(_heap, " ", f"{_IN}<title>", f"</title>{_OUT}"),
        "blank-lines": partial(_heap, "\n \n", "A text of the harbour.\n"),
        "dots": partial(_heap, ".", "A text of the harbour"),
        "brackets-of-json": partial(_heap, "[", '{"items":'),
        "digits-of-json": partial(_heap, "9", '{"items":['),
        "quotes": partial(_heap, '"', f"{_BODY}<p class="),
        "equal-signs": partial(_heap, "=", f"{_BODY}<p "),
        "read-more": partial(_heap, "Read more\n"),
        "posts": partial(_heap, _POST, _BODY),
        "siblings": partial(_heap, _SIBLING, _BODY),
        "links": partial(_heap, "<p><a href=/1>Read more</a></p>", _BODY),
        "one-post": partial(_heap, _PARAGRAPH, _SINGLE, "</article>"),
        "nuls": partial(_heap, "\0", "<rss>"),
        "long-items": partial(repeated, 1_000, "<guid>{0}</guid><description>{0} " + STORY * 40 + "</description>"),
        "emoji": partial(repeated, 1_000, "<guid>{0}</guid><description>" + "🚢" * 1_900 + "</description>"),
    }.items()
)

ALIKE = (Trap("a-thousand-alike", saying(*(page(_alike(visit)) for visit in range(3)))),)
