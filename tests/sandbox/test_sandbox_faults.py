"""Planned accidents: what the bot is told, and what the chat really received."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.sandbox import Fault, Sandbox
from bot.sandbox.errors import ApiError


@pytest.fixture
def chat_id(sandbox: Sandbox) -> int:
    sandbox.say("you", "hi")
    return sandbox.world.private_chat("you").id


@pytest.mark.parametrize(
    ("fault", "error", "text"),
    [
        (Fault.too_many(10_072), RetryAfter, "Retry in 2:47:52"),
        (Fault.too_many_unsaid(), NetworkError, "Too Many Requests"),
        (Fault.server_error(), NetworkError, "Internal Server Error"),
        (Fault.bad_gateway(), NetworkError, "(?i)bad gateway"),
        (Fault.garbage(), TelegramError, "Invalid server response"),
        (Fault.forbid("user is deactivated"), Forbidden, "user is deactivated"),
        (Fault.reject("chat not found"), BadRequest, "Chat not found"),
        (Fault.revoke_token(), InvalidToken, "Unauthorized"),
        (Fault.refuse(ApiError(400, "Bad Request: moved", migrate_to_chat_id=-5)), ChatMigrated, "-5"),
        (Fault.drop(), NetworkError, "."),
    ],
)
async def test_a_refused_call_delivers_nothing_and_the_next_one_does(
    sandbox: Sandbox, bot: Bot, chat_id: int, fault: Fault, error: type[TelegramError], text: str
) -> None:
    sandbox.faults.add(fault)
    with pytest.raises(error, match=text):
        await bot.send_message(chat_id, "x")
    assert sandbox.deliveries == []
    await bot.send_message(chat_id, "x")
    assert len(sandbox.deliveries) == 1


@pytest.mark.parametrize(
    "fault", [Fault.lose_answer(), Fault.bad_gateway().after_delivery(), Fault.garbage().after_delivery()]
)
async def test_a_lost_answer_looks_like_a_failure_but_was_delivered(
    sandbox: Sandbox, bot: Bot, chat_id: int, fault: Fault
) -> None:
    sandbox.faults.add(fault)
    with pytest.raises(TelegramError):
        await bot.send_message(chat_id, "x")
    assert [delivery.text for delivery in sandbox.deliveries] == ["x"]


async def test_a_late_answer_times_out_though_the_message_arrived(sandbox: Sandbox, bot: Bot, chat_id: int) -> None:
    sandbox.faults.add(Fault.hang(60, method="sendMessage"))
    with pytest.raises(TimedOut):
        await bot.send_message(chat_id, "x", read_timeout=0.1)
    assert len(sandbox.deliveries) == 1


async def test_closing_waits_for_no_late_answer(sandbox: Sandbox, bot: Bot, chat_id: int) -> None:
    sandbox.faults.add(Fault.hang(60))
    call = asyncio.create_task(bot.send_message(chat_id, "x"))
    assert await sandbox.until(lambda: len(sandbox.deliveries) == 1)
    await sandbox.close()
    assert (await call).text == "x"


async def test_a_fault_meets_only_whom_it_is_meant_for_and_as_often_as_planned(
    sandbox: Sandbox, bot: Bot, chat_id: int
) -> None:
    sandbox.say("ann", "hi")
    ann = sandbox.world.private_chat("ann").id
    sandbox.faults.add(Fault.server_error(method="sendMessage", chat_id=ann, times=2))
    await bot.get_me()
    await bot.send_message(chat_id, "x")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(ann, "x")
    await bot.send_message(ann, "x")
    assert len(sandbox.faults) == 0


async def test_planned_faults_can_be_called_off(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.faults.add(Fault.drop(times=5))
    sandbox.faults.clear()
    assert (await bot.get_me()).is_bot
