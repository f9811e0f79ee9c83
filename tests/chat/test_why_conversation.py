"""/whynot: a brief that did not come is traced by its link, from its source to the queue."""

from pathlib import Path

from tests.builders import a_brief
from tests.newsroom import Newsroom, open_newsroom

LINK = "https://news.test/ferry"
FERRY = a_brief("ferry", title="Ferry leaves", text="The ferry left the harbour at noon.", url=LINK)


async def verdict(room: Newsroom, link: str = LINK, name: str = "anna") -> str:
    """What the bot answers, without its first line, which names the brief."""
    await room.say(name, f"/whynot {link}")
    return room.told(name)[-1].split("\n", 1)[-1]


async def test_without_a_link_it_asks_for_one(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        for words in ("", " the ferry", " javascript:alert(1)"):
            await room.say("anna", f"/whynot{words}")
            assert room.told("anna")[-1] == "Send me its link: /whynot https://example.org/story"


async def test_what_was_sent_was_sent(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow ferry")
        await room.publish(FERRY)
        await room.idle()
        assert (await verdict(room)).startswith("It was sent here at ")
        assert room.told("anna")[-1].startswith("“Ferry leaves”, from Harbour News, seen at ")


async def test_a_link_is_known_with_tracking_a_slash_and_the_other_scheme(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow ferry")
        await room.publish(FERRY)
        await room.idle()
        for link in ("http://www.news.test/ferry/?utm_source=x", "news.test/ferry#comments"):
            assert (await verdict(room, link)).startswith("It was sent here"), link


async def test_a_link_nobody_read_names_the_sources_of_its_host(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.publish(FERRY)
        assert (await verdict(room, "https://news.test/other")).startswith("• Harbour News: read at ")
        told = await verdict(room, "https://elsewhere.test/other")
        assert told == "I have no brief with this link, and read nothing at elsewhere.test. /add has a site read."


async def test_who_follows_nothing_is_told_so(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.publish(FERRY)
        await room.idle()
        assert await verdict(room) == "You follow nothing yet, so nothing comes."


async def test_a_topic_that_nearly_matches_says_what_is_missing_or_in_its_way(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow ferry energy, ferry -harbour, chess")
        await room.publish(FERRY)
        await room.idle()
        assert await verdict(room) == (
            "None of your topics matches it."
            "\n• ferry energy: it says ferry, but not energy"
            "\n• ferry -harbour: it says harbour, which the topic leaves out"
        )


async def test_a_topic_followed_too_late_says_since_when(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.publish(FERRY)
        await room.idle()
        await room.say("anna", "/follow ferry")
        told = await verdict(room)
        assert told.startswith("You follow ferry since ")
        assert told.endswith("UTC: it had come before.")


async def test_what_is_muted_says_by_what_and_can_be_unmuted(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow ferry")
        await room.say("anna", "/mute harbour")
        await room.publish(FERRY)
        await room.idle()
        assert await verdict(room) == "You have muted harbour."
        await room.press("anna", "Unmute harbour")
        await room.idle()
        assert room.received("left the harbour")


async def test_what_waits_says_for_what(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow ferry")
        await room.say("anna", "/pause")
        await room.publish(FERRY)
        await room.idle()
        assert await verdict(room) == "It waits for you: your news is paused. /resume lets it come."


async def test_what_was_dropped_says_when_it_was(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow ferry")
        await room.say("anna", "/pause")
        await room.publish(FERRY)
        await room.idle()
        await room.say("anna", "/unfollow ferry")
        assert await verdict(room) == "It was dropped when you unfollowed its topic."


async def test_a_story_told_already_names_its_first_telling(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow ferry")
        text = "The ferry left the harbour at noon with forty guests and a brass band on its upper deck."
        opening = "the ferry left the harbour at noon with forty guests and a"
        first = a_brief("first", title="Ferry leaves", text=text, url="https://news.test/1", opening=opening)
        again = a_brief("again", title="Off it goes", text=text, url="https://news.test/2", opening=opening)
        await room.publish(first)
        await room.idle()
        await room.publish(again)
        await room.idle()
        assert (
            await verdict(room, "https://news.test/2")
            == "You have its story already, as “Ferry leaves” from Harbour News."
        )


async def test_a_topic_that_is_all_about_a_source_matches_without_any_word(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.publish(FERRY)
        await room.idle()
        await room.say("anna", "/follow source:harbour")
        assert (await verdict(room)).endswith("UTC: it had come before.")
