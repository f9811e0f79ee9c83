"""SQL about moving to another database: all that belongs to us is told as one, and taken over there piece by piece.

What is there already stays as it is, so that a file may be taken over again: what ended or was resumed there since
does not come back. Every piece is a bounded transaction of its own.
"""

from collections.abc import Sequence
from datetime import datetime

from storage.addresses import moved_source
from storage.database import Connection, Row, Sql
from storage.model_moving import Belongings, KnownChat, KnownChatSource, KnownMute, KnownSource, KnownSubscription
from storage.rows import chat_of, instant, millis, optional_instant, optional_length, optional_millis, source_of
from storage.sources import publish_source

SOURCES = Sql("SELECT * FROM sources WHERE state <> 'removed' ORDER BY address")
KEYS = Sql("""
SELECT key FROM briefs WHERE source_id = :source_id
UNION SELECT key FROM known_keys WHERE source_id = :source_id
ORDER BY key
""")
FORMER = Sql("SELECT address FROM former_addresses WHERE source_id = :source_id ORDER BY address")
CHATS = Sql("SELECT * FROM chats ORDER BY id")
SUBSCRIPTIONS = Sql("""
SELECT s.chat_id, s.thread_id, t.query, s.words, s.began_at, s.digest, s.attention, s.snoozed_until
FROM subscriptions s JOIN topics t ON t.id = s.topic_id
WHERE s.ended_at IS NULL
ORDER BY s.chat_id, s.thread_id, s.began_at, s.id
""")
CHAT_SOURCES = Sql("""
SELECT s.address, k.chat_id, k.thread_id, k.added_at FROM chat_sources k JOIN sources s ON s.id = k.source_id
WHERE s.state <> 'removed'
ORDER BY k.chat_id, k.thread_id, s.address
""")
MUTES = Sql("""
SELECT u.chat_id, u.thread_id, t.query AS topic, q.query, u.words, u.muted_at
FROM mutes u JOIN topics q ON q.id = u.query_id LEFT JOIN topics t ON t.id = u.topic_id
WHERE u.ended_at IS NULL
ORDER BY u.chat_id, u.thread_id, u.muted_at, u.id
""")
ADD_MUTE = Sql("""
INSERT INTO mutes (chat_id, thread_id, topic_id, query_id, words, muted_at)
SELECT :chat_id, :thread_id, COALESCE((SELECT t.id FROM topics t WHERE t.query = :topic), 0), q.id, :words, :muted_at
FROM topics q WHERE q.query = :query
ON CONFLICT (chat_id, thread_id, topic_id, query_id) DO NOTHING
""")
ADD_CHAT_SOURCE = Sql("""
INSERT INTO chat_sources (source_id, chat_id, thread_id, added_at)
SELECT s.id, :chat_id, :thread_id, :added_at FROM sources s WHERE s.address = :address AND s.private = 1
ON CONFLICT (source_id, chat_id, thread_id) DO NOTHING
""")
# One that was removed, or said that it is gone, comes back as it comes from elsewhere.
ADD_SOURCE = Sql("""
INSERT INTO sources (address, title, kind, state, etag, last_modified, added_at, visited_at, next_visit_at,
  last_news_at, failures, last_error, failed_at, failure, latest_at, usual_gap, ttl, private, own_title)
VALUES (:address, :title, :kind, :state, :etag, :last_modified, :added_at, :visited_at, :next_visit_at,
  :last_news_at, :failures, :last_error, :failed_at, :failure, :latest_at, :usual_gap, :ttl, :is_private,
  :own_title)
ON CONFLICT (address) DO UPDATE SET title = COALESCE(excluded.title, sources.title),
  kind = COALESCE(excluded.kind, sources.kind), state = excluded.state, etag = excluded.etag,
  last_modified = excluded.last_modified, added_at = excluded.added_at, visited_at = excluded.visited_at,
  next_visit_at = excluded.next_visit_at, last_news_at = excluded.last_news_at, failures = excluded.failures,
  failed_at = excluded.failed_at, last_error = excluded.last_error, failure = excluded.failure,
  latest_at = excluded.latest_at, usual_gap = excluded.usual_gap, ttl = excluded.ttl, leased_until = NULL,
  private = excluded.private, own_title = COALESCE(excluded.own_title, sources.own_title), traces = NULL
WHERE sources.state <> 'active' AND sources.state <> excluded.state
""")
# A place where a source is read here stays that one's.
ADD_FORMER = Sql("""
INSERT INTO former_addresses (address, source_id, moved_at) SELECT :former, id, added_at FROM sources
WHERE address = :address AND NOT EXISTS (SELECT 1 FROM sources o WHERE o.address = :former)
ON CONFLICT (address) DO NOTHING
""")
ADD_KEY = Sql("""
INSERT INTO known_keys (source_id, key) SELECT id, :key FROM sources WHERE address = :address
ON CONFLICT (source_id, key) DO NOTHING
""")
ADD_CHAT = Sql("""
INSERT INTO chats (id, kind, title, state, met_at, dormant_at, paused_at, frozen_until, zone, digest, quiet)
VALUES (:id, :kind, :title, :state, :now, :dormant_at, :paused_at, :frozen_until, :zone, :digest, :quiet)
ON CONFLICT (id) DO NOTHING
""")
ADD_TOPIC = Sql("INSERT INTO topics (query, created_at) VALUES (:query, :now) ON CONFLICT (query) DO NOTHING")
ADD_SUBSCRIPTION = Sql("""
INSERT INTO subscriptions (chat_id, thread_id, topic_id, words, began_at, digest, attention, snoozed_until)
SELECT :chat_id, :thread_id, t.id, :words, :began_at, :digest, :attention, :snoozed_until
FROM topics t WHERE t.query = :query
ON CONFLICT (chat_id, thread_id, topic_id) DO NOTHING
""")
# A planner that knows an older state of things looks for it again.
MARK_FOLLOWED = Sql("UPDATE topics SET followed_at = :now WHERE query = :query")


