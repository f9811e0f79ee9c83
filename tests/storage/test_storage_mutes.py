"""Mutes: what a chat does not want to read does not come, and comes again when the mute is taken back."""

from datetime import timedelta

from storage.model import NO_THREAD, BriefId, ChatId, TopicId
from storage.model_mutes import Mute, MuteId
from tests.builders import AT, a_brief
from tests.storage.scene import Scene

ADA, BOB = ChatId(1), ChatId(2)
LATER = AT + timedelta(minutes=5)


async def mute(scene: Scene, query: str, *, topic: str | None = None, matching: tuple[BriefId, ...] = ()) -> Mute:
    """Ada mutes something, of all topics or of one."""
    return await scene.storage.mute(
        ADA,
        NO_THREAD,
        await scene.topic(query),
        topic_id=None if topic is None else await scene.topic(topic),
        words=query.title(),
        matching=matching,
        now=AT,
    )


async def arrives(scene: Scene, key: str, *queries: str) -> BriefId:
    """A brief that all of `queries` match, planned."""
    (brief,) = await scene.news(a_brief(key=key), at=AT)
    topics = [await scene.topic(query) for query in queries]
    await scene.storage.begin_plan(brief, topics, story_id=None)
    await scene.storage.plan_chunk(brief, now=AT, limit=100)
    return brief


def owed_to(scene: Scene, chat: ChatId) -> list[object]:
    """The briefs a chat is still owed."""
    return [
        brief
        for owner, brief in scene.rows("SELECT chat_id, brief_id FROM deliveries WHERE settled_at IS NULL ORDER BY id")
        if owner == chat
    ]


async def test_what_is_muted_is_not_owed_to_that_chat(scene: Scene) -> None:
    await scene.follows(ADA, "harbour")
    await scene.follows(BOB, "harbour")
    await mute(scene, "sport")

    regatta = await arrives(scene, "regatta", "harbour", "sport")
    ferry = await arrives(scene, "ferry", "harbour")

    assert owed_to(scene, ADA) == [ferry]
    assert owed_to(scene, BOB) == [regatta, ferry]


async def test_a_mute_of_one_topic_leaves_the_others_alone(scene: Scene) -> None:
    await scene.follows(ADA, "harbour")
    await scene.follows(ADA, "sailing")
    await mute(scene, "sport", topic="harbour")

    await arrives(scene, "tug of war", "harbour", "sport")
    regatta = await arrives(scene, "regatta", "harbour", "sailing", "sport")

    assert owed_to(scene, ADA) == [regatta]
    (bundle,) = await scene.claim()
    assert [topic.query for topic in bundle.deliveries[0].topics] == ["sailing"]


async def test_a_topic_followed_after_the_brief_came_does_not_stand_in_for_a_muted_one(scene: Scene) -> None:
    await scene.follows(ADA, "harbour")
    await scene.follows(ADA, "sailing", at=LATER)
    await mute(scene, "sport", topic="harbour")
    await arrives(scene, "regatta", "harbour", "sailing", "sport")
    assert owed_to(scene, ADA) == []


async def test_muting_drops_what_waits_and_the_undo_brings_it_back(scene: Scene) -> None:
    await scene.follows(ADA, "harbour")
    regatta = await arrives(scene, "regatta", "harbour")
    ferry = await arrives(scene, "ferry", "harbour")
    assert [each.id for each in await scene.storage.waiting_briefs(ADA, NO_THREAD, limit=10)] == [ferry, regatta]

    muted = await mute(scene, "sport", matching=(regatta,))
    assert owed_to(scene, ADA) == [ferry]

    ended = await scene.storage.unmute(ADA, NO_THREAD, muted.id, now=LATER)
    assert ended is not None
    assert owed_to(scene, ADA) == [regatta, ferry]
    assert await scene.storage.mutes(ADA, NO_THREAD) == []


