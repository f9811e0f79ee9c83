"""SQL about the claim: from the outbox rows that are due to bundles in flight."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final, NamedTuple

from storage.database import Connection, Row, Sql
from storage.model import (
    Attention,
    Bundle,
    ChatId,
    ChatKind,
    Delivery,
    DeliveryId,
    DeliveryState,
    StoredBrief,
    ThreadId,
    Topic,
)
from storage.rows import instant, millis, stored_brief_of, topic_of
from storage.statements import execute_listed, fetch_listed, spread

HORIZON = 20_000
"""How many due rows a claim looks at, at most: a bound on the time it holds the write lock, where nearly all that is
due belongs to chats that must not be written to at this moment."""

ROWS_PER_PAIR = 8
"""How many ready rows are looked at for each bundle wanted: as a rule they belong to more than enough chats."""

OF_DIGEST = 48
"""Briefs that one digest tells: more pages than six nobody turns, and a claim of sixteen must stay short."""

NOBODY = ChatId(0)
"""No chat has this id: an empty list has no place in SQL."""

# Walk the index of what is due in its order, step over chats that must wait, and stop as soon as there is enough:
# neither a long queue nor a noisy chat at its head may make the claim slow (`ready` is not sorted, it keeps the order
# of `waiting`: sorting would look at the whole horizon each time). Then, of each chat and thread found, walk its own
# queue from the oldest brief on: once, for what is due in one of the two forms, news or a digest.
DUE = Sql("""
WITH waiting AS (
  SELECT d.chat_id, d.thread_id, d.due_at, d.id, d.in_digest FROM deliveries d
  WHERE d.settled_at IS NULL AND d.state <> 'sending' AND d.due_at <= :now
  ORDER BY d.due_at, d.id LIMIT :horizon
), ready AS (
  SELECT w.chat_id, w.thread_id, w.due_at, w.id, w.in_digest FROM waiting w CROSS JOIN chats c
  WHERE c.id = w.chat_id AND c.state = 'active' AND c.paused_at IS NULL
    AND (c.frozen_until IS NULL OR c.frozen_until <= :now) AND w.chat_id NOT IN (:listed)
  LIMIT :window
), pairs AS (
  SELECT chat_id, thread_id, MIN(due_at) AS first_due_at, MIN(id) AS first_id, MIN(in_digest) AS form FROM ready
  GROUP BY chat_id, thread_id ORDER BY MIN(due_at), MIN(id) LIMIT :limit
)
SELECT d.id AS delivery_id, d.chat_id, d.thread_id, d.brief_id, d.state, d.due_at, d.attempts, d.parts_sent,
  d.lost_answers, d.in_digest, c.kind AS chat_kind, c.zone, c.quiet
FROM pairs p CROSS JOIN deliveries d CROSS JOIN chats c
WHERE d.id IN (
    SELECT id FROM (
      SELECT o.id FROM deliveries o
      WHERE p.form = 0 AND o.chat_id = p.chat_id AND o.thread_id = p.thread_id
        AND o.settled_at IS NULL AND o.state <> 'sending' AND o.due_at <= :now AND o.in_digest = 0
      ORDER BY o.dated_at, o.brief_id LIMIT :each) AS single
    UNION ALL
    SELECT id FROM (
      SELECT o.id FROM deliveries o
      WHERE p.form = 1 AND o.chat_id = p.chat_id AND o.thread_id = p.thread_id
        AND o.settled_at IS NULL AND o.state <> 'sending' AND o.due_at <= :now AND o.in_digest = 1
      ORDER BY o.dated_at, o.brief_id LIMIT :each_of_digest) AS of_digest)
  AND c.id = d.chat_id
ORDER BY p.first_due_at, p.first_id, d.dated_at, d.brief_id
""")
# One brief goes to many chats: it is read once a claim.
BRIEFS = Sql("SELECT a.* FROM archive a WHERE a.id IN (:listed)")
MARK_SENDING = Sql("UPDATE deliveries SET state = 'sending', started_at = :now WHERE id IN (:listed)")
REASONS = Sql("""
SELECT d.id AS delivery_id, t.id, t.query, w.words, w.attention
FROM deliveries d CROSS JOIN wanted w CROSS JOIN topics t
WHERE d.id IN (:listed) AND w.chat_id = d.chat_id AND w.thread_id = d.thread_id
  AND w.brief_id = d.brief_id AND t.id = w.topic_id
