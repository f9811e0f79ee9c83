"""Nouns about moving a set-up: all that a chat and thread wish, from there to another chat and thread."""

from typing import NewType

from storage.model import Noun

SetUpMoveId = NewType("SetUpMoveId", int)


class SetUpMove(Noun):
    """What moves, and from where: the name of the other chat, and how many of each there are."""

    id: SetUpMoveId
    title: str
    topics: int
    mutes: int
    sources: int


class Before(Noun):
    """What a move changed, to take it back: what is new in the chat it went to, and what its wishes were.

    `topics` by their ids; `mutes` by their topics and queries; `sources` by their ids.
    """

    topics: tuple[int, ...]
    mutes: tuple[tuple[int, int], ...]
    sources: tuple[int, ...]
    zone: str | None
    digest: str | None
    quiet: str | None
    paused_at: int | None
