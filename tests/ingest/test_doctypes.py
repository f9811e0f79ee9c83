"""What a feed declares for itself cannot hurt (fault 75)."""

from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest

from bot.ingest.reading.reader import UnreadableDocument, read_document
from tests.ingest.writing import ADDRESS, DATE, only, read, rss


@pytest.mark.parametrize(
    ("subset", "text"),
    [
        ('<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)), "&a9;"),
        (f'<!ENTITY a "{"x" * 900}">', "&a;" * 5_000),
        (f'<!ENTITY a "{"x" * 50_000}">', "&a;"),
        ("".join(f'<!ENTITY e{n} "x">' for n in range(1_000)), "x"),
    ],
    ids=["billion laughs", "quadratic", "long", "many"],
)
def test_entity_bombs_are_refused(subset: str, text: str) -> None:
    bomb = rss(f"<title>{text}</title>{DATE}").replace("<rss", f"<!DOCTYPE rss [{subset}]><rss", 1)
    with pytest.raises(UnreadableDocument, match="refused"):
        read(bomb)
    with pytest.raises(UnreadableDocument, match="refused"):
        read_document(bomb.encode("utf-16"), address=ADDRESS)


def test_no_file_and_no_server_is_asked_for_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret word")
    for declared in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;'):
        feed = rss(f"<title>T &x; end</title>{DATE}").replace("<rss", f"<!DOCTYPE rss [{declared}]><rss", 1)
        assert "secret" not in only(read(feed)).model_dump_json()


def test_harmless_entities_of_a_feed_are_read() -> None:
    feed = rss(f"<title>Caf&eacute; &nbsp;&own;</title>{DATE}")
    subset = '<!DOCTYPE rss [<!ENTITY eacute "&#233;"><!ENTITY nbsp "&#160;"><!ENTITY own "Lindvik">]>'
    assert only(read(feed.replace("<rss", f"{subset}<rss", 1))).title == "Café Lindvik"


@pytest.mark.parametrize(
    "document",
    [
        b"<html><body><p>" + b"<a href=/x>read more</a" * 50_000,
        b"<rss><channel>" + b"<language " * 200_000,
    ],
    ids=["links that never close", "tags that never close"],
)
def test_what_would_keep_the_reader_busy_is_refused_at_a_look(document: bytes) -> None:
    began = process_time()

    with pytest.raises(UnreadableDocument, match=r"nested|tags"):
        read_document(document, address="https://desk.example/")

    assert process_time() - began < 5


@pytest.mark.parametrize(
    "heap",
    [
        rss(*(f"<title>Ship {n}</title><guid>{n}</guid>" for n in range(40_000))),
        "<html><body>" + "<script type='application/ld+json'>[" * 6_000,
        "<html>" + "<script><body>" * 100_000,
        "A text of the harbour.\n\n" + "more… " * 40_000,
        "<rss><channel>" + "<?xml " * 2_500_000,
        "<html><body>" + "<p><a href=/1>Read more</a></p>" * 300_000,
    ],
    ids=["items without a date", "scripts that never end", "bodies in scripts", "tails", "prologs that never end",
         "a page of nine megabytes"],
)  # fmt: skip
def test_a_heap_is_read_or_refused_in_time(heap: str) -> None:
    """Given all of it, a parser or a pattern takes ten to forty seconds for each of these."""
    began = process_time()

    with suppress(UnreadableDocument):
        assert len(read_document(heap.encode(), address=ADDRESS).briefs) <= 1_000

    assert process_time() - began < 8


def test_a_long_feed_in_xhtml_is_read_however_many_tags_it_has() -> None:
    xhtml = '<div xmlns="http://www.w3.org/1999/xhtml">' + "<p>Boats <em>wait</em> here.<br/></p>" * 4_000 + "</div>"
    entries = "".join(
        f'<entry><id>{n}</id><title type="xhtml"><div>Harbour {n}</div></title><updated>2025-03-11T10:00:00Z</updated>'
        f'<content type="xhtml">{xhtml}</content></entry>'
        for n in range(6)
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title>{entries}</feed>'

    assert feed.count("<") > 100_000
    assert [brief.title for brief in read_document(feed.encode(), address=ADDRESS).briefs] == [
        f"Harbour {n}" for n in range(6)
    ]
