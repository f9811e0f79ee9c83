"""What is owed comes when its chat and topic want it, and a changed wish changes that at once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dispatch.hours import due_at
from storage.model import NO_THREAD, BriefId, ChatId, ThreadId
from storage.model_hours import INSTANT, Terms, Wish, terms_for
from storage.rows import instant
from tests.builders import AT, DAY, HOUR, MINUTE, SECOND, a_brief
from tests.storage.scene import Scene, keys, opened

MORNING = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
"""The next 08:00 after AT, which is 14:05 the day before."""

EVENING = datetime(2026, 11, 3, 18, 0, tzinfo=UTC)
ADA = ChatId(1)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    """A scene where hours count."""
    async with opened(tmp_path / "hours.db", timing=due_at) as scene:
        yield scene


def owed(scene: Scene) -> dict[str, tuple[datetime | None, bool]]:
    """By key: when it is due, and whether in a digest."""
    rows = scene.rows(
        "SELECT b.key, d.due_at, d.in_digest FROM deliveries d JOIN briefs b ON b.id = d.brief_id"
        " WHERE d.settled_at IS NULL ORDER BY d.id"
    )
    return {str(key): (instant(int(str(due))) if due is not None else None, bool(form)) for key, due, form in rows}


async def planned(scene: Scene, key: str, *queries: str, at: datetime = AT, limit: int = 100) -> BriefId:
    """A brief that matches these topics, planned."""
    (brief,) = await scene.news(a_brief(key), at=at)
    await scene.storage.begin_plan(brief, [await scene.topic(query) for query in queries], story_id=None)
    while not (await scene.storage.plan_chunk(brief, now=at, limit=limit)).done:
        pass
    return brief


async def test_a_brief_waits_for_the_digest_of_its_chat(desk: Scene) -> None:
    for chat in (1, 2):
        await desk.follows(chat)
    await desk.storage.set_digest(ADA, "daily 08:00", now=AT)

    await planned(desk, "a", "harbour")
    await planned(desk, "b", "harbour", at=AT + HOUR)

    assert keys(await desk.claim(MORNING - SECOND)) == [(2, ["a", "b"])]
    (digest,) = await desk.claim(MORNING)
    assert keys([digest]) == [(1, ["a", "b"])]
    assert [each.in_digest for each in digest.deliveries] == [True, True]
    assert digest.deliveries[0].words == "Harbour"


async def test_a_topic_may_have_times_of_its_own_or_none(desk: Scene) -> None:
    await desk.follows(1, "harbour")
    await desk.follows(1, "strike")
    await desk.follows(1, "storm")
    await desk.storage.set_digest(ADA, "daily 08:00", now=AT)
    await desk.storage.set_own_digest(ADA, NO_THREAD, await desk.topic("strike"), "daily 18:00", now=AT)
    await desk.storage.set_own_digest(ADA, NO_THREAD, await desk.topic("storm"), INSTANT, now=AT)

    for topic in ("harbour", "strike", "storm"):
        await planned(desk, topic, topic)

    assert owed(desk) == {"harbour": (MORNING, True), "strike": (EVENING, True), "storm": (AT, False)}


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_a_brief_wanted_twice_takes_the_earlier_time(desk: Scene, limit: int) -> None:
    """Whatever the order in which the planner comes to the topics, and in however many steps."""
    for query in ("harbour", "strike"):
        await desk.follows(1, query)
        await desk.follows(2, query)
    await desk.storage.set_digest(ADA, "daily 08:00", now=AT)
    await desk.storage.set_digest(ChatId(2), "daily 18:00", now=AT)
    await desk.storage.set_own_digest(ADA, NO_THREAD, await desk.topic("strike"), INSTANT, now=AT)
    await desk.storage.set_own_digest(ChatId(2), NO_THREAD, await desk.topic("harbour"), INSTANT, now=AT)

    await planned(desk, "a", "harbour", "strike", limit=limit)

    assert desk.rows("SELECT DISTINCT due_at, in_digest FROM deliveries") == [(int(AT.timestamp() * 1000), 0)]


async def test_what_a_topic_is_muted_for_does_not_hurry_it(desk: Scene) -> None:
    await desk.follows(1, "harbour")
    await desk.follows(1, "strike")
    await desk.storage.set_digest(ADA, "daily 08:00", now=AT)
    strike = await desk.topic("strike")
    await desk.storage.set_own_digest(ADA, NO_THREAD, strike, INSTANT, now=AT)
    rumour = await desk.topic("rumour")
    await desk.storage.mute(ADA, NO_THREAD, rumour, topic_id=strike, words="rumour", matching=[], now=AT)

    await planned(desk, "a", "harbour", "strike", "rumour")
    assert owed(desk) == {"a": (MORNING, True)}
    await desk.storage.set_quiet(ADA, "01:00-02:00", now=AT)
    assert owed(desk) == {"a": (MORNING, True)}


async def test_a_private_brief_keeps_the_hours_of_its_chat(desk: Scene) -> None:
    await desk.follows(1, "harbour")
    await desk.follows(1, "strike")
    source = await desk.storage.add_chat_source(ADA, NO_THREAD, "https://own.test/feed", quota=9, now=AT)
    await desk.storage.set_digest(ADA, "daily 08:00", now=AT)
    (brief,) = await desk.news(a_brief("own"), address="https://own.test/feed")
    await desk.storage.begin_plan(brief, [await desk.topic("harbour"), await desk.topic("strike")], story_id=None)
    assert (await desk.storage.plan_chunk(brief, now=AT, limit=9)).planned == 1

    assert source is not None
    assert owed(desk) == {"own": (MORNING, True)}


async def test_in_quiet_hours_it_is_held_and_comes_as_one_bundle_after_them(desk: Scene) -> None:
    await desk.follows(1)
    await desk.storage.set_quiet(ADA, "14:00-20:30", now=AT)
    await planned(desk, "a", "harbour")
    await planned(desk, "b", "harbour", at=AT + HOUR)

    end = EVENING + 150 * MINUTE
    assert await desk.claim(end - SECOND) == []
    (bundle,) = await desk.claim(end)
    assert keys([bundle]) == [(1, ["a", "b"])]
    assert [each.in_digest for each in bundle.deliveries] == [False, False]
    assert (bundle.zone, bundle.quiet) == (None, "14:00-20:30")


async def test_changed_hours_change_what_is_owed_at_once_and_back(desk: Scene) -> None:
    await desk.follows(1, "harbour")
    await desk.follows(1, "strike")
    await planned(desk, "a", "harbour")
    await planned(desk, "b", "strike")
    await planned(desk, "c", "harbour", "strike")
    at_once = owed(desk)
    later = AT + MINUTE

    before = await desk.storage.set_digest(ADA, "daily 08:00", now=later)
    assert before is not None
    assert before.digest is None
    assert owed(desk) == dict.fromkeys("abc", (MORNING, True))
    await desk.storage.set_zone(ADA, "Europe/Kyiv", now=later)
    assert owed(desk) == dict.fromkeys("abc", (MORNING - 2 * HOUR, True))
    was = await desk.storage.set_own_digest(ADA, NO_THREAD, await desk.topic("strike"), "daily 18:00", now=later)
    assert was is not None
    assert was.digest is None
    assert owed(desk) == {"a": (MORNING - 2 * HOUR, True)} | dict.fromkeys("bc", (EVENING - 2 * HOUR, True))

    await desk.storage.set_own_digest(ADA, NO_THREAD, await desk.topic("strike"), None, now=later)
    await desk.storage.set_zone(ADA, None, now=later)
    await desk.storage.set_digest(ADA, before.digest, now=AT)
    assert owed(desk) == at_once


async def test_a_digest_whose_moment_has_come_is_not_put_off_by_a_change(desk: Scene) -> None:
    await desk.follows(1)
    await desk.storage.set_digest(ADA, "daily 08:00", now=AT)
    await planned(desk, "a", "harbour")

    await desk.storage.set_digest(ADA, "daily 07:00", now=MORNING + SECOND)

    assert owed(desk) == {"a": (MORNING, True)}


async def test_what_was_tried_keeps_the_time_of_its_next_try(desk: Scene) -> None:
    await desk.follows(1)
    await planned(desk, "a", "harbour")
    await desk.storage.record_failed(await desk.claimed_ids(), due_at=AT + MINUTE)

    await desk.storage.set_digest(ADA, "daily 08:00", now=AT)

    assert owed(desk) == {"a": (AT + MINUTE, False)}


async def test_after_a_pause_the_hours_count_again(desk: Scene) -> None:
    await desk.follows(1, "harbour")
    await desk.follows(1, "strike")
    await desk.storage.set_own_digest(ADA, NO_THREAD, await desk.topic("strike"), "daily 08:00", now=AT)
    await planned(desk, "a", "harbour")
    await planned(desk, "b", "strike")
    await desk.storage.pause_chat(ADA, now=AT)
    await planned(desk, "c", "strike")
    await desk.storage.set_quiet(ADA, "15:00-19:00", now=AT)
    assert owed(desk) == {"a": (None, False), "b": (None, True), "c": (None, True)}

    assert await desk.storage.resume_chat(ADA, now=AT + HOUR) == 3

    assert owed(desk) == {"a": (EVENING + HOUR, False), "b": (MORNING, True), "c": (MORNING, True)}


async def test_what_comes_back_keeps_the_hours(desk: Scene) -> None:
    """After the undo of an unfollow, and of a mute."""
    await desk.follows(1)
    topic = await desk.topic()
    await desk.storage.set_digest(ADA, "daily 08:00", now=AT)
    await planned(desk, "a", "harbour")
    await desk.storage.unfollow(ADA, NO_THREAD, topic, now=AT)
    await planned(desk, "b", "harbour", at=AT + MINUTE)
    await desk.storage.restore_subscription(ADA, NO_THREAD, topic, now=AT + HOUR)
    assert owed(desk) == {"a": (MORNING, True), "b": (MORNING, True)}

    ids = [BriefId(1), BriefId(2)]
    mute = await desk.storage.mute(ADA, NO_THREAD, topic, topic_id=None, words="x", matching=ids, now=AT + HOUR)
    assert owed(desk) == {}
    await desk.storage.unmute(ADA, NO_THREAD, mute.id, now=AT + HOUR)
    assert owed(desk) == {"a": (MORNING, True), "b": (MORNING, True)}


async def test_a_frozen_chat_thaws_before_its_hours_count(desk: Scene) -> None:
    await desk.follows(1)
    await desk.storage.freeze_chat(ADA, until=AT + DAY)
    await desk.storage.set_digest(ADA, "daily 08:00", now=AT)
    await planned(desk, "a", "harbour")

    assert owed(desk) == {"a": (AT + DAY, True)}


async def test_a_group_takes_its_hours_along(desk: Scene) -> None:
    old, new = ChatId(-7), ChatId(-100)
    await desk.follows(-7)
    await desk.storage.set_digest(old, "daily 08:00", now=AT)
    await desk.storage.set_zone(old, "Europe/Kyiv", now=AT)
    await desk.storage.set_quiet(old, "22:00-07:00", now=AT)
    await desk.storage.set_own_digest(old, NO_THREAD, await desk.topic(), "daily 18:00", now=AT)
    await planned(desk, "a", "harbour")

    await desk.storage.move_chat(old, new, now=AT)

    moved = await desk.storage.chat(new)
    assert moved is not None
    assert (moved.zone, moved.digest, moved.quiet) == ("Europe/Kyiv", "daily 08:00", "22:00-07:00")
    assert [one.digest for one in await desk.storage.subscriptions(new, NO_THREAD)] == ["daily 18:00"]
    assert owed(desk) == {"a": (EVENING - 2 * HOUR, True)}


async def test_a_topic_followed_anew_comes_as_its_chat_does(desk: Scene) -> None:
    await desk.follows(1)
    topic = await desk.topic()
    await desk.storage.set_own_digest(ADA, NO_THREAD, topic, INSTANT, now=AT)
    await desk.storage.unfollow(ADA, NO_THREAD, topic, now=AT)
    assert await desk.storage.set_own_digest(ADA, NO_THREAD, topic, INSTANT, now=AT) is None
    await desk.follows(1)

    assert [one.digest for one in await desk.storage.subscriptions(ADA, NO_THREAD)] == [None]


async def test_hours_of_a_chat_that_is_not_known_are_nobodys(desk: Scene) -> None:
    assert await desk.storage.set_quiet(ChatId(9), "22:00-07:00", now=AT) is None


async def test_where_news_and_a_digest_are_due_news_goes_first_and_each_whole(desk: Scene) -> None:
    await desk.follows(1, "harbour")
    await desk.follows(1, "strike")
    await desk.storage.set_own_digest(ADA, NO_THREAD, await desk.topic("strike"), "daily 18:00", now=AT)
    for number in range(5):
        await planned(desk, f"h{number}", "harbour")
        await planned(desk, f"s{number}", "strike")

    claimed = []
    while bundles := await desk.storage.claim_bundles(EVENING, limit=3, not_to=(), each=3, each_of_digest=4):
        claimed += keys(bundles)

    assert claimed == [(1, list(group)) for group in (("h0", "h1", "h2"), ("h3", "h4"))] + [
        (1, ["s0", "s1", "s2", "s3"]),
        (1, ["s4"]),
    ]


WISHES = st.sampled_from([None, INSTANT, "daily 08:00", "mon-fri 18:00", "sun 09:00"])


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chat=WISHES,
    owns=st.lists(WISHES, min_size=3, max_size=3),
    quiet=st.sampled_from([None, "17:30-19:00", "22:00-08:30"]),
    matched=st.lists(st.sets(st.integers(0, 2), min_size=1), min_size=1, max_size=4),
    before=st.booleans(),
)
async def test_times_equal_the_obvious_ones(
    desk: Scene,
    chat: str | None,
    owns: list[str | None],
    quiet: str | None,
    matched: list[set[int]],
    before: bool,  # noqa: FBT001 - hypothesis hands it in
) -> None:
    """Whether wishes are known when a brief is planned or told afterwards: the earliest of the topics that want it."""
    thread = ThreadId(len(desk.rows("SELECT DISTINCT thread_id FROM subscriptions")))
    who = ChatId(1000 + thread)
    for number in range(3):
        await desk.follows(who, f"topic {number}", thread=thread)
    known = len(desk.rows("SELECT id FROM briefs"))

    async def wish() -> None:
        await desk.storage.set_digest(who, None if chat == INSTANT else chat, now=AT)
        await desk.storage.set_quiet(who, quiet, now=AT)
        for number, own in enumerate(owns):
            await desk.storage.set_own_digest(who, thread, await desk.topic(f"topic {number}"), own, now=AT)

    if before:
        await wish()
    for place, topics in enumerate(matched):
        await planned(desk, f"brief {known + place}", *(f"topic {number}" for number in topics))
    if not before:
        await wish()

    default = None if chat == INSTANT else chat
    terms = [terms_for(Wish(own), zone=None, digest=default, quiet=quiet) for own in owns]
    expected = [
        min((due_at(terms[number], AT), terms[number].digest is not None) for number in topics) for topics in matched
    ]
    rows = desk.rows(f"SELECT due_at, in_digest FROM deliveries WHERE chat_id = {who} ORDER BY id")  # noqa: S608 - a number
    assert [(instant(int(str(due))), bool(form)) for due, form in rows] == expected
    assert all(isinstance(each, Terms) for each in terms)
