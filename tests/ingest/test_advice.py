"""Whoever asked for an address that cannot be opened reads what to do now."""

import pytest

from bot.ingest.advice import advised, forbidden
from bot.ingest.fetch import Failed
from bot.ingest.robots import Forbidden


@pytest.mark.parametrize(
    ("failed", "told"),
    [
        (
            Failed("HTTP 401: it wants a login", status=401),
            "HTTP 401: it wants a login; only what is public can be read",
        ),
        (Failed("HTTP 403: no", status=403), "HTTP 403: no; it may let its feed be read: try that address"),
        (Failed("HTTP 503: the server has trouble", status=503), "HTTP 503: the server has trouble; try again later"),
        (
            Failed("it refuses connections", is_silence=True),
            "it refuses connections; check the address, or try again later",
        ),
        (Failed("it redirects in a circle"), "it redirects in a circle; open it in a browser to check it"),
        (Failed("HTTP 404: nothing; check the address", status=404), "HTTP 404: nothing; check the address"),
        (Failed("refused: only http and https"), "refused: only http and https"),
    ],
)
def test_why_nothing_can_be_read_ends_in_what_to_do(failed: Failed, told: str) -> None:
    assert advised(failed) == told


def test_a_page_that_was_not_added_is_not_to_be_removed() -> None:
    assert forbidden(Forbidden()) == "its robots.txt asks not to read this page: follow the site's feed"
