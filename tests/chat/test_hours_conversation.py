"""Digests, quiet hours and clocks by words and by buttons; every change is taken back by its Undo."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat.hours_desk import HoursDesk
from bot.chat.references import read_reference
from bot.chat.speaking import Place
from bot.dispatch.hours import due_at
from bot.messages.message import Message
from storage import Storage, open_storage
from storage.model import NO_THREAD, ChatId, ChatKind
from storage.model_hours import INSTANT
from tests.builders import a_brief
from tests.newsroom import open_newsroom

NOW = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
"""A Tuesday."""

ANNA = Place(ChatId(100), NO_THREAD, ChatKind.PRIVATE, "Anna")


class Talk:
    """What Anna, who follows Ukraine and an energy front, says to the desk about hours."""

    def __init__(self, storage: Storage, language: str | None) -> None:
        self.storage = storage
        self.desk = HoursDesk(storage, now=lambda: NOW)
        self.language = language

    async def press(self, message: Message, label: str) -> Message:
        """The button whose label contains this."""
        (action,) = [one.action for row in message.buttons for one in row if label in one.label]
        reference = read_reference(action or "")
        assert reference is not None
        return await self.desk.press(ANNA, reference, self.language)

    async def digest(self, words: str) -> Message:
        return await self.desk.digest(ANNA, words, self.language)

    async def quiet(self, words: str) -> Message:
        return await self.desk.quiet(ANNA, words, self.language)

    async def zone(self, words: str) -> Message:
        return await self.desk.zone(ANNA, words, self.language)

    async def wishes(self) -> tuple[str | None, str | None, str | None, list[str | None]]:
        """Zone, digest and quiet hours of the chat, and the digests of its topics."""
        chat = await self.storage.chat(ANNA.chat_id)
        assert chat is not None
        followed = await self.storage.subscriptions(*ANNA.who)
        return chat.zone, chat.digest, chat.quiet, [one.digest for one in followed]


@asynccontextmanager
async def talking(folder: Path, language: str | None = "uk") -> AsyncIterator[Talk]:
    storage = await open_storage(f"sqlite:///{folder}/briefbot.db", timing=due_at)
    try:
        await storage.meet_chat(ANNA.chat_id, ANNA.kind, ANNA.title, now=NOW)
        for query, words in (("ukraine", "Ukraine"), ('"energy front"', '"energy front"')):
            topic = await storage.remember_topic(query, now=NOW)
            await storage.follow(*ANNA.who, topic.id, words=words, now=NOW)
        yield Talk(storage, language)
    finally:
        await storage.close()


def labels(message: Message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


async def test_the_clock_is_asked_for_when_it_first_matters_and_never_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as anna:
        asked = await anna.digest("08:00 18:00")
        assert "daily at 08:00 and 18:00 (next: today 18:00)" in asked.html
        assert "Which clock is yours?" in asked.html
        assert labels(asked)[0] == "Kyiv · 16:05"

        told = await anna.press(asked, "Kyiv")
        assert "Kyiv, where it is 16:05" in told.html
        assert await anna.wishes() == ("Europe/Kyiv", "daily 08:00 18:00", None, [None, None])
        again = await anna.digest("weekly sun 18:00")
        assert again.html == "Briefs come in a digest, Sundays at 18:00 (next: Sunday 18:00)."
        assert labels(again) == ["Undo", "Settings"]


async def test_each_change_is_taken_back_by_its_undo_and_the_undo_by_its_own(tmp_path: Path) -> None:
    async with talking(tmp_path) as anna:
        await anna.zone("Kyiv")
        await anna.digest("mon-fri 07:30")
        await anna.quiet("22:00-07:00")
        await anna.digest("ukraine off")
        before = await anna.wishes()
        assert before == ("Europe/Kyiv", "mon-fri 07:30", "22:00-07:00", [INSTANT, None])

        for change in (anna.digest("off"), anna.quiet("off"), anna.zone("Berlin"), anna.digest("ukraine 18:00")):
            told = await change
            after = await anna.wishes()
            assert after != before
            undone = await anna.press(told, "Undo")
            assert await anna.wishes() == before
            await anna.press(undone, "Undo")
            assert await anna.wishes() == after
            await anna.press(told, "Undo")
            await anna.press(told, "Undo")
            assert await anna.wishes() == before


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("ukraine 08:00 18:00", ["daily 08:00 18:00", None]),
        ("Ukraine: weekly sun 18:00", ["sun 18:00", None]),
        ('"energy front" mon-fri 07:30', [None, "mon-fri 07:30"]),
        ("ukraine on", ["daily 08:00", None]),
        ("ukraine off", [INSTANT, None]),
    ],
)
async def test_one_topic_may_have_times_of_its_own(tmp_path: Path, words: str, wish: list[str | None]) -> None:
    async with talking(tmp_path) as anna:
        told = await anna.digest(words)
        assert await anna.wishes() == (None, None, None, wish)
        await anna.press(told, "Undo")
        assert await anna.wishes() == (None, None, None, [None, None])


async def test_what_keeps_its_own_times_is_named(tmp_path: Path) -> None:
    async with talking(tmp_path) as anna:
        await anna.digest("ukraine 18:00")
        told = await anna.digest("off")
        assert told.html == "Briefs come at once. What has times of its own keeps them: Ukraine."


async def test_the_next_digest_is_told_as_it_will_come_after_quiet_hours(tmp_path: Path) -> None:
    async with talking(tmp_path) as anna:
        await anna.zone("Kyiv")
        await anna.quiet("22:00-07:00")
        told = await anna.digest("daily 06:00")
        assert "daily at 06:00 (next: tomorrow 07:00)" in told.html


async def test_a_topic_alone_shows_how_it_is_and_what_it_may_be(tmp_path: Path) -> None:
    async with talking(tmp_path) as anna:
        await anna.digest("18:00")
        shown = await anna.digest("ukraine")
        assert "<b>Ukraine</b> comes as your other topics do: in a digest, daily at 18:00" in shown.html
        told = await anna.press(shown, "At once")
        assert "<b>Ukraine</b> comes at once." in told.html
        shown = await anna.digest("ukraine")
        await anna.press(shown, "As the others")
        assert (await anna.wishes())[3] == [None, None]
        await anna.digest("ukraine on")
        assert (await anna.wishes())[3] == [None, None]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("25:00", "“25:00” is not a time of day: they go from 00:00 to 23:59."),
        ("weekly 08:00", "Name the day as well, as in weekly sun 18:00."),
        ("ukraine 8 o'clock", "“o'clock” is not a time: write it as 08:00."),
        ("harbour", "You do not follow <b>harbour</b>."),
        ("<b> 08:00", "“&lt;b&gt;” is not a day"),
    ],
)
async def test_a_mistake_is_one_line_that_says_what_to_write(tmp_path: Path, words: str, says: str) -> None:
    async with talking(tmp_path) as anna:
        told = await anna.digest(words)
        assert says in told.html
        assert "\n" not in told.html
        assert await anna.wishes() == (None, None, None, [None, None])


async def test_quiet_hours_are_set_by_words_or_a_tap(tmp_path: Path) -> None:
    async with talking(tmp_path) as anna:
        told = await anna.press(await anna.quiet(""), "23:00 to 08:00")
        assert "Quiet hours: 23:00 to 08:00." in told.html
        assert (await anna.wishes())[2] == "23:00-08:00"
        assert "from when to when" in (await anna.quiet("night")).html
        await anna.press(await anna.quiet(""), "None")
        assert (await anna.wishes())[2] is None


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        *(("Kiev", "Europe/Kyiv"), ("europe/kyiv", "Europe/Kyiv"), ("New York", "America/New_York"), ("utc", "UTC")),
        *(
            ("Deutschland", "Europe/Berlin"),
            ("Україна", "Europe/Kyiv"),
            ("UK", "Europe/London"),
            ("+3:17", "UTC+03:17"),
        ),
    ],
)
async def test_a_clock_is_known_by_any_name_of_its_place(tmp_path: Path, words: str, zone: str) -> None:
    async with talking(tmp_path) as anna:
        await anna.zone(words)
        assert (await anna.wishes())[0] == zone


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        ("+2", ["Kyiv · 16:05", "Cairo · 16:05", "Johannesburg · 16:05", "UTC+02:00 · 16:05"]),
        ("Spain", ["Madrid · 15:05", "Canary · 14:05"]),
        ("Berln", ["Berlin · 15:05"]),
    ],
)
async def test_where_a_place_leaves_a_doubt_clocks_are_offered(tmp_path: Path, words: str, choices: list[str]) -> None:
    async with talking(tmp_path) as anna:
        asked = await anna.zone(words)
        assert labels(asked) == choices
        assert (await anna.wishes())[0] is None
        await anna.press(asked, choices[-1])
        assert (await anna.wishes())[0] in {"UTC+02:00", "Atlantic/Canary", "Europe/Berlin"}


@pytest.mark.parametrize("language", [None, "xx", "en", "pt-br", "zh-hans", "uk"])
async def test_whoever_it_is_there_are_clocks_to_tap(tmp_path: Path, language: str | None) -> None:
    async with talking(tmp_path, language) as anna:
        asked = await anna.zone("nowhere that anybody knows")
        assert "I do not know where" in asked.html
        assert len(labels(asked)) == 6
        assert labels(await anna.zone(""))[:6] == labels(asked)


async def test_everything_is_shown_in_one_place_and_changed_from_there(tmp_path: Path) -> None:
    async with talking(tmp_path) as anna:
        await anna.zone("Kyiv")
        await anna.digest('"energy front" 18:00')
        shown = await anna.desk.settings(ANNA, "uk")
        assert shown.html.splitlines()[2:7] == [
            "Clock: Kyiv, where it is 16:05",
            "Briefs: at once",
            "Quiet hours: none",
            "",
            "<b>Topics with times of their own</b>",
        ]
        assert "• &quot;energy front&quot;: in a digest, daily at 18:00 (next: today 18:00)" in shown.html
        for label, tap in (("Digest", "Monday to Friday at 07:30"), ("Quiet", "22:00 to 07:00"), ("Clock", "London")):
            await anna.press(await anna.press(shown, label), tap)
        assert await anna.wishes() == ("Europe/London", "mon-fri 07:30", "22:00-07:00", [None, "daily 18:00"])
        await anna.storage.pause_chat(ANNA.chat_id, now=NOW)
        assert "paused" in (await anna.press(await anna.press(shown, "Digest"), "Settings")).html


async def test_a_topic_goes_into_a_digest_by_a_tap_after_it_was_followed(tmp_path: Path) -> None:
    """In the whole bot: what comes then waits, and comes when the wish is taken back."""
    async with open_newsroom(tmp_path) as room:
        await room.say("anna", "/follow harbour")
        await room.press("anna", "In a digest")
        await room.publish(a_brief())
        await room.idle()
        assert room.received("News of harbour") == []
        await room.say("anna", "/settings")
        assert "• harbour: in a digest, daily at 08:00" in room.told("anna")[-1].replace("<b>", "")

        await room.say("anna", "/digest harbour off")
        assert len(room.received("News of harbour")) == 1


async def test_in_a_group_only_its_admins_change_hours(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        group = room.sandbox.world.membership.add_group("Editors", ["anna", "ben"]).id
        for name, quiet in (("ben", None), ("anna", "22:00-07:00")):
            room.sandbox.say(name, "/quiet 22:00-07:00", chat_id=group)
            await room.idle()
            chat = await room.storage.chat(ChatId(group))
            assert chat is not None
            assert chat.quiet == quiet
        room.sandbox.say("ben", "/settings", chat_id=group)
        await room.idle()
        assert len(room.received("Quiet hours: 22:00 to 07:00")) == 2
