"""The bot counts as idle only when nothing is left to do."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.trial import is_done
from storage.model import Backlog

NOW = datetime(2030, 1, 1, tzinfo=UTC)
DONE = Backlog(unplanned=0, due=0, sending=0, later=0, next_due_at=None, held=0)


@pytest.mark.parametrize("kind", ["unplanned", "due", "sending"])
def test_what_is_to_be_done_now_is_waited_for(kind: str) -> None:
    assert is_done(DONE, NOW)
    assert not is_done(DONE.model_copy(update={kind: 1}), NOW)


def test_what_fell_due_while_it_was_counted_is_waited_for() -> None:
    put_off = DONE.model_copy(update={"later": 1, "next_due_at": NOW})
    assert not is_done(put_off, NOW)


def test_what_is_due_later_is_not_waited_for() -> None:
    for_tomorrow = DONE.model_copy(update={"later": 1, "next_due_at": NOW + timedelta(days=1)})
    assert is_done(for_tomorrow, NOW)
