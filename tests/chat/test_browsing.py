"""The catalogue in a chat: browse by buttons in one message, follow, and take it back."""

from pathlib import Path

import pytest

from bot import clock
from bot.chat.browsing import Browser
from bot.chat.desk import Desk
from bot.chat.references import Act, Reference
from bot.chat.speaking import Place
from bot.own_catalogue import catalogue_at
from bot.settings import Settings
from bot.topics.ready_made import CatalogueError, our_catalogue
from bot.upkeep import examine
from storage.model import NO_THREAD, ChatId, ChatKind
from tests.builders import a_brief
from tests.newsroom import Newsroom, open_newsroom

MARS = a_brief(key="mars", title="A Mars rover finds ice", text="The Mars rover found ice at the harbour of Gale.")
OWN = '[harbours]\nquery = "harbour"\nnames = { en = "Harbours" }\n'


async def follows(room: Newsroom, chat: int) -> list[str]:
    return [one.words for one in await room.storage.subscriptions(ChatId(chat), NO_THREAD)]


async def browse_to(room: Newsroom, *labels: str) -> None:
    await room.say("anna", "/browse")
    for label in labels:
        await room.press("anna", label)


def buttons(room: Newsroom, name: str) -> list[str]:
    """The labels under the newest message to a person."""
    (transcript,) = [one for one in room.sandbox.transcript() if one.name == name]
    return [button.label for row in transcript.lines[-1].buttons for button in row]


async def test_a_topic_is_found_and_followed_in_one_message(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await browse_to(room, "Space", "Moon and Mars", "Follow")
        assert len(room.told("anna")) == 1
        assert "You follow this" in room.told("anna")[-1]
        await room.publish(MARS)
        await room.idle()
        assert len(room.received("Mars rover found ice")) == 1


async def test_what_is_followed_is_marked_from_the_top_down(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await browse_to(room, "Space", "Moon and Mars", "Follow", "Back")
        assert {"✓ Moon and Mars", "Astronomy"} <= set(buttons(room, "anna"))
        await room.press("anna", "Back")
        assert {"✓ Space", "Science"} <= set(buttons(room, "anna"))


async def test_following_and_leaving_can_be_undone(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await browse_to(room, "Space", "Astronomy", "Follow")
        anna = room.sandbox.meet("anna")
        assert await follows(room, anna) == ["Astronomy"]
        await room.press("anna", "Undo")
        assert await follows(room, anna) == []
        await room.press("anna", "Undo")
        assert await follows(room, anna) == ["Astronomy"]
        await browse_to(room, "Space", "Astronomy", "Unfollow")
        assert await follows(room, anna) == []


async def test_a_topic_of_the_catalogue_is_left_by_its_name(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await browse_to(room, "Space", "Astronomy", "Follow")
        await room.say("anna", "/unfollow astronomy")
        assert await follows(room, room.sandbox.meet("anna")) == []


async def test_what_a_topic_also_covers_and_has_in_the_archive_is_shown(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.publish(MARS)
        await browse_to(room, "World", "Europe", "Ukraine")
        assert "also Ukrainian" in room.told("anna")[-1]
        await browse_to(room, "Space", "Moon and Mars")
        assert "1 in the archive" in room.told("anna")[-1]
        await room.press("anna", "Show")
        assert "Mars rover found ice" in room.told("anna")[-1]


async def test_in_a_group_all_browse_and_admins_follow(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        group = room.sandbox.world.membership.add_group("Editors", ["anna", "ben"]).id
        room.sandbox.say("ben", "/browse", chat_id=group)
        await room.idle()
        for label in ("Space", "Astronomy", "Follow"):
            assert room.sandbox.press("ben", label, chat_id=group)
            await room.idle()
        assert await follows(room, group) == []
        assert room.sandbox.press("anna", "Follow", chat_id=group)
        await room.idle()
        assert await follows(room, group) == ["Astronomy"]


async def test_an_operator_s_topic_stands_beside_ours_until_it_is_gone(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN, "utf-8")
    async with open_newsroom(tmp_path, Settings(catalogue=own)) as room:
        await browse_to(room, "Harbours", "Follow")
        assert await follows(room, room.sandbox.meet("anna")) == ["Harbours"]


async def test_the_button_of_an_entry_that_is_gone_leads_to_the_top(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        desk = Desk(room.storage, now=clock.now)
        browser = Browser(room.storage, desk, our_catalogue(), now=clock.now)
        place = Place(ChatId(room.sandbox.meet("anna")), NO_THREAD, ChatKind.PRIVATE, "anna")
        for act in (Act.BROWSE, Act.BROWSE_FOLLOW, Act.BROWSE_UNFOLLOW, Act.BROWSE_RESTORE):
            answer = await browser.press(place, Reference(act, words="no-more"), None)
            assert "not in the catalogue" in answer.html
            assert answer.buttons[0][0].action == "b"


async def test_names_are_in_the_language_of_the_person(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        browser = Browser(room.storage, Desk(room.storage, now=clock.now), our_catalogue(), now=clock.now)
        place = Place(ChatId(room.sandbox.meet("anna")), NO_THREAD, ChatKind.PRIVATE, "anna")
        labels = [button.label for row in (await browser.browse(place, "de-AT")).buttons for button in row]
        assert {"Welt", "Wissenschaft"} <= set(labels)


async def test_the_doctor_and_the_start_point_at_a_mistake_in_the_operator_s_file(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[harbours]\nquery = '(harbour'\nnames = { en = 'Harbours' }", "utf-8")
    found = await examine(Settings(data=tmp_path, catalogue=own))
    line = next(finding.line for finding in found if "own.toml" in finding.line)
    assert line.startswith("own.toml [harbours] query, at “(harbour” (character 1): ")
    with pytest.raises(CatalogueError, match="harbours"):
        catalogue_at(own)


async def test_a_file_that_is_not_there_is_told_by_its_setting(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"BRIEFBOT_CATALOGUE: .*own\.toml cannot be read: No such file"):
        catalogue_at(tmp_path / "own.toml")
