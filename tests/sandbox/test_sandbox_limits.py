"""How much may be sent: 30 a second overall, 1 a second to a person, 20 a minute to a group."""

from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.sandbox import TOKEN, ChatKind, Limits, NoLimits, Sandbox


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_person_gets_three_at_once_and_then_one_a_second() -> None:
    clock = Clock()
    limits = Limits(clock)
    assert [limits.admit(1, ChatKind.PRIVATE) for _ in range(4)] == [0, 0, 0, 1]
    clock.seconds = 1.0
    assert [limits.admit(1, ChatKind.PRIVATE) for _ in range(2)] == [0, 1]


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.SUPERGROUP, ChatKind.CHANNEL])
def test_a_group_gets_twenty_in_any_minute(kind: ChatKind) -> None:
    clock = Clock()
    limits = Limits(clock)
    for _ in range(20):
        assert limits.admit(-1, kind) == 0
        clock.seconds += 1
    assert limits.admit(-1, kind) == 40
    clock.seconds = 60.0
    assert [limits.admit(-1, kind) for _ in range(2)] == [0, 1]


def test_all_chats_together_get_thirty_a_second_and_a_refusal_counts_nothing() -> None:
    clock = Clock()
    limits = Limits(clock)
    assert [limits.admit(chat, ChatKind.PRIVATE) for chat in range(31)] == [0] * 30 + [1]
    clock.seconds = 1.0
    assert [limits.admit(chat, ChatKind.PRIVATE) for chat in range(100, 131)] == [0] * 30 + [1]


def test_steps_of_a_tenth_add_up_to_a_second() -> None:
    clock = Clock()
    limits = Limits(clock)
    for _ in range(3):
        limits.admit(1, ChatKind.PRIVATE)
    for _ in range(10):
        clock.seconds += 0.1
        wait = limits.admit(2, ChatKind.CHANNEL)
    assert (wait, limits.admit(1, ChatKind.PRIVATE)) == (0, 0)


def test_without_limits_nothing_waits() -> None:
    assert {NoLimits(Clock()).admit(1, ChatKind.PRIVATE) for _ in range(100)} == {0}


async def test_a_message_too_many_is_refused_and_never_arrives(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.say("you", "hi")
    chat_id = sandbox.world.private_chat("you").id
    for _ in range(3):
        await bot.send_message(chat_id, "x")
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(chat_id, "y")
    assert refusal.value.retry_after == timedelta(seconds=1)
    assert [delivery.text for delivery in sandbox.deliveries] == ["x"] * 3


async def test_the_wait_stands_in_the_header_too_and_edits_count(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.say("you", "hi")
    chat_id = sandbox.world.private_chat("you").id
    sent = await bot.send_message(chat_id, "1")
    await sent.edit_text("2")
    await sent.edit_text("3")
    async with aiohttp.ClientSession() as web:
        call = f"{sandbox.address}/bot{TOKEN}/editMessageText"
        async with web.get(call, params={"chat_id": chat_id, "message_id": 2, "text": "4"}) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
            assert await answer.json() == {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 1",
                "parameters": {"retry_after": 1},
            }
