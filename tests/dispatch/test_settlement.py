"""When a send is tried again, decided without sending: ever more slowly, and a lost answer only once."""

from datetime import timedelta

import pytest

from bot.dispatch.settlement import ATTEMPTS, backoff, resend_at
from tests.builders import AT, HOUR, MINUTE, SECOND, a_delivery, a_stored_brief


def test_definite_failures_are_tried_again_ever_more_slowly_for_nearly_four_hours() -> None:
    waits = [backoff(attempts) for attempts in range(1, ATTEMPTS)]
    assert waits[:3] == [5 * SECOND, 20 * SECOND, 80 * SECOND]
    assert waits == sorted(waits)
    assert backoff(1000) == waits[-1] == 2 * HOUR
    assert 3.5 * HOUR < sum(waits, timedelta()) < 4 * HOUR


@pytest.mark.parametrize(
    ("lost_answers", "age", "again_at"),
    [
        (0, MINUTE, AT + MINUTE),
        (0, 23 * HOUR, AT + MINUTE),
        (0, 24 * HOUR, None),
        (1, MINUTE, None),
    ],
)
def test_a_lost_answer_permits_one_repeat_while_the_brief_is_fresh(
    lost_answers: int, age: timedelta, again_at: object
) -> None:
    delivery = a_delivery(lost_answers=lost_answers, brief=a_stored_brief(seen_at=AT - age))
    assert resend_at(delivery, AT, after=MINUTE, fresh_for=24 * HOUR) == again_at
