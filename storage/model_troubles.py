"""The nouns of what can be wrong with sources, and of what is told of it: frozen values like those of `model`."""

from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from storage.model import ChatId, ChatKind, DeliveryState, Noun, Source, ThreadId

NoticeId = NewType("NoticeId", int)


class TroubleKind(StrEnum):
    """What can be wrong with a source for so long that its operators should know."""

    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"
    SILENT = "silent"
    GONE = "gone"


class Ending(StrEnum):
    """How a trouble ended: the source is well again, the trouble became another one, or nobody visits it any more."""

    WELL = "well"
    OTHER = "other"
    DROPPED = "dropped"


class Tells(StrEnum):
    """What a notice tells of a trouble."""

    BEGAN = "began"
    ENDED = "ended"


class Trouble(Noun):
    """What is wrong with a source, in one line (`detail`), and since when."""

    kind: TroubleKind
    detail: str
    began_at: datetime


class Suspect(Noun):
    """A source that may be in trouble, and the trouble it is known to be in.

    `published_on`: the days (UTC) of its briefs, sorted, each once; empty where its silence is not in question.
    """

    source: Source
    trouble: Trouble | None
    published_on: tuple[date, ...]


class Notice(Noun):
    """A row of what operators are told: one trouble, to one chat, that it began or that it is over."""

    id: NoticeId
    tells: Tells
    trouble: Trouble
    source_name: str
    source_address: str
    state: DeliveryState
    attempts: int
    lost_answers: int


class NoticeBundle(Noun):
    """All notices that are due to one chat and thread; never empty."""

    chat_id: ChatId
    chat_kind: ChatKind
    thread_id: ThreadId
    notices: tuple[Notice, ...]
