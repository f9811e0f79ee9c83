"""Every method of the Bot API that this sandbox knows, by name. An unknown one is 404, as on an older server."""

import inspect
import json
import re
from collections.abc import Callable, Mapping

from bot.sandbox.errors import bad_request, not_found, webhook_active
from bot.sandbox.limits import Limits
from bot.sandbox.model import Chat, ChatKind, Json, Person, Standing
from bot.sandbox.objects import full_chat_json, member_json, user_json
from bot.sandbox.params import Params
from bot.sandbox.sending import Sending
from bot.sandbox.world import World

MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_TEXTS = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}

Method = Callable[[Params], object]


class Methods:
    """The Bot API of one world."""

    def __init__(self, world: World, limits: Limits) -> None:
        self._world = world
        self._webhook = ""
        self._texts: dict[tuple[str, str], str] = {}
        self._commands: dict[tuple[str, str], list[Json]] = {}
        methods: dict[str, Method] = {
            "getMe": lambda _: self._me(),
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": lambda _: self._webhook_info(),
            "getChat": lambda params: full_chat_json(self._chat(params)),
            "getChatMember": self._member,
            "getChatAdministrators": self._administrators,
            "getChatMemberCount": lambda params: len(self._chat(params).members) + 1,
            "leaveChat": self._leave,
            "setMyCommands": self._set_commands,
            "getMyCommands": lambda params: self._commands.get(_scope(params), []),
            "deleteMyCommands": self._delete_commands,
            "logOut": lambda _: True,
            "close": lambda _: True,
        }
        for title, field in _TEXTS.items():
            methods |= {f"setMy{title}": self._text_setter(field), f"getMy{title}": self._text_getter(field)}
        methods |= Sending(world, limits).methods()
        # The real server does not mind the case of a method's name either.
        self._methods: Mapping[str, Method] = {name.lower(): method for name, method in methods.items()}

    async def call(self, name: str, params: Params) -> object:
        """The result of a method. Raises ApiError where Telegram refuses."""
        method = self._methods.get(name.lower())
        if method is None:
            raise not_found()
        result = method(params)
        return await result if inspect.isawaitable(result) else result

    def menu(self, chat: Chat) -> list[Json]:
        """The commands a chat is offered: those of its narrowest scope that has any."""
        wide = "all_private_chats" if chat.kind == ChatKind.PRIVATE else "all_group_chats"
        for scope in ({"type": "chat", "chat_id": chat.id}, {"type": wide}, {"type": "default"}):
            commands = self._commands.get((_scope_key(scope), ""))
            if commands:
                return commands
        return []

    def _me(self) -> Json:
        return user_json(self._world.bot) | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    async def _get_updates(self, params: Params) -> object:
        if self._webhook:
            raise webhook_active()
        allowed = params.structure("allowed_updates")
        if isinstance(allowed, list):
            self._world.updates.allowed = tuple(map(str, allowed))
        return await self._world.updates.poll(
            offset=params.integer("offset"), limit=params.integer("limit", 100), timeout=params.integer("timeout")
        )

    def _set_webhook(self, params: Params) -> object:
        # The address is only remembered: updates are served to polls alone.
        self._webhook = params.text("url")
        return True

    def _delete_webhook(self, params: Params) -> object:
        self._webhook = ""
        if params.flag("drop_pending_updates"):
            self._world.updates.drop_all()
        return True

    def _webhook_info(self) -> Json:
        pending = len(self._world.updates)
        return {"url": self._webhook, "has_custom_certificate": False, "pending_update_count": pending}

    def _chat(self, params: Params) -> Chat:
        return self._world.chat(params.chat_id())

    def _member(self, params: Params) -> Json:
        chat, user_id = self._chat(params), params.integer("user_id")
        if user_id == self._world.bot.id:
            return member_json(self._world.bot, chat.standing)
        person = next((one for one in self._world.people.values() if one.id == user_id), None)
        if person is None:
            raise bad_request("user not found")
        return member_json(person, _standing(person, chat))

    def _administrators(self, params: Params) -> list[Json]:
        chat = self._chat(params)
        if chat.kind == ChatKind.PRIVATE:
            raise bad_request("there are no administrators in the private chat")
        return [member_json(person, Standing.ADMINISTRATOR) for person in chat.admins]

    def _leave(self, params: Params) -> object:
        self._world.membership.leave(self._chat(params))
        return True

    def _set_commands(self, params: Params) -> object:
        given = params.structure("commands")
        commands = given if isinstance(given, list) else []
        if len(commands) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self._commands[_scope(params)] = [_command(command) for command in commands]
        self._world.retell_chats()
        return True

    def _delete_commands(self, params: Params) -> object:
        self._commands.pop(_scope(params), None)
        self._world.retell_chats()
        return True

    def _text_setter(self, field: str) -> Method:
        def set_text(params: Params) -> object:
            self._texts[field, params.text("language_code")] = params.text(field)
            return True

        return set_text

    def _text_getter(self, field: str) -> Method:
        default = self._world.bot.name if field == "name" else ""
        return lambda params: {field: self._texts.get((field, params.text("language_code")), default)}


def _standing(person: Person, chat: Chat) -> Standing:
    if person in chat.admins:
        return Standing.ADMINISTRATOR
    return Standing.MEMBER if person in chat.members else Standing.LEFT


def _scope(params: Params) -> tuple[str, str]:
    return _scope_key(params.structure("scope") or {"type": "default"}), params.text("language_code")


def _scope_key(scope: object) -> str:
    return json.dumps(scope, sort_keys=True)


def _command(given: object) -> Json:
    params = Params(given if isinstance(given, dict) else {})
    command = {"command": params.text("command").removeprefix("/"), "description": params.text("description")}
    if not _COMMAND.fullmatch(command["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 0 < len(command["description"]) <= LONGEST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return command
