"""What can come of one send, exactly: the only words in which the chat room reports to this one.

Outcome = Sent
        | WaitAsked      Telegram asks us to wait (429): nothing was sent
        | NotSent        proof that nothing was sent: no connection was made
        | ServerFailed   a definite answer that nothing was sent (500): worth another try
        | Uncertain      the answer was lost: it may have been sent
        | ChatGone       blocked, kicked, deactivated: the chat goes dormant
        | ChatUnknown    "chat not found": gone, or the wrong bot; believed at the second time
        | ChatMoved      the group became a supergroup
        | ThreadGone     only this thread cannot be written to
        | NoRights       the chat is there, but may not be written to at present
        | Refused        our message was wrong: sending it again would be refused again
        | TokenRefused   revoked or wrong token: nothing can be sent to anybody
"""

from dataclasses import dataclass
from typing import Protocol

from bot.messages.message import Message
from storage.model import ChatId, ThreadId


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; Telegram's number for it. None where Telegram says "sent, but at once deleted"."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class WaitAsked:
    """Nothing was sent; try again after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NotSent:
    """No connection was made, so nothing was sent."""

    why: str


@dataclass(frozen=True, slots=True)
class ServerFailed:
    """The server said that it failed."""

    why: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The request went out; no answer, or none that can be read, came back."""

    why: str


@dataclass(frozen=True, slots=True)
class ChatGone:
    """The chat cannot be written to until a person acts."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChatUnknown:
    """Telegram does not know the chat."""


@dataclass(frozen=True, slots=True)
class ChatMoved:
    """The chat has another id now."""

    new_chat_id: ChatId


@dataclass(frozen=True, slots=True)
class ThreadGone:
    """The thread is closed or deleted; the rest of the chat is fine."""


@dataclass(frozen=True, slots=True)
class NoRights:
    """The bot may not write there now; an admin of the chat can change that."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram does not take this message."""

    why: str


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """Telegram does not know the bot."""


AboutTheChat = WaitAsked | NotSent | ChatGone | ChatUnknown | ChatMoved | ThreadGone | NoRights | TokenRefused
"""Nothing was sent, for a reason that has nothing to do with the message."""

Outcome = Sent | Uncertain | Refused | ServerFailed | AboutTheChat


class Sender(Protocol):
    """Hands one message to Telegram; never raises for what Telegram or the network does."""

    async def send(self, chat_id: ChatId, thread_id: ThreadId, message: Message) -> Outcome:
        """Send once, and say what came of it."""
        ...
