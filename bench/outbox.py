"""A brief is planned for many subscribers, in chunks that hold the write lock; then some of it is claimed.

Prints what each chunk costs (people's own writes wait for one at most), and a claim of 30 from all that is owed.
Run: python -m bench.outbox [SUBSCRIBERS]
"""

import asyncio
import sqlite3
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bench.stand.table import print_table
from bot import clock
from bot.dispatch.hours import due_at
from bot.dispatch.planner import CHUNK
from storage import Storage, open_storage
from storage.model import NO_THREAD, Brief, BriefId, ChatId, ChatKind, Visit

CLAIMS = 20
PEOPLE = """
WITH RECURSIVE number (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < :subscribers)
INSERT INTO chats (id, kind, title, state, met_at) SELECT n, 'private', 'A', 'active', 0 FROM number
"""
THEIR_TOPIC = """
INSERT INTO subscriptions (chat_id, thread_id, topic_id, words, began_at)
SELECT id, 0, :topic, 'harbour', 0 FROM chats WHERE id > 1
"""


async def followed_by(subscribers: int, path: Path) -> tuple[Storage, BriefId]:
    """A database in which a brief is to be planned for so many chats. The crowd comes by SQL: it is not measured."""
    now = clock.now()
    storage = await open_storage(f"sqlite:///{path}", timing=due_at)
    topic = await storage.remember_topic("harbour", now=now)
    await storage.meet_chat(ChatId(1), ChatKind.PRIVATE, "A", now=now)
    await storage.follow(ChatId(1), NO_THREAD, topic.id, words="harbour", now=now)
    with sqlite3.connect(path) as crowd:
        crowd.execute(PEOPLE, {"subscribers": subscribers})
        crowd.execute(THEIR_TOPIC, {"topic": topic.id})
    crowd.close()
    source = await storage.add_source("https://example.org/feed", now=now)
    brief = Brief(key="1", title="Harbour", text="Ships are back. " * 30, url="https://example.org/1")
    news = Visit(at=clock.now(), next_visit_at=now + timedelta(hours=1), title="Port", news=(brief,))
    (brief_id,) = await storage.store_visit(source.id, news)
    await storage.begin_plan(brief_id, [topic.id], story_id=brief_id)
    return storage, brief_id


async def measure(subscribers: int, path: Path) -> tuple[list[float], list[float]]:
    """Seconds of each chunk, and of each claim."""
    storage, brief_id = await followed_by(subscribers, path)
    chunks, claims, planned, done = [], [], 0, False
    while not done:
        begun = time.perf_counter()
        step = await storage.plan_chunk(brief_id, now=clock.now(), limit=CHUNK)
        chunks.append(time.perf_counter() - begun)
        planned, done = planned + step.planned, step.done
    assert planned == subscribers, planned
    for _ in range(CLAIMS):
        begun = time.perf_counter()
        assert len(await storage.claim_bundles(clock.now(), limit=30, not_to=(), each=20)) == 30
        claims.append(time.perf_counter() - begun)
    await storage.close()
    return sorted(chunks), sorted(claims)


def main() -> None:
    """Measure once: the crowd takes longer than what is measured."""
    subscribers = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        chunks, claims = asyncio.run(measure(subscribers, Path(folder) / "outbox.db"))
    rows = [
        ("planning in all", f"{sum(chunks):.2f} s", ""),
        (f"a chunk of {CHUNK}", *(f"{1000 * chunks[len(chunks) * part // 100]:.1f} ms" for part in (50, 99))),
        ("a claim of 30", *(f"{1000 * claims[len(claims) * part // 100]:.1f} ms" for part in (50, 99))),
    ]
    print_table(f"one brief for {subscribers:,} subscribers, wall time", ("", "half take", "99 % take"), rows)


if __name__ == "__main__":
    main()
