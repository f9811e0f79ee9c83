"""The nouns of the pretended Telegram: people, chats, messages; and the frozen values that leave this room."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.sandbox.entities import Entity
from bot.sandbox.keyboards import Button, Keyboard

Json = dict[str, Any]


class ChatKind(StrEnum):
    """The Bot API's types of chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Standing(StrEnum):
    """What the bot is in a chat, in the words of ChatMember.status. In a private chat KICKED means blocked."""

    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


@dataclass
class Person:
    """Somebody who writes, or a bot. A deactivated account takes no messages for good."""

    id: int
    name: str
    username: str | None = None
    language: str = "en"
    is_bot: bool = False
    is_deactivated: bool = False


@dataclass
class Thread:
    """A topic of a forum."""

    id: int
    title: str
    is_closed: bool = False


@dataclass
class Chat:
    """One conversation. Its messages count from 1, each chat for itself, as in Telegram's supergroups."""

    id: int
    kind: ChatKind
    title: str
    members: list[Person] = field(default_factory=list)
    admins: list[Person] = field(default_factory=list)
    standing: Standing = Standing.MEMBER
    is_started: bool = True
    can_write: bool = True
    threads: dict[int, Thread] = field(default_factory=dict)
    messages: list["Message"] = field(default_factory=list)
    moved_to: int | None = None


@dataclass
class Message:
    """One message. Without a sender it is said in the chat's own name: a channel's post, an anonymous admin."""

    id: int
    chat: Chat
    sender: Person | None
    text: str
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard = ()
    thread_id: int | None = None
    reply_to: "Message | None" = None
    picture: str | None = None
    preview: Json | None = None
    service: Json | None = None
    sent_at: int = 0
    edited_at: int | None = None
    is_deleted: bool = False

    @property
    def is_from_bot(self) -> bool:
        """Whether our bot wrote it."""
        return self.sender is not None and self.sender.is_bot

    @property
    def shown(self) -> str:
        """What a reader sees: for a picture its address, then the caption."""
        return "\n".join(filter(None, (self.picture, self.text)))

    @property
    def sender_name(self) -> str:
        """Who wrote it, as readers see it."""
        return self.sender.name if self.sender else self.chat.title


class EventKind(StrEnum):
    """What can happen in a conversation. The last three concern only the chat page."""

    SAID = "said"
    SENT = "sent"
    EDITED = "edited"
    DELETED = "deleted"
    PRESSED = "pressed"
    POPUP = "popup"
    ANSWERED = "answered"
    TYPING = "typing"
    CHAT = "chat"


@dataclass(frozen=True)
class Event:
    """One thing that happened. `name` is who did it or, for a popup, who sees it; `text` is plain."""

    kind: EventKind
    chat_id: int
    chat: str
    name: str
    text: str = ""
    buttons: Keyboard = ()
    message_id: int | None = None
    is_alert: bool = False


@dataclass(frozen=True)
class Delivery:
    """A message that a chat really received, whatever the bot was told. `at` is the sandbox's clock, in seconds."""

    chat_id: int
    thread_id: int | None
    message_id: int
    text: str
    at: float


@dataclass(frozen=True)
class Line:
    """A message as it finally stands. `text` is plain, without markup."""

    name: str
    from_bot: bool
    text: str
    edited: bool = False
    deleted: bool = False
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True)
class Transcript:
    """A chat and its messages, in order. `name` is the person's, or the group's title."""

    name: str
    lines: tuple[Line, ...]
