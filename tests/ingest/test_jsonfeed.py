"""JSON feeds as briefs."""

import json
from datetime import UTC, datetime

import pytest

from bot.ingest.reading.reader import UnreadableDocument
from storage.model import SourceKind
from tests.ingest.writing import read

_JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Desk",
    "home_page_url": "https://desk.example/",
    "language": "en",
    "items": [
        {
            "id": 1,
            "url": "/barge",
            "title": "Barge <b> & timber",
            "content_html": "<p>One.</p><p>Two.</p><p>Three.</p>",
            "date_published": "2025-03-11T17:45:00+01:00",
            "tags": ["Harbours", 7],
            "image": "https://desk.example/barge.jpg",
        },
        {
            "id": "2",
            "external_url": "https://paper.example/",
            "content_text": "a < b\n\nSecond.",
            "summary": "Sum & <i>",
        },
        {"id": None, "title": ["no"], "content_html": 3},
        "no item",
    ],
}


def test_a_json_feed_is_read_and_wrong_types_are_left_out() -> None:
    document = read(json.dumps(_JSON))
    assert (document.kind, document.title, document.language) == (SourceKind.FEED, "The Desk", "en")
    one, two = document.briefs
    assert (one.key, one.title, one.text, one.truncated) == ("1", "Barge <b> & timber", "One.\n\nTwo.", True)
    assert (one.url, one.tags, one.image_url) == (
        "https://desk.example/barge",
        ("Harbours",),
        "https://desk.example/barge.jpg",
    )
    assert one.published_at == datetime(2025, 3, 11, 16, 45, tzinfo=UTC)
    assert (two.text, two.url, two.published_at) == ("Sum & <i>", "https://paper.example/", None)


@pytest.mark.parametrize("body", ["{", "[]", "{}", '{"items": 3}', '{"a":' * 100_000, '{"version": NaN}'])
def test_other_json_is_refused_with_advice(body: str) -> None:
    with pytest.raises(UnreadableDocument, match="JSON"):
        read(body)
