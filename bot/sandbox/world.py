"""The pretended world: who writes to the bot, what the bot writes back, and what everybody then sees.

    person ──say/press──▶ update ──▶ bot        bot ──post/edit/delete/answer──▶ chat ──▶ events, deliveries

Whatever people do is done through these methods; what the bot asks for arrives through the Bot API's methods.
"""

import time
from collections.abc import Callable
from itertools import count

from bot.sandbox.entities import Formatted, with_detected
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import Button, Keyboard, button_meant
from bot.sandbox.membership import Membership
from bot.sandbox.model import (
    Chat,
    ChatKind,
    Delivery,
    Event,
    EventKind,
    Json,
    Line,
    Message,
    Person,
    Standing,
    Transcript,
)
from bot.sandbox.objects import message_json, user_json
from bot.sandbox.queries import Queries
from bot.sandbox.updates import Updates


class World:
    """People, chats and messages of one sandbox. Ids never repeat; nothing is ever forgotten but by the person."""

    def __init__(self, bot_id: int, *, now: Callable[[], float], changed: Callable[[], None]) -> None:
        self.bot = Person(id=bot_id, name="Briefbot", username="BriefbotSandboxBot", is_bot=True)
        self.people: dict[str, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.deliveries: list[Delivery] = []
        self.listeners: list[Callable[[Event], None]] = []
        self.updates = Updates(now=now, changed=changed)
        self.queries = Queries(now)
        self.membership = Membership(self)
        self._now = now
        self._changed = changed
        self._ids = count(1)

    # What people do

    def person(self, name: str) -> Person:
        """The person of that name; on first mention they appear, with a private chat they have not started yet."""
        if name not in self.people:
            # Ids of real people left 32 bits long ago: whoever stores them in less is to be found out.
            person = self.people[name] = Person(id=7_000_000_000 + next(self._ids), name=name)
            self.open_chat(Chat(person.id, ChatKind.PRIVATE, name, members=[person], is_started=False))
        return self.people[name]

    def open_chat(self, chat: Chat) -> Chat:
        """Let a new chat appear."""
        self.chats[chat.id] = chat
        self.tell(EventKind.CHAT, chat, chat.title)
        return chat

    def private_chat(self, name: str) -> Chat:
        """The chat of a person with the bot."""
        return self.chats[self.person(name).id]

    def say(self, name: str, text: str, *, chat_id: int | None = None, thread_id: int | None = None) -> Message:
        """A person sends `text`, in private or in the given chat. Who had blocked the bot thereby unblocks it."""
        person = self.person(name)
        chat = self.private_chat(name) if chat_id is None else self.chats[chat_id]
        if chat.kind == ChatKind.PRIVATE:
            if chat.standing == Standing.KICKED:
                self.membership.unblock(name)
            chat.is_started = True
        return self._hear(chat, person, text, thread_id)

    def say_anonymously(self, chat_id: int, text: str, *, thread_id: int | None = None) -> Message:
        """Somebody speaks in the chat's own name: an anonymous admin of a group, or a channel's post."""
        return self._hear(self.chats[chat_id], None, text, thread_id)

    def correct(self, message: Message, text: str) -> None:
        """A person edits what they said."""
        formatted = with_detected(Formatted(text))
        message.text, message.entities = formatted
        message.edited_at = int(time.time())
        kind = "edited_channel_post" if message.chat.kind == ChatKind.CHANNEL else "edited_message"
        self.tell_of(EventKind.EDITED, message)
        self.updates.add(kind, message_json(message))

    def press(self, name: str, label: str, *, chat_id: int | None = None) -> bool:
        """A person presses the newest button whose label contains `label`; False when there is none."""
        chat = self.private_chat(name) if chat_id is None else self.chats[chat_id]
        for message in reversed(chat.messages):
            button = None if message.is_deleted else button_meant(message.keyboard, label)
            if button is not None:
                self.push(self.person(name), message, button)
                return True
        return False

    def push(self, person: Person, message: Message, button: Button) -> None:
        """A person presses this very button. Only callback buttons tell the bot; the others act on the spot."""
        chat = message.chat
        event = Event(EventKind.PRESSED, chat.id, chat.title, person.name, button.label, message_id=message.id)
        self._emit(event)
        if button.callback is None:
            return
        query: Json = {
            "id": self.queries.ask(chat.id, person.name),
            "from": user_json(person),
            "message": message_json(message),
            "chat_instance": str(-chat.id),
            "data": button.callback,
        }
        self.updates.add("callback_query", query)

    def _hear(self, chat: Chat, sender: Person | None, text: str, thread_id: int | None) -> Message:
        formatted = with_detected(Formatted(text))
        message = self.add_message(Message(0, chat, sender, *formatted, thread_id=thread_id))
        self.tell_of(EventKind.SAID, message)
        if self._is_heard(message):
            kind = "channel_post" if chat.kind == ChatKind.CHANNEL else "message"
            self.updates.add(kind, message_json(message))
        return message

    def _is_heard(self, message: Message) -> bool:
        """Privacy mode: of a group's talk a plain member bot hears only commands and its own name."""
        chat = message.chat
        if chat.standing in (Standing.KICKED, Standing.LEFT):
            return False
        if chat.kind not in (ChatKind.GROUP, ChatKind.SUPERGROUP) or chat.standing == Standing.ADMINISTRATOR:
            return True
        own_name = f"@{self.bot.username}".casefold()
        first = message.text.split(maxsplit=1)[0].casefold() if message.text.strip() else ""
        is_command = first.startswith("/") and ("@" not in first or first.endswith(own_name))
        return is_command or own_name in message.text.casefold()

    # What the bot does

    def chat(self, chat_id: int | str) -> Chat:
        """The chat the bot means. Raises ApiError when there is none."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def message(self, chat: Chat, message_id: int, *, otherwise: str) -> Message:
        """A message that still stands; where it does not, ApiError with the reason `otherwise`."""
        if not 0 < message_id <= len(chat.messages) or chat.messages[message_id - 1].is_deleted:
            raise bad_request(otherwise)
        return chat.messages[message_id - 1]

    def post(self, message: Message) -> Message:
        """The bot's message arrives."""
        self.add_message(message)
        at = self._now()
        delivery = Delivery(message.chat.id, message.thread_id, message.id, message.shown, at)
        self.deliveries.append(delivery)
        self.tell_of(EventKind.SENT, message)
        return message

    def edit(self, message: Message, formatted: Formatted, keyboard: Keyboard) -> Message:
        """The bot's message changes. Raises ApiError when nothing would."""
        if (message.text, message.entities, message.keyboard) == (*formatted, keyboard):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same"
                " as a current content and reply markup of the message"
            )
        message.text, message.entities, message.keyboard = *formatted, keyboard
        message.edited_at = int(time.time())
        self.tell_of(EventKind.EDITED, message)
        return message

    def delete(self, message: Message) -> None:
        """A message disappears."""
        message.is_deleted = True
        self.tell_of(EventKind.DELETED, message)

    def answer(self, query_id: str, text: str, *, is_alert: bool) -> None:
        """The bot answers a press, perhaps with a text that pops up. Raises ApiError when it is too late."""
        query = self.queries.answer(query_id)
        kind = EventKind.POPUP if text else EventKind.ANSWERED
        chat = self.chats[query.chat_id]
        self._emit(Event(kind, chat.id, chat.title, query.name, text, is_alert=is_alert))

    # What everybody sees

    def add_message(self, message: Message) -> Message:
        """Give a message its number and date and put it at the end of its chat."""
        message.id = len(message.chat.messages) + 1
        message.sent_at = int(time.time())
        message.chat.messages.append(message)
        return message

    def announce(self, chat: Chat, by: Person, service: Json) -> None:
        """A service message: somebody came, the group moved."""
        message = self.add_message(Message(0, chat, by, "", service=service))
        self.updates.add("message", message_json(message))

    def tell_of(self, kind: EventKind, message: Message) -> None:
        """Tell the listeners what became of a message."""
        chat = message.chat
        event = Event(kind, chat.id, chat.title, message.sender_name, message.shown, message.keyboard, message.id)
        self._emit(event)

    def tell(self, kind: EventKind, chat: Chat, name: str) -> None:
        """Tell the listeners about a chat as a whole."""
        self._emit(Event(kind, chat.id, chat.title, name))

    def retell_chats(self) -> None:
        """Something that all chats show has changed: the menu of commands."""
        for chat in self.chats.values():
            self.tell(EventKind.CHAT, chat, chat.title)

    def transcripts(self) -> list[Transcript]:
        """Every chat with something said in it, in order of appearance."""
        told = ((chat.title, tuple(_line(m) for m in chat.messages if not m.service)) for chat in self.chats.values())
        return [Transcript(title, lines) for title, lines in told if lines]

    def _emit(self, event: Event) -> None:
        for listener in list(self.listeners):
            listener(event)
        self._changed()


def _line(message: Message) -> Line:
    return Line(
        name=message.sender_name,
        from_bot=message.is_from_bot,
        text=message.shown,
        edited=message.edited_at is not None,
        deleted=message.is_deleted,
        buttons=message.keyboard,
    )
