"""Presses of inline buttons: each is answered at once, and done once however often it is pressed."""

from collections.abc import Awaitable, Callable, Collection
from typing import Protocol

from telegram import CallbackQuery, Update
from telegram.error import BadRequest

from bot.chat import (
    away_desk,
    browsing,
    forget_desk,
    hours_desk,
    intake_texts,
    move_desk,
    mute_desk,
    newcomers,
    source_texts,
    texts,
    topic_desk,
)
from bot.chat.desks import Desks
from bot.chat.handlers import Context
from bot.chat.references import Act, Reference, read_reference
from bot.chat.rights import is_operator, may_change
from bot.chat.source_desk import ABOUT_SOURCES
from bot.chat.speaking import Place, change, language_of, place_of, say
from bot.messages.message import Message

_OPEN_TO_ALL = browsing.OPEN_ACTS | {
    *(Act.SHOW, Act.TOPICS, Act.LATEST, Act.SETTINGS, Act.TOPIC, Act.DIGEST_PAGE, Act.WHY, Act.TRY),
}
"""What changes nothing, and so needs no right."""


class ChangingDesk(Protocol):
    """A desk with buttons of its own."""

    async def press(self, place: Place, reference: Reference) -> Message | None:
        """What stands in the place of the message whose button was pressed; None: it stays."""


class Buttons:
    """What the Telegram library calls for a press. The place is where the button is, whatever its data says."""

    def __init__(self, desks: Desks, operators: Collection[int]) -> None:
        self._desks = desks
        self._operators = operators
        self._changing: tuple[tuple[frozenset[Act], ChangingDesk], ...] = (
            (newcomers.ACTS, desks.newcomers),
            (mute_desk.ACTS, desks.mutes),
            (away_desk.ACTS, desks.away),
            (move_desk.ACTS, desks.moves),
            (forget_desk.ACTS, desks.forgetting),
            (topic_desk.ACTS, desks.topic),
        )

    async def press(self, update: Update, context: Context) -> None:
        """Answer the press, then do what the button says."""
        query, place = update.callback_query, place_of(update)
        if query is None:
            return
        reference = read_reference(query.data or "")
        if reference is None or place is None:
            await _answer(query, texts.old_button())
        elif refusal := await self._refusal(update, context, reference):
            await _answer(query, refusal)
        else:
            await _answer(query)
            if reference.act is Act.DIGEST_PAGE:
                await self._turn(query, context, place, reference.number)
                return
            changed = await self._changed(place, reference, language_of(update))
            if changed is not None and not await change(query, changed):
                await say(context.bot, place, changed)
            number = query.message.message_id if query.message else None
            for message in await self._shown(place, reference, number):
                await say(context.bot, place, message)

    async def _turn(self, query: CallbackQuery, context: Context, place: Place, page: int) -> None:
        """Another page in place of the pressed one, which stays where there is no other."""
        number = query.message.message_id if query.message else 0
        turned = await self._desks.pages.turn(place, number, page)
        if turned is None or not await change(query, turned):
            await say(context.bot, place, turned or texts.digest_gone())

    async def _refusal(self, update: Update, context: Context, reference: Reference) -> str | None:
        """Why whoever pressed may not do this, or None."""
        if reference.act in ABOUT_SOURCES:
            return None if is_operator(update, self._operators) else source_texts.not_for_you().html
        if reference.act in newcomers.OPERATORS_ACTS:
            return None if is_operator(update, self._operators) else intake_texts.only_operators().html
        if reference.act in _OPEN_TO_ALL or await may_change(context.bot, update):
            return None
        return texts.only_admins().html

    async def _changed(self, place: Place, reference: Reference, language: str | None) -> Message | None:
        """For acts that change something: what stands in the pressed message's place afterwards."""
        if reference.act in browsing.ACTS:
            return await self._desks.browser.press(place, reference, language)
        if reference.act in ABOUT_SOURCES:
            return await self._desks.sources.press(reference)
        if reference.act in hours_desk.ACTS:
            return await self._desks.hours.press(place, reference, language)
        for acts, desk in self._changing:
            if reference.act in acts:
                return await desk.press(place, reference)
        return await self._changed_topics(place, reference)

    async def _changed_topics(self, place: Place, reference: Reference) -> Message | None:
        desk = self._desks.topics
        changes: dict[Act, Callable[[], Awaitable[Message]]] = {
            Act.FOLLOW: lambda: desk.press_follow(place, reference),
            Act.UNFOLLOW: lambda: desk.press_unfollow(place, reference),
            Act.RESTORE: lambda: desk.press_restore(place, reference),
            Act.PAUSE: lambda: desk.pause(place),
            Act.RESUME: lambda: desk.resume(place),
            Act.TRY: lambda: self._desks.trying.press(place, reference),
        }
        change = changes.get(reference.act)
        return await change() if change else None

    async def _shown(self, place: Place, reference: Reference, number: int | None) -> list[Message]:
        """For acts that show something, or that may be repeated with the next button: new messages.

        `number` is that of the message whose button was pressed.
        """
        desk = self._desks.topics
        answers: dict[Act, Callable[[], Awaitable[Message | list[Message]]]] = {
            Act.PICK: lambda: desk.press_follow(place, reference),
            Act.SHOW: lambda: desk.show(place, reference),
            Act.BROWSE_SHOW: lambda: self._desks.browser.show(place, reference),
            Act.TOPICS: lambda: desk.topics(place),
            Act.LATEST: lambda: desk.latest(place, ""),
            Act.WHY: lambda: self._desks.reasons.why(place, reference, number),
        }
        answer = answers.get(reference.act)
        if answer is None:
            return []
        told = await answer()
        return told if isinstance(told, list) else [told]


async def _answer(query: CallbackQuery, text: str | None = None) -> None:
    """Stop the button's spinner. One pressed long ago cannot be answered any more; its work is done all the same."""
    try:
        await query.answer(text)
    except BadRequest as exc:
        if "query is too old" not in str(exc).lower():
            raise
