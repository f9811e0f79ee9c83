"""Browsing the catalogue: from the top to a topic, follow it, and back, in one message."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.chat import browse_texts
from bot.chat.desk import Desk
from bot.chat.references import Act, Reference
from bot.chat.speaking import Place
from bot.dispatch.archive import search_archive
from bot.messages.message import Button, Message
from bot.topics.aliases import covered
from bot.topics.query import Query
from bot.topics.ready_made import Entry, ReadyMade
from storage import Storage

ACTS: Final = frozenset({Act.BROWSE, Act.BROWSE_FOLLOW, Act.BROWSE_UNFOLLOW, Act.BROWSE_RESTORE})
"""What changes the message with the catalogue."""

OPEN_ACTS: Final = frozenset({Act.BROWSE, Act.BROWSE_SHOW})
"""What changes nothing that is followed."""


class Browser:
    """Shows the catalogue to one chat at a time. Every verb may come twice without harm."""

    def __init__(self, storage: Storage, desk: Desk, catalogue: ReadyMade, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._desk = desk
        self._catalogue = catalogue
        self._now = now

    async def browse(self, place: Place, language: str | None) -> Message:
        """/browse: the top of the catalogue."""
        return browse_texts.top(self._marked("", await self._followed(place)), language)

    async def press(self, place: Place, reference: Reference, language: str | None) -> Message:
        """A button of the catalogue: what stands in the message's place afterwards."""
        if not reference.words:
            return await self.browse(place, language)
        entry = self._catalogue.by_id(reference.words)
        if entry is None:
            return browse_texts.gone()
        topic = entry.topic
        if topic is None:
            return browse_texts.group(entry, self._marked(entry.id, await self._followed(place)), language)
        return await self._topic(place, entry, topic, reference.act, language)

    async def show(self, place: Place, reference: Reference) -> list[Message]:
        """[Show]: the newest briefs on an entry's topic."""
        entry = self._catalogue.by_id(reference.words or "")
        return await self._desk.latest(place, entry.query) if entry and entry.query else [browse_texts.gone()]

    async def _topic(self, place: Place, entry: Entry, topic: Query, act: Act, language: str | None) -> Message:
        match act:
            case Act.BROWSE_FOLLOW:
                await self._follow(place, topic, entry.name(language))
            case Act.BROWSE_UNFOLLOW | Act.BROWSE_RESTORE:
                await self._change_back(place, topic, act)
            case _:
                pass
        followed = await self._followed(place)
        chat = await self._storage.chat(place.chat_id)
        button, notice = _state(entry, act, followed=topic.canonical in followed, paused=bool(chat and chat.paused_at))
        found = await search_archive(self._storage, [topic], limit=0, seen_by=place.who)
        return browse_texts.topic(
            entry,
            self._marked(entry.id, followed),
            language,
            also=[name for names in covered(topic.root).values() for name in names],
            count=f"{found.count}" if found.complete else f"{found.count}+",
            follow=button,
            notice=notice,
        )

    async def _follow(self, place: Place, topic: Query, name: str) -> None:
        kept = await self._storage.remember_topic(topic.canonical, now=self._now())
        await self._storage.follow(place.chat_id, place.thread_id, kept.id, words=name, now=self._now())

    async def _change_back(self, place: Place, topic: Query, act: Act) -> None:
        """Stop following; or follow again, as if that had not happened."""
        kept = await self._storage.remember_topic(topic.canonical, now=self._now())
        verb = self._storage.unfollow if act is Act.BROWSE_UNFOLLOW else self._storage.restore_subscription
        await verb(place.chat_id, place.thread_id, kept.id, now=self._now())

    async def _followed(self, place: Place) -> frozenset[str]:
        """The topics followed here, in canonical form."""
        subscriptions = await self._storage.subscriptions(place.chat_id, place.thread_id)
        return frozenset(one.topic.query for one in subscriptions)

    def _marked(self, entry_id: str, followed: frozenset[str]) -> list[tuple[Entry, bool]]:
        """What stands in an entry, and with each whether it, or something in it, is followed."""
        return [(child, self._holds(child, followed)) for child in self._catalogue.children(entry_id)]

    def _holds(self, entry: Entry, followed: frozenset[str]) -> bool:
        if not followed:
            return False
        topics = (each.topic for each in self._catalogue.within(entry.id))
        return any(topic is not None and topic.canonical in followed for topic in topics)


def _state(entry: Entry, act: Act, *, followed: bool, paused: bool) -> tuple[Button, str]:
    """The button that a topic has now, and the notice beside it."""
    if followed:
        undo = act in {Act.BROWSE_FOLLOW, Act.BROWSE_RESTORE}
        button = browse_texts.undo_follow_button(entry) if undo else browse_texts.unfollow_button(entry)
        return button, browse_texts.following(paused=paused)
    if act is Act.BROWSE_UNFOLLOW:
        return browse_texts.undo_unfollow_button(entry), browse_texts.NO_LONGER
    return browse_texts.follow_button(entry), ""
