"""Coming and going: who blocks the bot, which groups it is in, what it may do there, and groups that move.

Each change tells the bot what Telegram would tell it: my_chat_member, or a service message.
"""

import time
from collections.abc import Iterable
from itertools import count
from typing import TYPE_CHECKING

from bot.sandbox.errors import ApiError, bad_request, forbidden
from bot.sandbox.model import Chat, ChatKind, EventKind, Person, Standing, Thread
from bot.sandbox.objects import membership_json

if TYPE_CHECKING:
    from bot.sandbox.world import World

GENERAL = 1
"""The thread every forum begins with; messages there carry no thread id."""


class Membership:
    """The bot's standing in every chat of a world."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._numbers = count(1)

    def block(self, name: str) -> None:
        """A person blocks the bot."""
        self._set(self._world.private_chat(name), Standing.KICKED, self._world.person(name))

    def unblock(self, name: str) -> None:
        """A person lets the bot write again."""
        self._set(self._world.private_chat(name), Standing.MEMBER, self._world.person(name))

    def deactivate(self, name: str) -> None:
        """A person deletes their account. The bot is not told."""
        self._world.person(name).is_deactivated = True

    def add_group(self, title: str, members: Iterable[str], *, kind: ChatKind = ChatKind.GROUP) -> Chat:
        """A group, supergroup or channel with these people, the first its admin, to which the bot is added."""
        people = [self._world.person(name) for name in members]
        chat = Chat(self._new_id(kind), kind, title, members=people, admins=people[:1], standing=Standing.LEFT)
        self._world.open_chat(chat)
        # Bots can be in a channel only as its admins.
        self._set(chat, Standing.ADMINISTRATOR if kind == ChatKind.CHANNEL else Standing.MEMBER, self._by(chat))
        return chat

    def add_thread(self, chat: Chat, title: str) -> Thread:
        """A new topic in a supergroup, which thereby is a forum."""
        thread = Thread(len(chat.threads) + GENERAL + 1, title)
        chat.threads[thread.id] = thread
        self._world.tell(EventKind.CHAT, chat, chat.title)
        return thread

    def set_standing(self, chat: Chat, standing: Standing) -> None:
        """The chat's admin adds, promotes, demotes or kicks the bot."""
        self._set(chat, standing, self._by(chat))

    def leave(self, chat: Chat) -> None:
        """The bot leaves by itself."""
        self._set(chat, Standing.LEFT, self._world.bot)

    def migrate(self, chat: Chat) -> Chat:
        """A group becomes a supergroup with another id; service messages say so in both."""
        moved = self.migrate_silently(chat)
        self._world.announce(chat, self._by(chat), {"migrate_to_chat_id": moved.id})
        self._world.announce(moved, self._by(chat), {"migrate_from_chat_id": chat.id})
        return moved

    def migrate_silently(self, chat: Chat) -> Chat:
        """The same, but the bot hears of it only when it next writes to the old id."""
        moved = Chat(self._new_id(ChatKind.SUPERGROUP), ChatKind.SUPERGROUP, chat.title, chat.members, chat.admins)
        chat.moved_to = moved.id
        return self._world.open_chat(moved)

    def _by(self, chat: Chat) -> Person:
        return chat.admins[0] if chat.admins else self._world.bot

    def _new_id(self, kind: ChatKind) -> int:
        number = next(self._numbers)
        return -4_000_000 - number if kind == ChatKind.GROUP else -1_002_000_000_000 - number

    def _set(self, chat: Chat, standing: Standing, by: Person) -> None:
        old, chat.standing = chat.standing, standing
        if old == standing:
            return
        change = membership_json(chat, by, self._world.bot, old, int(time.time()))
        self._world.updates.add("my_chat_member", change)
        self._world.tell(EventKind.CHAT, chat, chat.title)


def check_writable(chat: Chat, thread_id: int | None) -> None:
    """Raise the ApiError with which Telegram refuses a message to this chat and thread, if it does."""
    if chat.moved_to is not None:
        reason = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, reason, migrate_to_chat_id=chat.moved_to)
    if chat.kind == ChatKind.PRIVATE:
        _check_person(chat)
    elif chat.standing == Standing.KICKED:
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    elif chat.standing == Standing.LEFT:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    elif chat.kind == ChatKind.CHANNEL and chat.standing != Standing.ADMINISTRATOR:
        raise bad_request("need administrator rights in the channel chat")
    if not chat.can_write:
        raise bad_request("not enough rights to send text messages to the chat")
    if thread_id is not None:
        _check_thread(chat, thread_id)


def _check_person(chat: Chat) -> None:
    if chat.members[0].is_deactivated:
        raise forbidden("user is deactivated")
    if chat.standing == Standing.KICKED:
        raise forbidden("bot was blocked by the user")
    if not chat.is_started:
        raise forbidden("bot can't initiate conversation with a user")


def _check_thread(chat: Chat, thread_id: int) -> None:
    # The General topic has no id of its own for senders: whoever names it is refused.
    thread = chat.threads.get(thread_id)
    if thread is None:
        raise bad_request("message thread not found")
    if thread.is_closed:
        raise bad_request("TOPIC_CLOSED")
