"""A trouble is one row as long as it lasts, and each chat is owed one notice of its beginning and one of its end."""

import pytest

from storage.model import NO_THREAD, ChatId, ChatKind, SourceId, ThreadId
from storage.model_troubles import Ending, NoticeBundle, Tells, Trouble, TroubleKind
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief
from tests.storage.scene import Scene

ANNA, BEN = ChatId(7), ChatId(8)
SILENT = Trouble(kind=TroubleKind.SILENT, detail="it used to publish every day", began_at=AT - DAY)
GONE = Trouble(kind=TroubleKind.GONE, detail="HTTP 410", began_at=AT)


@pytest.fixture
async def source(scene: Scene) -> SourceId:
    """A source, and two people who know the bot."""
    for chat_id in (ANNA, BEN):
        await scene.storage.meet_chat(chat_id, ChatKind.PRIVATE, "somebody", now=AT)
    await scene.news(a_brief("old"))
    return (await scene.storage.sources())[0].id


async def claimed(scene: Scene, operators: tuple[ChatId, ...] = (ANNA,)) -> NoticeBundle | None:
    """What is due after everything that is owed was written down."""
    await scene.storage.owe_notices(operators, now=AT)
    return await scene.storage.claim_notices(AT)


async def told(scene: Scene, operators: tuple[ChatId, ...] = (ANNA,)) -> list[tuple[int, list[str]]]:
    """Who was told what, everything arriving."""
    messages: list[tuple[int, list[str]]] = []
    while bundle := await claimed(scene, operators):
        await scene.storage.record_notices_sent([each.id for each in bundle.notices], 1, now=AT)
        messages.append((bundle.chat_id, [f"{each.tells} {each.trouble.kind}" for each in bundle.notices]))
    return messages


async def test_a_trouble_is_told_once_to_each_and_so_is_its_end(scene: Scene, source: SourceId) -> None:
    assert await scene.storage.begin_trouble(source, SILENT, now=AT)
    assert not await scene.storage.begin_trouble(source, SILENT, now=AT)
    assert await told(scene, (ANNA, BEN)) == [(7, ["began silent"]), (8, ["began silent"])]
    assert await told(scene, (ANNA, BEN)) == []
    assert await scene.storage.open_troubles() == {source: SILENT}

    assert await scene.storage.end_trouble(source, Ending.WELL, now=AT)
    assert not await scene.storage.end_trouble(source, Ending.WELL, now=AT)
    assert await told(scene, (ANNA, BEN)) == [(7, ["ended silent"]), (8, ["ended silent"])]
    assert await told(scene, (ANNA, BEN)) == []


async def test_a_chat_hears_of_its_own_sources_and_operators_only_of_everybody_s(scene: Scene) -> None:
    storage, thread = scene.storage, ThreadId(44)
    for chat_id in (ANNA, BEN):
        await storage.meet_chat(chat_id, ChatKind.PRIVATE, "somebody", now=AT)
    added = await storage.add_chat_source(BEN, thread, "https://own.test/feed", quota=5, now=AT)
    assert added.source
    await storage.add_chat_source(BEN, ThreadId(55), "https://own.test/feed", quota=5, now=AT)
    await storage.begin_trouble(added.source.id, GONE, now=AT)
    bundle = await claimed(scene, (ANNA,))
    assert bundle
    assert (bundle.chat_id, bundle.thread_id, len(bundle.notices)) == (BEN, thread, 1)
    await storage.record_notices_sent([notice.id for notice in bundle.notices], 1, now=AT)
    await storage.end_trouble(added.source.id, Ending.WELL, now=AT)
    ended = await claimed(scene, (ANNA,))
    assert ended
    assert (ended.chat_id, ended.thread_id) == (BEN, thread)
    await storage.record_notices_sent([notice.id for notice in ended.notices], 1, now=AT)
    assert await claimed(scene, (ANNA,)) is None


