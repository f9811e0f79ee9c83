"""What a person can ask for, and the answer to it: words in, storage's verbs, `Message`s out.

Knows nothing of the Telegram library: handlers and buttons both come here.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.chat import texts
from bot.chat.meaning import more_than_its_words
from bot.chat.references import Reference
from bot.chat.speaking import Place
from bot.dispatch.archive import Findings, search_archive
from bot.dispatch.hours import clock_of
from bot.messages.bundle import write_next
from bot.messages.message import Message, Pictures
from bot.topics.query import Query, QueryError, parse_topic, parse_topics
from bot.topics.suggest import Suggestion, suggest_topics
from storage import Storage
from storage.model import Attention, ChatId, Subscription, Topic, TopicId

SHOWN = 3
"""Briefs that /latest shows: full texts, on the one screen where the question stands."""

_SUGGESTED_FROM = 200
"""Briefs looked through for names to suggest: the last day or two of a busy desk."""


class Desk:
    """The conversation with one person or group at a time. Every verb may come twice without harm."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime], pictures: Pictures = Pictures.NONE) -> None:
        self._storage = storage
        self._now = now
        self._pictures = pictures

    async def meet(self, place: Place) -> bool:
        """Note that this chat speaks to us. True: it could not be written to before, and now can."""
        await self._storage.meet_chat(place.chat_id, place.kind, place.title, now=self._now())
        return await self._storage.wake_chat(place.chat_id, now=self._now()) is not None

    async def lose(self, place: Place, reason: str) -> None:
        """The chat blocked us, or threw us out."""
        await self._storage.meet_chat(place.chat_id, place.kind, place.title, now=self._now())
        await self._storage.make_dormant(place.chat_id, reason=reason, now=self._now())

    async def move(self, old: ChatId, new: ChatId) -> None:
        """A group became a supergroup: what it follows and is owed moves along."""
        await self._storage.move_chat(old, new, now=self._now())

    async def start(self, place: Place) -> Message:
        """/start"""
        subscriptions = await self._storage.subscriptions(place.chat_id, place.thread_id)
        return texts.start_again(subscriptions) if subscriptions else texts.start(await self._suggestions(place))

    async def follow(self, place: Place, words: str) -> Message:
        """/follow WORDS: several topics are separated by commas; behind a "!" they are important."""
        is_important = words.lstrip().startswith("!")
        words = words.lstrip().removeprefix("!")
        if not words.strip():
            return texts.what_to_follow(await self._suggestions(place))
        try:
            queries = parse_topics(words)
        except QueryError as exc:
            return texts.bad_topic(exc)
        topics = [await self._storage.remember_topic(query.canonical, now=self._now()) for query in queries]
        typed = words.strip() if len(queries) == 1 else None
        told = await self._follow(
            place, [(typed or query.words, topic) for query, topic in zip(queries, topics, strict=True)]
        )
        if not is_important:
            return told
        for topic in topics:
            await self._storage.set_attention(*place.who, topic.id, Attention.IMPORTANT, now=self._now())
        return texts.as_important(told)

    async def _follow(self, place: Place, topics: Sequence[tuple[str, Topic]]) -> Message:
        new = []
        for words, topic in topics:
            begun = await self._storage.follow(place.chat_id, place.thread_id, topic.id, words=words, now=self._now())
            if not begun.already:
                new.append((words, topic))
        if not new:
            return texts.followed_already(topics)
        found = await self._search(place, [topic for _, topic in new], limit=0)
        chat = await self._storage.chat(place.chat_id)
        return texts.followed(
            new,
            found.count,
            at_least=not found.complete,
            paused=bool(chat and chat.paused_at),
            in_digest=bool(chat and chat.digest),
            meaning=more_than_its_words(_query(new[0][1])) if len(new) == 1 else None,
        )

    async def unfollow(self, place: Place, words: str) -> Message:
        """/unfollow WORDS; without words the list, to tap."""
        if not words.strip():
            return await self.topics(place)
        try:
            wanted = {query.canonical for query in parse_topics(words)}
        except QueryError as exc:
            return texts.bad_topic(exc)
        followed = await self._storage.subscriptions(place.chat_id, place.thread_id)
        name = words.strip().casefold()  # of a topic from the catalogue
        ids = [one.topic.id for one in followed if one.topic.query in wanted or one.words.casefold() == name]
        return await self._unfollow(place, ids) if ids else texts.not_followed(words.strip())

    async def _unfollow(self, place: Place, topic_ids: Sequence[TopicId]) -> Message:
        ended = [
            await self._storage.unfollow(place.chat_id, place.thread_id, topic_id, now=self._now())
            for topic_id in topic_ids
        ]
        return _told(texts.unfollowed, ended)

    async def topics(self, place: Place) -> Message:
        """/topics"""
        subscriptions = await self._storage.subscriptions(place.chat_id, place.thread_id)
        chat = await self._storage.chat(place.chat_id)
        return texts.topics(subscriptions, paused=bool(chat and chat.paused_at), now=self._now())

    async def latest(self, place: Place, words: str) -> list[Message]:
        """/latest [WORDS]: the newest briefs on the topic, or on all that is followed; the newest stands last."""
        if words.strip():
            try:
                queries = parse_topics(words)
            except QueryError as exc:
                return [texts.bad_topic(exc)]
            found = await search_archive(self._storage, queries, limit=SHOWN, seen_by=place.who)
        else:
            subscriptions = await self._storage.subscriptions(place.chat_id, place.thread_id)
            if not subscriptions:
                return [texts.no_topics()]
            found = await self._search(place, [one.topic for one in subscriptions], limit=SHOWN)
        return await self._briefs(place, found) or [texts.nothing_on(words.strip() or None)]

    async def pause(self, place: Place) -> Message:
        """/pause"""
        await self._storage.pause_chat(place.chat_id, now=self._now())
        return texts.paused()

    async def resume(self, place: Place) -> Message:
        """/resume"""
        return texts.resumed(await self._storage.resume_chat(place.chat_id, now=self._now()))

    async def offer(self, place: Place, words: str) -> Message:
        """Plain words: what the archive has on them, and [Follow]. Nothing changes."""
        try:
            queries = parse_topics(words)
        except QueryError as exc:
            return texts.bad_topic(exc)
        found = await search_archive(self._storage, queries, limit=SHOWN, seen_by=place.who)
        count = f"{found.count}" if found.complete else f"{found.count}+"
        line = " ".join(words.split())
        topics: list[Topic] = []
        # Several are told apart by what stands between them, which one line may have lost.
        if len(queries) > 1 or not texts.fits_a_button(line):
            topics = [await self._storage.remember_topic(query.canonical, now=self._now()) for query in queries]
        return texts.offer(line, topics, found.newest, count)

    async def press_follow(self, place: Place, reference: Reference) -> Message:
        """[Follow], or a suggested topic."""
        if reference.words is not None:
            return await self.follow(place, reference.words)
        topics = await self._topics(reference.topic_ids)
        return await self._follow(place, [(_query(topic).words, topic) for topic in topics])

    async def press_unfollow(self, place: Place, reference: Reference) -> Message:
        """[✕ topic], or the undo of a follow."""
        return await self._unfollow(place, reference.topic_ids)

    async def press_restore(self, place: Place, reference: Reference) -> Message:
        """The undo of an unfollow: as if it had not happened."""
        back = [
            await self._storage.restore_subscription(place.chat_id, place.thread_id, topic_id, now=self._now())
            for topic_id in reference.topic_ids
        ]
        return _told(texts.restored, back)

    async def show(self, place: Place, reference: Reference) -> list[Message]:
        """[Show]: the newest briefs in the archive on these topics."""
        if reference.words:
            return await self.latest(place, reference.words)
        found = await self._search(place, await self._topics(reference.topic_ids), limit=SHOWN)
        return await self._briefs(place, found) or [texts.nothing_on(None)]

    async def _topics(self, topic_ids: Sequence[TopicId]) -> list[Topic]:
        return [topic for topic_id in topic_ids if (topic := await self._storage.topic(topic_id))]

    async def _search(self, place: Place, topics: Sequence[Topic], *, limit: int) -> Findings:
        queries = [_query(topic) for topic in topics]
        return await search_archive(self._storage, queries, limit=limit, seen_by=place.who)

    async def _briefs(self, place: Place, found: Findings) -> list[Message]:
        """The findings as messages, the newest last, where the eye is."""
        chat = await self._storage.chat(place.chat_id)
        now = self._now().astimezone(clock_of(chat.zone if chat else None))
        left = list(reversed(found.newest))
        messages = []
        parts_sent = 0
        while left:
            written = write_next(left, now=now, parts_sent=parts_sent, pictures=self._pictures)
            messages.append(written.message)
            left, parts_sent = left[written.whole :], written.parts
        return messages

    async def _suggestions(self, place: Place) -> list[Suggestion]:
        newest = await self._storage.newest_briefs(limit=_SUGGESTED_FROM, seen_by=place.who)
        return suggest_topics([(one.brief.title, one.brief.text) for one in newest], limit=texts.OFFERED)


def _told(text: Callable[[Sequence[Subscription]], Message], changed: Sequence[Subscription | None]) -> Message:
    """The text on what really changed; a second press changes nothing."""
    real = [one for one in changed if one]
    return text(real) if real else texts.nothing_to_undo()


def _query(topic: Topic) -> Query:
    return parse_topic(topic.query)
