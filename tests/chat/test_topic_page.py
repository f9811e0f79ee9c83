"""A tap on a topic opens its page; each thing it offers is done at a tap, and undone at another."""

from datetime import timedelta
from pathlib import Path

from bot import clock
from storage.model import ChatId
from tests.builders import a_brief
from tests.newsroom import Newsroom, open_newsroom


async def opened(room: Newsroom) -> None:
    await room.say("anna", "/follow harbour")
    await room.say("anna", "/topics")
    await room.press("anna", "harbour")


async def test_a_tap_opens_the_page_and_ends_nothing(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await opened(room)
        first, second, third, fourth = room.told("anna")[-1].split("\n")
        assert (first, second, fourth) == ("harbour", "looks for harbour", "Comes as usual.")
        assert third.startswith("0 in the archive. Followed since ")
        await room.publish(a_brief())
        await room.idle()
        assert len(room.received("decided about harbour")) == 1


async def test_silent_comes_without_a_sound_and_can_be_undone(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await opened(room)
        await room.press("anna", "Silent")
        assert room.told("anna")[-1] == "harbour: Comes without a sound."
        await room.press("anna", "Undo")
        assert room.told("anna")[-1] == "harbour: Comes as usual."


async def test_important_comes_in_quiet_hours_what_is_not_waits(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        now = clock.now()
        quiet = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=2):%H:%M}"
        await room.say("anna", f"/quiet {quiet}")
        await room.say("anna", "/follow !harbour")
        assert "Important: it comes at once, in quiet hours as well." in room.told("anna")[-1]
        await room.say("anna", "/follow ferry")
        ferry = a_brief("ferry", text="The ferry is late again today.")
        await room.publish(ferry, a_brief("quay", text="The harbour is closed to all ships."))
        await room.idle()
        assert len(room.received("The harbour is closed")) == 1
        assert room.received("The ferry is late") == []


async def test_what_was_due_before_the_quiet_hours_waits_and_what_is_important_does_not(tmp_path: Path) -> None:
    """A long queue may bring both into one bundle."""
    async with open_newsroom(tmp_path) as room:
        now = clock.now()
        await room.say("anna", "/follow !harbour")
        await room.say("anna", "/follow ferry")
        chat = ChatId(room.sandbox.meet("anna"))
        await room.storage.freeze_chat(chat, until=now + timedelta(hours=3))
        ferry = a_brief("ferry", text="The ferry is late again today.")
        await room.publish(ferry, a_brief("quay", text="The harbour is closed to all ships."))
        await room.idle()
        quiet = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=2):%H:%M}"
        await room.storage.set_quiet(chat, quiet, now=now)
        (bundle,) = await room.storage.claim_bundles(now + timedelta(hours=4), limit=1, not_to=(), each=9)
        await room.storage.freeze_chat(chat, until=now)
        await room.storage.release([each.id for each in bundle.deliveries], due_at=now)
        await room.idle()
        assert len(room.received("The harbour is closed")) == 1
        assert room.received("The ferry is late") == []


async def test_a_snoozed_topic_waits_and_is_woken_at_a_tap(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await opened(room)
        await room.press("anna", "Snooze")
        assert room.told("anna")[-1] == "For how long shall harbour wait?"
        await room.press("anna", "3 days")
        assert room.told("anna")[-1].startswith("harbour is snoozed until ")
        await room.publish(a_brief())
        await room.idle()
        assert room.received("decided about harbour") == []
        await room.press("anna", "Undo")
        assert len(room.received("decided about harbour")) == 1
