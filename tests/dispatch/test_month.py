"""A month of 200 chats in twelve zones, while clocks leap and repeat: every brief at the right local time, once.

The right time is told by a naive model: a clock on each chat's wall, looked at every quarter of an hour.
"""

import asyncio
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, time
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot import clock
from bot.dispatch import outcomes as o
from bot.dispatch.hours import due_at, parse_digest, parse_quiet
from bot.dispatch.pace import Limits, Pace
from bot.dispatch.planner import Planner
from bot.dispatch.settlement import Settlement
from bot.dispatch.worker import Dispatcher
from bot.messages.message import Message
from bot.topics.matcher import Matcher
from storage import Storage, open_storage
from storage.model import NO_THREAD, Brief, ChatId, ChatKind, ThreadId
from storage.model_hours import INSTANT
from storage.rows import instant
from tests.builders import DAY, HOUR, MINUTE, a_visit

START = datetime(2026, 3, 6, tzinfo=UTC)
"""Then clocks leap in New York and Havana (8 March) and in Europe (29 March), and repeat in Australia (5 April)."""

END = START + 32 * DAY
NEWS_ENDS = START + 30 * DAY
STEP = 15 * MINUTE
CHATS = 200
ZONES = (
    *("Europe/Kyiv", "Europe/London", "America/New_York", "America/Havana", "America/Sao_Paulo", "Australia/Sydney"),
    *("Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Tokyo", "Pacific/Auckland", "Africa/Cairo", "UTC"),
)
DIGESTS = (None, "daily 08:00", "daily 02:30 18:00", "mon-fri 07:30", "sun 00:15", None, "daily 02:00")
QUIET = (None, "22:00-07:00", "23:30-02:30", "12:00-13:15", None)
OWN = (None, INSTANT, "daily 12:15", "weekly sat 03:00", None, None, "01:30")


class Wishes(NamedTuple):
    """What a chat wants: for what is about the harbour, and (if it follows that) for what is about strikes."""

    zone: str
    digest: str | None
    quiet: str | None
    follows_strikes: bool
    own: str | None


def everybody() -> dict[ChatId, Wishes]:
    """Zones, digests and quiet hours in all combinations, more or less."""
    wishes = zip(cycle(ZONES), cycle(DIGESTS), cycle(QUIET), cycle((True, True, False)), cycle(OWN), strict=False)
    return {ChatId(number): Wishes(*each) for number, each in enumerate(islice(wishes, CHATS), 1)}


def news() -> Iterator[tuple[datetime, Brief]]:
    """A brief every eleven hours and a quarter, and several at once now and then."""
    at, number = START + 5 * HOUR, 0
    while at < NEWS_ENDS:
        for _ in range(3 if number % 10 == 0 else 1):
            subject = ("harbour", "strike", "harbour strike")[number % 3]
            text = f"Number {number:03} is about the {subject} and nothing else."
            yield at, Brief(key=f"b{number:03}", title=f"No{number:03}", text=text, published_at=at)
            number += 1
        at += 11 * HOUR + STEP


