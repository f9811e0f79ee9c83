"""A chat lets go of a source, and takes it back, with what the source took over."""

from storage.model import NO_THREAD, ChatId
from tests.builders import AT, HOUR, MINUTE, a_brief, a_visit
from tests.storage.scene import Scene

OLD, NEW = "https://blog.test/feed", "https://new.test/feed"
ADA, BEN, GROUP = ChatId(1), ChatId(2), ChatId(-7)


async def adds(scene: Scene, chat: ChatId, address: str) -> None:
    """A chat that follows harbour adds a source for itself."""
    await scene.follows(chat)
    await scene.storage.add_chat_source(chat, NO_THREAD, address, quota=9, now=AT)


async def seen(scene: Scene, chat: ChatId) -> list[str]:
    """The archive as a chat sees it."""
    return [stored.brief.key for stored in await scene.storage.newest_briefs(limit=9, seen_by=(chat, NO_THREAD))]


async def test_a_source_that_took_over_another_is_let_go_of_and_taken_back_with_it(scene: Scene) -> None:
    for chat, address in ((ADA, OLD), (BEN, NEW)):
        await adds(scene, chat, address)
    old, there = await scene.storage.source_at(OLD), await scene.storage.source_at(NEW)
    assert old
    assert there
    owed = await scene.storage.store_visit(old.id, a_visit(a_brief("before"), at=AT + MINUTE))
    await scene.plan(*owed, at=AT + HOUR)
    await scene.storage.move_source(old.id, NEW, now=AT + HOUR)

    await scene.storage.remove_chat_source(ADA, NO_THREAD, there.id, now=AT + HOUR)
    assert await seen(scene, ADA) == []
    assert await scene.claim(AT + HOUR) == []
    await scene.storage.restore_chat_source(ADA, NO_THREAD, there.id, quota=9, now=AT + HOUR)
    assert await seen(scene, ADA) == ["before"]
    assert await seen(scene, BEN) == []

    for chat in (ADA, BEN):
        await scene.storage.remove_chat_source(chat, NO_THREAD, there.id, now=AT + HOUR)
    await adds(scene, GROUP, OLD)  # the old address is read again, for those who add it now
    assert await scene.storage.chat_sources(ADA, NO_THREAD) == []
