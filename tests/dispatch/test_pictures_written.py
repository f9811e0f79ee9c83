"""A brief's picture goes with it where it has the message for itself, and never in place of a word of its text."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.writing import Writer
from bot.messages.brief import Marked
from bot.messages.bundle import CAPTION_LIMIT, write_next
from bot.messages.markup import units
from bot.messages.message import Picture, Pictures
from storage.model import Delivery
from tests.builders import AT, a_brief, a_delivery, a_stored_brief

NOW = AT + timedelta(minutes=1)
URL = "https://news.test/otter.jpg"


def illustrated(text: str = "An otter.", **changes: Any) -> Marked:
    """A brief with a picture."""
    return Marked(a_stored_brief(brief=a_brief(text=text, **{"image_url": URL, **changes})))


@pytest.mark.parametrize(
    ("pictures", "picture"),
    [(Pictures.NONE, None), (Pictures.PREVIEW, Picture(URL)), (Pictures.PHOTO, Picture(URL, as_photo=True))],
)
def test_the_setting_decides_how_a_picture_goes_along(pictures: Pictures, picture: Picture | None) -> None:
    assert write_next([illustrated()], now=NOW, pictures=pictures).message.picture == picture


def test_a_brief_without_a_picture_is_as_it_was() -> None:
    plain = [illustrated(image_url=None)]
    assert write_next(plain, now=NOW, pictures=Pictures.PHOTO) == write_next(plain, now=NOW)


@given(st.text("otter \n", max_size=1500))
def test_only_a_text_that_fits_whole_becomes_a_caption(text: str) -> None:
    with_photo = write_next([illustrated(text)], now=NOW, pictures=Pictures.PHOTO).message
    without = write_next([illustrated(text)], now=NOW).message
    assert with_photo.html == without.html
    assert with_photo.picture is not None
    if with_photo.picture.as_photo:
        assert units(with_photo.html) <= CAPTION_LIMIT + len("<b></b><i></i>")
    else:
        assert units(with_photo.html) > CAPTION_LIMIT - 40


def test_a_brief_in_parts_has_its_picture_once_as_a_preview() -> None:
    long = [illustrated("An otter swims. " * 600)]
    messages = [write_next(long, now=NOW, parts_sent=part, pictures=Pictures.PHOTO).message for part in range(3)]
    assert [message.picture for message in messages] == [Picture(URL), None, None]


def test_in_a_bundle_nobody_could_tell_whose_picture_it_is() -> None:
    written = write_next([illustrated(), illustrated("A badger.")], now=NOW, pictures=Pictures.PREVIEW)
    assert (written.whole, written.message.picture) == (2, None)


@pytest.mark.parametrize(
    "url", ["ftp://news.test/a.jpg", "data:image/png;base64,AA", "https://", "https://a b/c", "//news.test/a", "h" * 9]
)
def test_what_telegram_cannot_be_asked_to_fetch_is_no_picture(url: str) -> None:
    assert write_next([illustrated(image_url=url)], now=NOW, pictures=Pictures.PHOTO).message.picture is None
    assert write_next([illustrated(image_url=f"{URL}{'x' * 2000}")], now=NOW, pictures=Pictures.PHOTO).message == (
        write_next([illustrated(image_url=None)], now=NOW).message
    )


def test_a_photo_that_failed_once_goes_as_a_preview() -> None:
    """Telegram fetches it while we wait: what broke may have been that."""

    def owed(attempts: int) -> list[Delivery]:
        return [a_delivery(brief=illustrated().stored, attempts=attempts)]

    writer = Writer(pictures=Pictures.PHOTO)
    assert writer.write(owed(0), NOW).message.picture == Picture(URL, as_photo=True)
    assert writer.write(owed(1), NOW).message.picture == Picture(URL)


def test_a_picture_that_came_later_is_written_anew() -> None:
    writer = Writer(pictures=Pictures.PREVIEW)
    before = writer.write([a_delivery(brief=illustrated(image_url=None).stored)], NOW)
    assert before.message.picture is None
    assert writer.write([a_delivery(brief=illustrated().stored)], NOW).message.picture == Picture(URL)