async def belongings(conn: Connection) -> Belongings:
    """All that moves, as it stands at one moment."""
    sources = []
    for row in await conn.fetch_all(SOURCES):
        keys = await conn.fetch_all(KEYS, {"source_id": row["id"]})
        former = await conn.fetch_all(FORMER, {"source_id": row["id"]})
        sources.append(
            KnownSource(
                **source_of(row).model_dump(exclude={"id", "move", "traces"}),
                keys=tuple(each["key"] for each in keys),
                former=tuple(each["address"] for each in former),
            )
        )
    return Belongings(
        sources=tuple(sources),
        chats=tuple(KnownChat(**chat_of(row).model_dump()) for row in await conn.fetch_all(CHATS)),
        subscriptions=tuple(
            KnownSubscription(
                chat_id=row["chat_id"],
                thread_id=row["thread_id"],
                query=row["query"],
                words=row["words"],
                began_at=instant(row["began_at"]),
                digest=row["digest"],
                attention=row["attention"],
                snoozed_until=optional_instant(row["snoozed_until"]),
            )
            for row in await conn.fetch_all(SUBSCRIPTIONS)
        ),
        chat_sources=tuple(
            KnownChatSource(
                address=row["address"],
                chat_id=row["chat_id"],
                thread_id=row["thread_id"],
                added_at=instant(row["added_at"]),
            )
            for row in await conn.fetch_all(CHAT_SOURCES)
        ),
        mutes=tuple([_known_mute(row) for row in await conn.fetch_all(MUTES)]),
    )


