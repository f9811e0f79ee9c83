"""The composition root: workers stop in good order, none dies unheard, none keeps the process from ending."""

import asyncio
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.app import StartError, keep_running, run_bot
from bot.settings import Settings
from storage.errors import DatabaseUnavailable

NEVER = timedelta(minutes=1)
AT_ONCE = timedelta(0)


class Worker:
    """Waits for the word to stop, ends its unit of work, and remembers that it did."""

    def __init__(self) -> None:
        self.has_ended = False

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop."""
        await stop.wait()
        self.has_ended = True


async def die(_stop: asyncio.Event) -> None:
    raise ConnectionError("the cable")


async def die_in_a_group(_stop: asyncio.Event) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(lose_the_disk())


async def lose_the_disk() -> None:
    raise DatabaseUnavailable("the disk is full")


async def be_set_up_wrongly(_stop: asyncio.Event) -> None:
    raise StartError("the port is taken")


async def hang(_stop: asyncio.Event) -> None:
    await asyncio.Event().wait()


async def test_told_to_stop_every_worker_ends_its_work() -> None:
    first, second, stop = Worker(), Worker(), asyncio.Event()
    stop.set()
    await keep_running({"first": first.run, "second": second.run}, stop, grace=NEVER)
    assert (first.has_ended, second.has_ended) == (True, True)


async def test_a_worker_that_dies_stops_the_others_in_good_order_and_its_error_is_raised() -> None:
    other = Worker()
    with pytest.raises(ConnectionError, match="the cable"):
        await keep_running({"dying": die, "other": other.run}, asyncio.Event(), grace=NEVER)
    assert other.has_ended


async def test_an_error_from_the_middle_of_a_worker_is_raised_bare() -> None:
    with pytest.raises(DatabaseUnavailable, match="the disk is full"):
        await keep_running({"dying": die_in_a_group}, asyncio.Event(), grace=NEVER)


async def test_a_worker_that_hangs_is_cancelled_after_the_grace_time() -> None:
    stop = asyncio.Event()
    stop.set()
    await asyncio.wait_for(keep_running({"hanging": hang}, stop, grace=AT_ONCE), NEVER.total_seconds())


async def test_a_death_is_logged_with_its_traceback_and_a_mistake_of_a_person_is_not(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(StartError):
        await keep_running({"wrong": be_set_up_wrongly}, asyncio.Event())
    assert caplog.records == []
    with pytest.raises(ConnectionError):
        await keep_running({"dying": die}, asyncio.Event())
    assert [record.getMessage() for record in caplog.records if record.exc_info] == ["worker.died worker=dying"]


async def test_a_public_address_where_nothing_listens_is_one_clear_line() -> None:
    settings = Settings(token=SecretStr("1:x"), public_url="https://bot.example.org")
    with pytest.raises(StartError, match="set BRIEFBOT_WEB_PORT too"):
        await run_bot(settings, asyncio.Event())
