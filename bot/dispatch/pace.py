"""How fast we may write: Telegram's limits as instants, decided without waiting.

Limits (docs/telegram.md): 30 messages a second overall; in a private chat 1 a second, short bursts pass; in a group or
channel 20 a minute. Each is a GCRA (generic cell rate algorithm: a "theoretical arrival time" moves on by the
interval at each send; a send may start `burst - 1` intervals before it). Pushes use no burst and take only slots
that are nearly open, so a reply waits for at most `HORIZON` of pushes: replies go first.

All instants are monotonic seconds, handed in: a changed wall clock disturbs nothing.
"""

from collections import deque
from dataclasses import dataclass

from storage.model import ChatId

HORIZON = 0.1
"""Seconds ahead for which pushes may take slots."""

_GLOBAL_EVIDENCE = 2
"""So many private chats told to wait within `_EVIDENCE_WITHIN` seconds: the limit that was passed is the bot's."""

_EVIDENCE_WITHIN = 5.0
_LONG_WAIT = 60.5
"""A longer wait than 60 s is never one chat's (docs/telegram.md, "Limits"); a chat's own may come with a margin."""

_LONGEST_FREEZE = 3 * 3600.0
"""Seconds: the longest waits that were seen (docs/telegram.md). One broken answer must not silence us for a day."""

_PRUNE_ABOVE = 256
"""Chats remembered before those that are free again are forgotten. Of those that are busy at a time twice as many are
kept: each claim looks at all."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second overall; seconds between messages of one chat and how many may come at once.

    The intervals carry a margin: Telegram measures when requests arrive, not when we start them.
    """

    per_second: float = 29.5
    private_every: float = 1.05
    private_burst: int = 3
    group_every: float = 3.6
    group_burst: int = 3


class Pace:
    """Hands out the instants at which sends may start. Remembers chats only while they are busy."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        # A claim is a transaction: at high limits it is worth it for a part of the horizon, not for each slot.
        self._portion = max(1, int(HORIZON * self._limits.per_second / 2))
        self._overall_at = 0.0
        self._chat_at: dict[ChatId, float] = {}
        self._frozen_until: dict[ChatId, float] = {}
        self._all_frozen_until = 0.0
        self._prune_above = _PRUNE_ABOVE
        self._told: deque[tuple[float, ChatId]] = deque()

    @property
    def per_second(self) -> float:
        """The messages a second that it allows at most."""
        return self._limits.per_second

    def open_slots(self, at: float) -> int:
        """How many pushes may start before `at + HORIZON`; 0 while the whole sender is frozen, or there are too few."""
        if self.is_frozen(at):
            return 0
        ahead = at + HORIZON - max(self._overall_at, at)
        slots = int(ahead * self._limits.per_second)
        return slots if slots >= self._portion else 0

    def is_frozen(self, at: float) -> bool:
        """Whether nothing may be pushed to anybody."""
        return self._all_frozen_until > at

    def next_slot_in(self, at: float) -> float:
        """Seconds until `open_slots` can be more than 0 again."""
        opens = self._overall_at - HORIZON + self._portion / self._limits.per_second
        return max(opens, self._all_frozen_until, at) - at

    def busy_chats(self, at: float) -> set[ChatId]:
        """Chats that may not get a push now: written to a moment ago, or frozen."""
        busy = {chat for chat, free_at in self._chat_at.items() if free_at > at}
        return busy | {chat for chat, until in self._frozen_until.items() if until > at}

    def next_free_chat_in(self, at: float) -> float | None:
        """Seconds until one of the busy chats may get its next push; None: no chat is busy."""
        ends = [until for until in (*self._chat_at.values(), *self._frozen_until.values()) if until > at]
        return min(ends) - at if ends else None

    def reserve_push(self, chat_id: ChatId, at: float, *, private: bool) -> float:
        """Take the next slot for a push to this chat; the instant at which it may start."""
        return self._reserve(chat_id, at, every=self._every(private=private), burst=1)

    def wait_of_reply(self, chat_id: ChatId, at: float, *, private: bool) -> float:
        """Seconds until a reply to this chat could start; nothing is taken."""
        return self._start(chat_id, at, self._every(private=private), self._burst(private=private)) - at

    def reserve_reply(self, chat_id: ChatId, at: float, *, private: bool) -> float:
        """Take a slot for a reply to this chat, which may use the chat's burst; the instant at which it may start."""
        return self._reserve(chat_id, at, every=self._every(private=private), burst=self._burst(private=private))

    def told_to_wait(self, chat_id: ChatId, seconds: float, at: float, *, private: bool) -> None:
        """Telegram answered 429: freeze the chat, and on evidence of a global limit everything."""
        self._frozen_until[chat_id] = at + seconds
        while self._told and self._told[0][0] < at - _EVIDENCE_WITHIN:
            self._told.popleft()
        if private:
            self._told.append((at, chat_id))
        if seconds > _LONG_WAIT or len({chat for _, chat in self._told}) >= _GLOBAL_EVIDENCE:
            self.freeze_all(at + min(seconds, _LONGEST_FREEZE))

    def freeze_all(self, until: float) -> None:
        """Nothing is pushed before `until`."""
        self._all_frozen_until = max(self._all_frozen_until, until)

    def _every(self, *, private: bool) -> float:
        return self._limits.private_every if private else self._limits.group_every

    def _burst(self, *, private: bool) -> int:
        return self._limits.private_burst if private else self._limits.group_burst

    def _start(self, chat_id: ChatId, at: float, every: float, burst: int) -> float:
        chat_at = self._chat_at.get(chat_id, 0.0)
        return max(at, self._overall_at, chat_at - (burst - 1) * every, self._frozen_until.get(chat_id, 0.0))

    def _reserve(self, chat_id: ChatId, at: float, *, every: float, burst: int) -> float:
        start = self._start(chat_id, at, every, burst)
        self._chat_at[chat_id] = max(self._chat_at.get(chat_id, 0.0), start) + every
        # A reply that waits for its own chat must not hold up the others' slots.
        self._overall_at = max(self._overall_at, at) + 1 / self._limits.per_second
        if len(self._chat_at) > self._prune_above:
            self._prune(at)
        return start

    def _prune(self, at: float) -> None:
        self._chat_at = {chat: free_at for chat, free_at in self._chat_at.items() if free_at > at}
        self._frozen_until = {chat: until for chat, until in self._frozen_until.items() if until > at}
        self._prune_above = max(_PRUNE_ABOVE, 2 * len(self._chat_at))