async def test_who_let_go_of_a_source_hears_no_more_of_its_troubles(scene: Scene) -> None:
    storage, address = scene.storage, "https://own.test/feed"
    for chat_id in (ANNA, BEN):
        await storage.meet_chat(chat_id, ChatKind.PRIVATE, "somebody", now=AT)
        added = await storage.add_chat_source(chat_id, NO_THREAD, address, quota=5, now=AT)
    assert added.source
    await storage.begin_trouble(added.source.id, GONE, now=AT)
    await storage.owe_notices((), now=AT)
    await storage.remove_chat_source(ANNA, NO_THREAD, added.source.id, now=AT)
    assert await told(scene, ()) == [(BEN, ["began gone"])]
    await storage.restore_chat_source(ANNA, NO_THREAD, added.source.id, quota=5, now=AT)
    assert await told(scene, ()) == [(ANNA, ["began gone"])]

    await storage.remove_chat_source(ANNA, NO_THREAD, added.source.id, now=AT)
    await storage.end_trouble(added.source.id, Ending.WELL, now=AT)
    assert await told(scene, ()) == [(BEN, ["ended gone"])]


async def test_all_that_is_due_to_a_chat_is_one_message(scene: Scene, source: SourceId) -> None:
    other = (await scene.storage.add_source("https://other.test", now=AT)).id
    await scene.storage.begin_trouble(source, SILENT, now=AT)
    await scene.storage.begin_trouble(other, GONE, now=AT)
    assert await told(scene) == [(7, ["began silent", "began gone"])]


async def test_a_trouble_that_becomes_another_is_told_as_that_one_alone(scene: Scene, source: SourceId) -> None:
    await scene.storage.begin_trouble(source, SILENT, now=AT)
    await told(scene)
    await scene.storage.begin_trouble(source, GONE, now=AT)
    assert await told(scene) == [(7, ["began gone"])]


@pytest.mark.parametrize("ending", list(Ending))
async def test_what_was_over_before_it_was_told_is_not_told(scene: Scene, source: SourceId, ending: Ending) -> None:
    await scene.storage.begin_trouble(source, SILENT, now=AT)
    await scene.storage.owe_notices([ANNA], now=AT)
    await scene.storage.end_trouble(source, ending, now=AT)
    assert await told(scene) == []


async def test_who_knows_the_bot_only_later_is_told_what_is_wrong_then(scene: Scene, source: SourceId) -> None:
    late = ChatId(9)
    await scene.storage.begin_trouble(source, SILENT, now=AT)
    assert await told(scene, (late,)) == []
    await scene.storage.meet_chat(late, ChatKind.PRIVATE, "late", now=AT)
    assert await told(scene, (late,)) == [(9, ["began silent"])]


async def test_a_chat_that_is_paused_asleep_or_frozen_is_left_alone(scene: Scene, source: SourceId) -> None:
    await scene.storage.begin_trouble(source, SILENT, now=AT)
    await scene.storage.owe_notices([ANNA], now=AT)
    await scene.storage.pause_chat(ANNA, now=AT)
    assert await scene.storage.claim_notices(AT) is None
    await scene.storage.resume_chat(ANNA, now=AT)
    await scene.storage.freeze_chat(ANNA, until=AT + HOUR)
    assert await scene.storage.claim_notices(AT) is None
    await scene.storage.make_dormant(ANNA, reason="blocked", now=AT)
    assert await scene.storage.claim_notices(AT + DAY) is None
    await scene.storage.wake_chat(ANNA, now=AT)
    assert await scene.storage.claim_notices(AT) is not None


async def test_what_was_in_flight_when_the_process_died_is_due_once_more(scene: Scene, source: SourceId) -> None:
    await scene.storage.begin_trouble(source, SILENT, now=AT)
    assert await claimed(scene)
    assert await claimed(scene) is None
    assert await scene.storage.recover_notices(AT) == 1
    assert await told(scene) == [(7, ["began silent"])]


