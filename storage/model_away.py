"""Nouns about chats that were away: what they missed."""

from datetime import datetime

from storage.model import BriefId, Noun, ThreadId, TopicId


class Missed(Noun):
    """What a chat missed while it was away `since` then: of each story one brief, with its thread, oldest first.

    `topics` are those that the briefs are on. `complete`: there were no more than these, the newest.
    """

    since: datetime
    briefs: tuple[tuple[ThreadId, BriefId], ...]
    topics: frozenset[TopicId]
    complete: bool
