"""Documents that say something else than they are, and titles that would break a message or deceive its reader.

Faults 77 to 80.
"""

from tests.hostile.answers import Trap, page, saying
from tests.hostile.documents import STORY, declaring, html, rss, titled

_CYRILLIC = "Ледокол вышел из порта в понедельник утром, чтобы освободить путь трём рыбацким судам у берега."
_RUSSIAN = titled(_CYRILLIC)
_POSTS = "".join(f"<article class=post><h2><a href=/{n}>Ship {n}</a></h2><p>{STORY}</p></article>" for n in range(3))
_UNSENT = titled("S\0h\x07ip\x1b").encode().replace(b"ip", b"\xff\xfeip")


_NAMELESS = ("<title>Ship 1 is in</title>", "<title>Ship 2 is in</title>")


def _named(number: int) -> str:
    return rss(f"<guid>{number}</guid><description>{STORY}</description>")


def _dated(date: str) -> str:
    return rss(f"<guid>1</guid><title>Ship</title><pubDate>{date}</pubDate>")


DECEITS = (
    Trap("external-file", saying(page(declaring('<!ENTITY x SYSTEM "file:///etc/passwd">', "T &x;"))), briefs=1),
    Trap("external-server", saying(page(declaring('<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;', "T"))), briefs=1),
    Trap("utf-16", saying(page(_RUSSIAN.encode("utf-16"))), briefs=1),
    Trap("utf-16-without-a-mark", saying(page(titled(STORY).encode("utf-16-le"))), briefs=1),
    Trap("koi8-r-called-utf-8", saying(page(_RUSSIAN.encode("koi8-r"), kind="text/xml; charset=utf-8")), briefs=1),
    Trap("windows-1251", saying(page(_RUSSIAN.encode("cp1251"))), briefs=1),
    Trap("called-utf-16", saying(page(titled("Ship", prolog="<?xml version='1.0' encoding='utf-16'?>"))), briefs=1),
    Trap("mark-and-broken-bytes", saying(page(b"\xef\xbb\xbf" + _UNSENT)), briefs=1),
    Trap("half-characters", saying(page(titled("\ud83d Ship \udea2&#xD83D;"))), briefs=1),
    Trap("page-for-a-feed", saying(page(html("<div>Welcome</div>"))), "no briefs"),
    Trap("page-after-a-feed", saying(page(titled("Ship")), page(html("<div>Sorry</div>"))), "no briefs", 1),
    Trap("empty", saying(page("")), "empty"),
    Trap("broken-json", saying(page('{"version": "https://jsonfeed.org/version/1.1", "items": [')), "JSON is broken"),
    Trap("other-json", saying(page('{"error": 5}')), "JSON, but no feed"),
    Trap("deep-json", saying(page('{"a":' * 200_000)), "JSON is broken"),
    Trap("a-picture", saying(page(b"GIF89a" + bytes(range(256)) * 99)), "neither a feed"),
    Trap("no-ids", saying(page(rss(*_NAMELESS)), page(rss(*reversed(_NAMELESS)))), briefs=2),
    Trap("one-id-for-all", saying(page(rss(*(f"<guid>1</guid><title>Ship {n}</title>" for n in range(5))))), briefs=5),
    Trap("ids-that-change", saying(*(page(_named(n)) for n in range(99))), briefs=1),
    Trap("year-2099", saying(page(_dated("Fri, 01 May 2099 12:00:00 GMT"))), briefs=1),
    Trap("year-1", saying(page(_dated("Mon, 01 Jan 0001 00:00:00 GMT"))), briefs=1),
    Trap("layout-changed", saying(page(html(_POSTS)), page(html("<main><div>Ships</div></main>"))), "no briefs", 3),
)  # fmt: skip

NASTY = (
    "<script>alert('harbour')</script> one",
    "</b></a>harbour & <i>two",
    "&lt;b&gt;harbour&lt;/b&gt; &amp;amp; three",
    "harbour [link](tg://resolve?domain=x) *bold* `code` ||code||",
    "harbour five " + "x" * 5_000,
    "harbour six " + "🚢" * 900,
    "harbour \u202egnitirw\u202c \u200f\u0000\ufffe seven",
    "harbour <tg-emoji emoji-id='1'>x</tg-emoji> <blockquote expandable>eight",
)
"""Titles that would break a message or deceive its reader if they came through as they are."""

_LINKS = ("javascript:alert(1)", "tg://resolve?domain=x", "data:text/html,x", "http://[::1", "https://a b.test/'\"><b>")


def _nasty() -> str:
    items = (
        f"<guid>nasty{n}</guid><title><![CDATA[{title}]]></title><link><![CDATA[{_LINKS[n % len(_LINKS)]}]]></link>"
        f"<description><![CDATA[{title}. {STORY}<a href='tg://user?id=1'>x</a>]]></description>"
        for n, title in enumerate(NASTY)
    )
    return rss(*items, "<guid>0</guid><title>First</title>")


NEWS = (Trap("nasty-news", saying(page(titled("First")), page(_nasty())), briefs=len(NASTY) + 1),)
