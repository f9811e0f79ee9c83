"""An address is pasted, and what can be read there is read from then on: over real HTTP, a real site on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import clock
from bot.chat.intake import Intake, Terms
from bot.chat.newcomers import Newcomers
from bot.chat.references import Act, Reference
from bot.chat.speaking import Place
from bot.ingest.scout import Scout
from bot.sandbox import NoLimits, Sandbox
from bot.settings import Settings
from storage.model import NO_THREAD, Brief, ChatId, ChatKind, SourceState
from tests.builders import a_brief, a_visit
from tests.ingest.servers import serving
from tests.ingest.sites import PathSite, linked
from tests.newsroom import Newsroom, work_in


def harbour_feed(*more: str) -> str:
    """Three briefs, two of which name Lena Brandt."""
    texts = (
        "The mayor of Porto met Lena Brandt about the old bridge.",
        "Yesterday the engineer Lena Brandt closed the ferry pier for a week.",
        "A seal has been seen in the inner basin, the wardens said.",
        *more,
    )
    items = "".join(
        f"<item><title>Report {number}</title><guid isPermaLink='false'>{number}</guid>"
        f"<description>{text}</description></item>"
        for number, text in enumerate(texts, 1)
    )
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour &lt;Blog&gt;</title>{items}</channel></rss>"
    )


SITE = {"/": linked("/feed.xml"), "/feed.xml": harbour_feed(), "/other.xml": harbour_feed("More."), "/empty": linked()}


@asynccontextmanager
async def desk(folder: Path, *, quota: int = 0, private: bool = True) -> AsyncIterator[tuple[Newsroom, str]]:
    """A newsroom whose operator is olga, and the address of a site."""
    sandbox = Sandbox(limits=NoLimits(clock.monotonic))
    await sandbox.open()
    settings = Settings(admins=(sandbox.meet("olga"),), chat_sources=quota, allow_private_networks=private)
    try:
        async with serving(PathSite(SITE).answer) as server, work_in(folder, sandbox, settings) as room:
            yield room, server
    finally:
        await sandbox.close()


async def newest(room: Newsroom, name: str, part: str) -> str:
    """What the bot said last to a person or group, in which `part` stands."""
    await room.idle()
    told = room.told(name)[-1]
    assert part in told
    return told


async def brings(room: Newsroom, server: str, *briefs: Brief) -> None:
    """A later visit to the site's feed brings these briefs."""
    source = await room.storage.source_at(f"{server}/feed.xml")
    assert source is not None
    await room.storage.store_visit(source.id, a_visit(*briefs, at=clock.now()))
    await room.idle()


async def test_an_operator_pastes_an_address_and_it_is_read_for_everybody(tmp_path: Path) -> None:
    async with desk(tmp_path) as (room, server):
        await room.say("olga", server)
        told = await newest(room, "olga", "from now on")
        assert told.splitlines()[:2] == [
            "Harbour <Blog> is read for everybody from now on.",
            f"I found its feed: {server.removeprefix('http://')}/feed.xml",
        ]
        assert "• Report 1\n• Report 2\n• Report 3" in told
        await room.press("olga", "Lena Brandt · 2")
        assert room.told("olga")[-1] == "You follow Lena Brandt. 2 in the archive."

        await room.say("anna", "/follow brandt")
        assert "2 in the archive" in room.told("anna")[-1]
        await brings(room, server, a_brief("new", text="Lena Brandt reopens the pier."))
        assert len(room.received("reopens the pier")) == 2


async def test_a_shared_title_and_link_is_the_link(tmp_path: Path) -> None:
    async with desk(tmp_path) as (room, server):
        await room.say("olga", f"Harbour news of today\n{server}/feed.xml")
        assert (await newest(room, "olga", "is read")).startswith("Harbour <Blog> is read for everybody from now on.")


