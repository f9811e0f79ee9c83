"""/try: a topic is read back in words and run over the archive, before anybody follows it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.chat import texts, try_texts
from bot.chat.meaning import meaning
from bot.chat.references import Reference
from bot.chat.speaking import Place
from bot.dispatch.survey import Survey, survey
from bot.messages.message import Message
from bot.topics.advice import Advice, as_phrase, other_spelling, without
from bot.topics.query import Query, QueryError, parse_topic
from storage import Storage
from storage.model import TopicId

_SAMPLES: Final = 3
_LEFT_OUT: Final = 2
"""Names offered to be left out: each costs a row of the message."""


class TryDesk:
    """Shows what topics would bring. Follows nothing."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    async def try_words(self, place: Place, words: str) -> Message:
        """/try WORDS"""
        if not words.strip():
            return try_texts.what_to_try()
        try:
            query = parse_topic(" ".join(words.split()))
        except QueryError as exc:
            return texts.bad_topic(exc)
        found = await survey(self._storage, query, now=self._now(), samples=_SAMPLES, seen_by=place.who)
        offers = [
            try_texts.Offer(label, advice, await self._id_of(advice.query, advice.words))
            for label, advice in _advice(query, found)
        ]
        topic = try_texts.Tried(query.words, meaning(query), await self._id_of(query, query.words))
        return try_texts.tried(topic, found, offers)

    async def press(self, place: Place, reference: Reference) -> Message:
        """Another topic to try, in place of the one before."""
        if reference.words is not None:
            return await self.try_words(place, reference.words)
        topic = await self._storage.topic(TopicId(reference.number))
        return await self.try_words(place, topic.query if topic else "")

    async def _id_of(self, query: Query, words: str) -> TopicId | None:
        """The id by which buttons name a topic whose words they cannot carry."""
        if try_texts.fits_a_button(words):
            return None
        return (await self._storage.remember_topic(query.canonical, now=self._now())).id


def _advice(query: Query, found: Survey) -> list[tuple[str, Advice]]:
    advice = []
    if phrase := as_phrase(query, found.matching):
        advice.append((try_texts.label_phrase(phrase), phrase))
    for narrower in without(query, found.matching, limit=_LEFT_OUT):
        left_out = narrower.words.rpartition(" -")[2].strip('"')
        advice.append((try_texts.label_without(narrower, left_out), narrower))
    if spelling := other_spelling(query, found.words):
        advice.append((try_texts.label_spelling(spelling), spelling))
    return advice