async def test_a_lost_answer_is_due_again_when_it_may_be_repeated(scene: Scene, source: SourceId) -> None:
    await scene.storage.begin_trouble(source, SILENT, now=AT)
    bundle = await claimed(scene)
    assert bundle
    ids = [notice.id for notice in bundle.notices]
    await scene.storage.record_notices_uncertain(ids, resend_at=AT + MINUTE, now=AT)
    assert await scene.storage.claim_notices(AT) is None
    again = await scene.storage.claim_notices(AT + MINUTE)
    assert again
    assert [(notice.attempts, notice.lost_answers) for notice in again.notices] == [(1, 1)]
    await scene.storage.record_notices_uncertain(ids, resend_at=None, now=AT)
    assert await scene.storage.claim_notices(AT + DAY) is None
    await scene.storage.end_trouble(source, Ending.WELL, now=AT)
    assert await told(scene) == [(7, ["ended silent"])]


async def test_a_chat_that_is_forgotten_or_moves_takes_its_notices_along(scene: Scene, source: SourceId) -> None:
    await scene.storage.begin_trouble(source, SILENT, now=AT)
    await scene.storage.owe_notices([ANNA, BEN], now=AT)
    await scene.storage.forget_chat(ANNA)
    await scene.storage.move_chat(BEN, ChatId(-1008), now=AT)
    assert scene.rows("SELECT chat_id, tells FROM notices") == [(-1008, Tells.BEGAN)]
    await scene.storage.owe_notices([ChatId(-1008)], now=AT)
    await scene.storage.meet_chat(BEN, ChatKind.GROUP, "again", now=AT)
    await scene.storage.owe_notices([BEN], now=AT)
    await scene.storage.move_chat(BEN, ChatId(-1008), now=AT)
    assert scene.rows("SELECT chat_id, tells FROM notices") == [(-1008, Tells.BEGAN)]


async def test_only_sources_that_may_be_in_trouble_are_looked_at(scene: Scene, source: SourceId) -> None:
    storage = scene.storage
    failing = (await storage.add_source("https://failing.test", now=AT)).id
    gone = (await storage.add_source("https://gone.test", now=AT)).id
    removed = (await storage.add_source("https://removed.test", now=AT)).id
    for _ in range(3):
        await storage.store_failure(failing, error="HTTP 503", at=AT, next_visit_at=AT)
    await storage.mark_source_gone(gone, error="HTTP 410", at=AT)
    await storage.begin_trouble(removed, GONE, now=AT)
    await storage.remove_source("https://removed.test")

    found = await storage.suspects(failures=3, quiet_since=AT - DAY, after=SourceId(0), limit=10)
    assert [suspect.source.id for suspect in found] == [failing, gone, removed]
    assert [suspect.trouble for suspect in found] == [None, None, GONE]
    page = await storage.suspects(failures=3, quiet_since=AT - DAY, after=failing, limit=1)
    assert [suspect.source.id for suspect in page] == [gone]
    quiet = await storage.suspects(failures=3, quiet_since=AT, after=SourceId(0), limit=1)
    assert [(suspect.source.id, suspect.published_on) for suspect in quiet] == [(source, (AT.date(),))]


async def test_a_trouble_of_a_removed_source_does_not_begin(scene: Scene, source: SourceId) -> None:
    await scene.storage.remove_source(str(source))
    assert not await scene.storage.begin_trouble(source, SILENT, now=AT)


async def test_an_old_trouble_is_tidied_away_only_when_it_is_over(scene: Scene, source: SourceId) -> None:
    other = (await scene.storage.add_source("https://other.test", now=AT)).id
    await scene.storage.begin_trouble(source, SILENT, now=AT)
    await scene.storage.begin_trouble(other, GONE, now=AT)
    await told(scene)
    await scene.storage.end_trouble(source, Ending.WELL, now=AT)
    await scene.storage.tidy(AT + 31 * DAY, keep_briefs=90 * DAY, keep_sent=30 * DAY, limit=10)
    assert scene.rows("SELECT source_id FROM troubles") == [(other,)]
    assert len(scene.rows("SELECT id FROM notices")) == 1
