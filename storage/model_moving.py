"""The nouns as they move to another database: without ids that differ there, and strict about what a file may say."""

from datetime import timedelta
from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field
from pydantic.dataclasses import dataclass

from storage.model import ChatKind, ChatState, FailureKind, Noun, SourceKind, SourceState

Id = Annotated[int, Field(gt=-(2**63), lt=2**63)]
"""What fits a column: the nouns below come from files that anybody may have written."""


Span = Annotated[timedelta, Field(ge=timedelta())]


class KnownSource(Noun):
    """A source as it moves to another database: without its id, with the keys of all that it ever brought.

    Without the keys everything would be news again at its next visit there. `former`: addresses it moved away from.
    """

    address: str
    title: str | None = None
    kind: SourceKind | None = None
    state: SourceState = SourceState.ACTIVE
    etag: str | None = None
    last_modified: str | None = None
    added_at: AwareDatetime
    visited_at: AwareDatetime | None = None
    next_visit_at: AwareDatetime
    last_news_at: AwareDatetime | None = None
    failures: Annotated[int, Field(ge=0, lt=2**31)] = 0
    last_error: str | None = None
    latest_at: AwareDatetime | None = None
    usual_gap: Span | None = None
    ttl: Span | None = None
    is_private: bool = False
    failed_at: AwareDatetime | None = None
    failure: FailureKind | None = None
    own_title: str | None = None
    keys: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


_MANY = ConfigDict(extra="forbid")
"""Nouns that come by the hundred thousand have slots: three objects fewer each, a quarter of the memory."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_MANY)
class KnownChat:
    """A chat as it moves to another database."""

    id: Id
    kind: ChatKind
    title: str
    state: ChatState
    dormant_at: AwareDatetime | None
    paused_at: AwareDatetime | None
    frozen_until: AwareDatetime | None
    zone: str | None = None
    digest: str | None = None
    quiet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_MANY)
class KnownSubscription:
    """A live subscription as it moves to another database: with the query, for ids of topics differ there."""

    chat_id: Id
    thread_id: Id
    query: str
    words: str
    began_at: AwareDatetime
    digest: str | None = None
    attention: str | None = None
    snoozed_until: AwareDatetime | None = None


class KnownChatSource(Noun):
    """That a chat has a source for itself, as it moves to another database: with its address."""

    address: str
    chat_id: Id
    thread_id: Id
    added_at: AwareDatetime


class KnownMute(Noun):
    """A mute as it moves to another database: with what it mutes, and the query of its topic (None: all of them)."""

    chat_id: Id
    thread_id: Id
    topic: str | None
    query: str
    words: str
    muted_at: AwareDatetime


class Belongings(Noun):
    """All that moves: everything but briefs and deliveries. Sorted; a chat's subscriptions in order of following."""

    sources: tuple[KnownSource, ...]
    chats: tuple[KnownChat, ...]
    subscriptions: tuple[KnownSubscription, ...]
    chat_sources: tuple[KnownChatSource, ...] = ()
    mutes: tuple[KnownMute, ...] = ()
    """Of an older export there are none of these two."""
