"""What a program cut by counting characters is an excerpt, though nothing in the text says so."""

import pytest

from tests.ingest.writing import read, rss

_STORY = (
    "The ferry has been late on most mornings since the ice came, and the bakers of the island have begun to bake for "
    "the evening. The harbour master says that a second boat is on its way, but she does not say from where, and few "
    "of those who wait on the quay believe that it will be here before the thaw sets in, whatever the owners promise. "
)


def _feed(texts: list[str]) -> str:
    return rss(*(f"<title>Day {day}</title><description>{text}</description>" for day, text in enumerate(texts)))


@pytest.mark.parametrize("length", [160, 200, 303])
def test_texts_that_were_all_cut_at_one_count_are_excerpts(length: int) -> None:
    texts = [(_STORY[day:] + _STORY)[:length].strip() for day in range(8)]
    briefs = read(_feed(texts)).briefs
    assert [brief.text for brief in briefs] == texts
    # One may happen to be cut where a sentence ends.
    assert [brief.truncated for brief in briefs] == [not text.endswith(".") for text in texts]


def test_texts_of_one_length_are_whole_where_they_end_as_sentences_do() -> None:
    texts = [f"{_STORY[day : day + 180].strip(' .,')}." for day in range(8)]
    assert not any(brief.truncated for brief in read(_feed(texts)).briefs)


def test_texts_of_many_lengths_are_whole_though_no_full_stop_ends_them() -> None:
    captions = [_STORY[: 150 + 17 * day].rstrip(" .,") for day in range(8)]
    short = [_STORY[day : day + 90].strip(" .,") for day in range(8)]
    for texts in (captions, short, captions[:1] * 4):
        assert not any(brief.truncated for brief in read(_feed(texts)).briefs)
