"""The nouns of Briefbot: frozen values that cross every border of the house.

Instants are aware UTC datetimes; ids are NewTypes of int; states are StrEnums. What is not known is None.
Nothing here knows SQL, HTTP or Telegram.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, NewType

from pydantic import BaseModel, ConfigDict, Field

SourceId = NewType("SourceId", int)
BriefId = NewType("BriefId", int)
TopicId = NewType("TopicId", int)
ChatId = NewType("ChatId", int)
ThreadId = NewType("ThreadId", int)
DeliveryId = NewType("DeliveryId", int)
HubLeaseId = NewType("HubLeaseId", int)

NO_THREAD = ThreadId(0)
"""None or the General topic: never NULL, so that it can stand in a unique key."""


class Noun(BaseModel):
    """A frozen value; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceKind(StrEnum):
    """What a source turned out to be when it was read."""

    FEED = "feed"
    ARCHIVE = "archive"
    TEXT = "text"


class SourceState(StrEnum):
    """Active sources are visited; gone ones said so (HTTP 410); paused and removed ones are so by a person's wish."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"
    REMOVED = "removed"


class FailureKind(StrEnum):
    """Why visits to a source fail: nothing came back, or what came back cannot be what it usually publishes."""

    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"


class ChatKind(StrEnum):
    """The kinds of chat Telegram knows."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class ChatState(StrEnum):
    """A dormant chat cannot be written to (blocked, kicked, no rights); it keeps its subscriptions."""

    ACTIVE = "active"
    DORMANT = "dormant"


class DeliveryState(StrEnum):
    """The life of an outbox row.

    owed ─▶ sending ─▶ sent
     ▲         ├─▶ owed again (proof that nothing was sent, or a part of it)
     └─────────┤
               ├─▶ uncertain (the answer was lost; with due_at: to be resent once; without: final)
               └─▶ dead(reason)
    """

    OWED = "owed"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    DEAD = "dead"


class Brief(Noun):
    """One short news item as its source publishes it.

    `key` identifies it within its source. `text` is paragraphs joined by a blank line, without its tail ("Read
    More"); `url` is what the tail or headline linked to. `truncated`: the text is only an excerpt. `opening` is
    the folded first twelve words, by which revisions and copies are looked up (see bot.stories).
    """

    key: str
    title: str | None = None
    text: str
    url: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    image_url: str | None = None
    truncated: bool = False
    opening: str = ""

    @property
    def has_words(self) -> bool:
        """Whether there is anything to read: an entry that only says when, or which, is listed but never told."""
        return bool(self.title or self.text)


class StoredBrief(Noun):
    """A brief in the archive. `seen_at` is when we first saw it: never called its publication."""

    id: BriefId
    source_id: SourceId
    source_title: str
    seen_at: datetime
    brief: Brief
    story_id: BriefId | None = None
    source_address: str = ""

    @property
    def dated_at(self) -> datetime:
        """The instant by which briefs are ordered: publication, else first sight."""
        return self.brief.published_at or self.seen_at


class Move(Noun):
    """A source was found elsewhere: `to` there, at so many `visits` in a row, the first of them `since` then."""

    to: str
    since: datetime
    visits: int


