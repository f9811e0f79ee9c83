"""The matcher knows what people follow: after a start, after what others do, and nothing that everybody left."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.dispatch.followed import FollowedTopics
from bot.topics.matcher import Matcher
from bot.topics.plans import plans_version
from bot.topics.readable import Readable
from storage import Storage, open_storage
from storage.model import NO_THREAD, ChatId, ChatKind, TopicId
from tests.builders import AT, DAY, HOUR, MINUTE, SECOND

ANNA = ChatId(1)
NEWS = Readable(None, "A harbour, a bridge and a ferry.", "en")


class Process:
    """A planner's matcher, and people who follow through the same database."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.now = AT
        self.matcher = Matcher()
        self.topics = FollowedTopics(storage, self.matcher, now=lambda: self.now)

    async def follow(self, query: str, *, at: datetime = AT) -> TopicId:
        topic = await self.storage.remember_topic(query, now=at)
        await self.storage.meet_chat(ANNA, ChatKind.PRIVATE, "Anna", now=at)
        await self.storage.follow(ANNA, NO_THREAD, topic.id, words=query, now=at)
        return topic.id

    async def leave(self, topic: TopicId) -> None:
        await self.storage.unfollow(ANNA, NO_THREAD, topic, now=self.now)

    async def matching(self) -> set[int]:
        """What matches once everything is learnt."""
        await self.topics.learn()
        return self.matcher.matching(NEWS)


@asynccontextmanager
async def process(folder: Path) -> AsyncIterator[Process]:
    storage = await open_storage(f"sqlite:///{folder}/briefbot.db")
    try:
        yield Process(storage)
    finally:
        await storage.close()


async def test_a_plan_once_made_is_loaded_and_its_query_not_parsed_again(tmp_path: Path) -> None:
    """Seen by a plan that says something else than the query."""
    async with process(tmp_path) as first:
        harbour, other = await first.follow("harbour"), await first.follow("lighthouse")
        assert await first.matching() == {harbour}
        stored = await first.storage.followed_plans(plans_version(), after=TopicId(0), limit=9, since=AT)
        assert [topic.plan for topic in stored] == ["harbour", "lighthouse"]
        await first.storage.keep_plans(plans_version(), {other: "ferry"})
    async with process(tmp_path) as second:
        assert await second.matching() == {harbour, other}


async def test_a_plan_of_another_version_is_made_anew_before_anything_is_matched(tmp_path: Path) -> None:
    async with process(tmp_path) as desk:
        harbour = await desk.follow("harbour")
        await desk.storage.keep_plans(plans_version() ^ 1, {harbour: "what nobody can read"})
        assert await desk.matching() == {harbour}
        (topic,) = await desk.storage.followed_plans(plans_version(), after=TopicId(0), limit=9, since=AT)
        assert topic.plan == "harbour"


async def test_a_topic_that_no_version_can_read_keeps_nobody_from_the_others(tmp_path: Path) -> None:
    async with process(tmp_path) as desk:
        await desk.follow("(((")
        harbour = await desk.follow("harbour")
        assert await desk.matching() == {harbour}


async def test_what_is_followed_in_another_process_is_known_before_the_next_batch(tmp_path: Path) -> None:
    async with process(tmp_path) as planner, process(tmp_path) as chats:
        harbour = await chats.follow("harbour")
        assert await planner.matching() == {harbour}
        planner.now = AT + HOUR
        bridge = await chats.follow("bridge", at=AT + HOUR - SECOND)
        assert await planner.matching() == {harbour, bridge}


async def test_what_everybody_left_goes_and_comes_back_with_whoever_takes_it_up(tmp_path: Path) -> None:
    async with process(tmp_path) as planner, process(tmp_path) as chats:
        harbour, bridge = await chats.follow("harbour"), await chats.follow("bridge")
        assert await planner.matching() == {harbour, bridge}
        planner.now = chats.now = AT + DAY
        await chats.leave(harbour)
        assert await planner.matching() == {harbour, bridge}  # for a day the end may be taken back
        planner.now = AT + 2 * DAY + SECOND
        assert await planner.matching() == {bridge}
        assert len(planner.matcher) == 1
        await chats.follow("harbour", at=AT + 2 * DAY + SECOND)
        assert await planner.matching() == {harbour, bridge}


async def test_leaving_and_coming_back_between_two_looks_loses_nothing(tmp_path: Path) -> None:
    """Whichever of them the next look sees, and though the other's clock is half a minute late."""
    async with process(tmp_path) as planner, process(tmp_path) as chats:
        harbour = await chats.follow("harbour")
        await planner.topics.learn()
        planner.now = AT + DAY
        await planner.topics.learn()
        await chats.leave(harbour)
        await planner.topics.learn()
        await chats.follow("harbour", at=AT + DAY - MINUTE / 2)
        assert await planner.matching() == {harbour}
        await chats.storage.forget_chat(ANNA)
        assert await planner.matching() == set()
