"""Plain texts as briefs."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.reading.reader import Document, UnreadableDocument, read_document
from storage.model import SourceKind

_PARAGRAPHS = (
    "The harbour of Lindvik was closed on Tuesday after a barge lost its load of timber near the breakwater.",
    "A choir of bakers from Ostrava won the spring contest, singing about bread in seven languages.",
    "Engineers in Porto found the source of the night-time hum: two fans that turned almost in step.",
)


def _read(text: str) -> Document:
    return read_document(text.encode(), address="briefs.txt", content_type="text/plain; charset=utf-8")


def test_the_archive_page_as_text_is_ten_untitled_briefs(shared_data: Path) -> None:
    document = read_document((shared_data / "archive-page.txt").read_bytes(), address="archive-page.txt")
    assert document.kind is SourceKind.TEXT
    assert [brief.truncated for brief in document.briefs] == [place in {1, 7} for place in range(10)]
    assert [brief.text.count("\n\n") + 1 for brief in document.briefs] == [1, 2, 1, 1, 1, 1, 1, 2, 1, 1]
    assert {(brief.title, brief.url) for brief in document.briefs} == {(None, None)}
    assert not any("Read More" in brief.text or "Continue reading" in brief.text for brief in document.briefs)
    assert document.briefs[7].text.endswith("civilian infrastructure.”")
    assert len({brief.key for brief in document.briefs}) == 10
    assert all(brief.key.startswith("text:") and brief.opening for brief in document.briefs)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\n\n", "\r"])
def test_line_ends_and_blank_lines_change_nothing(newline: str) -> None:
    lines = (_PARAGRAPHS[0], "Read More", _PARAGRAPHS[1], f"{_PARAGRAPHS[2]}… Continue reading", _PARAGRAPHS[0] + "!")
    briefs = _read(newline.join(lines)).briefs
    assert [brief.text for brief in briefs] == [
        _PARAGRAPHS[0],
        f"{_PARAGRAPHS[1]}\n\n{_PARAGRAPHS[2]}",
        _PARAGRAPHS[0] + "!",
    ]
    assert [brief.truncated for brief in briefs] == [False, True, False]


def test_a_short_line_before_the_paragraph_is_its_title() -> None:
    briefs = _read(
        f"Barge loses timber\n{_PARAGRAPHS[0]}\nRead More\n\nBakers sing\n\n{_PARAGRAPHS[1]}\n\nRead More\n"
    ).briefs
    assert [(brief.title, brief.text) for brief in briefs] == [
        ("Barge loses timber", _PARAGRAPHS[0]),
        ("Bakers sing", _PARAGRAPHS[1]),
    ]


def test_an_address_after_the_tail_is_where_the_brief_leads() -> None:
    text = (
        f"{_PARAGRAPHS[0]}\nRead More https://harbour.example/barge?utm_source=x\n"
        f"{_PARAGRAPHS[1]}\nRead More (https://choir.example/)\n{_PARAGRAPHS[2]} "
        "See https://porto.example/hum for more.\nRead More"
    )
    briefs = _read(text).briefs
    assert [brief.url for brief in briefs] == ["https://harbour.example/barge", "https://choir.example/", None]
    assert briefs[0].key == "https://harbour.example/barge"
    assert "https://porto.example/hum" in briefs[2].text


def test_without_tails_blank_lines_part_the_briefs() -> None:
    briefs = _read(
        f"{_PARAGRAPHS[0]}\n\nBakers sing\n{_PARAGRAPHS[1]}\n\nThe hum of Porto\n\n{_PARAGRAPHS[2]}\n"
    ).briefs
    assert [(brief.title, brief.text) for brief in briefs] == [
        (None, _PARAGRAPHS[0]),
        ("Bakers sing", _PARAGRAPHS[1]),
        ("The hum of Porto", _PARAGRAPHS[2]),
    ]


def test_a_paragraph_wrapped_by_hand_is_one_paragraph() -> None:
    wrapped = (
        "The harbour of Lindvik was closed on Tuesday after a barge lost its\n"
        "load of timber near the breakwater, and the ferries waited outside\nuntil the evening."
    )
    assert [brief.text for brief in _read(wrapped).briefs] == [wrapped.replace("\n", " ")]


def test_what_leads_to_other_pages_is_no_brief() -> None:
    text = f"Tag: harbours\n{_PARAGRAPHS[0]}\nRead More\nOlder posts\nPage 2\n1 2 3 … 54\nNext page"
    assert [brief.text for brief in _read(text).briefs] == [_PARAGRAPHS[0]]


def test_text_after_the_last_tail_is_the_last_brief() -> None:
    briefs = _read(f"{_PARAGRAPHS[0]}\nRead More\n{_PARAGRAPHS[1]}\nOlder posts").briefs
    assert [brief.text for brief in briefs] == list(_PARAGRAPHS[:2])


def test_a_brief_keeps_its_key_when_it_slides_down_and_its_quotes_change() -> None:
    before = _read(f"He said “no” – twice, and went home to Lindvik.\nRead More\n{_PARAGRAPHS[1]}\nRead More").briefs
    after = _read(f'{_PARAGRAPHS[2]}\nRead More\nHe said "no" - twice, and went home to Lindvik.\nRead More').briefs
    assert after[1].key == before[0].key
    assert after[0].key not in {brief.key for brief in before}


@pytest.mark.parametrize(
    "body", [b"", b" \r\n ", b"\x00\x01\x02\x03" * 50, b"Older posts\nPage 2", b"\x89PNG\r\n\x1a\n" + bytes(range(256))]
)
def test_what_holds_no_brief_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        read_document(body, address="x")


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(["Read More", "", "A title", *_PARAGRAPHS, "… Continue reading", "Page 2", "1 2 3"]),
        max_size=20,
    )
)
def test_no_paragraph_is_lost_or_told_twice(lines: list[str]) -> None:
    try:
        briefs = _read("\n".join(lines)).briefs
    except UnreadableDocument:
        briefs = ()
    told = "\n".join(brief.text for brief in briefs)
    assert all(told.count(paragraph) == lines.count(paragraph) for paragraph in _PARAGRAPHS)
