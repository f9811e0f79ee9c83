"""The commands there are, and the application that routes updates to their handlers."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from telegram import BotCommand, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ExtBot,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.chat.asking import Asking
from bot.chat.away_desk import AwayDesk
from bot.chat.bot_api import BotApi
from bot.chat.browsing import Browser
from bot.chat.buttons import Buttons
from bot.chat.desk import Desk
from bot.chat.desks import Desks
from bot.chat.digest_pages import DigestPages
from bot.chat.forget_commands import ForgetCommands
from bot.chat.forget_desk import ForgetDesk
from bot.chat.handlers import Context, Handlers, apologise
from bot.chat.hours_commands import HoursCommands
from bot.chat.hours_desk import HoursDesk
from bot.chat.intake import Intake
from bot.chat.library import ApiRequest, PacedLimiter
from bot.chat.move_commands import MoveCommands
from bot.chat.move_desk import MoveDesk
from bot.chat.mute_desk import MuteDesk
from bot.chat.newcomers import Newcomers
from bot.chat.source_desk import SourceDesk
from bot.chat.status_commands import StatusCommands
from bot.chat.status_desk import StatusDesk
from bot.chat.topic_desk import TopicDesk
from bot.chat.try_desk import TryDesk
from bot.chat.why_desk import WhyDesk
from bot.dispatch.pace import Pace
from bot.messages.message import Pictures
from bot.topics.ready_made import ReadyMade
from storage import Storage

COMMANDS: tuple[tuple[str, str], ...] = (
    ("follow", "follow a topic in your own words"),
    ("browse", "topics to choose from"),
    ("try", "see what a topic would bring"),
    ("topics", "what you follow"),
    ("latest", "the newest briefs, on a topic or on all of yours"),
    ("unfollow", "stop following a topic"),
    ("mute", "keep back what mentions something"),
    ("unmute", "let it come again"),
    ("whynot", "why a brief did not come, by its link"),
    ("digest", "briefs together, at the times you like"),
    ("quiet", "hours in which nothing comes"),
    ("zone", "your clock, by city, country or offset"),
    ("settings", "when your briefs come, at a glance"),
    ("status", "what waits for you, and what came last"),
    ("pause", "hold the news for a while"),
    ("resume", "let the news come again"),
    ("move", "take all of this to another chat"),
    ("forget", "delete all I know of this chat"),
    ("add", "have a site or feed read, by its address"),
    ("sources", "where the news comes from"),
    ("help", "how everything works"),
    ("start", "begin"),
)
"""Name and description of each command, as the menu shows them."""

_METHODS = {"try": "try_topic"}
"""Commands whose names are words of the programming language."""

ChatApplication = Application[ExtBot[Any], Context, Any, Any, Any, Any]


def build_application(
    api: BotApi,
    token: str,
    storage: Storage,
    pace: Pace,
    *,
    now: Callable[[], datetime],
    monotonic: Callable[[], float],
    intake: Intake,
    operators: Collection[int] = (),
    pictures: Pictures = Pictures.NONE,
    catalogue: ReadyMade,
) -> ChatApplication:
    """The library's application, speaking through our door at our pace. Updates are fed to it by `Poller`.

    `operators`: user ids of those who run the bot; `catalogue`: what can be browsed.
    """
    bot: ExtBot[Any] = ExtBot(
        token,
        base_url=api.base_url,
        base_file_url=api.base_url.removesuffix("bot") + "file/bot",
        request=ApiRequest(api),
        get_updates_request=ApiRequest(api),
        rate_limiter=PacedLimiter(pace, monotonic=monotonic),
    )
    application: ChatApplication = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
    desks = _desks(storage, intake, catalogue, operators, pictures, now)
    handlers = Handlers(desks, operators)
    application.add_handler(TypeHandler(Update, handlers.greet), group=-1)
    speakers = (
        HoursCommands(desks.hours),
        Asking(desks),
        StatusCommands(desks.status, operators),
        MoveCommands(desks.moves),
        ForgetCommands(desks.forgetting),
        handlers,
    )
    for handler in _routes(speakers, handlers, Buttons(desks, operators)):
        application.add_handler(handler)
    application.add_error_handler(apologise)
    return application


def _desks(
    storage: Storage,
    intake: Intake,
    catalogue: ReadyMade,
    operators: Collection[int],
    pictures: Pictures,
    now: Callable[[], datetime],
) -> Desks:
    desk = Desk(storage, now=now, pictures=pictures)
    return Desks(
        topics=desk,
        browser=Browser(storage, desk, catalogue, now=now),
        topic=TopicDesk(storage, now=now),
        trying=TryDesk(storage, now=now),
        mutes=MuteDesk(storage, now=now),
        reasons=WhyDesk(storage, now=now),
        hours=HoursDesk(storage, now=now),
        pages=DigestPages(storage, now=now),
        status=StatusDesk(storage, now=now),
        away=AwayDesk(storage, now=now),
        moves=MoveDesk(storage, now=now),
        forgetting=ForgetDesk(storage),
        sources=SourceDesk(storage, now=now),
        newcomers=Newcomers(intake, operators),
    )


def _routes(
    speakers: Sequence[object], handlers: Handlers, buttons: Buttons
) -> list[BaseHandler[Update, Context, Any]]:
    # Edited messages do not run again: their first form has been answered.
    new = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
    commands: list[BaseHandler[Update, Context, Any]] = [
        CommandHandler(name, _method(speakers, _METHODS.get(name, name)), filters=new) for name, _ in COMMANDS
    ]
    return [
        *commands,
        CallbackQueryHandler(buttons.press),
        ChatMemberHandler(handlers.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(new & filters.StatusUpdate.MIGRATE, handlers.migration),
        MessageHandler(new & filters.COMMAND, handlers.unknown_command),
        MessageHandler(new & filters.TEXT, handlers.offer),
    ]


def _method(speakers: Sequence[object], name: str) -> Any:  # noqa: ANN401  # a handler's method, as the library wants it
    return next(getattr(speaker, name) for speaker in speakers if hasattr(speaker, name))


async def announce_commands(application: ChatApplication) -> None:
    """Fill the command menu people see in their chats."""
    await application.bot.set_my_commands([BotCommand(name, description) for name, description in COMMANDS])
