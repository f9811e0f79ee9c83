"""Tells an outage of ours from one of the sources: where nobody answers any more, it is not they who are down.

Without it a night without network would be held against every source, and each would be left alone for as long again.
"""

from typing import Final

from storage.model import SourceId

ENOUGH: Final = 5
"""Sources in a row that give no answer at all. Taken for ours by mistake, an outage of theirs costs a request more."""


class Outages:
    """Who gave no answer since somebody did; in memory, for what was before a restart says nothing."""

    def __init__(self) -> None:
        self._silent: set[SourceId] = set()

    @property
    def are_ours(self) -> bool:
        """Whether it must be our own network, or the proxy, that is down."""
        return len(self._silent) >= ENOUGH

    def note_answer(self) -> None:
        """Somebody answered, whatever it was."""
        self._silent.clear()

    def note_silence(self, source_id: SourceId) -> None:
        """A source gave no answer at all."""
        if not self.are_ours:
            self._silent.add(source_id)
