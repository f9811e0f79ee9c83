"""SQL about when what is owed falls due.

    owed, without a time ──time_held──▶ owed, due at the earliest time of the topics it is wanted for

A brief wanted for several topics comes at the earliest of their times, in the form of that one. While a chat is paused,
nothing of it has a time. What was tried already keeps the time of its next try.
"""

from datetime import datetime
from typing import NamedTuple

from storage.database import Connection, Row, Sql
from storage.model import ChatId
from storage.model_hours import Timing, Wish, terms_for
from storage.rows import instant, millis

TERMS = Sql("SELECT zone, digest, quiet, paused_at, frozen_until FROM chats WHERE id = :chat_id")
WISHES = Sql("""
SELECT DISTINCT digest, attention, snoozed_until FROM subscriptions WHERE chat_id = :chat_id AND ended_at IS NULL
""")
# A digest whose moment has come goes out: a change of the next ones' times does not put it off.
HOLD_UNTRIED = Sql("""
UPDATE deliveries SET due_at = NULL
WHERE chat_id = :chat_id AND settled_at IS NULL AND state = 'owed' AND attempts = 0 AND parts_sent = 0
  AND (in_digest = 0 OR due_at > :now)
""")
TIME_WANTED = Sql("""
UPDATE deliveries SET due_at = :due_at, in_digest = :in_digest
WHERE chat_id = :chat_id AND settled_at IS NULL AND state = 'owed' AND due_at IS NULL
  AND EXISTS (
    SELECT 1 FROM wanted w
    WHERE w.chat_id = deliveries.chat_id AND w.thread_id = deliveries.thread_id
      AND w.brief_id = deliveries.brief_id AND COALESCE(w.digest, '') = :digest
      AND COALESCE(w.attention, '') = :attention AND COALESCE(w.snoozed_until, 0) = :snoozed_until)
""")
TIME_REST = Sql("""
UPDATE deliveries SET due_at = :due_at, in_digest = :in_digest
WHERE chat_id = :chat_id AND settled_at IS NULL AND state = 'owed' AND due_at IS NULL
""")


class Due(NamedTuple):
    """When something falls due (milliseconds), and whether in a digest (1) or not (0): sorted, the first one counts."""

    due_at: int
    in_digest: int


async def retime(conn: Connection, timing: Timing, chat_id: ChatId, *, now: datetime) -> None:
    """Give all that is owed to a chat its time anew."""
    await conn.execute(HOLD_UNTRIED, {"chat_id": chat_id, "now": millis(now)})
    await time_held(conn, timing, chat_id, now=now)


async def time_held(conn: Connection, timing: Timing, chat_id: ChatId, *, now: datetime) -> int:
    """Give what is owed to a chat and has no time one, unless the chat is paused; how many deliveries that are."""
    chat = await conn.fetch_one(TERMS, {"chat_id": chat_id})
    if chat is None or chat["paused_at"] is not None:
        return 0
    wishes = [wish_of(row) for row in await conn.fetch_all(WISHES, {"chat_id": chat_id})] or [Wish()]
    times = Times(timing, now)
    dues = sorted(
        (times.due(wish, chat["zone"], chat["digest"], chat["quiet"], chat["frozen_until"]), _plain(wish))
        for wish in wishes
    )
    timed = 0
    for due, plain in dues[:-1]:
        timed += await conn.execute(TIME_WANTED, {"chat_id": chat_id, **plain._asdict(), **due._asdict()})
    return timed + await conn.execute(TIME_REST, {"chat_id": chat_id, **dues[-1][0]._asdict()})


def wish_of(row: Row) -> Wish:
    """What a row of `subscriptions` wants."""
    return Wish(row["digest"], row["attention"], row["snoozed_until"])


class _Plain(NamedTuple):
    """A wish with what SQL compares in place of what is not there; sorts, too."""

    digest: str
    attention: str
    snoozed_until: int


def _plain(wish: Wish) -> _Plain:
    return _Plain(wish.digest or "", wish.attention or "", wish.snoozed_until or 0)


class Times:
    """The times of what is owed at one instant. Few terms are distinct: each is worked out once.

    What must not come before a later instant is owed from that one on, and comes in a digest.
    """

    def __init__(self, timing: Timing, now: datetime, not_before: datetime | None = None) -> None:
        self._timing = timing
        self._now = now if not_before is None else max(now, not_before)
        self._is_late = not_before is not None
        self._known: dict[tuple[Wish, str | None, str | None, str | None], Due] = {}

    def due(self, wish: Wish, zone: str | None, digest: str | None, quiet: str | None, frozen_until: int | None) -> Due:
        """When it falls due for a subscription with such a wish, in such a chat. What was snoozed comes together."""
        key = (wish, zone, digest, quiet)
        due = self._known.get(key)
        if due is None:
            terms = terms_for(wish, zone=zone, digest=digest, quiet=quiet)
            snoozed_until = None if wish.snoozed_until is None else instant(wish.snoozed_until)
            is_snoozed = snoozed_until is not None and snoozed_until > self._now
            at = snoozed_until if snoozed_until is not None and is_snoozed else self._now
            due = Due(millis(self._timing(terms, at)), int(self._is_late or is_snoozed or terms.digest is not None))
            self._known[key] = due
        return due if frozen_until is None or frozen_until <= due.due_at else Due(frozen_until, due.in_digest)
