"""What a robots.txt asks is read as RFC 9309 says, in linear time, whatever stands in it."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import clock
from bot.ingest.reading.robots import MOST_BYTES, Rules, read_robots

HOST = "https://desk.example"

# The example of RFC 9309, 5.1, with Briefbot in each of its places.
EXAMPLE = """
User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot

EOF
"""


@pytest.mark.parametrize(
    ("we", "allowed", "forbidden"),
    [
        ("nobot", ["/", "/publications/", "/example.html", "/a.gif?b"], ["/example/page.html", "/a.gif", "/b/a.gif"]),
        ("foobot", ["/example/page.html", "/example/allowed.gif"], ["/", "/example/", "/publications/"]),
        ("barbot", ["/", "/example/", "/a.gif"], ["/example/page.html"]),
        ("bazbot", ["/", "/example/", "/a.gif"], ["/example/page.html"]),
        ("quxbot", ["/", "/example/page.html", "/a.gif"], []),
    ],
)
def test_our_group_counts_else_that_for_everybody(we: str, allowed: list[str], forbidden: list[str]) -> None:
    rules = read_robots(EXAMPLE.replace(we, "Briefbot").encode())
    assert [path for path in allowed if not rules.allow(HOST + path)] == []
    assert [path for path in forbidden if rules.allow(HOST + path)] == []


@pytest.mark.parametrize(
    ("body", "path", "is_allowed"),
    [
        ("user-agent: *\nallow: /a/b\ndisallow: /a/b/c", "/a/b/c.html", False),
        ("user-agent: *\ndisallow: /a/b\nallow: /a/b", "/a/b", True),
        ("user-agent: *\ndisallow: /a/\nallow: /a/page", "/a/page", True),
        ("user-agent: *\ndisallow:", "/", True),
        ("user-agent: *\ndisallow: /", "/", False),
        ("USER-AGENT : *\r\nDISALLOW : /  # all of it\r\n", "/", False),
        ("\ufeffuser-agent: *\rdisallow: /a", "/a", False),
        (
            "user-agent: briefbot\ndisallow: /a\nuser-agent: x\ndisallow: /b\nuser-agent: BRIEFBOT/2\ndisallow: /c",
            "/c",
            False,
        ),
        ("user-agent: briefbot\ndisallow: /a\nuser-agent: *\ndisallow: /b", "/b", True),
        ("user-agent: brief\ndisallow: /", "/", True),
        ("user-agent: briefbots\ndisallow: /", "/", True),
        ("user-agent: *\nsitemap: /x\nuser-agent: briefbot\ndisallow: /a", "/a", False),
        ("user-agent: *\ndisallow: /caf\u00e9", "/caf%C3%A9", False),
        ("user-agent: *\ndisallow: /%61%2fb", "/a%2Fb", False),
        ("user-agent: *\ndisallow: /a?b=", "/a?b=1", False),
        ("user-agent: *\ndisallow: /a$", "/a/b", True),
        ("user-agent: *\ndisallow: a", "/a", True),
        ("disallow: /", "/", True),
        ("<html><body>Not found</body></html>", "/", True),
        ("", "/", True),
    ],
)
def test_what_a_file_says_of_a_page(body: str, path: str, is_allowed: bool) -> None:  # noqa: FBT001  # a column of the table
    assert read_robots(body.encode()).allow(HOST + path) is is_allowed


@pytest.mark.parametrize(
    ("delay", "seconds"), [("10", 10), ("0.5", 0.5), ("-1", None), ("a year", None), ("9" * 400, None), ("", None)]
)
def test_a_crawl_delay_is_read_where_it_is_one(delay: str, seconds: float | None) -> None:
    rules = read_robots(f"user-agent: *\ncrawl-delay: {delay}".encode())
    assert rules.crawl_delay == (None if seconds is None else timedelta(seconds=seconds))


def test_what_stands_beyond_half_a_megabyte_is_not_read() -> None:
    beginning = b"user-agent: *\n" + b"#\n" * (MOST_BYTES // 2)
    assert read_robots(beginning + b"disallow: /\n").allow(HOST)


patterns = st.text("ab/*$.", max_size=8).map("/".__add__) | st.text("ab/*$.", max_size=8).map("*".__add__)
paths = st.text("ab/$.", max_size=10).map("/".__add__)


@given(patterns, paths)
@settings(deadline=None, max_examples=500)
def test_a_pattern_fits_as_a_regular_expression_would(pattern: str, path: str) -> None:
    end = "$" if pattern.endswith("$") else ""
    written = re.escape(pattern.removesuffix("$") if end else pattern).replace(r"\*", ".*")
    fits = re.match(f"{written}{chr(92) + 'Z' if end else ''}", path) is not None
    assert Rules(forbidden=(pattern,)).allow(HOST + path) is not fits


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode), st.text(max_size=30))
@settings(deadline=None)
def test_no_file_raises(body: bytes, path: str) -> None:
    read_robots(b"user-agent: *\ndisallow: " + body).allow(f"{HOST}/{path}")


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"User-agent: b{n}\n" for n in range(20_000)) + "Disallow: /a\n" * 20_000,
        "".join(f"User-agent: b{n}\nDisallow: /{n}\n" for n in range(20_000)),
        "User-agent: *\n" + "".join(f"Disallow: /{n}/*/a$\n" for n in range(30_000)),
        "User-agent: *\nDisallow: /" + "*a" * 250_000 + "b",
        "User-agent: *\nDisallow: /" + "a*" * 250_000 + "b",
        "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*a*b\n" * 17_000,
        "User-agent: *\nDisallow: /" + "%" * 500_000,
        "\n" * 500_000,
        ":" * 500_000,
    ],
    ids=["names × rules", "groups", "rules", "stars", "stars after", "many stars", "escapes", "lines", "colons"],
)
def test_half_a_megabyte_of_anything_is_read_and_asked_in_a_moment(body: str) -> None:
    began = clock.monotonic()
    read_robots(body.encode()).allow(f"{HOST}/{'a' * 1500}")
    assert clock.monotonic() - began < 3
