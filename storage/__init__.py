"""Storage REMEMBERS: the only room that speaks SQL. Values of `model` go in and come out.

Every public verb of Storage is one whole transaction, told in the module of its noun. Errors are those of `errors`.
Nothing here knows the bot, the web or Telegram, and nothing here asks what time it is.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from storage import (
    addresses,
    attention,
    away,
    briefs,
    chats,
    claims,
    deliveries,
    digests,
    downtime,
    hours,
    hub_calls,
    hub_leases,
    moving,
    notices,
    planning,
    relocation,
    set_up,
    source_moves,
    status,
    tidying,
    topic_plans,
    topics,
    tracing,
    troubles,
)
from storage import backlog as backlog_sql
from storage import chat_sources as own_sources
from storage import mutes as mute_sql
from storage import sources as source_sql
from storage import subscriptions as subscription_sql
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.lockfile import LockFile
from storage.migrate import migrate
from storage.model import BriefId, PlanStep, SendResult, SourceId, Visit
from storage.model_hours import Timing, at_once
from storage.verbs import Verbs, hastens, owes, owes_in_time, reads, reads_patiently, writes, writes_patiently

__all__ = ["Storage", "open_storage"]


class Storage(Verbs):
    """The memory of the bot. Whoever opens it closes it."""

    async def open(self) -> None:
        """Connect and bring the schema up to date; what fails leaves nothing open."""
        await self._database.open()
        try:
            await migrate(self._database)
        except BaseException:
            await self._database.close()
            raise

    async def close(self) -> None:
        """Let go of the database, after the transaction under way."""
        await self._database.close()

    async def backup(self, path: Path) -> None:
        """Write a consistent copy to `path`, replacing what is there, while others go on working."""
        await self._database.backup(path)

    add_source = hastens(source_sql.add_source)
    sources = reads(source_sql.list_sources)
    source = reads(source_sql.source)
    visit_soon = hastens(source_sql.visit_soon)
    remove_source = writes(source_sql.remove_source)
    source_at = reads(source_sql.source_at)
    restore_source = hastens(source_sql.restore_source)
    move_source = writes_patiently(source_moves.move_source)
    former_addresses = reads(addresses.former_addresses)
    claim_due_sources = writes_patiently(source_sql.claim_due_sources)
    end_leases = writes_patiently(source_sql.end_leases)
    hasten_from_the_future = writes_patiently(source_sql.hasten_from_the_future)
    store_failure = writes_patiently(source_sql.store_failure)
    mark_source_gone = writes_patiently(source_sql.mark_source_gone)

    move_leases = writes(hub_leases.move_leases)
    claim_due_leases = writes(hub_leases.claim_due_leases)
    record_asked = writes(hub_leases.record_asked)
    hub_lease = reads(hub_leases.hub_lease)
    standing_leases = reads(hub_leases.standing_leases)
    confirm_lease = writes(hub_leases.confirm_lease)
    deny_lease = writes(hub_leases.deny_lease)
    release_lease = writes(hub_leases.release_lease)
    heed_call = hastens(hub_calls.heed_call)
    reliable_lease = reads_patiently(hub_calls.reliable_lease)
    settle_calls = writes_patiently(hub_calls.settle_calls)

    add_chat_source = writes(own_sources.add_chat_source)
    restore_chat_source = writes(own_sources.restore_chat_source)
    remove_chat_source = writes(own_sources.remove_chat_source)
    chat_sources = reads(own_sources.chat_sources)
    number_of_chat_sources = reads(own_sources.number_of_chat_sources)
    take_source_back = writes(own_sources.take_source_back)

    known_briefs = reads_patiently(briefs.known_briefs)
    newest_briefs = reads(briefs.newest_briefs)
    brief = reads(briefs.brief)
    same_opening = reads(briefs.same_opening)

    _store_visit = writes_patiently(briefs.store_visit)

    async def store_visit(self, source_id: SourceId, visit: Visit) -> list[BriefId]:
        """Store what a visit brought; the ids of its news, oldest first."""
        news = await self._store_visit(source_id, visit)
        if news:
            self.briefs_bell.set()
        return news

    remember_topic = writes(topics.remember_topic)
    topic = reads(topics.topic)
    topics_followed_since = reads(topics.topics_followed_since)
    followed_plans = reads(topic_plans.followed_plans)
    keep_plans = writes(topic_plans.keep_plans)
    topics_left = reads(topic_plans.topics_left)
    follow = writes(subscription_sql.follow)
    unfollow = writes(subscription_sql.unfollow)
    restore_subscription = owes_in_time(subscription_sql.restore_subscription)
    subscriptions = reads(subscription_sql.subscriptions_of)

    mute = writes(mute_sql.mute)
    unmute = owes_in_time(mute_sql.unmute)
    mutes = reads(mute_sql.mutes_of)
    note_matches = writes(mute_sql.note_matches)
    known_mute = reads(mute_sql.known_mute)
    waiting_briefs = reads(mute_sql.waiting_briefs)

    brief_with_link = reads(tracing.brief_with_link)
    briefs_of_message = reads(tracing.briefs_of_message)
    trace = reads(tracing.trace)

    meet_chat = writes(chats.meet_chat)
    chat = reads(chats.chat)
    wake_chat = writes(chats.wake_chat)
    missed = reads(away.missed)
    owe_missed_briefs = owes(away.owe_missed_briefs)
    skip_missed = writes(away.skip_missed)
    want_missed_again = writes(away.want_missed_again)
    make_dormant = writes(chats.make_dormant)
    pause_chat = writes(chats.pause_chat)
    resume_chat = owes_in_time(chats.resume_chat)
    freeze_chat = writes(chats.freeze_chat)
    set_zone = owes_in_time(hours.set_zone)
    set_digest = owes_in_time(hours.set_digest)
    set_quiet = owes_in_time(hours.set_quiet)
    set_own_digest = owes_in_time(hours.set_own_digest)
    set_attention = owes_in_time(attention.set_attention)
    snooze_topic = owes_in_time(attention.snooze_topic)
    move_chat = owes_in_time(moving.move_chat)
    forget_chat = writes(chats.forget_chat)
    begin_move = writes(set_up.begin_move)
    aim_move = writes(set_up.aim_move)
    cancel_move = writes(set_up.cancel_move)
    carry_out_move = owes_in_time(set_up.carry_out_move)
    undo_move = owes_in_time(set_up.undo_move)

    belongings = reads(relocation.belongings)
    take_over_sources = writes(relocation.take_over_sources)
    take_over_chats = writes(relocation.take_over_chats)
    take_over_subscriptions = writes(relocation.take_over_subscriptions)
    take_over_chat_sources = writes(relocation.take_over_chat_sources)
    take_over_mutes = writes(relocation.take_over_mutes)

    unplanned_briefs = reads(planning.unplanned_briefs)
    begin_plan = writes(planning.begin_plan)

    async def plan_chunk(
        self, brief_id: BriefId, *, now: datetime, limit: int, not_before: datetime | None = None
    ) -> PlanStep:
        """Turn the next `limit` subscriptions to a brief into owed deliveries; a stale one comes `not_before` then."""
        step = await self._database.transact(
            lambda conn: planning.plan_chunk(conn, self._timing, brief_id, now=now, limit=limit, not_before=not_before)
        )
        if step.planned:
            self.deliveries_bell.set()
        return step

    claim_bundles = writes(claims.claim_bundles)

    async def record_sends(self, results: Sequence[SendResult]) -> None:
        """Write what became of many bundles at once: the verb of the hot path."""
        await self._database.transact(lambda conn: deliveries.record_sends(conn, results))
        if any(result.part or result.released for result in results):
            self.deliveries_bell.set()

    told_in_digest = reads(digests.told_in_digest)
    record_sent = writes(deliveries.record_sent)
    record_part_sent = owes(deliveries.record_part_sent)
    release = owes(deliveries.release)
    record_uncertain = writes(deliveries.record_uncertain)
    record_failed = owes(deliveries.record_failed)
    record_dead = writes(deliveries.record_dead)
    recover_sending = owes(deliveries.recover_sending)
    last_visit_at = reads(downtime.last_visit_at)
    put_together = writes_patiently(downtime.put_together)

    suspects = reads(troubles.suspects)
    open_troubles = reads(troubles.open_troubles)
    begin_trouble = writes(troubles.begin_trouble)
    end_trouble = writes(troubles.end_trouble)
    owe_notices = writes(notices.owe_notices)
    claim_notices = writes(notices.claim_notices)
    record_notices_sent = writes(notices.record_notices_sent)
    release_notices = writes(notices.release_notices)
    record_notices_failed = writes(notices.record_notices_failed)
    record_notices_uncertain = writes(notices.record_notices_uncertain)
    record_notices_dead = writes(notices.record_notices_dead)
    recover_notices = writes(notices.recover_notices)

    backlog = reads(backlog_sql.backlog)
    next_due_at = reads(backlog_sql.next_due_at)
    chat_backlog = reads(backlog_sql.chat_backlog)
    chat_status = reads(status.chat_status)
    desk_status = reads(status.desk_status)
    chat_contents = reads(status.chat_contents)
    tidy = writes(tidying.tidy)


async def open_storage(url: str, *, exclusive: bool = False, timing: Timing = at_once) -> Storage:
    """The storage at `sqlite:///absolute/path.db`, open and up to date. `timing`: when what it owes falls due.

    An exclusive one (`run`) raises DatabaseInUse where another exclusive one is open; the others work beside it.
    """
    storage = Storage(_database_at(url, exclusive=exclusive), timing)
    await storage.open()
    return storage


def _database_at(url: str, *, exclusive: bool) -> Database:
    scheme, separator, rest = url.partition("://")
    if scheme != "sqlite" or not separator or not rest.startswith("/") or rest.strip("/") == "":
        # Not the address itself: that of another engine may hold a password.
        raise DatabaseUnavailable("the address of a database is written sqlite:///absolute/path/to/briefbot.db")
    from storage.sqlite import SqliteDatabase  # noqa: PLC0415 - imported where it is chosen; reading a file needs none

    path = Path("/" + rest.lstrip("/"))
    lock = LockFile(path.with_name(path.name + ".lock")) if exclusive else None
    return SqliteDatabase(path, lock=lock)
