"""The clock goes forward, whatever happens to the machine's."""

from datetime import datetime, timedelta

from bot.clock import SteadyClock
from tests.builders import AT, DAY, HOUR, SECOND


class Machine:
    """A machine whose wall clock can be set."""

    def __init__(self) -> None:
        self.wall = AT
        self.at = 50.0
        self.clock = SteadyClock(lambda: self.wall, lambda: self.at)

    def after(self, passed: timedelta, *, set_by: timedelta = timedelta()) -> datetime:
        """What the clock says after so much time, and after the wall clock was set forward or back."""
        self.at += passed.total_seconds()
        self.wall += passed + set_by
        return self.clock.now()


def test_set_back_by_an_hour_it_counts_on_until_it_is_caught_up() -> None:
    machine = Machine()
    assert machine.after(SECOND, set_by=-HOUR) == AT + SECOND
    assert machine.after(SECOND) == AT + 2 * SECOND
    assert machine.after(SECOND, set_by=2 * HOUR) == AT + HOUR + 3 * SECOND


def test_set_forward_it_follows() -> None:
    assert Machine().after(SECOND, set_by=HOUR) == AT + HOUR + SECOND


def test_set_back_by_days_it_was_wrong_before() -> None:
    assert Machine().after(SECOND, set_by=-DAY) == AT - DAY + SECOND
