"""The noun of what became of one brief for one chat: a frozen value like those of `model`."""

from datetime import datetime

from storage.model import DeliveryState, Noun, StoredBrief, Subscription
from storage.model_mutes import Mute


class TracedDelivery(Noun):
    """The outbox row of a brief, as far as it tells what became of it."""

    state: DeliveryState
    due_at: datetime | None
    settled_at: datetime | None
    reason: str | None


class Trace(Noun):
    """What became of a brief for one chat and thread.

    `reasons`: the subscriptions that want it, in the order of following; `mutes`: what keeps it back from some or all
    of them. `told`: another telling of the same story that it was sent or is owed.
    """

    is_planned: bool
    delivery: TracedDelivery | None
    reasons: tuple[Subscription, ...]
    mutes: tuple[Mute, ...]
    told: StoredBrief | None