async def test_the_undo_of_an_operator_can_be_undone_as_well(tmp_path: Path) -> None:
    async with desk(tmp_path) as (room, server):
        await room.say("olga", f"/add {server}/feed.xml")
        await newest(room, "olga", "from now on")
        await room.press("olga", "Undo")
        assert "not read for everybody any more" in room.told("olga")[-1]
        (state,) = [await room.storage.source_at(f"{server}/feed.xml")]
        assert state is not None
        assert state.state is SourceState.REMOVED
        await room.press("olga", "Undo")
        assert room.told("olga")[-1] == "Harbour <Blog> is read for everybody again."
        await room.say("olga", f"/add {server}")
        assert "is read for everybody already" in await newest(room, "olga", "already")


async def test_where_it_is_not_allowed_an_address_is_refused_in_one_line_and_nothing_is_fetched(tmp_path: Path) -> None:
    async with desk(tmp_path) as (room, server):
        for words in (server, f"/add {server}", "/add"):
            await room.say("anna", words)
            assert room.told("anna")[-1].startswith("Only those who run this bot can add sources.")
        assert await room.storage.sources() == []


async def test_what_may_be_a_topic_is_one_to_whoever_can_add_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as (room, _server):
        await room.say("anna", "nytimes.com")
        assert room.told("anna")[-1].startswith("Nothing in the archive on nytimes.com yet.")


async def test_a_forged_button_opens_nobody_s_source(tmp_path: Path) -> None:
    async with desk(tmp_path, quota=2) as (room, server):
        await room.say("anna", f"/add {server}/feed.xml")
        (source,) = await room.storage.sources()
        place = Place(ChatId(room.sandbox.meet("ben")), NO_THREAD, ChatKind.PRIVATE, "ben")
        intake = Intake(room.storage, Scout(allow_private_networks=False).look, Terms(quota=2), now=clock.now)
        forged = Reference(Act.OWN_KEEP, ids=(source.id,))
        told = await Newcomers(intake, ()).press(place, forged)
        assert told is not None
        assert "Harbour" not in told.html
        assert await room.storage.chat_sources(*place.who) == []


async def test_what_a_chat_adds_for_itself_is_seen_and_told_there_alone(tmp_path: Path) -> None:
    async with desk(tmp_path, quota=2) as (room, server):
        await room.say("ben", "/follow brandt")
        room.sandbox.say("anna", "/add " + server.removeprefix("http://"))
        assert "Harbour <Blog> is read for you from now on." in await newest(room, "anna", "from now on")
        await room.press("anna", "Lena Brandt · 2")
        await brings(room, server, a_brief("new", title=None, text="Lena Brandt reopens the pier."))

        for words in ("brandt", "/latest brandt"):
            await room.say("ben", words)
            assert "Nothing in the archive on brandt yet" in room.told("ben")[-1]
        await room.say("anna", "brandt")
        assert "3 in the archive" in room.told("anna")[-1]
        assert len(room.received("reopens the pier")) == 2  # as news, and looked up
        assert await suggested(room, "anna") == ["Lena Brandt · 3"]
        assert await suggested(room, "ben") == []


async def suggested(room: Newsroom, name: str) -> list[str]:
    """The topics with counts that are offered to somebody who writes /follow."""
    await room.say(name, "/follow")
    (newest,) = [t.lines[-1] for t in room.sandbox.transcript() if t.name == name]
    return [button.label for row in newest.buttons for button in row if "·" in button.label]


async def test_the_same_address_twice_is_one_source_and_said_so(tmp_path: Path) -> None:
    async with desk(tmp_path, quota=2) as (room, server):
        for _ in range(2):
            room.sandbox.say("anna", f"/add {server}/feed.xml")
            await newest(room, "anna", "Harbour")
        assert "is read for you already" in room.told("anna")[-1]
        await room.press("anna", "Remove")
        assert room.told("anna")[-1] == "Harbour <Blog> is not read for you any more."
        await room.press("anna", "Undo")
        assert room.told("anna")[-1] == "Harbour <Blog> is read for you again."
        await room.say("anna", "/add")
        assert room.told("anna")[-1].startswith("Sources of your own here\n1. Harbour <Blog> – ")
        await room.press("anna", "✕ Harbour")
        await room.say("anna", "/add")
        assert room.told("anna")[-1].startswith("Send the address")


