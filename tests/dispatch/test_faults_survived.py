"""Bad days of the network, of Telegram, of the machine: nothing is lost, nothing is told twice (faults 6 to 41)."""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import ChatKind as SandboxKind
from bot.sandbox import Fault, NoLimits
from storage.model import NO_THREAD, ChatKind, ChatState, ThreadId
from tests.builders import HOUR, a_brief
from tests.dispatch.line import Line, open_line
from tests.timelapse import in_a_blink

LONG = "A word. " * 800
"""A text of two messages."""


async def state_of(line: Line, chat: int) -> ChatState:
    """Whether a chat is awake."""
    known = await line.storage.chat(chat)  # type: ignore[arg-type]  # any number may be asked for
    assert known
    return known.state


@pytest.mark.parametrize(
    "reason",
    [
        "user is deactivated",
        "bot was blocked by the user",
        "bot can't initiate conversation with a user",
        "bot was kicked from the supergroup chat",
        "bot is not a member of the channel chat",
        "the group chat was deleted",
    ],
)
def test_a_chat_that_is_gone_falls_asleep_with_one_call_and_is_asked_no_more(tmp_path: Path, reason: str) -> None:
    """Faults 5, 6 and 7."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            gone, ben = await line.people(2)
            line.sandbox.faults.add(Fault.forbid(reason, method="sendMessage", chat_id=gone))
            await line.publish(a_brief("harbour"))
            async with line.dispatching():
                await line.until(lambda: line.received()[ben] == 1 and not len(line.sandbox.faults))
                await line.publish(a_brief("bridge"))
                await line.until(lambda: line.received()[ben] == 2)
                line.set_forward += timedelta(days=2)
                await line.over(120)
            assert line.received()[gone] == 0
            assert await state_of(line, gone) is ChatState.DORMANT
            assert await line.settled()

    in_a_blink(story())


@pytest.mark.parametrize("reason", ["TOPIC_CLOSED", "message thread not found"])
def test_a_closed_thread_stops_no_other_and_the_general_one_has_no_number(tmp_path: Path, reason: str) -> None:
    """Fault 15."""

    async def story() -> None:
        async with open_line(tmp_path, NoLimits(lambda: 0)) as line:
            forum = line.sandbox.world.membership.add_group("forum", ["anna"], kind=SandboxKind.SUPERGROUP)
            open_thread = line.sandbox.world.membership.add_thread(forum, "open")
            closed = line.sandbox.world.membership.add_thread(forum, "closed")
            for thread in (NO_THREAD, ThreadId(closed.id), ThreadId(open_thread.id)):
                await line.follows(forum.id, ChatKind.GROUP, thread)  # type: ignore[arg-type]  # a number of ours
            closed.is_closed = reason == "TOPIC_CLOSED"
            if not closed.is_closed:
                del forum.threads[closed.id]
            await line.publish(a_brief("harbour"))
            async with line.dispatching():
                await line.until(lambda: len(line.sandbox.deliveries) == 2, within=60)
                await line.over(60)
            assert {one.thread_id for one in line.sandbox.deliveries} == {None, open_thread.id}
            assert await line.settled()

    in_a_blink(story())


def test_a_group_without_the_right_to_write_is_asked_once_a_day(tmp_path: Path) -> None:
    """Fault 16."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            (group,) = await line.groups(1)
            no_rights = Fault.reject(
                "not enough rights to send text messages to the chat", method="sendMessage", times=100
            )
            line.sandbox.faults.add(no_rights)
            await line.publish(a_brief("harbour"))
            async with line.dispatching():
                for asked in range(1, 4):
                    await line.over(600)
                    assert 100 - len(line.sandbox.faults) == asked
                    line.set_forward += timedelta(days=1)
                line.sandbox.faults.clear()
                await line.until(lambda: line.received() == {group: 1}, within=60)
            assert await line.settled()

    in_a_blink(story())


def test_an_answer_that_comes_too_late_is_a_lost_one(tmp_path: Path) -> None:
    """Fault 22: longer than the read time-out, at most one repeat."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            (anna,) = await line.people(1)
            line.sandbox.faults.add(Fault.hang(300, method="sendMessage", times=3))
            await line.publish(a_brief("harbour"))
            async with line.dispatching():
                await line.over(1000)
            assert line.received() == {anna: 2}
            assert await line.settled()

    in_a_blink(story())


def test_ten_minutes_without_telegram_cost_nothing(tmp_path: Path) -> None:
    """Fault 23: refused connections prove that nothing was sent; afterwards all arrives once, within the limits."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            chats = await line.people(60)
            port = int(line.sandbox.address.rpartition(":")[2])
            await line.sandbox.close()
            await line.publish(a_brief("harbour"))
            async with line.dispatching(address=f"http://127.0.0.1:{port}"):
                await line.over(600)
                await line.sandbox.open(port)
                await line.until(lambda: len(line.sandbox.deliveries) == 60, within=70)
            assert line.received("about harbour") == dict.fromkeys(chats, 1)
            assert await line.settled()

    in_a_blink(story())


