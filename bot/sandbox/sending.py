"""The Bot API's methods that put words before people: send, edit, delete, answer. Checks come in the server's order."""

from collections.abc import Callable
from urllib.parse import urlsplit

from bot.sandbox.entities import Entity, Formatted, clean, trim, utf16_length, with_detected
from bot.sandbox.errors import bad_request, too_many_requests
from bot.sandbox.html import HtmlError, parse_html
from bot.sandbox.keyboards import parse_keyboard
from bot.sandbox.limits import Limits
from bot.sandbox.membership import check_writable
from bot.sandbox.model import Chat, ChatKind, EventKind, Json, Message
from bot.sandbox.objects import message_json
from bot.sandbox.params import Params
from bot.sandbox.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
"""UTF-16 units after parsing: the strictest reading of Telegram's "characters"."""
LONGEST_MARKUP = 32_768
"""Bytes, with markup."""
LONGEST_POPUP = 200


class Sending:
    """What the bot says in a world, within its limits."""

    def __init__(self, world: World, limits: Limits) -> None:
        self._world = world
        self._limits = limits

    def methods(self) -> dict[str, Callable[[Params], object]]:
        """The methods of this file by their names."""
        return {
            "sendMessage": self.send_message,
            "sendPhoto": self.send_photo,
            "editMessageText": self.edit_text,
            "editMessageReplyMarkup": self.edit_keyboard,
            "deleteMessage": self.delete,
            "answerCallbackQuery": self.answer,
            "sendChatAction": self.act,
        }

    def send_message(self, params: Params) -> object:
        """A text arrives."""
        formatted = _read_text(params, "text", LONGEST_TEXT)
        if not formatted.text:
            raise bad_request("message text is empty")
        return self._send(params, formatted, picture=None, preview=_preview(params))

    def send_photo(self, params: Params) -> object:
        """A picture arrives: here as its address, with the caption below."""
        formatted = _read_text(params, "caption", LONGEST_CAPTION)
        picture = params.text("photo")
        if urlsplit(picture).scheme not in ("http", "https"):
            raise bad_request("wrong remote file identifier specified: can't unserialize it")
        return self._send(params, formatted, picture=picture)

    def edit_text(self, params: Params) -> object:
        """A text changes; without reply_markup its buttons go."""
        formatted = _read_text(params, "text", LONGEST_TEXT)
        if not formatted.text:
            raise bad_request("message text is empty")
        message = self._own_message(params)
        if message.picture is not None:
            raise bad_request("there is no text in the message to edit")
        keyboard = parse_keyboard(params.structure("reply_markup"))
        self._admit(message.chat)
        message.preview = _preview(params)
        return message_json(self._world.edit(message, formatted, keyboard))

    def edit_keyboard(self, params: Params) -> object:
        """Only the buttons change."""
        message = self._own_message(params)
        keyboard = parse_keyboard(params.structure("reply_markup"))
        self._admit(message.chat)
        return message_json(self._world.edit(message, Formatted(message.text, message.entities), keyboard))

    def delete(self, params: Params) -> object:
        """A message disappears: the bot's own, in private anybody's, elsewhere with an admin's rights."""
        chat = self._world.chat(params.chat_id())
        message = self._world.message(chat, params.integer("message_id"), otherwise="message to delete not found")
        if not (message.is_from_bot or chat.kind == ChatKind.PRIVATE or chat.standing == "administrator"):
            raise bad_request("message can't be deleted")
        self._world.delete(message)
        return True

    def answer(self, params: Params) -> object:
        """A press is answered. Counts toward no limit."""
        text = params.text("text")
        if utf16_length(text) > LONGEST_POPUP:
            raise bad_request("MESSAGE_TOO_LONG")
        self._world.answer(params.text("callback_query_id"), text, is_alert=params.flag("show_alert"))
        return True

    def act(self, params: Params) -> object:
        """The bot is seen typing."""
        chat = self._world.chat(params.chat_id())
        check_writable(chat, params.thread_id())
        self._world.tell(EventKind.TYPING, chat, self._world.bot.name)
        return True

    def _send(
        self, params: Params, formatted: Formatted, *, picture: str | None, preview: Json | None = None
    ) -> object:
        chat = self._world.chat(params.chat_id())
        thread_id = params.thread_id()
        keyboard = parse_keyboard(params.structure("reply_markup"))
        check_writable(chat, thread_id)
        message = Message(
            id=0,
            chat=chat,
            sender=self._world.bot,
            text=formatted.text,
            entities=formatted.entities,
            keyboard=keyboard,
            thread_id=thread_id,
            reply_to=self._answered(params, chat),
            picture=picture,
            preview=preview,
        )
        self._admit(chat)
        return message_json(self._world.post(message))

    def _answered(self, params: Params, chat: Chat) -> Message | None:
        reply = params.structure("reply_parameters")
        given = Params(reply) if isinstance(reply, dict) else params
        number = given.integer("message_id" if given is not params else "reply_to_message_id")
        if not number:
            return None
        known = 0 < number <= len(chat.messages) and not chat.messages[number - 1].is_deleted
        if not known and given.flag("allow_sending_without_reply"):
            return None
        return self._world.message(chat, number, otherwise="message to be replied not found")

    def _own_message(self, params: Params) -> Message:
        chat = self._world.chat(params.chat_id())
        check_writable(chat, None)
        message = self._world.message(chat, params.integer("message_id"), otherwise="message to edit not found")
        if not message.is_from_bot:
            raise bad_request("message can't be edited")
        return message

    def _admit(self, chat: Chat) -> None:
        seconds = self._limits.admit(chat.id, chat.kind)
        if seconds:
            raise too_many_requests(seconds)


def _read_text(params: Params, name: str, longest: int) -> Formatted:
    text = params.text(name)
    if len(text.encode()) > LONGEST_MARKUP:
        raise bad_request("text is too long")
    mode = params.text("parse_mode").lower()
    if mode not in ("", "html"):
        # Markdown exists at Telegram, but nobody here writes it.
        raise bad_request("unsupported parse_mode")
    try:
        formatted = parse_html(text) if mode else Formatted(clean(text), _given_entities(params, name))
    except HtmlError as exc:
        raise bad_request(f"can't parse entities: {exc}") from exc
    formatted = trim(formatted)
    if utf16_length(formatted.text) > longest:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    return with_detected(formatted)


def _preview(params: Params) -> Json | None:
    """What is asked of the link preview; nothing is fetched here, and the address of a text's own link is not told."""
    options = params.structure("link_preview_options")
    return options if isinstance(options, dict) and options else None


def _given_entities(params: Params, name: str) -> tuple[Entity, ...]:
    given = params.structure("entities" if name == "text" else "caption_entities")
    if not isinstance(given, list):
        return ()
    fields = Entity.__dataclass_fields__
    try:
        return tuple(Entity(**{key: value for key, value in one.items() if key in fields}) for one in given)
    except (AttributeError, TypeError) as exc:
        raise bad_request("can't parse MessageEntity") from exc