async def test_a_chat_adds_no_more_than_its_quota(tmp_path: Path) -> None:
    async with desk(tmp_path, quota=1) as (room, server):
        room.sandbox.say("anna", f"/add {server}/feed.xml")
        await newest(room, "anna", "from now on")
        room.sandbox.say("anna", f"/add {server}/other.xml")
        await newest(room, "anna", "You have one source of your own here, and there is room for no more")


async def test_what_everybody_has_is_nobodys_own_however_many_a_chat_has(tmp_path: Path) -> None:
    async with desk(tmp_path, quota=1) as (room, server):
        room.sandbox.say("olga", f"/add {server}/other.xml")
        await newest(room, "olga", "from now on")
        room.sandbox.say("anna", f"/add {server}/feed.xml")
        await newest(room, "anna", "from now on")
        room.sandbox.say("anna", f"/add {server}/other.xml")
        assert "room for no more" not in await newest(room, "anna", "already")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{server}/empty", "the page lists no posts; try"),
        ("{server}/gone", "HTTP 404: nothing is found there"),
        ("/add /etc/passwd", "This is not the address of a web page"),
        ("/add file:///etc/passwd", "I only read what is public on the web"),
        ("/add http://user:word@news.test/", "I only read what is public on the web"),
        ("/add <b>bold</b>.example", "not the address"),
        ("/add http://", "This is not the address of a web page"),
        ("/add https:///feed", "This is not the address of a web page"),
    ],
)
async def test_nothing_to_read_is_one_line_that_says_why(tmp_path: Path, typed: str, said: str) -> None:
    async with desk(tmp_path, quota=2) as (room, server):
        room.sandbox.say("anna", typed.format(server=server))
        told = await newest(room, "anna", said)
        assert "\n" not in told
        assert await room.storage.sources() == []


async def test_strangers_learn_nothing_about_private_networks(tmp_path: Path) -> None:
    async with desk(tmp_path, quota=2, private=False) as (room, server):
        await room.say("anna", server)
        assert "127.0.0.1" not in await newest(room, "anna", "I only read what is public")
        await room.say("olga", server)
        assert "refused" in (await newest(room, "olga", "BRIEFBOT_ALLOW_PRIVATE_NETWORKS")).lower()


async def test_in_a_group_only_its_admins_add_for_it_and_a_pasted_link_is_talk(tmp_path: Path) -> None:
    async with desk(tmp_path, quota=2) as (room, server):
        group = room.sandbox.world.membership.add_group("Editors", ["anna", "ben"]).id
        room.sandbox.say("anna", server, chat_id=group)
        await room.idle()
        room.sandbox.say("ben", f"/add {server}", chat_id=group)
        assert "Only this group's admins" in await newest(room, "Editors", "admins")
        assert await room.storage.sources() == []
        room.sandbox.say("anna", f"/add {server}", chat_id=group)
        assert "is read for this chat from now on" in await newest(room, "Editors", "from now on")
        assert len(await room.storage.chat_sources(ChatId(group), NO_THREAD)) == 1
        assert room.sandbox.press("anna", "Undo", chat_id=group)
        assert "is not read for this chat any more" in await newest(room, "Editors", "any more")


async def test_a_button_of_an_operator_does_nothing_for_others(tmp_path: Path) -> None:
    async with desk(tmp_path) as (room, server):
        group = room.sandbox.world.membership.add_group("Editors", ["anna", "olga"]).id
        room.sandbox.say("olga", f"/add {server}", chat_id=group)
        await newest(room, "Editors", "for everybody from now on")
        assert room.sandbox.press("anna", "Undo", chat_id=group)
        await room.idle()
        (source,) = await room.storage.sources()
        assert source.state is SourceState.ACTIVE


async def test_a_link_that_starts_a_chat_adds_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path, quota=2) as (room, server):
        await room.say("anna", f"/start {server}")
        await room.say("anna", "/start add_example_org")
        assert await room.storage.sources() == []