async def test_the_undo_of_a_mute_owes_what_came_meanwhile(scene: Scene) -> None:
    await scene.follows(ADA, "harbour")
    muted = await mute(scene, "sport")
    regatta = await arrives(scene, "regatta", "harbour", "sport")
    assert owed_to(scene, ADA) == []

    await scene.storage.unmute(ADA, NO_THREAD, muted.id, now=LATER)
    assert owed_to(scene, ADA) == [regatta]
    await scene.storage.unmute(ADA, NO_THREAD, muted.id, now=LATER)
    assert owed_to(scene, ADA) == [regatta]


async def test_what_another_mute_keeps_back_stays_back(scene: Scene) -> None:
    await scene.follows(ADA, "harbour")
    sport, boats = await mute(scene, "sport"), await mute(scene, "boats")
    regatta = await arrives(scene, "regatta", "harbour", "sport", "boats")

    await scene.storage.unmute(ADA, NO_THREAD, sport.id, now=LATER)
    assert owed_to(scene, ADA) == []
    await scene.storage.unmute(ADA, NO_THREAD, boats.id, now=LATER)
    assert owed_to(scene, ADA) == [regatta]


async def test_undoing_an_unfollow_brings_back_nothing_that_is_muted(scene: Scene) -> None:
    await scene.follows(ADA, "harbour")
    await scene.storage.unfollow(ADA, NO_THREAD, await scene.topic("harbour"), now=AT)
    await mute(scene, "sport")
    await arrives(scene, "regatta", "harbour", "sport")
    ferry = await arrives(scene, "ferry", "harbour")

    await scene.storage.restore_subscription(ADA, NO_THREAD, await scene.topic("harbour"), now=LATER)
    assert owed_to(scene, ADA) == [ferry]


async def test_muting_twice_is_muting_once_and_nobody_ends_a_mute_of_others(scene: Scene) -> None:
    await scene.follows(ADA, "harbour")
    await scene.follows(BOB, "harbour")
    first, again = await mute(scene, "sport"), await mute(scene, "sport")
    assert first == again
    assert await scene.storage.unmute(BOB, NO_THREAD, first.id, now=LATER) is None
    assert await scene.storage.unmute(ADA, NO_THREAD, MuteId(99), now=LATER) is None
    assert await scene.storage.mutes(ADA, NO_THREAD) == [first]
    assert await scene.storage.known_mute(BOB, NO_THREAD, first.id) is None


async def test_the_planner_learns_what_is_muted_like_what_is_followed(scene: Scene) -> None:
    await scene.follows(ADA, "harbour")
    muted = await mute(scene, "sport")
    assert {topic.query for topic in await scene.storage.topics_followed_since(None)} == {"harbour", "sport"}
    await scene.storage.unmute(ADA, NO_THREAD, muted.id, now=LATER)
    assert {topic.query for topic in await scene.storage.topics_followed_since(None)} == {"harbour"}


async def test_mutes_move_with_a_group_and_go_with_a_chat_that_is_forgotten(scene: Scene) -> None:
    await scene.follows(ADA, "harbour")
    await mute(scene, "sport", topic="harbour")
    await scene.storage.move_chat(ADA, ChatId(-5), now=LATER)
    (moved,) = await scene.storage.mutes(ChatId(-5), NO_THREAD)
    assert (moved.words, moved.topic and moved.topic.query) == ("Sport", "harbour")
    await scene.storage.forget_chat(ChatId(-5))
    assert await scene.storage.mutes(ChatId(-5), NO_THREAD) == []


async def test_a_mute_ended_and_begun_again_counts_from_then(scene: Scene) -> None:
    await scene.follows(ADA, "harbour")
    first = await mute(scene, "sport")
    await scene.storage.unmute(ADA, NO_THREAD, first.id, now=LATER)
    known = await scene.storage.known_mute(ADA, NO_THREAD, first.id)
    assert known is not None
    assert not known.is_live
    again = await scene.storage.mute(
        ADA, NO_THREAD, TopicId(known.query.id), topic_id=None, words=known.words, matching=(), now=LATER
    )
    assert (again.id, again.muted_at) == (first.id, LATER)
