"""Telegram's limits are kept and used, the whole way to a sandbox that counts every message (faults 1 to 4, 29, 30)."""

from bisect import bisect_left
from datetime import timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

from bot.sandbox import Fault
from tests.builders import DAY, a_brief
from tests.dispatch.line import Line, open_line
from tests.timelapse import in_a_blink


def busiest(instants: list[float], window: float) -> int:
    """The most that any window of so many seconds holds."""
    ordered = sorted(instants)
    return max(bisect_left(ordered, start + window) - place for place, start in enumerate(ordered))


def has_come(line: Line, text: str, times: int) -> bool:
    """Whether so many messages with `text` arrived."""
    return line.received(text).total() >= times


def test_hundreds_get_their_brief_once_at_thirty_a_second(tmp_path: Path) -> None:
    """Fault 29."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            chats = await line.people(240)
            await line.publish(a_brief("harbour"))
            async with line.dispatching():
                await line.until(lambda: len(line.sandbox.deliveries) == 240)
            assert line.received("about harbour") == dict.fromkeys(chats, 1)
            assert await line.settled()
            arrived = line.instants()
            assert busiest(arrived, 1.0) <= 31
            assert max(arrived) - min(arrived) <= 240 / 29.5 * 1.03

    in_a_blink(story())


def test_a_person_gets_a_message_a_second_and_in_order(tmp_path: Path) -> None:
    """Fault 30: briefs that come while the one before is on its way."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            (anna,) = await line.people(1)
            async with line.dispatching():
                for number in range(8):
                    await line.publish(a_brief(f"matter{number}"))
                    await line.until(partial(has_come, line, f"about matter{number}", 1))
            told = "".join(one.text for one in line.sandbox.deliveries)
            places = [told.index(f"about matter{number}") for number in range(8)]
            assert places == sorted(places)
            assert all(later - earlier >= 1.0 for earlier, later in pairwise(line.instants(anna)))

    in_a_blink(story())


def test_a_group_gets_twenty_messages_in_any_minute(tmp_path: Path) -> None:
    """Fault 29, for groups."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            group, other = await line.groups(2)
            async with line.dispatching():
                for number in range(24):
                    await line.publish(a_brief(f"matter{number}"))
                    await line.until(partial(has_come, line, f"about matter{number}", 2))
            assert max(busiest(line.instants(group), 60.0), busiest(line.instants(other), 60.0)) <= 20
            assert max(line.instants()) - min(line.instants()) >= 60

    in_a_blink(story())


def test_two_people_told_to_wait_and_nothing_is_sent_before_the_wait_is_over(tmp_path: Path) -> None:
    """Fault 2: zero sends in a freeze, and everything once after it."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            chats = await line.people(60)
            for chat in chats[10:12]:
                line.sandbox.faults.add(Fault.too_many(9, method="sendMessage", chat_id=chat))
            await line.publish(a_brief("harbour"))
            async with line.dispatching():
                await line.until(lambda: len(line.sandbox.deliveries) == 60)
            arrived = sorted(line.instants())
            pauses = [later - earlier for earlier, later in pairwise(arrived)]
            assert max(pauses) >= 9
            # What waited for its slot when we were told to wait was called back.
            assert pauses.index(max(pauses)) + 1 == 10
            assert line.received("about harbour") == dict.fromkeys(chats, 1)
            assert await line.settled()

    in_a_blink(story())


def test_a_wait_that_is_not_told_is_a_short_one(tmp_path: Path) -> None:
    """Fault 3: a 429 without `parameters` kills no row."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            (anna,) = await line.people(1)
            line.sandbox.faults.add(Fault.too_many_unsaid(method="sendMessage"))
            await line.publish(a_brief("harbour"))
            async with line.dispatching():
                await line.until(lambda: line.received("about harbour") == {anna: 1}, within=10)

    in_a_blink(story())


def test_a_wait_of_hours_survives_a_restart_and_holds_up_nobody_else(tmp_path: Path) -> None:
    """Fault 4: `retry_after=10072`."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            anna, ben = await line.people(2)
            line.sandbox.faults.add(Fault.too_many(10_072, method="sendMessage", chat_id=anna))
            await line.publish(a_brief("harbour"))
            began_at = line.now()
            async with line.dispatching():
                await line.over(120)
                line.set_forward += timedelta(hours=1)
            assert line.received()[anna] == 0
            async with line.dispatching():
                await line.until(lambda: line.received() == {anna: 1, ben: 1}, within=6600)
            assert (line.now() - began_at).total_seconds() >= 10_072
            rows = await line.storage.backlog(line.now() + DAY)
            assert (rows.due, rows.later) == (0, 0)

    in_a_blink(story())
