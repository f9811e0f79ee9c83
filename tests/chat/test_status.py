"""/status tells a person what waits and until when, and operators what was given up, and why."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import clock
from bot.chat import status_texts
from bot.sandbox import NoLimits, Sandbox
from bot.settings import Settings
from storage.model import Backlog, ChatId
from storage.model_status import ChatStatus
from tests.builders import AT, HOUR, a_brief, a_chat
from tests.newsroom import Newsroom, open_newsroom, work_in


@asynccontextmanager
async def a_room_run_by(name: str, folder: Path) -> AsyncIterator[Newsroom]:
    """A newsroom whose operator is the person of this name."""
    sandbox = Sandbox(limits=NoLimits(clock.monotonic))
    await sandbox.open()
    try:
        async with work_in(folder, sandbox, Settings(admins=(sandbox.meet(name),))) as room:
            yield room
    finally:
        await sandbox.close()


async def test_nothing_waits_and_the_last_brief_is_named(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/status")
        assert room.told("anna")[-1] == "0 waiting, nothing delivered yet."
        await room.say("anna", "/follow harbour")
        await room.publish(a_brief())
        await room.idle()
        await room.say("anna", "/status")
        first, last = room.told("anna")[-1].split("\n")
        assert first.startswith("0 waiting, last delivered ")
        assert last == "Last: News of harbour"


async def test_a_pause_says_what_it_holds_and_is_ended_at_a_tap(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        await room.say("anna", "/pause")
        await room.publish(a_brief())
        await room.idle()
        await room.say("anna", "/status")
        told = room.told("anna")[-1]
        assert told.startswith("1 waiting, nothing delivered yet.\nPaused since ")
        await room.press("anna", "Resume")
        assert len(room.received("decided about harbour")) == 1


async def test_an_operator_sees_what_was_given_up_and_why_nobody_else_does(tmp_path: Path) -> None:
    async with a_room_run_by("olga", tmp_path) as room:
        await room.say("anna", "/follow harbour")
        await room.say("anna", "/pause")
        await room.publish(a_brief())
        await room.idle()
        chat = ChatId(room.sandbox.meet("anna"))
        await room.storage.resume_chat(chat, now=clock.now() + timedelta(hours=1))
        (bundle,) = await room.storage.claim_bundles(clock.now() + timedelta(hours=2), limit=1, not_to=(), each=9)
        await room.storage.record_dead([bundle.deliveries[0].id], reason="refused: <odd>", now=clock.now())

        await room.say("anna", "/status")
        await room.say("olga", "/status")

        assert "refused" not in room.told("anna")[-1]
        told = room.told("olga")[-1]
        assert "1× refused: <odd> (last " in told
        assert "News of harbour" in told
        assert "2 active" in told


def test_what_comes_later_is_told_by_the_clock_of_the_chat() -> None:
    backlog = Backlog(unplanned=0, due=0, sending=0, later=3, next_due_at=AT + HOUR, held=0)
    chat = a_chat(zone="Asia/Tokyo", frozen_until=AT + 2 * HOUR)

    message = status_texts.chat_status(ChatStatus(chat=chat, backlog=backlog, last=None), AT)

    assert message.html.split("\n") == [
        "<b>3 waiting</b>, nothing delivered yet.",
        "Telegram lets me write here again at 01:05 on 4 Nov.",
        "3 come later, the next at 00:05 on 4 Nov.",
    ]


def test_an_instant_has_its_day_where_that_is_not_today() -> None:
    now = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)

    assert status_texts.clock(now - HOUR, now, None) == "13:05 UTC"
    assert status_texts.clock(now - 24 * HOUR, now, None) == "14:05 UTC on 2 Nov"
    assert status_texts.clock(now - 365 * 24 * HOUR, now, "Europe/Kyiv") == "16:05 on 3 Nov 2025"
