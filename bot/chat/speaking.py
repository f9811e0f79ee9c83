"""Where an update came from, and how an answer goes back there."""

from dataclasses import dataclass

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Update,
)
from telegram import (
    Message as TelegramMessage,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.messages.message import Message
from storage.model import NO_THREAD, ChatId, ChatKind, ThreadId

_STALE = ("message to edit not found", "message can't be edited")


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, and the thread in it."""

    chat_id: ChatId
    thread_id: ThreadId
    kind: ChatKind
    title: str

    @property
    def who(self) -> tuple[ChatId, ThreadId]:
        """By which storage knows whose topics and sources are meant."""
        return self.chat_id, self.thread_id


def place_of(update: Update) -> Place | None:
    """Where to answer this update; None where there is no chat to answer in."""
    chat = update.effective_chat
    if chat is None:
        return None
    message = update.effective_message
    thread = NO_THREAD
    # Only a topic's messages: a reply in an ordinary group carries a thread id too, which cannot be written to.
    if isinstance(message, TelegramMessage) and message.is_topic_message and message.message_thread_id:
        thread = ThreadId(message.message_thread_id)
    return Place(ChatId(chat.id), thread, ChatKind(chat.type), chat.effective_name or "")


def language_of(update: Update) -> str | None:
    """The language of the person's Telegram ("de", "pt-br"), where it is known."""
    return update.effective_user.language_code if update.effective_user else None


async def say(bot: Bot, place: Place, message: Message) -> int:
    """Send an answer; its number in the chat."""
    sent = await bot.send_message(
        place.chat_id,
        message.html,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(message),
        message_thread_id=place.thread_id or None,
        link_preview_options=preview(message),
    )
    return sent.message_id


async def replace(bot: Bot, place: Place, number: int, message: Message) -> None:
    """Put `message` in the place of an answer that was sent before; as a new one, where that one is gone."""
    try:
        await bot.edit_message_text(
            message.html,
            place.chat_id,
            number,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(message),
            link_preview_options=preview(message),
        )
    except BadRequest as exc:
        if not any(part in str(exc).lower() for part in _STALE):
            raise
        await say(bot, place, message)


async def change(query: CallbackQuery, message: Message) -> bool:
    """Put `message` in the place of the one whose button was pressed. A second press changes nothing.

    False: that one is deleted, or too old to be changed.
    """
    if not isinstance(query.message, TelegramMessage):
        return False
    try:
        await query.edit_message_text(
            message.html,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(message),
            link_preview_options=preview(message),
        )
    except BadRequest as exc:
        said = str(exc).lower()
        if any(part in said for part in _STALE):
            return False
        if "not modified" not in said:
            raise
    return True


def preview(message: Message) -> LinkPreviewOptions:
    """The picture above the text, in the library's words; without one, no link is previewed."""
    if message.picture is None:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(url=message.picture.url, prefer_large_media=True, show_above_text=True)


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """The buttons in the library's words."""
    if not message.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(button.label, url=button.url, callback_data=button.action) for button in row]
            for row in message.buttons
        ]
    )


def text_of(update: Update) -> str:
    """What somebody wrote; empty where it is no text."""
    return (update.effective_message.text or "") if update.effective_message else ""


def words_of(update: Update) -> str:
    """What stands after the command, line breaks included: they separate topics."""
    parts = text_of(update).split(None, 1)
    return parts[1] if len(parts) > 1 else ""
