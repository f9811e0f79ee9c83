"""When briefs come: what a person asks for in words or by a button, storage's verbs, and the answer.

A button says the same words as a command: pressed twice it does no more than once, and an Undo is the words of before.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot.chat import hours_texts, texts
from bot.chat.hours_texts import AS_CHAT, OFF, USUAL, Moment
from bot.chat.references import Act, Reference
from bot.chat.speaking import Place
from bot.dispatch.hours import HoursError, is_fixed_clock, parse_digest, parse_quiet
from bot.dispatch.zones import likely_zones, zone_meant
from bot.messages.message import Message
from bot.topics.query import QueryError, parse_topics
from storage import Storage
from storage.model import Chat, Subscription, TopicId
from storage.model_hours import INSTANT

ACTS: Final = frozenset({Act.SETTINGS, Act.DIGEST, Act.TOPIC_DIGEST, Act.QUIET, Act.ZONE})
"""Buttons that come here."""

_OFF: Final = frozenset({OFF, "none", "no", "stop", "never", "instant", "at once", "now"})
_ON: Final = frozenset({"on", "yes"})


class HoursDesk:
    """Digests, quiet hours and clocks of one chat at a time. Every verb may come twice without harm."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    async def settings(self, place: Place, language: str | None) -> Message:
        """/settings"""
        return hours_texts.settings(await self._moment(place, language), await self._own(place))

    async def digest(self, place: Place, words: str, language: str | None) -> Message:
        """/digest [TOPIC] [TIMES | off]"""
        asked = words.strip()
        if not asked:
            return hours_texts.ask_digest(await self._moment(place, language))
        if asked.lower() in _OFF | _ON:
            return await self._set_digest(place, USUAL if asked.lower() in _ON else None, language)
        try:
            return await self._set_digest(place, parse_digest(asked).canonical, language)
        except HoursError as exc:
            topic, rest = _topic_first(asked, await self._followed(place))
            if topic is None:
                return hours_texts.mistake(exc) if _has_a_time(asked) else texts.not_followed(asked)
            return await self._digest_of_topic(place, topic, rest, language)

    async def quiet(self, place: Place, words: str, language: str | None) -> Message:
        """/quiet [HOURS | off]"""
        asked = words.strip()
        if not asked:
            return hours_texts.ask_quiet(await self._moment(place, language))
        try:
            quiet = None if asked.lower() in _OFF else parse_quiet(asked).canonical
        except HoursError as exc:
            return hours_texts.mistake(exc)
        before = await self._storage.set_quiet(place.chat_id, quiet, now=self._now())
        return hours_texts.quiet_set(await self._moment(place, language), before.quiet if before else None)

    async def zone(self, place: Place, words: str, language: str | None) -> Message:
        """/zone [PLACE | off]"""
        asked = words.strip()
        at = await self._moment(place, language)
        if not asked:
            return hours_texts.ask_zone(at)
        if asked.lower() in _OFF:
            return await self._set_zone(place, None, language)
        meant = zone_meant(asked, now=self._now(), language=language)
        if meant.clear:
            return await self._set_zone(place, meant.clear, language)
        if meant.choices:
            return hours_texts.which_zone(asked, meant.choices, self._now())
        return hours_texts.unknown_zone(asked, at)

    async def press(self, place: Place, reference: Reference, language: str | None) -> Message:
        """A button: what stands in the message's place afterwards."""
        words = reference.words or ""
        match reference.act:
            case Act.DIGEST:
                return await self.digest(place, words, language)
            case Act.TOPIC_DIGEST:
                return await self._press_topic(place, words, language)
            case Act.QUIET:
                return await self.quiet(place, words, language)
            case Act.ZONE:
                # Written by a person, an offset is asked about: it knows no summer time. The button is the answer.
                if is_fixed_clock(words):
                    return await self._set_zone(place, words, language)
                return await self.zone(place, words, language)
            case _:
                return await self.settings(place, language)

    async def _press_topic(self, place: Place, words: str, language: str | None) -> Message:
        number, _, rest = words.partition(" ")
        topic = next((one for one in await self._followed(place) if str(one.topic.id) == number), None)
        return await self._digest_of_topic(place, topic, rest, language) if topic else texts.nothing_to_undo()

    async def _digest_of_topic(self, place: Place, topic: Subscription, words: str, language: str | None) -> Message:
        at = await self._moment(place, language)
        asked = words.strip().lower()
        if not asked:
            return hours_texts.topic_digest(at, topic)
        try:
            digest = _own_digest(asked, at.chat)
        except HoursError as exc:
            return hours_texts.mistake(exc)
        before = await self._storage.set_own_digest(
            place.chat_id, place.thread_id, TopicId(topic.topic.id), digest, now=self._now()
        )
        if before is None:
            return texts.not_followed(topic.words)
        return hours_texts.topic_digest_set(at, topic.model_copy(update={"digest": digest}), before.digest)

    async def _set_digest(self, place: Place, digest: str | None, language: str | None) -> Message:
        before = await self._storage.set_digest(place.chat_id, digest, now=self._now())
        at = await self._moment(place, language)
        return hours_texts.digest_set(at, before.digest if before else None, await self._own(place))

    async def _set_zone(self, place: Place, zone: str | None, language: str | None) -> Message:
        before = await self._storage.set_zone(place.chat_id, zone, now=self._now())
        return hours_texts.zone_set(await self._moment(place, language), before.zone if before else None)

    async def _followed(self, place: Place) -> list[Subscription]:
        return await self._storage.subscriptions(place.chat_id, place.thread_id)

    async def _own(self, place: Place) -> list[Subscription]:
        """What has times of its own."""
        return [one for one in await self._followed(place) if one.digest]

    async def _moment(self, place: Place, language: str | None) -> Moment:
        chat = await self._storage.chat(place.chat_id)
        if chat is None:  # whoever speaks was met; another process may have let it be forgotten since
            chat = await self._storage.meet_chat(place.chat_id, place.kind, place.title, now=self._now())
        return Moment(chat, self._now(), likely_zones(language))


def _own_digest(asked: str, chat: Chat) -> str | None:
    """What a topic is to have. Raises HoursError."""
    if asked == AS_CHAT or (asked in _ON and chat.digest):
        return None
    if asked in _OFF:
        return INSTANT
    return parse_digest(USUAL if asked in _ON else asked).canonical


def _topic_first(asked: str, followed: Sequence[Subscription]) -> tuple[Subscription | None, str]:
    """The topic at the beginning of the words, and what stands behind it: something to do, where it can be read so."""
    words = asked.split()
    found = [
        (topic, " ".join(words[place:]))
        for place in range(len(words), 0, -1)
        if (topic := _named(" ".join(words[:place]).rstrip(":"), followed))
    ]
    for topic, rest in found:
        if topic.words.casefold() == asked.casefold() or (rest and _is_wish(rest)):
            return topic, rest
    return found[0] if found else (None, asked)


def _is_wish(words: str) -> bool:
    try:
        return words.lower() in _OFF | _ON or bool(parse_digest(words))
    except HoursError:
        return False


def _named(name: str, followed: Sequence[Subscription]) -> Subscription | None:
    try:
        queries = {query.canonical for query in parse_topics(name)}
    except QueryError:
        queries = set()
    return next(
        (one for one in followed if one.words.casefold() == name.casefold() or one.topic.query in queries), None
    )


def _has_a_time(asked: str) -> bool:
    return any(character.isdigit() for character in asked)
