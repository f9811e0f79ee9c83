"""Groups, forums and channels: coming and going, rights, threads, and groups that move."""

from collections.abc import Callable

import pytest
from telegram import Bot, ChatMemberAdministrator
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.sandbox import ChatKind, Sandbox, Standing, render
from bot.sandbox.model import Chat


def group(sandbox: Sandbox, kind: ChatKind = ChatKind.SUPERGROUP) -> Chat:
    return sandbox.world.membership.add_group("Desk", ["ann", "ben"], kind=kind)


async def test_being_added_to_a_group_is_told(sandbox: Sandbox, bot: Bot) -> None:
    chat = group(sandbox)
    change = (await bot.get_updates())[0].my_chat_member
    assert change is not None
    assert (change.chat.id, change.from_user.first_name) == (chat.id, "ann")
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("left", "member")


async def test_blocking_and_coming_back_are_told(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.say("you", "hi")
    sandbox.block("you")
    sandbox.block("you")
    sandbox.say("you", "/start")
    updates = await bot.get_updates()
    told = [u.my_chat_member.new_chat_member.status if u.my_chat_member else "message" for u in updates]
    assert told == ["message", "kicked", "member", "message"]


async def test_a_group_hears_the_bot_and_the_bot_hears_only_what_is_meant_for_it(sandbox: Sandbox, bot: Bot) -> None:
    chat = group(sandbox)
    others = ("good morning", "/follow@OtherBot x")
    ours = ("/follow fico", "/list@BriefbotSandboxBot", "hey @briefbotsandboxbot")
    for text in (*others, *ours):
        sandbox.say("ben", text, chat_id=chat.id)
    heard = [update.message.text for update in await bot.get_updates() if update.message]
    assert heard == list(ours)
    await bot.send_message(chat.id, "Following Fico")
    assert render(sandbox.transcript()).splitlines()[-1] == "bot → Desk: Following Fico"


async def test_an_admin_bot_hears_everything(sandbox: Sandbox, bot: Bot) -> None:
    chat = group(sandbox)
    sandbox.world.membership.set_standing(chat, Standing.ADMINISTRATOR)
    sandbox.say("ben", "good morning", chat_id=chat.id)
    updates = await bot.get_updates()
    assert updates[-1].message is not None
    assert updates[-1].message.text == "good morning"
    assert isinstance(await bot.get_chat_member(chat.id, bot.id), ChatMemberAdministrator)


async def test_who_is_who_in_a_group(sandbox: Sandbox, bot: Bot) -> None:
    chat = group(sandbox)
    ann, ben, eve = (sandbox.world.person(name) for name in ("ann", "ben", "eve"))
    assert [admin.user.id for admin in await bot.get_chat_administrators(chat.id)] == [ann.id]
    statuses = [(await bot.get_chat_member(chat.id, person.id)).status for person in (ann, ben, eve)]
    assert statuses == ["administrator", "member", "left"]
    assert (await bot.get_chat(chat.id)).title == "Desk"
    assert await bot.get_chat_member_count(chat.id) == 3


async def test_an_anonymous_admin_and_a_channel_post_have_no_person(sandbox: Sandbox, bot: Bot) -> None:
    chat, channel = group(sandbox), group(sandbox, ChatKind.CHANNEL)
    sandbox.world.say_anonymously(chat.id, "/list")
    sandbox.world.say_anonymously(channel.id, "News")
    *_, anonymous, post = await bot.get_updates()
    assert anonymous.message is not None
    assert anonymous.message.sender_chat is not None
    assert anonymous.message.sender_chat.id == chat.id
    assert post.channel_post is not None
    assert (post.channel_post.from_user, post.channel_post.chat.id) == (None, channel.id)
    sent = await bot.send_message(channel.id, "More news")
    assert (sent.from_user, sandbox.transcript()[-1].lines[-1].from_bot) == (None, True)


async def test_an_edited_message_is_told_as_edited(sandbox: Sandbox, bot: Bot) -> None:
    message = sandbox.world.say("you", "/follow a")
    sandbox.world.correct(message, "/follow b")
    updates = await bot.get_updates()
    assert updates[-1].edited_message is not None
    assert updates[-1].edited_message.text == "/follow b"


async def test_a_thread_is_kept_apart_until_it_is_closed(sandbox: Sandbox, bot: Bot) -> None:
    chat = group(sandbox)
    thread = sandbox.world.membership.add_thread(chat, "Slovakia")
    sandbox.say("ben", "/follow fico", chat_id=chat.id, thread_id=thread.id)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert (message.message_thread_id, message.is_topic_message, message.chat.is_forum) == (thread.id, True, True)
    sent = await bot.send_message(chat.id, "ok", message_thread_id=thread.id)
    assert (sent.message_thread_id, sandbox.deliveries[-1].thread_id) == (thread.id, thread.id)
    thread.is_closed = True
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(chat.id, "ok", message_thread_id=thread.id)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(chat.id, "ok", message_thread_id=1)
    assert (await bot.send_message(chat.id, "general")).message_thread_id is None


@pytest.mark.parametrize(
    ("kind", "change", "error", "text"),
    [
        (ChatKind.GROUP, Standing.KICKED, Forbidden, "bot was kicked from the group chat"),
        (ChatKind.SUPERGROUP, Standing.KICKED, Forbidden, "bot was kicked from the supergroup chat"),
        (ChatKind.CHANNEL, Standing.LEFT, Forbidden, "bot is not a member of the channel chat"),
        (ChatKind.CHANNEL, Standing.MEMBER, BadRequest, "(?i)need administrator rights in the channel chat"),
    ],
)
async def test_without_standing_nothing_can_be_sent(
    sandbox: Sandbox, bot: Bot, kind: ChatKind, change: Standing, error: type[TelegramError], text: str
) -> None:
    chat = group(sandbox, kind)
    sandbox.world.membership.set_standing(chat, change)
    with pytest.raises(error, match=text):
        await bot.send_message(chat.id, "x")


async def test_without_the_right_to_write_the_refusal_is_a_bad_request(sandbox: Sandbox, bot: Bot) -> None:
    chat = group(sandbox)
    chat.can_write = False
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to send text messages to the chat"):
        await bot.send_message(chat.id, "x")


async def test_who_leaves_hears_nothing_more(sandbox: Sandbox, bot: Bot) -> None:
    chat = group(sandbox)
    await bot.leave_chat(chat.id)
    waiting = sandbox.updates_waiting
    sandbox.say("ben", "/list", chat_id=chat.id)
    assert sandbox.updates_waiting == waiting


MOVES: list[tuple[Callable[[Sandbox, Chat], Chat], int]] = [
    (lambda sandbox, chat: sandbox.world.membership.migrate(chat), 2),
    (lambda sandbox, chat: sandbox.world.membership.migrate_silently(chat), 0),
]


@pytest.mark.parametrize(("move", "messages"), MOVES)
async def test_a_group_that_moved_names_its_new_id(
    sandbox: Sandbox, bot: Bot, move: Callable[[Sandbox, Chat], Chat], messages: int
) -> None:
    old = group(sandbox, ChatKind.GROUP)
    new = move(sandbox, old)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old.id, "x")
    assert moved.value.new_chat_id == new.id
    services = [update.message for update in await bot.get_updates() if update.message]
    assert len(services) == messages
    assert [m.migrate_to_chat_id or m.migrate_from_chat_id for m in services] == [new.id, old.id][:messages]
    assert (await bot.send_message(new.id, "x")).chat.type == "supergroup"
