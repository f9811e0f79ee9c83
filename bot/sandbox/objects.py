"""The Bot API's objects, written out: User, Chat, Message, ChatMember, as any Bot API client reads them."""

from dataclasses import replace

from bot.sandbox.keyboards import keyboard_json
from bot.sandbox.model import Chat, ChatKind, Json, Message, Person, Standing

ANONYMOUS_ADMIN = Person(id=1087968824, name="Group", username="GroupAnonymousBot", is_bot=True)
"""The account in whose name Telegram shows admins who stay anonymous."""
_ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip


def user_json(person: Person) -> Json:
    """A User."""
    user: Json = {"id": person.id, "is_bot": person.is_bot, "first_name": person.name}
    if person.username:
        user["username"] = person.username
    return user if person.is_bot else user | {"language_code": person.language}


def chat_json(chat: Chat) -> Json:
    """A Chat, as messages carry it."""
    if chat.kind == ChatKind.PRIVATE:
        return {"id": chat.id, "type": chat.kind, "first_name": chat.title}
    return {"id": chat.id, "type": chat.kind, "title": chat.title} | ({"is_forum": True} if chat.threads else {})


def full_chat_json(chat: Chat) -> Json:
    """A ChatFullInfo, as getChat answers it."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return chat_json(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def message_json(message: Message) -> Json:
    """A Message."""
    content: Json = {"message_id": message.id, "date": message.sent_at, "chat": chat_json(message.chat)}
    if message.sender is None or message.chat.kind == ChatKind.CHANNEL:
        content["sender_chat"] = chat_json(message.chat)
    if message.chat.kind != ChatKind.CHANNEL:
        content["from"] = user_json(message.sender or ANONYMOUS_ADMIN)
    if message.thread_id is not None:
        content |= {"message_thread_id": message.thread_id, "is_topic_message": True}
    if message.reply_to is not None:
        # One level only, as Telegram gives it: the answered message does not name what it answered itself.
        content["reply_to_message"] = message_json(replace(message.reply_to, reply_to=None))
    if message.edited_at is not None:
        content["edit_date"] = message.edited_at
    if message.keyboard:
        content["reply_markup"] = keyboard_json(message.keyboard)
    return content | _content(message)


def _content(message: Message) -> Json:
    if message.service is not None:
        return message.service
    entities = [entity.as_json() for entity in message.entities]
    if message.picture is None:
        preview = {"link_preview_options": message.preview} if message.preview else {}
        return {"text": message.text, **preview} | ({"entities": entities} if entities else {})
    name = f"sandbox-{message.chat.id}-{message.id}"
    picture = {"file_id": name, "file_unique_id": name, "width": 800, "height": 600}
    caption = {"caption": message.text} if message.text else {}
    return {"photo": [picture], **caption} | ({"caption_entities": entities} if entities else {})


def member_json(person: Person, standing: Standing) -> Json:
    """A ChatMember."""
    member: Json = {"status": standing, "user": user_json(person)}
    if standing == Standing.ADMINISTRATOR:
        return member | {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_ADMIN_RIGHTS, True)
    if standing == Standing.KICKED:
        return member | {"until_date": 0}
    return member


def membership_json(chat: Chat, by: Person, bot: Person, old: Standing, at: int) -> Json:
    """A ChatMemberUpdated: what the bot was, and is now."""
    return {
        "chat": chat_json(chat),
        "from": user_json(by),
        "date": at,
        "old_chat_member": member_json(bot, old),
        "new_chat_member": member_json(bot, chat.standing),
    }