@cache
def shown_in(zone: str, at: datetime) -> datetime:
    """What the clocks of a zone show."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


class Wall:
    """The clock on a wall, and what a patient person does who looks at it: the naive model."""

    def __init__(self, zone: str, digest: str | None, quiet: str | None) -> None:
        self._zone = zone
        self._digest = parse_digest(digest) if digest and digest != INSTANT else None
        self._quiet = parse_quiet(quiet) if quiet else None
        self._highest = shown_in(zone, START)
        self._waiting: list[str] = []
        self._ready: list[str] = []

    def look(self, at: datetime, arrived: list[str]) -> list[str]:
        """What is to be told now, of all that arrived before or now."""
        shown = shown_in(self._zone, at)
        if self._digest is None:
            self._ready += arrived
        elif self._waiting and self._strikes(shown):
            self._ready += self._waiting
            self._waiting = []
        self._highest = max(self._highest, shown)
        if self._digest is not None:
            self._waiting += arrived
        if self._is_quiet(shown.time()):
            return []
        told, self._ready = self._ready, []
        return told

    def _strikes(self, shown: datetime) -> bool:
        """Whether a time of the digest was reached, or leapt over, that never was before."""
        assert self._digest is not None
        moments = [
            datetime.combine(day, each)
            for day in (self._highest.date(), shown.date())
            for each in self._digest.times
            if day.weekday() in self._digest.days
        ]
        return any(self._highest < moment <= shown for moment in moments)

    def _is_quiet(self, shown: time) -> bool:
        if self._quiet is None:
            return False
        after, before = shown >= self._quiet.start, shown < self._quiet.end
        return (after and before) if self._quiet.start < self._quiet.end else (after or before)


def right_times(wishes: Wishes, published: list[tuple[datetime, Brief]]) -> dict[str, datetime]:
    """By the key of each brief that the chat wants, when it is to come."""
    walls = {"harbour": Wall(wishes.zone, wishes.digest, wishes.quiet)}
    if wishes.follows_strikes:
        walls["strike"] = Wall(wishes.zone, wishes.own or wishes.digest, wishes.quiet)
    told: dict[str, datetime] = {}
    at, left = START, list(published)
    while at < END:
        arrived = [left.pop(0)[1] for _ in range(len(left)) if left[0][0] == at]
        for topic, wall in walls.items():
            for key in wall.look(at, [brief.key for brief in arrived if topic in brief.text]):
                told[key] = min(at, told.get(key, at))
        at += STEP
    return told


class Month:
    """The real planner and dispatcher on a real database, with a calendar that jumps from event to event.

    The pace counts seconds as they really pass: a calendar that stands still would keep every slot taken.
    """

    def __init__(self, storage: Storage) -> None:
        self.now = START
        self.storage = storage
        self.sent: list[tuple[ChatId, datetime, str]] = []
        pace = Pace(Limits(per_second=100_000, private_every=0, group_every=0))
        settlement = Settlement(
            storage, pace, resend_after=MINUTE, fresh_for=DAY, now=self._clock, monotonic=clock.monotonic
        )
        self.planner = Planner(storage, Matcher(), now=self._clock)
        self.dispatcher = Dispatcher(storage, self, pace, settlement, now=self._clock, monotonic=clock.monotonic)

    async def send(self, chat_id: ChatId, thread_id: ThreadId, message: Message) -> o.Outcome:
        """Every message arrives."""
        assert thread_id == NO_THREAD
        self.sent.append((chat_id, self.now, message.html))
        return o.Sent(len(self.sent))

    async def live(self, published: list[tuple[datetime, Brief]]) -> None:
        """From the first event to the last: news comes, or something falls due."""
        stop, left = asyncio.Event(), list(published)
        source = await self.storage.add_source("https://news.test/feed", now=START)
        running = asyncio.ensure_future(self.dispatcher.run(stop))
        await self._until_told()
        while True:
            following = await self.storage.next_due_at(self.now)
            self.now = min(filter(None, (following, left[0][0] if left else None)), default=END)
            if self.now >= END:
                break
            arrived = [left.pop(0)[1] for _ in range(len(left)) if left[0][0] == self.now]
            if arrived:
                await self.storage.store_visit(source.id, a_visit(*arrived, at=self.now))
                await self.planner.plan_waiting(stop)
            await self._until_told()
        stop.set()
        await running

    async def _until_told(self) -> None:
        self.storage.deliveries_bell.set()
        while True:
            backlog = await self.storage.backlog(self.now)
            if not backlog.due and not backlog.sending:
                return
            await asyncio.sleep(0)

    def _clock(self) -> datetime:
        return self.now


async def begin(storage: Storage, wishes: dict[ChatId, Wishes]) -> None:
    """Everybody follows what they follow, and says when they want it."""
    harbour, strike = [await storage.remember_topic(query, now=START) for query in ("harbour", "strike")]
    for chat, each in wishes.items():
        await storage.meet_chat(chat, ChatKind.PRIVATE, "Anna", now=START)
        await storage.follow(chat, NO_THREAD, harbour.id, words="harbour", now=START)
        if each.follows_strikes:
            await storage.follow(chat, NO_THREAD, strike.id, words="strikes", now=START)
            own = parse_digest(each.own).canonical if each.own and each.own != INSTANT else each.own
            await storage.set_own_digest(chat, NO_THREAD, strike.id, own, now=START)
        await storage.set_zone(chat, each.zone, now=START)
        await storage.set_digest(chat, each.digest, now=START)
        await storage.set_quiet(chat, each.quiet, now=START)


async def test_every_brief_comes_at_the_right_local_time_once(tmp_path: Path) -> None:
    wishes, published = everybody(), list(news())
    storage = await open_storage(f"sqlite:///{tmp_path}/briefbot.db", timing=due_at)
    try:
        await begin(storage, wishes)
        month = Month(storage)
        await month.live(published)
    finally:
        await storage.close()

    with closing(sqlite3.connect(tmp_path / "briefbot.db")) as connection:
        rows = connection.execute(
            "SELECT d.chat_id, b.key, d.settled_at, d.due_at, d.state, d.message_id"
            " FROM deliveries d JOIN briefs b ON b.id = d.brief_id"
        ).fetchall()
    told = {(chat, key): instant(at) for chat, key, at, _, state, _ in rows if state == "sent"}
    right = {(chat, key): at for chat, each in wishes.items() for key, at in right_times(each, published).items()}
    assert told == right
    assert len(told) > 10_000
    assert {(state, instant(due) >= END) for *_, due, state, _ in rows if state != "sent"} == {("owed", True)}

    # What arrived is what was written down: each brief in one message, or counted by its digest.
    in_messages = Counter(message_id for *_, state, message_id in rows if state == "sent")
    for number, (_chat, _at, html) in enumerate(month.sent, 1):
        digest = re.match(r"<b>Your digest: (\d+) briefs", html)
        assert in_messages[number] == (int(digest[1]) if digest else len(re.findall(r"<b>No\d\d\d</b>", html)))
    assert in_messages.total() == len(told)


async def test_an_outage_that_ends_at_night_wakes_nobody(tmp_path: Path) -> None:
    """What was due before the quiet hours began waits for their end like what came in them."""
    anna = ChatId(1)
    evening, night, morning = START + 21 * HOUR, START + 23 * HOUR, START + 31 * HOUR
    storage = await open_storage(f"sqlite:///{tmp_path}/briefbot.db", timing=due_at)
    try:
        await begin(storage, {anna: Wishes("UTC", None, "22:00-07:00", follows_strikes=False, own=None)})
        month = Month(storage)
        month.now = evening
        source = await storage.add_source("https://news.test/feed", now=START)
        brief = Brief(key="b000", title="No000", text="About the harbour.", published_at=evening)
        await storage.store_visit(source.id, a_visit(brief, at=evening))
        await month.planner.plan_waiting(asyncio.Event())
        month.now = night
        await month.live([])
    finally:
        await storage.close()

    assert [(chat, at) for chat, at, _ in month.sent] == [(anna, morning)]
