"""Who was away and is back may catch up: at a tap, once, and nothing comes unasked."""

from pathlib import Path

from bot import clock
from storage.model import ChatId
from tests.builders import a_brief
from tests.newsroom import Newsroom, open_newsroom


async def away(room: Newsroom, number: int) -> None:
    """Anna follows harbour, blocks the bot, and so many briefs come while she is away."""
    await room.say("anna", "/follow harbour")
    await room.storage.make_dormant(ChatId(room.sandbox.meet("anna")), reason="blocked", now=clock.now())
    await room.publish(*(a_brief(f"harbour-{n}", title=f"Harbour {n}") for n in range(number)))
    await room.idle()


async def test_who_is_back_is_told_what_came_and_gets_it_at_a_tap(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await away(room, 3)
        await room.say("anna", "/help")
        assert "Welcome back: 3 briefs on 1 topic while you were away." in room.told("anna")
        assert room.received("decided about") == []

        await room.press("anna", "Catch up")

        assert "Here you are: 3 briefs." in room.told("anna")
        told = "\n".join(room.told("anna"))
        assert [n for n in range(3) if f"Harbour {n}" in told] == [0, 1, 2]
        assert len([text for text in room.told("anna") if "Harbour 0" in text]) == 1


async def test_a_skip_brings_nothing_and_can_be_taken_back(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await away(room, 2)
        await room.say("anna", "/help")
        await room.press("anna", "Skip")
        assert "Skipped. From here on your news comes as before." in room.told("anna")
        await room.press("anna", "Undo")
        await room.press("anna", "Catch up")
        assert "Here you are: 2 briefs." in room.told("anna")


async def test_who_missed_nothing_is_simply_welcome(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await away(room, 0)
        await room.say("anna", "/help")
        assert "Good to be back. Your topics are as you left them." in room.told("anna")


async def test_what_comes_after_the_return_comes_as_ever(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await away(room, 1)
        await room.say("anna", "/help")
        await room.publish(a_brief("fresh", text="The harbour is open."))
        await room.idle()
        assert len(room.received("The harbour is open.")) == 1
        await room.press("anna", "Catch up")
        assert "Here you are: 1 brief." in room.told("anna")
