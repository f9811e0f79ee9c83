"""A message makes no sound only where everything in it is silent."""

from bot.dispatch.writing import Writer
from storage.model import Attention, Delivery
from tests.builders import AT, a_delivery


def is_silent(*deliveries: Delivery) -> bool:
    return Writer().write(deliveries, AT).message.silent


def test_silent_alone_or_together_makes_no_sound() -> None:
    silent = [a_delivery(number, attention=Attention.SILENT) for number in (1, 2)]

    assert is_silent(silent[0])
    assert is_silent(*silent)


def test_one_that_is_not_silent_is_heard() -> None:
    assert not is_silent(a_delivery(1, attention=Attention.SILENT), a_delivery(2))
    assert not is_silent(a_delivery(1))


def test_what_was_written_for_one_chat_is_as_loud_as_the_next_one_wants_it() -> None:
    """Equal content is written once, but not with another loudness."""
    writer = Writer()
    assert writer.write([a_delivery(1, attention=Attention.SILENT)], AT).message.silent
    assert not writer.write([a_delivery(1)], AT).message.silent