ORDER BY d.id, w.began_at, w.id
""")


_ATTENTION: Final[dict[str | None, Attention]] = {None: Attention.USUAL} | {each.value: each for each in Attention}
"""As it is stored, looked up: a claim reads many."""


class Reason(NamedTuple):
    """A topic for which a delivery is wanted, as the person wrote it, and how loudly it comes."""

    topic: Topic
    words: str
    attention: Attention


async def claim_bundles(
    conn: Connection,
    now: datetime,
    *,
    limit: int,
    not_to: Collection[ChatId],
    each: int,
    each_of_digest: int = OF_DIGEST,
) -> list[Bundle]:
    """Mark up to `limit` bundles as in flight, the longest due first, each of at most `each` deliveries.

    A digest, which is shorter for each, has at most `each_of_digest`. Where a chat is due both, news goes first.
    A delivery is returned in the state in which it was claimed: `uncertain` says that this is its one resend.
    """
    statement, excluded = spread(DUE, list(not_to) or [NOBODY])
    bounds = {"now": millis(now), "limit": limit, "horizon": HORIZON, "window": limit * ROWS_PER_PAIR}
    bounds |= {"each": each, "each_of_digest": each_of_digest}
    rows = await conn.fetch_all(statement, {**bounds, **excluded})
    ids = [row["delivery_id"] for row in rows]
    await execute_listed(conn, MARK_SENDING, ids, {"now": millis(now)})
    briefs = await fetch_listed(conn, BRIEFS, [row["brief_id"] for row in rows])
    reasons = _reasons(await fetch_listed(conn, REASONS, ids))
    return _bundles(rows, {row["id"]: stored_brief_of(row) for row in briefs}, reasons)


def _bundles(rows: Sequence[Row], briefs: dict[int, StoredBrief], reasons: dict[int, list[Reason]]) -> list[Bundle]:
    bundles = []
    for (chat_id, thread_id), group in groupby(rows, key=lambda row: (row["chat_id"], row["thread_id"])):
        due = list(group)
        bundles.append(
            Bundle(
                chat_id=ChatId(chat_id),
                chat_kind=ChatKind(due[0]["chat_kind"]),
                thread_id=ThreadId(thread_id),
                deliveries=tuple(
                    _delivery(row, briefs[row["brief_id"]], reasons.get(row["delivery_id"], ())) for row in due
                ),
                zone=due[0]["zone"],
                quiet=due[0]["quiet"],
            )
        )
    return bundles


def _delivery(row: Row, brief: StoredBrief, reasons: Sequence[Reason]) -> Delivery:
    return Delivery(
        id=DeliveryId(row["delivery_id"]),
        chat_id=ChatId(row["chat_id"]),
        thread_id=ThreadId(row["thread_id"]),
        state=DeliveryState(row["state"]),
        due_at=instant(row["due_at"]),
        attempts=row["attempts"],
        parts_sent=row["parts_sent"],
        lost_answers=row["lost_answers"],
        brief=brief,
        topics=tuple(reason.topic for reason in reasons),
        in_digest=bool(row["in_digest"]),
        words=reasons[0].words if reasons else "",
        attention=_loudest(reasons),
    )


def _reasons(rows: Sequence[Row]) -> dict[int, list[Reason]]:
    """Of each delivery its topics, how the person wrote them, and how loudly they come."""
    topics: dict[int, Topic] = {}
    reasons: dict[int, list[Reason]] = {}
    for row in rows:
        topic = topics.get(row["id"])
        if topic is None:  # one topic is the reason for many: it is made once a claim
            topic = topics[row["id"]] = topic_of(row)
        reasons.setdefault(row["delivery_id"], []).append(Reason(topic, row["words"], _ATTENTION[row["attention"]]))
    return reasons


def _loudest(reasons: Sequence[Reason]) -> Attention:
    """What is important for one of its topics is important, and only what is silent for all is silent."""
    if len(reasons) == 1:
        return reasons[0].attention
    wanted = {reason.attention for reason in reasons}
    if Attention.IMPORTANT in wanted:
        return Attention.IMPORTANT
    return Attention.SILENT if wanted == {Attention.SILENT} else Attention.USUAL
