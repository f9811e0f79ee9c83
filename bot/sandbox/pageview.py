"""What the chat page shows, as JSON: chats, messages, events. Text stays text; the page makes no markup of it."""

from collections.abc import Sequence

from bot.sandbox.keyboards import Button
from bot.sandbox.model import Chat, ChatKind, Event, EventKind, Json, Message, Standing

_ABOUT_A_MESSAGE = frozenset({EventKind.SAID, EventKind.SENT, EventKind.EDITED, EventKind.DELETED})


def chat_view(chat: Chat, commands: Sequence[Json]) -> Json:
    """A chat with all its messages that stand."""
    shown = [message_view(message) for message in chat.messages if not message.is_deleted]
    return _outline(chat, commands) | {"messages": shown}


def event_view(event: Event, chat: Chat, commands: Sequence[Json]) -> Json:
    """One event, with the message or the chat it is about."""
    view: Json = {"kind": event.kind, "chat": chat.id, "name": event.name, "text": event.text, "alert": event.is_alert}
    if event.kind == EventKind.CHAT:
        view["outline"] = _outline(chat, commands)
    if event.kind in _ABOUT_A_MESSAGE and event.message_id is not None:
        view["message"] = message_view(chat.messages[event.message_id - 1])
    return view


def message_view(message: Message) -> Json:
    """A message as readers see it. Entities count in UTF-16 units, as JavaScript's strings do."""
    thread = message.chat.threads.get(message.thread_id or 0)
    return {
        "id": message.id,
        "name": message.sender_name,
        "from_bot": message.is_from_bot,
        "text": "The group has moved." if message.service else message.text,
        "entities": [entity.as_json() for entity in message.entities],
        "picture": _picture(message),
        "buttons": [[_button(button) for button in row] for row in message.keyboard],
        "at": message.sent_at,
        "edited": message.edited_at is not None,
        "service": message.service is not None,
        "thread": thread.title if thread else "",
        "reply": {"name": message.reply_to.sender_name, "text": message.reply_to.shown} if message.reply_to else None,
    }


def _outline(chat: Chat, commands: Sequence[Json]) -> Json:
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "members": [person.name for person in chat.members],
        "blocked": chat.kind == ChatKind.PRIVATE and chat.standing == Standing.KICKED,
        "threads": [{"id": thread.id, "title": thread.title} for thread in chat.threads.values()],
        "commands": list(commands),
    }


def _picture(message: Message) -> Json | None:
    """A photo, or the preview that was asked for: its address, and whether it stands above the text."""
    if message.picture is not None:
        return {"url": message.picture, "is_above": True}
    preview = message.preview or {}
    if preview.get("is_disabled") or not preview.get("url"):
        return None
    return {"url": str(preview["url"]), "is_above": bool(preview.get("show_above_text"))}


def _button(button: Button) -> Json:
    """What the page must know to act by itself; what a callback carries is the bot's own business."""
    copied = button.action.get("copy_text")
    return {"label": button.label, "url": button.url, "copies": copied["text"] if copied else None}
