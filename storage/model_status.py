"""Nouns about how deliveries stand: of one chat, and of the whole desk."""

from datetime import datetime

from storage.model import Backlog, Chat, Noun


class LastSent(Noun):
    """What arrived last: when, and the line that stands for it."""

    at: datetime
    headline: str


class ChatStatus(Noun):
    """How a chat stands: what waits for it, and what it got last (None: nothing that is still remembered)."""

    chat: Chat
    backlog: Backlog
    last: LastSent | None


class DeadLetters(Noun):
    """Deliveries that were given up for one reason: how many, when the last of them, and what that was."""

    reason: str
    count: int
    last_at: datetime
    headline: str


class DeskStatus(Noun):
    """How the whole desk stands: what is still to do (the oldest of it due since `due_since`), and what was given up.

    Of all chats so many are active, asleep, paused, frozen.
    """

    backlog: Backlog
    due_since: datetime | None
    active: int
    dormant: int
    paused: int
    frozen: int
    dead: tuple[DeadLetters, ...]


class Contents(Noun):
    """How much a chat has of its own, in all of its threads."""

    topics: int
    mutes: int
    sources: int
