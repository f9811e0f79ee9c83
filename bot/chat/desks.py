"""All the desks a person may come to, as handlers and buttons know them."""

from dataclasses import dataclass

from bot.chat.away_desk import AwayDesk
from bot.chat.browsing import Browser
from bot.chat.desk import Desk
from bot.chat.digest_pages import DigestPages
from bot.chat.forget_desk import ForgetDesk
from bot.chat.hours_desk import HoursDesk
from bot.chat.move_desk import MoveDesk
from bot.chat.mute_desk import MuteDesk
from bot.chat.newcomers import Newcomers
from bot.chat.source_desk import SourceDesk
from bot.chat.status_desk import StatusDesk
from bot.chat.topic_desk import TopicDesk
from bot.chat.try_desk import TryDesk
from bot.chat.why_desk import WhyDesk


@dataclass(frozen=True, slots=True)
class Desks:
    """Each is one conversation: following, choosing, trying, muting, asking why, hours, digests, and the sources."""

    topics: Desk
    browser: Browser
    topic: TopicDesk
    trying: TryDesk
    mutes: MuteDesk
    reasons: WhyDesk
    hours: HoursDesk
    pages: DigestPages
    status: StatusDesk
    away: AwayDesk
    moves: MoveDesk
    forgetting: ForgetDesk
    sources: SourceDesk
    newcomers: Newcomers
