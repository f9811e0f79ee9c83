"""People and a bot talk, through the client library that the real bot uses."""

import asyncio
import socket

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Conflict, InvalidToken

from bot.sandbox import TOKEN, Event, EventKind, Sandbox, render

KEYBOARD = InlineKeyboardMarkup([
    [InlineKeyboardButton("Unfollow", callback_data="u"), InlineKeyboardButton("Follow", callback_data="f")],
    [InlineKeyboardButton("Read more", url="https://example.org/1")],
])  # fmt: skip


def private(sandbox: Sandbox, name: str = "you") -> int:
    return sandbox.world.private_chat(name).id


async def test_the_bot_knows_itself(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (int(TOKEN.split(":")[0]), True, "BriefbotSandboxBot")


async def test_what_a_person_says_arrives_with_its_command_marked(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.say("you", "/follow 😀 nato")
    (update,) = await bot.get_updates()
    message = update.message
    assert message is not None
    assert message.from_user is not None
    assert (message.text, message.from_user.first_name, message.chat.type) == ("/follow 😀 nato", "you", "private")
    assert [(entity.type, entity.offset, entity.length) for entity in message.entities] == [("bot_command", 0, 7)]


async def test_an_update_comes_again_until_a_later_offset_confirms_it(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.say("you", "one")
    sandbox.say("you", "two")
    first = await bot.get_updates()
    again = await bot.get_updates()
    assert [update.update_id for update in first] == [update.update_id for update in again]
    assert sandbox.updates_waiting == 2
    assert await bot.get_updates(offset=first[-1].update_id + 1) == ()
    assert sandbox.updates_waiting == 0


async def test_a_negative_offset_keeps_only_the_last(sandbox: Sandbox, bot: Bot) -> None:
    for word in ("one", "two", "three"):
        sandbox.say("you", word)
    (update,) = await bot.get_updates(offset=-1)
    assert update.message is not None
    assert (update.message.text, sandbox.updates_waiting) == ("three", 1)


async def test_a_long_poll_ends_as_soon_as_somebody_speaks(sandbox: Sandbox, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    assert await sandbox.until(lambda: sandbox.polling)
    sandbox.say("you", "hello")
    assert len(await poll) == 1
    assert not sandbox.polling


async def test_a_new_poll_ends_the_older_one_with_a_conflict(sandbox: Sandbox, bot: Bot) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=30))
    assert await sandbox.until(lambda: sandbox.polling)
    await bot.get_updates()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await older


async def test_closing_ends_a_waiting_poll_at_once(bot: Bot, sandbox: Sandbox) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    assert await sandbox.until(lambda: sandbox.polling)
    await sandbox.close()
    assert await poll == ()


async def test_only_updates_asked_for_are_queued(sandbox: Sandbox, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    sandbox.say("you", "unheard")
    assert sandbox.updates_waiting == 0


async def test_a_webhook_and_polling_exclude_each_other(bot: Bot) -> None:
    await bot.set_webhook("https://example.org/hook")
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_reply_comes_back_as_the_client_sent_it(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.say("you", "hi")
    sent = await bot.send_message(
        private(sandbox),
        "<b>Fico</b> 😀 <a href='https://example.org/'>here</a>",
        ParseMode.HTML,
        reply_markup=KEYBOARD,
    )
    assert (sent.text, sent.text_html) == ("Fico 😀 here", '<b>Fico</b> 😀 <a href="https://example.org/">here</a>')
    assert sent.reply_markup == KEYBOARD
    assert [(delivery.chat_id, delivery.text) for delivery in sandbox.deliveries] == [(private(sandbox), sent.text)]


async def test_a_press_reaches_the_bot_and_is_answered_once(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.say("you", "hi")
    await bot.send_message(private(sandbox), "Follow?", reply_markup=KEYBOARD)
    assert sandbox.press("you", "follow")
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.from_user.first_name, query.message.message_id) == ("f", "you", 2)
    events: list[Event] = []
    sandbox.on_event = events.append
    await query.answer("Followed", show_alert=True)
    assert [(event.kind, event.name, event.text, event.is_alert) for event in events] == [
        (EventKind.POPUP, "you", "Followed", True)
    ]
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()


async def test_a_link_button_opens_without_telling_the_bot(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.say("you", "hi")
    await bot.send_message(private(sandbox), "News", reply_markup=KEYBOARD)
    waiting = sandbox.updates_waiting
    assert sandbox.press("you", "read MORE")
    assert sandbox.updates_waiting == waiting


async def test_a_button_nobody_has_cannot_be_pressed(sandbox: Sandbox) -> None:
    sandbox.say("you", "hi")
    assert not sandbox.press("you", "Follow")


async def test_an_edit_without_buttons_takes_them_away(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.say("you", "hi")
    sent = await bot.send_message(private(sandbox), "before", reply_markup=KEYBOARD)
    edited = await sent.edit_text("after")
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup, edited.edit_date is not None) == ("after", None, True)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("after")


async def test_a_picture_is_told_by_its_address_and_caption(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.say("you", "hi")
    sent = await bot.send_photo(private(sandbox), "https://example.org/a.jpg", "a <i>tree</i>", parse_mode="HTML")
    assert (sent.caption, len(sent.photo)) == ("a tree", 1)
    assert sandbox.deliveries[-1].text == "https://example.org/a.jpg\na tree"


async def test_a_preview_is_told_as_it_was_asked_for(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.say("you", "hi")
    asked = LinkPreviewOptions(url="https://example.org/a.jpg", show_above_text=True)
    sent = await bot.send_message(private(sandbox), "a tree", link_preview_options=asked)
    assert sent.link_preview_options == asked
    edited = await sent.edit_text("no tree")
    assert not isinstance(edited, bool)
    assert edited.link_preview_options is None


async def test_the_transcript_is_the_conversation_as_it_finally_stands(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.say("you", "/start")
    welcome = await bot.send_message(private(sandbox), "Welcome\n\nto the news", reply_markup=KEYBOARD)
    gone = await bot.send_message(private(sandbox), "never mind")
    sandbox.say("ann", "hello\nthere")
    await bot.send_message(private(sandbox, "ann"), "<b>Hello</b> ann", ParseMode.HTML)
    await welcome.edit_text("Welcome back", reply_markup=KEYBOARD)
    await gone.delete()
    assert render(sandbox.transcript()) == (
        "you: /start\n"
        "bot ✎ you: Welcome back\n"
        "  [Unfollow] [Follow]\n"
        "  [Read more]\n"
        "ann: hello\n"
        "  there\n"
        "bot → ann: Hello ann\n"
    )


async def test_a_listener_hears_everything_in_order(sandbox: Sandbox, bot: Bot) -> None:
    events: list[Event] = []
    sandbox.on_event = events.append
    sandbox.say("you", "hi")
    await bot.send_chat_action(private(sandbox), ChatAction.TYPING)
    sent = await bot.send_message(private(sandbox), "hello", reply_markup=KEYBOARD)
    await sent.edit_text("hello!")
    await sent.delete()
    assert [(event.kind, event.name, event.text) for event in events] == [
        ("said", "you", "hi"),
        ("sent", "Briefbot", "hello"),
        ("edited", "Briefbot", "hello!"),
        ("deleted", "Briefbot", "hello!"),
    ]


async def test_commands_and_descriptions_are_remembered(bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("follow", "Follow a topic")])
    await bot.set_my_commands([BotCommand("follow", "Einem Thema folgen")], language_code="de")
    await bot.set_my_short_description("News")
    assert await bot.get_my_commands() == (BotCommand("follow", "Follow a topic"),)
    assert (await bot.get_my_commands(language_code="de"))[0].description == "Einem Thema folgen"
    assert (await bot.get_my_short_description()).short_description == "News"
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([("Has Space", "no")])


@pytest.mark.parametrize("token", [f"{TOKEN[:-1]}X", f"{TOKEN[:-1]}!", "x"])
async def test_another_token_opens_nothing(sandbox: Sandbox, token: str) -> None:
    stranger = Bot(token, base_url=f"{sandbox.address}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_a_taken_port_is_an_os_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="address already in use"):
            await Sandbox().open(taken.getsockname()[1])


async def test_a_caller_that_hangs_up_polls_no_more(sandbox: Sandbox, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    assert await sandbox.until(lambda: sandbox.polling)
    poll.cancel()
    assert await sandbox.until(lambda: not sandbox.polling)
    sandbox.say("you", "not lost")
    assert len(await bot.get_updates()) == 1


async def test_waiting_for_what_never_comes_ends(sandbox: Sandbox) -> None:
    assert not await sandbox.until(lambda: sandbox.polling, within=0.01)
