"""How much the bot may send: overall, to one person, to one group. Pure; the clock is handed in.

Telegram publishes these numbers as a rule of thumb, not as a contract; here they are kept exactly, so that a bot that
respects them is never refused and one that does not is found out.
"""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.model import ChatKind


@dataclass
class Bucket:
    """`burst` tokens at most, refilled at `rate` a second."""

    rate: float
    burst: float
    tokens: float = field(init=False)
    seen_at: float | None = None

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 when one is."""
        elapsed = 0.0 if self.seen_at is None else max(0.0, now - self.seen_at)
        self.tokens, self.seen_at = min(self.burst, self.tokens + elapsed * self.rate), now
        # A hair of tolerance: ten steps of a tenth are a little less than one.
        return 0.0 if self.tokens > 1 - 1e-6 else (1 - self.tokens) / self.rate

    def take(self, _now: float) -> None:
        """Use one token."""
        self.tokens -= 1


@dataclass
class Window:
    """At most `most` in any `seconds`: a bucket would let twice as many pass in its first minute."""

    most: int
    seconds: float
    taken: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed; 0 when it is."""
        while self.taken and now - self.taken[0] > self.seconds - 1e-6:
            self.taken.popleft()
        return 0.0 if len(self.taken) < self.most else self.taken[0] + self.seconds - now

    def take(self, now: float) -> None:
        """Count one."""
        self.taken.append(now)


class Limits:
    """30 a second overall; 1 a second to a person, 3 in a burst; 20 in any minute to a group or channel."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._overall = Bucket(rate=30, burst=30)
        self._people: defaultdict[int, Bucket] = defaultdict(lambda: Bucket(rate=1, burst=3))
        self._groups: defaultdict[int, Window] = defaultdict(lambda: Window(most=20, seconds=60))

    def admit(self, chat_id: int, kind: ChatKind) -> int:
        """Count one message to this chat and return 0, or count nothing and return the whole seconds to wait."""
        now = self._now()
        chat: Bucket | Window = self._people[chat_id] if kind == ChatKind.PRIVATE else self._groups[chat_id]
        wait = max(chat.wait(now), self._overall.wait(now))
        if wait > 0:
            return max(1, math.ceil(wait))
        chat.take(now)
        self._overall.take(now)
        return 0


class NoLimits(Limits):
    """Everything at once: for tests that are about something else."""

    def admit(self, chat_id: int, kind: ChatKind) -> int:  # noqa: ARG002 (the same question, always the same answer)
        """Nothing has to wait."""
        return 0
