"""What a chat does not want to read: muting by words and by buttons, and taking it back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot.chat import texts, why_texts
from bot.chat.references import Act, Reference
from bot.chat.speaking import Place
from bot.ingest.reading.addresses import host_of
from bot.messages.message import Message
from bot.topics.matcher import find
from bot.topics.query import Query, QueryError, parse_topic, parse_topics
from bot.topics.readable import readable_of
from storage import Storage
from storage.model import BriefId, StoredBrief, TopicId
from storage.model_mutes import Mute, MuteId

ACTS: Final = frozenset(
    {Act.NOT_WORD, Act.NOT_SOURCE, Act.UNMUTE, Act.MUTE_AGAIN, Act.ONLY_TITLES, Act.TITLES_UNDO},
)
"""Buttons of this desk."""

_LOOKED_THROUGH: Final = 1_000
"""Waiting briefs that a new mute is matched against at once: days of news. What lies deeper comes all the same."""


class MuteDesk:
    """The mutes of one chat and thread at a time. Every verb may come twice without harm."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    async def mute(self, place: Place, words: str) -> Message:
        """/mute WORDS, for all topics; without words, what is muted."""
        if not words.strip():
            subscriptions = await self._storage.subscriptions(*place.who)
            names = {each.topic.id: each.words for each in subscriptions}
            return why_texts.mutes(await self._storage.mutes(*place.who), names)
        try:
            queries = parse_topics(words)
        except QueryError as exc:
            return texts.bad_topic(exc)
        return why_texts.muted([await self._muted(place, query, query.words) for query in queries])

    async def unmute(self, place: Place, words: str) -> Message:
        """/unmute WORDS; without words the list, to tap."""
        if not words.strip():
            return await self.mute(place, "")
        try:
            wanted = {query.canonical for query in parse_topics(words)}
        except QueryError as exc:
            return texts.bad_topic(exc)
        live = await self._storage.mutes(*place.who)
        return await self._unmuted(place, [each.id for each in live if each.query.query in wanted])

    async def press(self, place: Place, reference: Reference) -> Message:
        """What stands in the place of the message whose button was pressed."""
        match reference.act:
            case Act.UNMUTE:
                return await self._unmuted(place, [MuteId(each) for each in reference.ids])
            case Act.MUTE_AGAIN:
                return await self._muted_again(place, [MuteId(each) for each in reference.ids])
            case Act.ONLY_TITLES | Act.TITLES_UNDO:
                return await self._in_titles(place, reference)
            case _:
                return await self._without(place, reference)

    async def _muted(self, place: Place, query: Query, words: str, topic_id: TopicId | None = None) -> Mute:
        topic = await self._storage.remember_topic(query.canonical, now=self._now())
        waiting = await self._storage.waiting_briefs(*place.who, limit=_LOOKED_THROUGH)
        return await self._storage.mute(
            *place.who, topic.id, topic_id=topic_id, words=words, matching=matching(query, waiting), now=self._now()
        )

    async def _unmuted(self, place: Place, mute_ids: Sequence[MuteId]) -> Message:
        ended = [await self._storage.unmute(*place.who, mute_id, now=self._now()) for mute_id in mute_ids]
        real = [each for each in ended if each]
        return why_texts.unmuted(real) if real else why_texts.nothing_to_unmute()

    async def _muted_again(self, place: Place, mute_ids: Sequence[MuteId]) -> Message:
        known = [await self._storage.known_mute(*place.who, mute_id) for mute_id in mute_ids]
        again = [
            await self._muted(place, parse_topic(each.query.query), each.words, each.topic.id if each.topic else None)
            for each in known
            if each
        ]
        return why_texts.muted(again) if again else why_texts.nothing_to_unmute()

    async def _without(self, place: Place, reference: Reference) -> Message:
        """[Not …]: the ids are those of topic and brief, and the number of a word."""
        topic_id, brief_id, *numbers = (*reference.ids, 0, 0)
        if reference.act is Act.NOT_SOURCE:
            return await self._without_source(place, TopicId(topic_id), BriefId(brief_id))
        return await self._without_word(place, TopicId(topic_id), BriefId(brief_id), numbers[0])

    async def _in_titles(self, place: Place, reference: Reference) -> Message:
        first, second = (*reference.topic_ids, TopicId(0), TopicId(0))[:2]
        if reference.act is Act.ONLY_TITLES:
            return await self._only_titles(place, first)
        return await self._as_before(place, first, second)

    async def _without_source(self, place: Place, topic_id: TopicId, brief_id: BriefId) -> Message:
        stored = await self._sent_here(place, brief_id)
        if stored is None:
            return why_texts.why_forgotten()
        query = _quoted("source", stored.source_title) or _quoted("source", host_of(stored.source_address))
        if query is None:
            return why_texts.cannot_be_muted(stored.source_title)
        return why_texts.muted([await self._muted(place, query, f"from {stored.source_title}", topic_id)])

    async def _without_word(self, place: Place, topic_id: TopicId, brief_id: BriefId, number: int) -> Message:
        stored, topic = await self._sent_here(place, brief_id), await self._storage.topic(topic_id)
        words = matched_words(stored, parse_topic(topic.query)) if stored and topic else ()
        if not 0 < number <= len(words):
            return why_texts.why_forgotten()
        word = words[number - 1]
        query = _quoted("exact", word)
        if query is None:
            return why_texts.cannot_be_muted(word)
        return why_texts.muted([await self._muted(place, query, word, topic_id)])

    async def _only_titles(self, place: Place, topic_id: TopicId) -> Message:
        """Another topic takes its place; what waits for the old one goes on waiting where its title matches."""
        followed = {each.topic.id: each for each in await self._storage.subscriptions(*place.who)}
        if topic_id not in followed:
            return texts.nothing_to_undo()
        old = followed[topic_id]
        try:
            query = parse_topic(f"title:({old.topic.query})")
        except QueryError as exc:
            return texts.bad_topic(exc)
        topic = await self._storage.remember_topic(query.canonical, now=self._now())
        waiting = matching(query, await self._storage.waiting_briefs(*place.who, limit=_LOOKED_THROUGH))
        words = f"title:{old.words}" if " " not in old.words else f"title:({old.words})"
        await self._storage.follow(*place.who, topic.id, words=words, now=self._now())
        await self._storage.note_matches(topic.id, waiting)
        await self._storage.unfollow(*place.who, topic_id, now=self._now())
        return why_texts.only_in_titles(old.words, topic.id, topic_id)

    async def _as_before(self, place: Place, new: TopicId, old: TopicId) -> Message:
        back = await self._storage.restore_subscription(*place.who, old, now=self._now())
        if back is None:
            return texts.nothing_to_undo()
        await self._storage.unfollow(*place.who, new, now=self._now())
        return why_texts.as_before(back.words)

    async def _sent_here(self, place: Place, brief_id: BriefId) -> StoredBrief | None:
        """A brief that this chat was really sent: the data of buttons can be forged."""
        trace = await self._storage.trace(*place.who, brief_id)
        return await self._storage.brief(brief_id) if trace.delivery else None


def _quoted(field: str, words: str) -> Query | None:
    """These very words in a field; None where no topic can hold them: a name may be too long, or signs only."""
    try:
        return parse_topic('{}:"{}"'.format(field, words.replace('"', " ")))
    except QueryError:
        return None


def matching(query: Query, briefs: Sequence[StoredBrief]) -> list[BriefId]:
    """Those of `briefs` that a query matches."""
    return [stored.id for stored in briefs if find(query, readable_of(stored))]


def matched_words(stored: StoredBrief, query: Query) -> tuple[str, ...]:
    """The words of a brief by which a query matches it, as they stand there, each once, in the order of reading."""
    found = find(query, readable_of(stored))
    if found is None:
        return ()
    title, text = stored.brief.title or "", stored.brief.text
    words = [title[start:end] for start, end in found.title] + [text[start:end] for start, end in found.text]
    return tuple({" ".join(word.casefold().split()): " ".join(word.split()) for word in reversed(words)}.values())[::-1]
