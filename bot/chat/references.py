"""What a button carries back to us: an act and the topics or sources it is about, in at most 64 bytes.

    f=north korean      follow a topic in words, where they fit
    f:12,40             follow topics by id: several, or one whose words do not fit
    t                   show what is followed: an act that needs no topic
    b=europe            show what the catalogue has in Europe
    so:7                show the source with this id

Buttons live as long as their chat, so the letters below never change their meaning.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.model import TopicId

_LIMIT = 64
"""Bytes Telegram lets a button carry."""

_BEYOND = 1 << 63
"""No database counts so far, or can even be asked for it."""


class Act(StrEnum):
    """What a button asks for."""

    FOLLOW = "f"
    PICK = "k"
    """Follow one of several suggestions: they stay, for the next pick."""
    UNFOLLOW = "u"
    RESTORE = "r"
    SHOW = "s"
    TOPICS = "t"
    LATEST = "l"
    RESUME = "go"
    PAUSE = "p"
    BROWSE = "b"
    """An entry of the catalogue by its id, or its top; then what is done to the topic of this entry."""
    BROWSE_FOLLOW = "bf"
    BROWSE_UNFOLLOW = "bu"
    BROWSE_RESTORE = "br"
    BROWSE_SHOW = "bs"
    SOURCES = "sl"
    """A page of the list of sources, by its number."""
    SOURCE = "so"
    SOURCE_VISIT = "sv"
    SOURCE_REMOVE = "sx"
    SOURCE_RESTORE = "su"
    OWN_DROP = "od"
    """A chat lets go of a source of its own, by the source's id; and takes it again."""
    OWN_KEEP = "ok"
    PUBLIC_TAKE = "pt"
    """An operator takes a source back from everybody; and gives it again."""
    PUBLIC_GIVE = "pg"
    TRY = "q"
    """Show what a topic would bring, by its words or its id."""
    WHY = "y"
    """Why a brief came, by its id; without one, the briefs of the message that has the button."""
    NOT_WORD = "nw"
    """Mute a word of a brief for a topic: the ids of topic and brief, and the number of the word."""
    NOT_SOURCE = "ns"
    """Mute the source of a brief for a topic: the ids of topic and brief."""
    UNMUTE = "mu"
    MUTE_AGAIN = "mm"
    """End mutes by their ids, and begin them again."""
    ONLY_TITLES = "to"
    TITLES_UNDO = "tu"
    """Look for a topic in titles only; and, by the ids of both topics, as before."""
    SETTINGS = "st"
    DIGEST = "dg"
    """When briefs come, in words as behind /digest; without any, the question. So with the next three."""
    TOPIC_DIGEST = "dt"
    """The same for one topic: its id, then the words."""
    QUIET = "qh"
    ZONE = "tz"
    CATCH_UP = "cu"
    """A chat that was away has what it missed; or not; or may again, since an instant (seconds since 1970)."""
    SKIP_MISSED = "cs"
    UNSKIP_MISSED = "cn"
    MOVE_HERE = "mh"
    """Have the set-up of another chat moved here, by the number of the move; take it back; forget its code."""
    MOVE_BACK = "mb"
    MOVE_CANCEL = "mc"
    TOPIC = "tp"
    """The page of a topic that is followed."""
    ATTENTION = "an"
    """How loudly it comes: its id, and the number of the loudness (see topic_texts)."""
    SNOOZE = "sn"
    """Let it wait: its id, and for how many days; without, the question. And wake it."""
    UNSNOOZE = "sw"
    FORGET = "fg"
    """Delete all that is known of the chat; or nothing."""
    KEEP = "fk"
    DIGEST_PAGE = "dp"
    """A page of the digest that has the button."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A button's meaning. Either `words`, or `ids`, or neither; whose ids these are is the act's matter."""

    act: Act
    words: str | None = None
    ids: tuple[int, ...] = ()

    @property
    def topic_ids(self) -> tuple[TopicId, ...]:
        """For acts about topics."""
        return tuple(map(TopicId, self.ids))

    @property
    def number(self) -> int:
        """For acts about one source or page; 0, which none has, where it is missing."""
        return self.ids[0] if self.ids else 0


def write_reference(act: Act, *, words: str | None = None, ids: Sequence[int] = ()) -> str | None:
    """The button's data; None when it has more than 64 bytes."""
    if words is not None:
        written = f"{act}={words}"
    elif ids:
        written = f"{act}:{','.join(map(str, ids))}"
    else:
        written = str(act)
    return written if len(written.encode()) <= _LIMIT else None


def read_reference(written: str) -> Reference | None:
    """What a button means; None for one of another version, or forged."""
    letters = len(written) - len(written.lstrip("abcdefghijklmnopqrstuvwxyz"))
    try:
        act, rest = Act(written[:letters]), written[letters:]
        if not rest:
            return Reference(act)
        if rest[0] == "=":
            return Reference(act, words=rest[1:])
        if rest[0] == ":" and rest.isascii():
            numbers = [int(number) for number in rest[1:].split(",")]
            if all(0 < number < _BEYOND for number in numbers):
                return Reference(act, ids=tuple(numbers))
    except ValueError:
        pass
    return None
