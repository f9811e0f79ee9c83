"""A start with the topics of a database, as the planner makes it; stdout gets one line of JSON.

`bytes` is what the matcher adds to the memory that is this process's own, `seconds` the CPU time of loading, `language`
that of learning the topics' words in English.
"""

import asyncio
import gc
import json
import sys
from time import process_time

import psutil

from bot import clock
from bot.dispatch.followed import FollowedTopics
from bot.topics.inflection import prepare
from bot.topics.matcher import Matcher
from storage import open_storage
from storage.model import TopicId


def own_memory() -> int:
    gc.collect()
    return int(psutil.Process().memory_full_info().uss)


async def main(url: str) -> None:
    storage = await open_storage(url)
    try:
        prepare("en")
        matcher = Matcher()
        # A page first: what reading any topic takes, and SQLite's cache, is not the topics'.
        await storage.followed_plans(0, after=TopicId(0), limit=20_000, since=clock.now())
        before, start = own_memory(), process_time()
        await FollowedTopics(storage, matcher, now=clock.now).learn()
        seconds, taken = process_time() - start, own_memory() - before
        start = process_time()
        for _ in matcher.add_language("en"):
            pass
        language = process_time() - start
    finally:
        await storage.close()
    print(json.dumps({"topics": len(matcher), "bytes": taken, "seconds": seconds, "language": language}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