@pytest.mark.parametrize(("accident", "most"), [(Fault.bad_gateway, 1), (Fault.garbage, 1), (Fault.server_error, 1)])
def test_what_a_proxy_or_a_failing_server_says_is_made_good(
    tmp_path: Path, accident: Callable[..., Fault], most: int
) -> None:
    """Faults 24, 25 and 26: for everybody at once, for a while."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            chats = await line.people(20)
            line.sandbox.faults.add(accident(method="sendMessage", times=12))
            await line.publish(a_brief("harbour"))
            async with line.dispatching():
                await line.until(lambda: len(line.sandbox.deliveries) >= 20)
                await line.over(600)
            assert line.received("about harbour") == dict.fromkeys(chats, most)
            assert await line.settled()

    in_a_blink(story())


def test_a_token_revoked_in_the_middle_loses_and_repeats_nothing(tmp_path: Path) -> None:
    """Fault 27: with messages in flight; it goes on with a new token after a restart, no attempt burnt."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            chats = await line.people(60)
            await line.publish(a_brief("harbour"))
            async with line.dispatching():
                await line.until(lambda: len(line.sandbox.deliveries) >= 15)
                line.sandbox.faults.add(Fault.revoke_token(method="sendMessage", times=10_000))
                await line.over(900)
                told = len(line.sandbox.deliveries)
                refused = 10_000 - len(line.sandbox.faults)
            assert 15 <= told < 60
            assert refused <= 16 + 16 * 900 / 300, "it must not be asked on and on"
            line.sandbox.faults.clear()
            async with line.dispatching():  # as started again, with the token that Telegram knows
                await line.until(lambda: len(line.sandbox.deliveries) == 60, within=30)
            assert line.received("about harbour") == dict.fromkeys(chats, 1)
            assert await line.settled()

    in_a_blink(story())


def test_the_second_part_fails_and_the_first_is_not_repeated(tmp_path: Path) -> None:
    """Fault 31."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            await line.people(1)
            await line.publish(a_brief("harbour", text=LONG))
            async with line.dispatching():
                await line.until(lambda: len(line.sandbox.deliveries) == 1)
                line.sandbox.faults.add(Fault.server_error(method="sendMessage", times=2))
                await line.until(lambda: len(line.sandbox.deliveries) == 2)
                await line.over(600)
            assert len({one.text for one in line.sandbox.deliveries}) == len(line.sandbox.deliveries) == 2
            assert await line.settled()

    in_a_blink(story())


def test_blocked_in_the_middle_of_a_split_nothing_follows_and_nothing_is_repeated(tmp_path: Path) -> None:
    """Fault 37."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            (anna,) = await line.people(1)
            await line.publish(a_brief("harbour", text=LONG))
            async with line.dispatching():
                await line.until(lambda: len(line.sandbox.deliveries) == 1)
                line.sandbox.block("reader 0")
                await line.over(300)
                assert await state_of(line, anna) is ChatState.DORMANT
                assert await line.settled()
                line.sandbox.unblock("reader 0")
                await line.storage.wake_chat(anna, now=line.now())
                await line.publish(a_brief("bridge"))
                await line.until(lambda: line.received("about bridge") == {anna: 1})
            assert line.received()[anna] == 2

    in_a_blink(story())


@pytest.mark.parametrize("jump", [HOUR, -HOUR, 25 * HOUR, -90 * timedelta(minutes=1)])
def test_a_clock_that_is_set_makes_no_storm_and_no_stall(tmp_path: Path, jump: timedelta) -> None:
    """Fault 35."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            chats = await line.people(60)
            await line.publish(a_brief("harbour"))
            async with line.dispatching():
                await line.until(lambda: len(line.sandbox.deliveries) >= 20)
                line.set_forward += jump
                await line.until(lambda: len(line.sandbox.deliveries) == 60, within=3)
                await line.publish(a_brief("bridge"))
                await line.until(lambda: len(line.sandbox.deliveries) == 120, within=5)
                await line.over(300)
            assert line.received() == dict.fromkeys(chats, 2)
            assert await line.settled()

    in_a_blink(story())


def test_another_program_s_lock_loses_no_result_and_lets_nothing_unrecorded_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 38: SQLITE_BUSY for a minute, with messages in flight."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            chats = await line.people(40)
            await line.publish(a_brief("harbour"))
            outsider = sqlite3.connect(tmp_path / "briefbot.db", isolation_level=None)
            async with line.dispatching():
                await line.until(lambda: len(line.sandbox.deliveries) >= 10)
                outsider.execute("BEGIN IMMEDIATE")
                await line.over(1)
                told = len(line.sandbox.deliveries)
                await line.over(60)
                assert len(line.sandbox.deliveries) == told < 40, "it sent what it could not record"
                outsider.execute("ROLLBACK")
                await line.until(lambda: len(line.sandbox.deliveries) == 40, within=30)
            outsider.close()
            assert line.received("about harbour") == dict.fromkeys(chats, 1)
            assert await line.settled()

    in_a_blink(story())
    assert "is locked by another program: stop that program" in caplog.text


def test_a_disk_that_fills_up_loses_no_result_and_lets_nothing_unrecorded_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 38: rows are owed and in flight when the room ends; a limit on the size of files stands for the disk."""

    async def story() -> None:
        async with open_line(tmp_path) as line:
            chats = await line.people(40)
            await line.publish(a_brief("harbour"))
            async with line.dispatching():
                await line.until(lambda: len(line.sandbox.deliveries) >= 10)
                with a_full_disk(tmp_path):
                    await line.over(3)
                    told = len(line.sandbox.deliveries)
                    await line.over(60)
                    assert len(line.sandbox.deliveries) == told < 40, "it sent what it could not record"
                await line.until(lambda: len(line.sandbox.deliveries) == 40, within=30)
            assert line.received("about harbour") == dict.fromkeys(chats, 1)
            assert await line.settled()

    in_a_blink(story())
    assert "disk" in caplog.text


@contextmanager
def a_full_disk(folder: Path) -> Iterator[None]:
    """No file grows beyond what the WAL holds now (SIGXFSZ is ignored by Python)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((folder / "briefbot.db-wal").stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
