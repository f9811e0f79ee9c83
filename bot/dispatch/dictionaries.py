"""Has the dictionaries that briefs are read with loaded aside, before anybody waits for them on the event loop."""

import asyncio
from collections.abc import Iterable

from bot.topics.inflection import prepare
from bot.topics.readable import readable_of
from bot.topics.scripts import language_of
from storage.model import StoredBrief


async def prepare_for(briefs: Iterable[StoredBrief]) -> None:
    """Load what reading these briefs takes, in a thread: up to two seconds a language, once."""
    for language in {language_of(readable_of(stored)) for stored in briefs}:
        await asyncio.to_thread(prepare, language)
