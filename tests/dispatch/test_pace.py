"""The pace keeps every limit of Telegram, and lets replies go first."""

from bisect import bisect_left
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dispatch.pace import HORIZON, Limits, Pace
from storage.model import ChatId

ANNA, BEN = ChatId(1), ChatId(2)
GROUP = ChatId(-100)


def busiest(starts: list[float], window: float) -> int:
    """The most starts that any window of so many seconds holds."""
    ordered = sorted(starts)
    return max(bisect_left(ordered, start + window) - place for place, start in enumerate(ordered))


def pushes_for(pace: Pace, chats: list[ChatId], seconds: float) -> list[tuple[float, ChatId]]:
    """What a dispatcher with endless work starts, looking every 10 ms."""
    started: list[tuple[float, ChatId]] = []
    at, waiting = 1000.0, list(chats)
    while at < 1000.0 + seconds and waiting:
        busy = pace.busy_chats(at)
        ready = [chat for chat in waiting if chat not in busy][: pace.open_slots(at)]
        for chat in ready:
            waiting.remove(chat)
            started.append((pace.reserve_push(chat, at, private=chat > 0), chat))
        at += 0.01
    return started


def test_a_broadcast_stays_below_thirty_a_second_and_uses_nearly_all_of_it() -> None:
    started = pushes_for(Pace(), [ChatId(n) for n in range(1, 1001)], 60)
    starts = [start for start, _ in started]
    assert len(starts) == 1000
    assert busiest(starts, 1.0) <= 30
    assert max(starts) - min(starts) <= 1000 / 29.5 * 1.02


def test_a_private_chat_gets_a_push_a_second_at_most() -> None:
    starts = [start for start, _ in pushes_for(Pace(), [ANNA] * 10, 20)]
    assert len(starts) == 10
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(starts))


def test_a_group_gets_twenty_messages_a_minute_at_most_replies_included() -> None:
    pace = Pace()
    starts = [pace.reserve_reply(GROUP, 1000.0 + second, private=False) for second in range(180)]
    assert busiest(starts, 60.0) <= 20


def test_three_quick_replies_go_out_at_once_the_fourth_waits() -> None:
    pace = Pace(Limits(per_second=1_000_000))
    starts = [pace.reserve_reply(ANNA, 1000.0, private=True) for _ in range(4)]
    assert starts[2] < 1000.1
    assert starts[3] > 1000.9


def test_a_reply_waits_for_little_more_than_the_horizon_of_pushes() -> None:
    pace = Pace()
    at = 1000.0
    for number in range(200):
        for _ in range(pace.open_slots(at)):
            pace.reserve_push(ChatId(10_000 + number), at, private=True)
        at += 0.02
    assert pace.reserve_reply(ANNA, at, private=True) - at <= HORIZON + 1 / 29.5


def test_a_chat_told_to_wait_waits_and_others_go_on() -> None:
    pace = Pace()
    pace.told_to_wait(ANNA, 3.0, 1000.0, private=True)
    assert ANNA in pace.busy_chats(1002.9)
    assert pace.reserve_push(ANNA, 1000.1, private=True) >= 1003.0
    assert pace.open_slots(1000.5) > 0
    assert BEN not in pace.busy_chats(1000.5)


def test_two_private_chats_told_to_wait_freeze_everything() -> None:
    pace = Pace()
    pace.told_to_wait(ANNA, 7.0, 1000.0, private=True)
    pace.told_to_wait(BEN, 7.0, 1001.0, private=True)
    assert pace.open_slots(1002.0) == 0
    assert pace.next_slot_in(1002.0) == 6.0
    assert pace.open_slots(1008.5) > 0


def test_the_same_chat_told_twice_freezes_nobody_else() -> None:
    pace = Pace()
    pace.told_to_wait(ANNA, 5.0, 1000.0, private=True)
    pace.told_to_wait(ANNA, 5.0, 1001.0, private=True)
    assert pace.open_slots(1002.0) > 0


@given(st.lists(st.tuples(st.integers(1, 5), st.floats(0, 0.5), st.booleans()), max_size=60))
@settings(deadline=None)
def test_no_start_lies_in_the_past_and_the_overall_limit_holds(acts: list[tuple[int, float, bool]]) -> None:
    pace, at, starts = Pace(Limits(private_every=0, private_burst=1)), 1000.0, []
    for chat, later, is_reply in acts:
        at += later
        reserve = pace.reserve_reply if is_reply else pace.reserve_push
        starts.append(reserve(ChatId(chat), at, private=True))
        assert starts[-1] >= at
    if starts:
        assert busiest(starts, 1.0) <= 31


def test_asked_to_wait_for_a_day_the_others_wait_for_hours() -> None:
    pace = Pace()
    pace.told_to_wait(ChatId(1), 86_400, 0.0, private=True)
    assert pace.open_slots(10_000.0) == 0
    assert pace.open_slots(11_000.0) > 0
    assert ChatId(1) in pace.busy_chats(86_000.0)


def test_whoever_is_refused_a_reply_does_not_push_their_own_turn_away() -> None:
    pace = Pace()
    pace.told_to_wait(ChatId(1), 50, 0.0, private=True)
    waits = {pace.wait_of_reply(ChatId(1), 0.0, private=True) for _ in range(100)}
    assert waits == {50.0}
    assert pace.open_slots(0.0) > 0


def test_a_high_limit_is_used_to_the_full_in_portions_not_slot_by_slot() -> None:
    pace, at, claims = Pace(Limits(per_second=1000)), 1000.0, 0
    starts: list[float] = []
    while at < 1010.0:
        if slots := pace.open_slots(at):
            claims += 1
            starts += [pace.reserve_push(ChatId(len(starts) + n), at, private=True) for n in range(1, slots + 1)]
        at += max(pace.next_slot_in(at), 0.001)
    assert busiest(starts, 1.0) <= 1001
    assert len([start for start in starts if start < 1010.0]) >= 9950
    assert claims <= 250


def test_chats_that_are_free_again_are_forgotten() -> None:
    pace = Pace(Limits(per_second=1000))
    for number in range(20_000):
        pace.reserve_push(ChatId(number + 1), 1000.0 + number / 1000, private=True)
    assert len(pace.busy_chats(1020.0)) <= 1100
    assert len(pace._chat_at) <= 2500


def test_a_minute_asked_for_one_chat_and_its_margin_hold_up_nobody_else() -> None:
    pace = Pace()
    pace.told_to_wait(ANNA, 60.01, 1000.0, private=True)
    assert pace.open_slots(1001.0) > 0
    pace.told_to_wait(ANNA, 61.0, 1002.0, private=True)
    assert pace.open_slots(1003.0) == 0
