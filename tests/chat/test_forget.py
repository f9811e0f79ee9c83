"""Fault 84: /forget deletes all rows of a chat, its queue too, after it was confirmed and not before."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot import clock
from storage.model import NO_THREAD, ChatId
from tests.builders import a_brief
from tests.newsroom import Newsroom, open_newsroom

OF_CHATS = ("chats", "subscriptions", "mutes", "deliveries", "chat_sources", "dropped_chat_sources", "set_up_moves")


async def furnished(room: Newsroom) -> ChatId:
    """Anna's chat, with something in every table."""
    chat = ChatId(room.sandbox.meet("anna"))
    await room.say("anna", "/follow harbour")
    await room.say("anna", "/mute ferry")
    await room.say("anna", "/move")
    await room.storage.add_chat_source(chat, NO_THREAD, "https://own.test/feed", quota=5, now=clock.now())
    other = await room.storage.add_chat_source(chat, NO_THREAD, "https://other.test/feed", quota=5, now=clock.now())
    assert other.source is not None
    await room.storage.remove_chat_source(chat, NO_THREAD, other.source.id, now=clock.now())
    await room.publish(a_brief())
    await room.idle()
    await room.say("anna", "/pause")
    await room.publish(a_brief("queued", text="The harbour is closed."))
    await room.idle()
    return chat


def left(folder: Path) -> dict[str, int]:
    with closing(sqlite3.connect(folder / "briefbot.db")) as connection:
        return {
            table: connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608 - names of our own
            for table in OF_CHATS
        }


async def test_all_is_deleted_once_it_is_confirmed_and_nothing_before(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await furnished(room)
        await room.say("anna", "/forget")
        assert "1 topic, 1 mute, 1 own source" in room.told("anna")[-1]
        assert all(left(tmp_path).values()), left(tmp_path)

        assert room.sandbox.press("anna", "Forget everything")
        await room.idle()
        assert "Forgotten. I know nothing of this chat any more. /start begins anew." in room.told("anna")
        assert not any(left(tmp_path).values()), left(tmp_path)
        assert room.received("The harbour is closed") == []


async def test_who_keeps_it_keeps_everything(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        await furnished(room)
        before = left(tmp_path)
        await room.say("anna", "/forget")
        await room.press("anna", "Keep it")
        assert "Nothing was deleted." in room.told("anna")
        assert left(tmp_path) == before


async def test_in_a_group_only_its_admins_may(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        group = room.sandbox.world.membership.add_group("Editors", ["anna", "ben"]).id
        room.sandbox.say("anna", "/follow harbour", chat_id=group)
        room.sandbox.say("anna", "/forget", chat_id=group)
        await room.idle()
        assert room.sandbox.press("ben", "Forget everything", chat_id=group)
        await room.idle()
        assert len(await room.storage.subscriptions(ChatId(group), NO_THREAD)) == 1