class Source(Noun):
    """Where briefs come from, and how its visits went. `visited_at` None: its first visit is still to come.

    `latest_at` is when it last published, by its own dates or by our visits; `usual_gap` how long it usually takes
    until it does again; `ttl` how long it wants to be left alone. `is_private`: only the chats that added it for
    themselves get its briefs. `traces` is what its last visit left of its document (see bot.ingest.traces).
    """

    id: SourceId
    address: str
    title: str | None
    kind: SourceKind | None
    state: SourceState
    etag: str | None
    last_modified: str | None
    added_at: datetime
    visited_at: datetime | None
    next_visit_at: datetime
    last_news_at: datetime | None
    failures: int
    last_error: str | None
    latest_at: datetime | None = None
    usual_gap: timedelta | None = None
    ttl: timedelta | None = None
    is_private: bool = False
    failed_at: datetime | None = None
    failure: FailureKind | None = None
    move: Move | None = None
    own_title: str | None = None
    traces: bytes | None = Field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What people read: what they call it, else its title, else its address."""
        return self.own_title or self.title or self.address


class LeaseState(StrEnum):
    """What became of a lease at a hub; its life is told in storage.hub_leases."""

    WANTED = "wanted"
    ASKED = "asked"
    ACTIVE = "active"
    DENIED = "denied"
    LEAVING = "leaving"


class HubOffer(Noun):
    """What a document offers: to be announced by this hub, which knows it under this address (WebSub's topic)."""

    hub: str
    known_as: str


class HubLease(Noun):
    """What we asked of a hub: to call us, at an address that ends in `token`, when a source publishes something.

    Its calls are signed with `secret`. `base` is our public address when it was asked last; `ends_at` None: not
    granted. `failures` counts how often it was asked since it granted something.
    """

    id: HubLeaseId
    source_id: SourceId
    hub: str
    known_as: str
    token: str = Field(repr=False)
    secret: str = Field(repr=False)
    state: LeaseState
    base: str | None
    asked_at: datetime | None
    ends_at: datetime | None
    called_at: datetime | None
    failures: int
    last_error: str | None


class FormerAddress(Noun):
    """Where a source was before it moved for good."""

    source_id: SourceId
    address: str
    moved_at: datetime


class Visit(Noun):
    """What one successful visit to a source brought.

    `news` is owed to subscribers, `silent` is stored as known; both are ordered oldest first. `revisions` replace
    stored briefs and push nothing. A visit that found nothing changed (304) carries no briefs and no kind: where
    there is one, a document was read, and `hub` is what it offers.
    """

    at: datetime
    next_visit_at: datetime
    kind: SourceKind | None = None
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    latest_at: datetime | None = None
    usual_gap: timedelta | None = None
    ttl: timedelta | None = None
    hub: HubOffer | None = None
    move: Move | None = None
    traces: bytes | None = None
    news: tuple[Brief, ...] = ()
    silent: tuple[Brief, ...] = ()
    revisions: tuple[tuple[BriefId, Brief], ...] = ()


class Topic(Noun):
    """What somebody follows: a query in canonical form, stored once for everybody."""

    id: TopicId
    query: str


class TopicPlan(NamedTuple):
    """A topic as the matcher keeps it; where there is no such plan yet, the `query` to make it of."""

    id: TopicId
    plan: str | None
    query: str | None = None


class TopicsLeft(NamedTuple):
    """Of a page of topics those that nobody wants any more, and where the next page begins (None: at the first)."""

    ids: tuple[TopicId, ...]
    last: TopicId | None


class Chat(Noun):
    """A chat we know. `paused_at` set: deliveries are held. `frozen_until`: Telegram asked us to wait.

    `zone`, `digest`, `quiet`: by which clock it lives, when its briefs come (None: at once), when nothing does; in the
    words of `bot.dispatch.hours`.
    """

    id: ChatId
    kind: ChatKind
    title: str
    state: ChatState
    dormant_at: datetime | None
    paused_at: datetime | None
    frozen_until: datetime | None
    zone: str | None = None
    digest: str | None = None
    quiet: str | None = None


class Attention(StrEnum):
    """How loudly a topic comes: without a sound, as usual, or through quiet hours and past its chat's digest."""

    SILENT = "silent"
    USUAL = "usual"
    IMPORTANT = "important"


class Subscription(Noun):
    """Chat (and thread) × topic. `words`: the topic as the person typed it.

    `digest`: when its briefs come, where that is not as its chat's (None) is. `snoozed_until`: what comes before waits
    until then.
    """

    chat_id: ChatId
    thread_id: ThreadId
    topic: Topic
    words: str
    began_at: datetime
    digest: str | None = None
    attention: Attention = Attention.USUAL
    snoozed_until: datetime | None = None


class Delivery(Noun):
    """One brief owed to one chat: the outbox row, with the topics (as typed) that are the reason for it.

    `attempts` counts sends that may have been received or were refused; waiting when told to burns none.
    `lost_answers` counts those whose answer never came, of which a delivery may have but one.
    `parts_sent`: of a brief too long for one message, the parts that already arrived. `in_digest`: it comes as a part
    of one. `words`: the first of its topics, as the person typed it. `attention`: that of the loudest of them.
    """

    id: DeliveryId
    chat_id: ChatId
    thread_id: ThreadId
    state: DeliveryState
    due_at: datetime | None
    attempts: int
    parts_sent: int
    lost_answers: int = 0
    brief: StoredBrief
    topics: tuple[Topic, ...]
    in_digest: bool = False
    words: str = ""
    attention: Attention = Attention.USUAL


class Bundle(Noun):
    """All deliveries of one chat and thread that are due at one moment, oldest brief first; never empty.

    All of them are news, or all of them a digest. `zone` and `quiet` are the chat's.
    """

    chat_id: ChatId
    chat_kind: ChatKind
    thread_id: ThreadId
    deliveries: tuple[Delivery, ...]
    zone: str | None = None
    quiet: str | None = None


class Backlog(Noun):
    """What is still to do: briefs not planned; deliveries due, in flight, due later (next instant) and held."""

    unplanned: int
    due: int
    sending: int
    later: int
    next_due_at: datetime | None
    held: int


class Followed(NamedTuple):
    """What following brought: the live subscription, and whether it was live before."""

    subscription: Subscription
    already: bool


class PlanStep(NamedTuple):
    """One chunk of a brief's fan-out: the deliveries that became owed, and whether it was the last chunk."""

    planned: int
    done: bool


class SendResult(Noun):
    """What became of one bundle whose message was accepted.

    `sent` rows arrived as `message_id`; `part` is a row of which the first so many parts arrived: owed again at
    once; `released` is the rest of the bundle, never tried: owed again, its due_at unchanged. No attempt is burnt.
    """

    at: datetime
    sent: tuple[DeliveryId, ...] = ()
    message_id: int | None = None
    part: tuple[DeliveryId, int] | None = None
    released: tuple[DeliveryId, ...] = ()
