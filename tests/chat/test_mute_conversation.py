"""Muting in the chat: by words, by the buttons of a brief, and back again."""

from pathlib import Path

import pytest

from bot import clock
from bot.chat.mute_desk import MuteDesk
from bot.chat.references import Act, read_reference
from bot.chat.speaking import Place
from bot.chat.why_desk import WhyDesk
from storage.model import NO_THREAD, ChatId, ChatKind
from tests.builders import a_brief, a_visit
from tests.newsroom import Newsroom, open_newsroom

REGATTA = a_brief("regatta", title="Regatta in the harbour", text="The harbour race is a sport for all.")
FERRY = a_brief("ferry", title="Ferry leaves", text="The ferry left the harbours at noon.")


async def following(room: Newsroom, topic: str = "harbour") -> None:
    await room.say("anna", f"/follow {topic}")


async def test_what_is_muted_does_not_come_whatever_the_topic(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await following(room)
        await room.say("anna", "/mute sport")
        assert room.told("anna")[-1] == "I keep back what mentions sport, whatever the topic."
        await room.publish(REGATTA, FERRY)
        await room.idle()
        assert not room.received("harbour race")
        assert room.received("left the harbours")


async def test_the_undo_of_a_mute_brings_what_came_meanwhile(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await following(room)
        await room.say("anna", "/mute sport")
        await room.publish(REGATTA)
        await room.idle()
        await room.press("anna", "Undo")
        assert "What mentions sport comes again." in room.told("anna")
        assert len(room.received("harbour race")) == 1


async def test_mute_alone_lists_and_a_tap_ends_one_and_its_undo_begins_it_again(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/mute")
        assert room.told("anna")[-1].startswith("Nothing is muted. /mute football")
        await room.say("anna", "/mute sport, chess club")
        await room.say("anna", "/mute")
        assert room.told("anna")[-1] == "Muted\n1. sport\n2. chess club"
        await room.press("anna", "✕ chess club")
        assert room.told("anna")[-1] == "What mentions chess club comes again."
        await room.press("anna", "Undo")
        assert room.told("anna")[-1] == "I keep back what mentions chess club, whatever the topic."
        await room.say("anna", "/unmute sport")
        await room.say("anna", "/unmute sport")
        assert room.told("anna")[-1] == "That is not muted. /mute shows what is."


async def test_a_mute_that_cannot_be_read_is_pointed_at(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/mute (sport")
        assert "^" in room.told("anna")[-1]
        await room.say("anna", "/unmute (sport")
        assert "^" in room.told("anna")[-1]


async def test_a_brief_says_why_it_came_and_by_which_words(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await following(room)
        await room.publish(FERRY)
        await room.idle()
        await room.press("anna", "Why?")
        assert room.told("anna")[-1] == "“Ferry leaves” came for\n• harbour: it says harbours"


async def test_a_word_can_be_muted_for_one_topic_from_a_brief(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await following(room)
        await room.publish(FERRY)
        await room.idle()
        await room.press("anna", "Why?")
        await room.press("anna", "Not “harbours”")
        assert room.told("anna")[-1] == "For harbour, I keep back what mentions harbours."
        await room.publish(a_brief("ferries", text="Both harbours are full of ferries."), REGATTA)
        await room.idle()
        assert not room.received("full of ferries")
        assert room.received("harbour race")
        await room.press("anna", "Undo")
        assert room.received("full of ferries")


async def test_a_source_can_be_muted_for_one_topic_from_a_brief(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await following(room)
        await room.publish(FERRY)
        await room.idle()
        await room.press("anna", "Why?")
        await room.press("anna", "Not from Harbour News")
        assert room.told("anna")[-1] == "For harbour, I keep back what comes from Harbour News."
        await room.publish(REGATTA)
        await room.idle()
        assert not room.received("harbour race")
        await room.say("anna", "/mute")
        assert room.told("anna")[-1] == "Muted\n1. from Harbour News, for harbour"


async def test_a_topic_can_be_looked_for_in_titles_only_and_everywhere_again(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await following(room)
        await room.publish(FERRY)
        await room.idle()
        await room.press("anna", "Why?")
        await room.press("anna", "Only in titles")
        assert room.told("anna")[-1] == "harbour is looked for in titles only, from now on."
        await room.publish(a_brief("crane", title="A crane", text="The harbour has a new crane."), REGATTA)
        await room.idle()
        assert not room.received("new crane")
        assert room.received("harbour race")
        await room.press("anna", "Undo")
        assert "harbour is looked for everywhere again." in room.told("anna")
        assert room.received("new crane")


async def test_what_waits_for_a_topic_goes_on_waiting_where_its_title_has_it(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await following(room)
        await room.publish(FERRY)
        await room.idle()
        await room.say("anna", "/pause")
        await room.publish(a_brief("crane", title="A crane", text="The harbour has a new crane."), REGATTA)
        await room.idle()
        await room.press("anna", "Why?")
        await room.press("anna", "Only in titles")
        await room.say("anna", "/resume")
        assert room.received("harbour race")
        assert not room.received("new crane")


async def test_a_bundle_is_asked_which_brief_is_meant(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await following(room)
        await room.say("anna", "/pause")
        await room.publish(FERRY, REGATTA)
        await room.idle()
        await room.say("anna", "/resume")
        await room.press("anna", "Why?")
        assert room.told("anna")[-1] == "Which of them?\n1. Ferry leaves\n2. Regatta in the harbour"
        await room.press("anna", "2")
        assert "“Regatta in the harbour” came for\n• harbour" in room.told("anna")[-1]


FORGED = (
    "y:1",
    "y:2",
    "y:99",
    "y",
    "ns:1,1",
    "nw:1,1,1",
    "nw:1,2,9",
    "nw:1",
    "ns",
    "to:7",
    "to",
    "tu:1,2",
    "mu:5",
    "mm:5",
)


@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_button_tells_nothing_of_briefs_that_were_not_sent_here(tmp_path: Path, data: str) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.publish(FERRY)
        await following(room)
        await room.publish(REGATTA)
        await room.say("ben", "/follow nothing at all")
        (ben,) = [each.chat_id for each in room.sandbox.deliveries if "You follow nothing" in each.text]
        place = Place(ChatId(ben), NO_THREAD, ChatKind.PRIVATE, "ben")
        reference = read_reference(data)
        assert reference is not None
        if reference.act is Act.WHY:
            told = await WhyDesk(room.storage, now=clock.now).why(place, reference, 1)
        else:
            told = await MuteDesk(room.storage, now=clock.now).press(place, reference)
        assert "arbour" not in told.html
        assert not told.buttons
        assert await room.storage.mutes(*place.who) == []


async def test_a_source_whose_name_no_topic_can_hold_is_muted_by_its_address(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await following(room)
        await room.publish(FERRY)
        (source,) = await room.storage.sources()
        await room.storage.store_visit(source.id, a_visit().model_copy(update={"title": "☆ " * 40}))
        await room.idle()
        await room.press("anna", "Why?")
        await room.press("anna", "Not from ☆")
        assert room.told("anna")[-1].startswith("For harbour, I keep back what comes from ☆")
        await room.storage.store_visit(source.id, a_visit(REGATTA).model_copy(update={"title": "☆ " * 40}))
        await room.idle()
        assert not room.received("harbour race")
