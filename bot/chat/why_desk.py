"""Why did this brief come, and why did that one not? Storage's traces in, `Message`s out."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import product
from typing import Final, assert_never
from urllib.parse import urlsplit

from bot.chat import why_texts
from bot.chat.mute_desk import matched_words
from bot.chat.references import Reference
from bot.chat.speaking import Place
from bot.dispatch.hours import clock_of
from bot.ingest.reading.addresses import canonical_url, host_of
from bot.ingest.typed import addresses_of
from bot.messages.brief import headline
from bot.messages.markup import escape, shorten
from bot.messages.message import Message
from bot.topics.matcher import find
from bot.topics.nearly import Nearly, nearly
from bot.topics.query import Query, parse_topic
from bot.topics.readable import readable_of
from storage import Storage
from storage.model import BriefId, Chat, DeliveryState, StoredBrief, Subscription
from storage.model_tracing import Trace, TracedDelivery

_TOLD: Final = 3
"""Topics that nearly match and are told: the nearest say enough."""

_DEAD: Final = {
    "muted": "It was dropped when you muted something in it.",
    "unfollowed": "It was dropped when you unfollowed its topic.",
    "dormant": "It was dropped while I could not write to this chat.",
    "source removed": "It was dropped when its source was removed.",
    "thread closed": "This topic of the group was closed.",
    "unwritable": "I could not write it as a message. That is my mistake, and is logged.",
}
"""What each reason of a dropped delivery means to people."""


class WhyDesk:
    """Explains deliveries to one chat and thread at a time. Changes nothing."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    async def why(self, place: Place, reference: Reference, message_id: int | None) -> Message:
        """[Why?] below the message with this number: the brief it names, else all that the message told."""
        if reference.ids:
            stored = await self._storage.brief(BriefId(reference.number))
            briefs = [] if stored is None else [stored]
        else:
            briefs = await self._storage.briefs_of_message(place.chat_id, message_id) if message_id else []
        if len(briefs) != 1:
            return why_texts.which(briefs) if briefs else why_texts.why_forgotten()
        (stored,) = briefs
        trace = await self._storage.trace(*place.who, stored.id)
        if trace.delivery is None:
            return why_texts.why_forgotten()
        reasons = [_reason(stored, each) for each in trace.reasons]
        return why_texts.why(stored, reasons) if reasons else why_texts.no_reason_left(stored)

    async def why_not(self, place: Place, words: str) -> Message:
        """/whynot LINK: what became of the brief with this link."""
        links = [link for address in addresses_of(words) if (link := canonical_url(address))]
        if not links:
            return why_texts.which_link()
        stored = await self._storage.brief_with_link(_spellings(links), seen_by=place.who)
        if stored is None:
            return await self._not_stored(place, host_of(links[0]))
        trace = await self._storage.trace(*place.who, stored.id)
        chat = await self._storage.chat(place.chat_id)
        now = self._by_clock_of(chat)
        verdict = await self._verdict(place, stored, trace, chat, now)
        to_blame = trace.mutes if not trace.reasons else ()
        return why_texts.whynot(stored, verdict, to_blame, now)

    async def _not_stored(self, place: Place, host: str) -> Message:
        public = [source for source in await self._storage.sources() if not source.is_private]
        known = [*public, *await self._storage.chat_sources(*place.who)]
        there = {source.id: source for source in known if host_of(source.address) == host}
        now = self._by_clock_of(await self._storage.chat(place.chat_id))
        return why_texts.not_at(list(there.values()), now) if there else why_texts.unknown_host(host)

    def _by_clock_of(self, chat: Chat | None) -> datetime:
        return self._now().astimezone(clock_of(chat.zone if chat else None))

    async def _verdict(self, place: Place, stored: StoredBrief, trace: Trace, chat: Chat | None, now: datetime) -> str:
        if trace.delivery:
            return _fate(trace.delivery, chat, now)
        if not trace.is_planned:
            return "It has only just come; I am about to look whom it is for."
        if trace.told:
            told = escape(shorten(headline(trace.told.brief), 100))
            return f"You have its story already, as “{told}” from {escape(shorten(trace.told.source_title, 60))}."
        if trace.mutes and not trace.reasons:
            return f"You have muted {' and '.join(why_texts.bold(each.words) for each in trace.mutes)}."
        return self._no_reason(stored, await self._storage.subscriptions(*place.who), now)

    def _no_reason(self, stored: StoredBrief, subscriptions: Sequence[Subscription], now: datetime) -> str:
        """It was owed for nothing: no topic matches, or it came before what matches was followed."""
        if not subscriptions:
            return "You follow nothing yet, so nothing comes."
        queries = [(each, parse_topic(each.topic.query)) for each in subscriptions]
        for each, query in queries:
            if find(query, readable_of(stored)):
                since = why_texts.moment(each.began_at, now)
                if each.began_at > stored.seen_at:
                    return f"You follow {why_texts.bold(each.words)} since {since}: it had come before."
                return f"It matches {why_texts.bold(each.words)} now, but did not when it came."
        return "None of your topics matches it." + "".join(_near_misses(stored, queries))


def _reason(stored: StoredBrief, subscription: Subscription) -> why_texts.Reason:
    query = parse_topic(subscription.topic.query)
    return why_texts.Reason(subscription, matched_words(stored, query), subscription.topic.query.startswith("title:"))


def _near_misses(stored: StoredBrief, queries: Sequence[tuple[Subscription, Query]]) -> list[str]:
    near = [(each, nearly(query, readable_of(stored))) for each, query in queries]
    return [f"\n• {why_texts.bold(each.words)}: {_missing(miss)}" for each, miss in near if miss][:_TOLD]


def _missing(miss: Nearly) -> str:
    if miss.excluded:
        return f"it says {why_texts.bold(miss.excluded[0])}, which the topic leaves out"
    return f"it says {why_texts.bold(miss.there[0])}, but not {why_texts.bold(miss.missing[0])}"


def _fate(delivery: TracedDelivery, chat: Chat | None, now: datetime) -> str:
    match delivery.state:
        case DeliveryState.SENT:
            return f"It was sent here {why_texts.at(delivery.settled_at, now)}."
        case DeliveryState.SENDING:
            return "It is being sent right now."
        case DeliveryState.UNCERTAIN:
            return "It was sent, but Telegram never said whether it arrived."
        case DeliveryState.DEAD:
            return _DEAD.get(delivery.reason or "", "Telegram would not take it. That is logged.")
        case DeliveryState.OWED:
            return _waiting(delivery, chat, now)
        case _:
            assert_never(delivery.state)


def _waiting(delivery: TracedDelivery, chat: Chat | None, now: datetime) -> str:
    if chat and chat.paused_at:
        return "It waits for you: your news is paused. /resume lets it come."
    if delivery.due_at and delivery.due_at > now:
        return f"It waits in the queue, until {why_texts.moment(delivery.due_at, now)}."
    return "It is next in the queue."


def _spellings(links: Sequence[str]) -> list[str]:
    """The ways a link may be written in a feed: with and without www, with the other scheme, a slash at its end."""
    spellings = dict.fromkeys(links)
    for parts in map(urlsplit, links):
        host, path = parts.netloc.removeprefix("www."), parts.path.rstrip("/")
        ways = product(("https", "http"), (host, f"www.{host}"), (path or "/", f"{path}/"))
        spellings |= dict.fromkeys(
            parts._replace(scheme=scheme, netloc=netloc, path=place).geturl() for scheme, netloc, place in ways
        )
    return list(spellings)