async def take_over_sources(conn: Connection, sources: Sequence[KnownSource]) -> list[bool]:
    """Add those that are not visited here; of each, in order, whether it was added.

    One that is everybody's there, and here only of chats for themselves, becomes everybody's here. The keys come in the
    same transaction: a source that counts as visited must not be without them.
    """
    added = []
    for source in sources:
        moved = await moved_source(conn, source.address)
        is_new = moved is None and await conn.execute(ADD_SOURCE, _columns(source)) == 1
        added.append(is_new)
        if not source.is_private:
            await publish_source(conn, moved.address if moved else source.address)
        if is_new:
            await conn.execute_many(ADD_KEY, [{"address": source.address, "key": key} for key in source.keys])
            await conn.execute_many(ADD_FORMER, [{"address": source.address, "former": each} for each in source.former])
    return added


async def take_over_chats(conn: Connection, chats: Sequence[KnownChat], *, now: datetime) -> int:
    """Add those that are not known here; how many that are."""
    return await conn.execute_many(
        ADD_CHAT,
        [
            {
                "id": chat.id,
                "kind": chat.kind,
                "title": chat.title,
                "state": chat.state,
                "now": millis(now),
                "dormant_at": optional_millis(chat.dormant_at),
                "paused_at": optional_millis(chat.paused_at),
                "frozen_until": optional_millis(chat.frozen_until),
                "zone": chat.zone,
                "digest": chat.digest,
                "quiet": chat.quiet,
            }
            for chat in chats
        ],
    )


async def take_over_subscriptions(
    conn: Connection, subscriptions: Sequence[KnownSubscription], *, now: datetime
) -> int:
    """Add those that never were here; how many that are. Their chats must be known."""
    topics = [{"query": query, "now": millis(now)} for query in {each.query: None for each in subscriptions}]
    await conn.execute_many(ADD_TOPIC, topics)
    added = await conn.execute_many(
        ADD_SUBSCRIPTION,
        [
            {
                "chat_id": each.chat_id,
                "thread_id": each.thread_id,
                "query": each.query,
                "words": each.words,
                "digest": each.digest,
                "attention": each.attention,
                "snoozed_until": optional_millis(each.snoozed_until),
                "began_at": millis(each.began_at),
            }
            for each in subscriptions
        ],
    )
    if added:
        await conn.execute_many(MARK_FOLLOWED, topics)
    return added


async def take_over_chat_sources(conn: Connection, owned: Sequence[KnownChatSource]) -> int:
    """Let chats have sources for themselves as before; how many had not. Chats and sources must be known."""
    return await conn.execute_many(
        ADD_CHAT_SOURCE,
        [{**each.model_dump(exclude={"added_at"}), "added_at": millis(each.added_at)} for each in owned],
    )


async def take_over_mutes(conn: Connection, mutes: Sequence[KnownMute], *, now: datetime) -> int:
    """Mute what never was muted here; how many that are. Their chats must be known."""
    queries = {query: None for each in mutes for query in (each.topic, each.query) if query is not None}
    topics = [{"query": query, "now": millis(now)} for query in queries]
    await conn.execute_many(ADD_TOPIC, topics)
    added = await conn.execute_many(
        ADD_MUTE, [{**each.model_dump(exclude={"muted_at"}), "muted_at": millis(each.muted_at)} for each in mutes]
    )
    if added:
        await conn.execute_many(MARK_FOLLOWED, topics)
    return added


def _known_mute(row: Row) -> KnownMute:
    return KnownMute(
        **{name: row[name] for name in ("chat_id", "thread_id", "topic", "query", "words")},
        muted_at=instant(row["muted_at"]),
    )


def _columns(source: KnownSource) -> dict[str, object]:
    return {
        **source.model_dump(exclude={"keys", "former"}),
        "is_private": int(source.is_private),
        "added_at": millis(source.added_at),
        "visited_at": optional_millis(source.visited_at),
        "next_visit_at": millis(source.next_visit_at),
        "last_news_at": optional_millis(source.last_news_at),
        "latest_at": optional_millis(source.latest_at),
        "usual_gap": optional_length(source.usual_gap),
        "ttl": optional_length(source.ttl),
        "failed_at": optional_millis(source.failed_at),
    }
