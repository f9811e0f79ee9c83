"""Nouns for tests: each builder gives a whole, plausible value; a test names only what it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from storage.model import (
    NO_THREAD,
    Brief,
    BriefId,
    Bundle,
    Chat,
    ChatId,
    ChatKind,
    ChatState,
    Delivery,
    DeliveryId,
    DeliveryState,
    Source,
    SourceId,
    SourceKind,
    SourceState,
    StoredBrief,
    Subscription,
    ThreadId,
    Topic,
    TopicId,
    Visit,
)

AT = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
"""The instant at which tests play, unless they say otherwise."""

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def a_brief(key: str = "harbour", **changes: Any) -> Brief:
    """A brief with a title, a text that names its key, and a link."""
    brief: dict[str, Any] = {
        "key": key,
        "title": f"News of {key}",
        "text": f"The council decided about {key} on Tuesday.\n\nIt takes effect in spring.",
        "url": f"https://news.test/{key}",
        "language": "en",
    }
    return Brief(**{**brief, **changes})


def a_stored_brief(brief_id: int = 1, **changes: Any) -> StoredBrief:
    """A brief in the archive, seen at AT."""
    stored: dict[str, Any] = {
        "id": BriefId(brief_id),
        "source_id": SourceId(1),
        "source_title": "Harbour News",
        "seen_at": AT,
        "brief": a_brief(f"brief-{brief_id}"),
    }
    return StoredBrief(**{**stored, **changes})


def a_source(source_id: int = 1, **changes: Any) -> Source:
    """An active feed that was visited before."""
    source: dict[str, Any] = {
        "id": SourceId(source_id),
        "address": f"https://news.test/{source_id}/feed",
        "title": "Harbour News",
        "kind": SourceKind.FEED,
        "state": SourceState.ACTIVE,
        "etag": None,
        "last_modified": None,
        "added_at": AT - DAY,
        "visited_at": AT - HOUR,
        "next_visit_at": AT,
        "last_news_at": None,
        "failures": 0,
        "last_error": None,
    }
    return Source(**{**source, **changes})


def a_visit(*news: Brief, **changes: Any) -> Visit:
    """A visit at AT that brought this news; the next one is due in ten minutes."""
    at = changes.get("at", AT)
    visit: dict[str, Any] = {"at": at, "next_visit_at": at + 10 * MINUTE, "kind": SourceKind.FEED, "news": news}
    return Visit(**{**visit, **changes})


def a_topic(topic_id: int = 1, query: str = "harbour") -> Topic:
    """A topic of one word."""
    return Topic(id=TopicId(topic_id), query=query)


def a_chat(chat_id: int = 100, **changes: Any) -> Chat:
    """An active private chat."""
    chat: dict[str, Any] = {
        "id": ChatId(chat_id),
        "kind": ChatKind.PRIVATE,
        "title": "Ada",
        "state": ChatState.ACTIVE,
        "dormant_at": None,
        "paused_at": None,
        "frozen_until": None,
    }
    return Chat(**{**chat, **changes})


def a_subscription(chat_id: int = 100, topic: Topic | None = None, **changes: Any) -> Subscription:
    """A subscription that began at AT, outside of any thread."""
    topic = topic or a_topic()
    subscription: dict[str, Any] = {
        "chat_id": ChatId(chat_id),
        "thread_id": NO_THREAD,
        "topic": topic,
        "words": topic.query,
        "began_at": AT,
    }
    return Subscription(**{**subscription, **changes})


def a_delivery(delivery_id: int = 1, chat_id: int = 100, **changes: Any) -> Delivery:
    """An owed delivery that is due at AT."""
    delivery: dict[str, Any] = {
        "id": DeliveryId(delivery_id),
        "chat_id": ChatId(chat_id),
        "thread_id": NO_THREAD,
        "state": DeliveryState.OWED,
        "due_at": AT,
        "attempts": 0,
        "parts_sent": 0,
        "brief": a_stored_brief(delivery_id),
        "topics": (a_topic(),),
    }
    return Delivery(**{**delivery, **changes})


def a_bundle(*deliveries: Delivery, kind: ChatKind = ChatKind.PRIVATE) -> Bundle:
    """A bundle of these deliveries, by default of one."""
    deliveries = deliveries or (a_delivery(),)
    first = deliveries[0]
    return Bundle(chat_id=first.chat_id, chat_kind=kind, thread_id=ThreadId(first.thread_id), deliveries=deliveries)
