"""What a person can say and press, and what comes of it: over real HTTP, as in a chat."""

from pathlib import Path

import pytest

from storage.model import NO_THREAD, ChatId, TopicId
from tests.builders import a_brief
from tests.newsroom import Newsroom, open_newsroom

HARBOUR = a_brief("harbour")
BRIDGE = a_brief("bridge", text="The old bridge is closed.", title="Bridge <closed> & dark")


async def test_the_first_relevant_brief_is_three_taps_away(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        names = [a_brief(str(n), title=None, text=f"On day {n}, people of Port Ellery met again.") for n in range(3)]
        await room.publish(*names)
        await room.say("anna", "/start")
        await room.press("anna", "Port Ellery")
        await room.press("anna", "Show")
        assert "people of Port Ellery met again" in room.told("anna")[-1]
        await room.press("anna", "science")
        assert room.told("anna")[-1].startswith("You follow science.")


async def test_following_says_what_the_archive_has(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.publish(HARBOUR, BRIDGE)
        await room.idle()
        await room.say("anna", "/follow harbour")
        assert room.told("anna")[-1] == "You follow harbour. 1 in the archive."
        await room.press("anna", "Show")
        assert "decided about harbour" in room.told("anna")[-1]


async def test_several_topics_are_followed_at_once_and_shown_as_typed(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", '/follow North Korean, "energy front"\nFico')
        assert room.told("anna")[-1].startswith("You follow ")
        await room.say("anna", "/topics")
        assert room.told("anna")[-1].startswith("You follow 3 topics")
        await room.say("anna", "/follow north KOREAN")
        assert "already" in room.told("anna")[-1]


async def test_an_unfollow_by_button_can_be_undone(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        await room.say("anna", "/topics")
        await room.press("anna", "harbour")
        await room.press("anna", "Unfollow")
        assert room.told("anna")[-1] == "No longer following harbour."
        await room.press("anna", "Undo")
        assert room.told("anna")[-1] == "You follow harbour again."
        await room.publish(HARBOUR)
        await room.idle()
        assert len(room.received("decided about harbour")) == 1


async def test_a_follow_can_be_undone(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        await room.press("anna", "Undo")
        await room.publish(HARBOUR)
        await room.idle()
        assert room.received("decided about harbour") == []


async def test_plain_words_are_looked_up_and_offered(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.publish(HARBOUR, BRIDGE)
        await room.idle()
        await room.say("anna", "harbour")
        assert room.told("anna")[-1] == "harbour: 1 in the archive.\n• News of harbour"
        await room.say("anna", "/topics")
        assert "nothing yet" in room.told("anna")[-1]
        await room.press("anna", "Follow")
        await room.say("anna", "/topics")
        assert "harbour" in room.told("anna")[-1]


async def test_plain_words_on_two_lines_are_two_topics_to_the_button_as_well(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "harbour\nferry")
        await room.press("anna", "Follow")
        await room.say("anna", "/topics")
        assert room.told("anna")[-1].startswith("You follow 2 topics")


async def test_looking_something_up_leaves_no_trace(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.publish(HARBOUR)
        await room.idle()
        await room.say("anna", "harbour")
        await room.press("anna", "Show")
        assert "decided about harbour" in room.told("anna")[-1]
        assert await room.storage.topic(TopicId(1)) is None


async def test_plain_words_too_long_for_a_button_can_be_followed_as_well(tmp_path: Path) -> None:
    words = "крейсер OR броненосец OR эсминец OR подлодка"
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", words)
        await room.press("anna", "Follow")
        await room.say("anna", "/topics")
        assert "броненосец" in room.told("anna")[-1]


async def test_latest_shows_the_newest_last(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.publish(*(a_brief(f"item{n}", text=f"Report {n} on the council.") for n in range(5)))
        await room.idle()
        await room.say("anna", "/latest council")
        (shown,) = [text for text in room.told("anna") if "Report" in text]
        assert [n for n in range(5) if f"Report {n}" in shown] == [2, 3, 4]
        assert shown.index("Report 2") < shown.index("Report 4")
        await room.say("anna", "/latest")
        assert "nothing yet" in room.told("anna")[-1]
        await room.say("anna", "/latest submarine")
        assert room.told("anna")[-1] == "Nothing in the archive on submarine yet."


async def test_a_pause_holds_the_news_and_resume_lets_it_come(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        await room.say("anna", "/pause")
        await room.publish(HARBOUR)
        await room.idle()
        await room.press("anna", "Resume")
        assert "The news comes again. 1 brief waited for you." in room.told("anna")
        assert len(room.received("decided about harbour")) == 1


@pytest.mark.parametrize(
    ("words", "part"),
    [('"open', "never closed"), ("(harbour", "Did you mean (harbour)?"), ("-harbour", "harbour"), ("the", "the")],
)
async def test_a_bad_topic_is_pointed_at_and_changes_nothing(tmp_path: Path, words: str, part: str) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", f"/follow {words}")
        assert "^" in room.told("anna")[-1]
        assert part in room.told("anna")[-1]
        await room.say("anna", "/topics")
        assert "nothing yet" in room.told("anna")[-1]


@pytest.mark.parametrize(
    "words",
    [
        "<b>bold</b> & co", "🦊", "x" * 4000, "\u202eabc\u200d", "a\x00b", "/", "/nonsense", "/follow", "/unfollow",
        "/start " + "z" * 64, "/follow@otherbot harbour", '"', ",", "((((((((((", "/latest", "/unfollow harbour",
        "/help",
    ],
)  # fmt: skip
async def test_whatever_is_typed_the_bot_answers_politely_or_not_at_all(tmp_path: Path, words: str) -> None:
    """Faults 50 and 53."""
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", words)
        await room.say("anna", "/topics")
        assert not any("went wrong" in text for text in room.told("anna"))
        assert "nothing yet" in room.told("anna")[-1]


async def test_two_quick_presses_have_one_effect(tmp_path: Path) -> None:
    """Fault 45."""
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        await room.say("anna", "/topics")
        await room.press("anna", "harbour")
        assert room.sandbox.press("anna", "Unfollow")
        assert room.sandbox.press("anna", "Unfollow")
        await room.idle()
        await room.say("anna", "/topics")
        assert "nothing yet" in room.told("anna")[-1]
        assert not any("went wrong" in text for text in room.told("anna"))


async def group_of(room: Newsroom, *names: str) -> int:
    """A group whose first person is its admin."""
    return room.sandbox.world.membership.add_group("Editors", names).id


async def test_in_a_group_only_admins_change_what_it_follows(tmp_path: Path) -> None:
    """Fault 48."""
    async with open_newsroom(tmp_path) as room:
        group = await group_of(room, "anna", "ben")
        room.sandbox.say("ben", "/follow harbour", chat_id=group)
        await room.idle()
        assert await room.storage.subscriptions(ChatId(group), NO_THREAD) == []
        room.sandbox.say("anna", "/follow harbour", chat_id=group)
        await room.idle()
        await room.publish(HARBOUR)
        await room.idle()
        assert room.received("decided about harbour") == [group]


async def test_a_thread_of_a_forum_has_its_own_topics(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        membership = room.sandbox.world.membership
        forum = membership.add_group("Forum", ["anna"])
        thread = membership.add_thread(forum, "Ships")
        room.sandbox.say("anna", "/follow harbour", chat_id=forum.id, thread_id=thread.id)
        await room.idle()
        await room.publish(HARBOUR)
        await room.idle()
        arrived = [one for one in room.sandbox.deliveries if "decided about harbour" in one.text]
        assert [(one.chat_id, one.thread_id) for one in arrived] == [(forum.id, thread.id)]


async def test_blocked_and_back_the_topics_are_as_they_were(tmp_path: Path) -> None:
    """Faults 8 and 9."""
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        room.sandbox.block("anna")
        await room.idle()
        await room.publish(HARBOUR)
        await room.idle()
        assert room.received("decided about harbour") == []
        room.sandbox.unblock("anna")
        await room.idle()
        assert room.told("anna")[-1] == "Welcome back: 1 brief on 1 topic while you were away."
        await room.press("anna", "Catch up")
        assert len(room.received("decided about harbour")) == 1


async def test_the_menu_knows_the_commands(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.idle()
        commands = await room.rooms.application.bot.get_my_commands()
        assert {"follow", "topics", "latest", "pause", "resume"} <= {command.command for command in commands}
