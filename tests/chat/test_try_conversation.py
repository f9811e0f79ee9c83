"""/try: what a topic would bring, before anybody follows it."""

from datetime import timedelta
from pathlib import Path

from bot import clock
from tests.builders import a_brief
from tests.newsroom import Newsroom, open_newsroom


async def publish(room: Newsroom) -> None:
    """Ten briefs of the harbour, five of them with a regatta, the oldest first, one a day."""
    now = clock.now()
    briefs = []
    for day in range(9, -1, -1):
        text = f"Number {day}. Nothing stays as it was." if day % 2 else f"On day {day} the Merrow Regatta began."
        title = f"Harbour <{day}>" if day else None
        briefs.append(
            a_brief(
                f"{day}",
                title=title,
                text=text
                if title
                else f"{'Long before. ' * 9}{text} Ferries crossed the harbour. {'So it went. ' * 9}",
                published_at=now - timedelta(days=day),
            )
        )
    await room.publish(*briefs)
    await room.idle()


async def test_a_topic_tells_how_many_how_often_and_shows_three(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await publish(room)
        await room.say("anna", "/try harbour")
        lines = room.told("anna")[-1].split("\n")
        assert lines[1].startswith("10 in the last 30 days  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁██████████")
        assert lines[3].startswith("• …On day 0 the Merrow Regatta began. Ferries crossed the harbour. So it went.")
        assert lines[3].endswith(" So it…")
        assert lines[4:6] == ["• Harbour <1>", "• Harbour <2>"]
        await room.say("anna", "/topics")
        assert "nothing yet" in room.told("anna")[-1]


async def test_its_buttons_follow_and_show(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await publish(room)
        await room.say("anna", "/try harbour")
        await room.press("anna", "Show")
        assert "Ferries crossed the harbour" in room.told("anna")[-1]
        await room.press("anna", "Follow")
        assert "You follow harbour. 10 in the archive." in room.told("anna")


async def test_what_could_be_left_out_is_offered_and_tried_in_place(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await publish(room)
        await room.say("anna", "/try harbour")
        await room.press("anna", "Without Merrow Regatta · 5")
        assert room.told("anna")[-1].split("\n")[1].startswith("5 in the last 30 days")
        await room.press("anna", "Follow")
        assert room.told("anna")[-1].startswith('You follow harbour -"Merrow Regatta".')


async def test_words_that_stand_together_only_sometimes_are_offered_as_a_phrase(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.publish(
            a_brief("1", text="The energy front is quiet."),
            a_brief("2", text="Energy is short at the front."),
        )
        await room.idle()
        await room.say("anna", "/try energy front")
        await room.press("anna", "As phrase · 1")
        assert room.told("anna")[-1].split("\n")[1].startswith("1 in the last 30 days")


async def test_an_unknown_word_is_asked_about(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await publish(room)
        await room.say("anna", "/try harbuor")
        assert room.told("anna")[-1].split("\n")[1] == "Nothing in the last 30 days."
        await room.press("anna", "Did you mean harbour? · 10")
        assert room.told("anna")[-1].split("\n")[1].startswith("10 in the last 30 days")


async def test_nothing_to_try_a_mistake_and_an_empty_archive_are_told(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/try")
        assert room.told("anna")[-1].startswith("Which topic? /try ukraine -sport")
        await room.say("anna", "/try (harbour")
        assert "^" in room.told("anna")[-1]
        await room.say("anna", "/try harbour")
        assert "The archive is empty as yet" in room.told("anna")[-1]


async def test_a_topic_too_long_for_a_button_can_be_followed_all_the_same(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await publish(room)
        long = " OR ".join(["harbour", *[f"unheard-of-{place}" for place in "abcdef"]])
        await room.say("anna", f"/try {long}")
        await room.press("anna", "Follow")
        assert room.told("anna")[-1].startswith("You follow ")


async def test_following_says_what_a_topic_means_where_that_is_more_than_its_words(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour ferry")
        assert "Briefs that" not in room.told("anna")[-1]
        await room.say("anna", "/follow ukraine -sport")
        assert "\nBriefs that mention ukraine (also Ukrainian" in room.told("anna")[-1]
        assert room.told("anna")[-1].endswith("but not sport.")
