"""What operators see of the sources in the chat, and do about them; everybody else gets a polite line."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import clock
from bot.sandbox import NoLimits, Sandbox
from bot.settings import Settings
from storage.model import NO_THREAD, ChatId, SourceKind, SourceState
from storage.model_moving import KnownSource
from storage.model_troubles import Trouble, TroubleKind
from tests.builders import DAY, HOUR, a_brief, a_visit
from tests.newsroom import Newsroom, work_in


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


async def add_well(room: Newsroom, name: str) -> None:
    """A source that was just visited and brought news."""
    now = clock.now()
    source = await room.storage.add_source(f"https://{name}.test/feed", now=now - DAY)
    visit = a_visit(a_brief(name), at=now, next_visit_at=now + HOUR, kind=SourceKind.FEED, title=name.title())
    await room.storage.store_visit(source.id, visit)


async def add_failing(room: Newsroom, name: str) -> None:
    """A source that was never read."""
    now = clock.now()
    source = await room.storage.add_source(f"https://{name}.test/feed", now=now - 3 * DAY)
    for _ in range(4):
        await room.storage.store_failure(source.id, error="HTTP 503 <b>", at=now, next_visit_at=now + HOUR)


async def test_an_operator_sees_how_the_sources_are_trouble_first(tmp_path: Path) -> None:
    async with a_room_run_by("anna", tmp_path) as room:
        await add_well(room, "harbour")
        await add_failing(room, "zebra")
        await room.say("anna", "/sources")
        assert room.told("anna")[-1].split("\n") == [
            "2 sources, 1 in trouble",
            "",
            "1. ⚠ https://zebra.test/feed",
            "failed 4×: HTTP 503 <b>",
            "not read yet · news never · visited never · next in 60 min",
            "",
            "2. Harbour",
            "feed · news just now · visited just now · next in 60 min",
        ]


async def test_without_sources_it_says_how_to_add_one(tmp_path: Path) -> None:
    async with a_room_run_by("anna", tmp_path) as room:
        await room.say("anna", "/sources")
        assert room.told("anna") == ["There are no sources yet: send me the address of a site, a blog or a feed."]


async def test_many_sources_come_ten_a_page_in_place(tmp_path: Path) -> None:
    async with a_room_run_by("anna", tmp_path) as room:
        for number in range(25):
            await room.storage.add_source(f"https://{number:02}.test/feed", now=clock.now())
        await room.say("anna", "/sources")
        assert "25 sources, all well · page 1 of 3" in room.told("anna")[-1]
        await room.press("anna", "More")
        await room.press("anna", "More")
        assert "page 3 of 3" in room.told("anna")[-1]
        assert "25. https://24.test/feed" in room.told("anna")[-1]
        assert not room.sandbox.press("anna", "More")
        await room.press("anna", "Back")
        assert "page 2 of 3" in room.told("anna")[-1]
        assert len(room.told("anna")) == 1


async def test_one_source_can_be_looked_at_visited_now_removed_and_brought_back(tmp_path: Path) -> None:
    async with a_room_run_by("anna", tmp_path) as room:
        await add_well(room, "harbour")
        await room.say("anna", "/sources")
        await room.press("anna", "1")
        assert "https://harbour.test/feed" in room.told("anna")[-1]
        assert "Next visit: in 60 min" in room.told("anna")[-1]
        await room.press("anna", "Visit now")
        assert "Next visit: now" in room.told("anna")[-1]
        await room.press("anna", "Remove")
        assert room.told("anna")[-1] == "Harbour is not visited any more. Its briefs stay in the archive."
        assert await room.storage.sources() == []
        await room.press("anna", "Undo")
        back = (await room.storage.sources())[0]
        assert (back.state, back.visited_at is None) == (SourceState.ACTIVE, False)
        await room.press("anna", "All sources")
        assert "1 source, all well" in room.told("anna")[-1]
        assert len(room.told("anna")) == 1


async def test_a_paused_source_is_no_trouble_and_can_be_visited_again(tmp_path: Path) -> None:
    async with a_room_run_by("anna", tmp_path) as room:
        now = clock.now()
        paused = KnownSource(
            address="https://tram.test/feed",
            own_title="Tram",
            state=SourceState.PAUSED,
            added_at=now,
            next_visit_at=now,
        )
        await room.storage.take_over_sources([paused])
        await room.say("anna", "/sources")
        assert "1 source, all well" in room.told("anna")[-1]
        await room.press("anna", "1")
        assert "Not visited: paused" in room.told("anna")[-1]
        await room.press("anna", "Visit again")
        assert "Next visit: now" in room.told("anna")[-1]


async def test_what_single_chats_have_for_themselves_is_only_counted(tmp_path: Path) -> None:
    async with a_room_run_by("anna", tmp_path) as room:
        await room.say("ben", "/start")
        ben = ChatId(room.sandbox.meet("ben"))
        await room.storage.add_chat_source(ben, NO_THREAD, "https://own.test/feed", quota=5, now=clock.now())
        await add_well(room, "harbour")
        await room.say("anna", "/sources")
        assert "own.test" not in room.told("anna")[-1]
        assert room.told("anna")[-1].endswith("1 more belongs to single chats.")


async def test_a_chat_sees_how_its_own_sources_are(tmp_path: Path) -> None:
    async with a_room_run_by("anna", tmp_path) as room:
        await add_well(room, "harbour")
        await room.say("ben", "/start")
        ben, now = ChatId(room.sandbox.meet("ben")), clock.now()
        for number in range(12):
            await room.storage.add_chat_source(ben, NO_THREAD, f"https://{number:02}.test/feed", quota=99, now=now)
        failing = await room.storage.source_at("https://11.test/feed")
        assert failing
        await room.storage.store_failure(failing.id, error="HTTP 503", at=now, next_visit_at=now + HOUR)
        await room.say("ben", "/sources")
        told = room.told("ben")[-1].split("\n\n")
        facts = "not read yet · news never · visited never · next in 60 min"
        assert told[:2] == ["12 sources of your own", f"1. ⚠ https://11.test/feed\nfailed 1×: HTTP 503\n{facts}"]
        assert "harbour" not in room.told("ben")[-1]
        assert told[-1] == "… and 2 more."
        assert not room.sandbox.press("ben", "1")


async def test_a_trouble_says_since_when(tmp_path: Path) -> None:
    async with a_room_run_by("anna", tmp_path) as room:
        await add_well(room, "harbour")
        source = (await room.storage.sources())[0]
        began_at = clock.now() - 8 * DAY
        silent = Trouble(kind=TroubleKind.SILENT, detail="it used to publish every day", began_at=began_at)
        await room.storage.begin_trouble(source.id, silent, now=clock.now())
        await room.say("anna", "/sources")
        assert f"nothing new since {began_at.day} {began_at:%b}" in room.told("anna")[-1]
        await room.press("anna", "1")
        assert "⚠ nothing new since" in room.told("anna")[-1]


async def test_everybody_else_gets_a_polite_line_and_can_press_nothing(tmp_path: Path) -> None:
    async with a_room_run_by("anna", tmp_path) as room:
        await add_well(room, "harbour")
        await room.say("ben", "/sources")
        assert room.told("ben") == ["The sources are looked after by those who run this bot."]
        group = room.sandbox.world.membership.add_group("Ferry", ["anna", "ben"])
        room.sandbox.say("anna", "/sources", chat_id=group.id)
        await room.idle()
        for label in ("1", "Remove"):
            room.sandbox.press("anna" if label == "1" else "ben", label, chat_id=group.id)
            await room.idle()
        assert (await room.storage.sources())[0].state is SourceState.ACTIVE


async def test_who_asks_a_bot_that_nobody_runs_learns_their_own_number(tmp_path: Path) -> None:
    sandbox = Sandbox(limits=NoLimits(clock.monotonic))
    await sandbox.open()
    async with work_in(tmp_path, sandbox, Settings()) as room:
        await room.say("ben", "/sources")
        assert room.told("ben")[-1].endswith(
            f"If that is you: set BRIEFBOT_ADMINS to {sandbox.meet('ben')}, and start it again."
        )
    await sandbox.close()
