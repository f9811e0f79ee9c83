"""The noun of what a chat does not want to read: a frozen value like those of `model`."""

from datetime import datetime
from typing import NewType

from storage.model import ChatId, Noun, ThreadId, Topic

MuteId = NewType("MuteId", int)


class Mute(Noun):
    """Briefs that `query` matches are kept from a chat and thread: for one of its topics, or (None) for all of them.

    `words`: what is muted, as the person would say it.
    """

    id: MuteId
    chat_id: ChatId
    thread_id: ThreadId
    topic: Topic | None
    query: Topic
    words: str
    muted_at: datetime
    is_live: bool = True
