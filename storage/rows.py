"""From rows to nouns and back. Instants are stored as whole milliseconds since 1970, UTC, in 64-bit integers."""

import json
from datetime import UTC, datetime, timedelta

from storage.database import Row
from storage.model import (
    Attention,
    Brief,
    BriefId,
    Chat,
    ChatId,
    ChatKind,
    ChatState,
    FailureKind,
    HubLease,
    HubLeaseId,
    LeaseState,
    Move,
    Source,
    SourceId,
    SourceKind,
    SourceState,
    StoredBrief,
    Subscription,
    ThreadId,
    Topic,
    TopicId,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

LOWEST = -(2**63)
HIGHEST = 2**63 - 1
"""The ends of a 64-bit integer: "from the beginning" and "to the end" where a statement wants a bound."""


def millis(at: datetime) -> int:
    """An aware instant as it is stored; a naive one is a TypeError."""
    return (at - EPOCH) // MILLISECOND


def optional_millis(at: datetime | None) -> int | None:
    """The same for what may not be known."""
    return None if at is None else millis(at)


def instant(stored: int) -> datetime:
    """What was stored, as an aware instant."""
    return EPOCH + stored * MILLISECOND


def optional_instant(stored: int | None) -> datetime | None:
    """The same for what may not be known."""
    return None if stored is None else instant(stored)


def optional_span(stored: int | None) -> timedelta | None:
    """What was stored as milliseconds, as a duration."""
    return None if stored is None else stored * MILLISECOND


def optional_length(span: timedelta | None) -> int | None:
    """A duration as it is stored."""
    return None if span is None else span // MILLISECOND


def source_of(row: Row) -> Source:
    """A row of `sources`."""
    return Source(
        id=SourceId(row["id"]),
        address=row["address"],
        title=row["title"],
        kind=None if row["kind"] is None else SourceKind(row["kind"]),
        state=SourceState(row["state"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        added_at=instant(row["added_at"]),
        visited_at=optional_instant(row["visited_at"]),
        next_visit_at=instant(row["next_visit_at"]),
        last_news_at=optional_instant(row["last_news_at"]),
        failures=row["failures"],
        last_error=row["last_error"],
        latest_at=optional_instant(row["latest_at"]),
        usual_gap=optional_span(row["usual_gap"]),
        ttl=optional_span(row["ttl"]),
        is_private=bool(row["private"]),
        traces=row["traces"],
        failed_at=optional_instant(row["failed_at"]),
        own_title=row["own_title"],
        failure=None if row["failure"] is None else FailureKind(row["failure"]),
        move=None
        if row["move_to"] is None
        else Move(to=row["move_to"], since=instant(row["move_since"]), visits=row["move_visits"]),
    )


def hub_lease_of(row: Row) -> HubLease:
    """A row of `hub_leases`."""
    return HubLease(
        id=HubLeaseId(row["id"]),
        source_id=SourceId(row["source_id"]),
        hub=row["hub"],
        known_as=row["known_as"],
        token=row["token"],
        secret=row["secret"],
        state=LeaseState(row["state"]),
        base=row["base"],
        asked_at=optional_instant(row["asked_at"]),
        ends_at=optional_instant(row["ends_at"]),
        called_at=optional_instant(row["called_at"]),
        failures=row["failures"],
        last_error=row["last_error"],
    )


def stored_brief_of(row: Row) -> StoredBrief:
    """A row of the view `archive`."""
    return StoredBrief(
        id=BriefId(row["id"]),
        source_id=SourceId(row["source_id"]),
        source_title=row["source_title"],
        source_address=row["source_address"],
        seen_at=instant(row["seen_at"]),
        story_id=None if row["story_id"] is None else BriefId(row["story_id"]),
        brief=Brief(
            key=row["key"],
            title=row["title"],
            text=row["text"],
            url=row["url"],
            published_at=optional_instant(row["published_at"]),
            language=row["language"],
            tags=tuple(json.loads(row["tags"])),
            image_url=row["image_url"],
            truncated=bool(row["truncated"]),
            opening=row["opening"],
        ),
    )


def brief_columns(brief: Brief, seen_at: datetime) -> dict[str, object]:
    """A brief as parameters. `dated_at` is what briefs are ordered by: publication, else first sight."""
    return {
        "key": brief.key,
        "title": brief.title,
        "text": brief.text,
        "url": brief.url,
        "published_at": optional_millis(brief.published_at),
        "language": brief.language,
        "tags": json.dumps(brief.tags, ensure_ascii=False),
        "image_url": brief.image_url,
        "truncated": int(brief.truncated),
        "opening": brief.opening,
        "seen_at": millis(seen_at),
        "dated_at": millis(brief.published_at or seen_at),
    }


def chat_of(row: Row) -> Chat:
    """A row of `chats`."""
    return Chat(
        id=ChatId(row["id"]),
        kind=ChatKind(row["kind"]),
        title=row["title"],
        state=ChatState(row["state"]),
        dormant_at=optional_instant(row["dormant_at"]),
        paused_at=optional_instant(row["paused_at"]),
        frozen_until=optional_instant(row["frozen_until"]),
        zone=row["zone"],
        digest=row["digest"],
        quiet=row["quiet"],
    )


def topic_of(row: Row) -> Topic:
    """A row of `topics`."""
    return Topic(id=TopicId(row["id"]), query=row["query"])


def subscription_of(row: Row) -> Subscription:
    """A row of `subscriptions`, with the `query` of its topic."""
    return Subscription(
        chat_id=ChatId(row["chat_id"]),
        thread_id=ThreadId(row["thread_id"]),
        topic=Topic(id=TopicId(row["topic_id"]), query=row["query"]),
        words=row["words"],
        began_at=instant(row["began_at"]),
        attention=Attention(row["attention"] or Attention.USUAL),
        snoozed_until=optional_instant(row["snoozed_until"]),
        digest=row["digest"],
    )
