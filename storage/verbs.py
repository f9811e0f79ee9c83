"""Makes a verb of Storage out of a function about one noun: the function's whole run is one transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from storage.database import Connection, Database
from storage.model_hours import Timing, at_once

P = ParamSpec("P")
Result = TypeVar("Result")


class Verbs:
    """What every verb has at hand: the database, and the bells by which workers learn that there is something to do.

    A bell tells of this process only; a worker that must not miss what others do looks for itself now and then.
    """

    def __init__(self, database: Database, timing: Timing = at_once) -> None:
        self._database = database
        self._timing = timing
        self._patient_writing = asyncio.Lock()
        self._patient_reading = asyncio.Lock()
        self.briefs_bell = asyncio.Event()
        """Rung after briefs were stored that must be planned. Who answers it clears it."""
        self.deliveries_bell = asyncio.Event()
        """Rung after deliveries became owed. Who answers it clears it."""
        self.sources_bell = asyncio.Event()
        """Rung after a source became due out of its turn. Who answers it clears it."""


Function = Callable[Concatenate[Connection, P], Awaitable[Result]]
Verb = Callable[Concatenate[Verbs, P], Coroutine[Any, Any, Result]]


def writes(function: Function[P, Result]) -> Verb[P, Result]:
    """One transaction that may write."""

    @wraps(function)
    async def verb(self: Verbs, /, *args: P.args, **kwargs: P.kwargs) -> Result:
        return await self._database.transact(lambda conn: function(conn, *args, **kwargs))

    return verb


def writes_patiently(function: Function[P, Result]) -> Verb[P, Result]:
    """The same for work that comes in crowds and that nobody waits for: only one of it is in the queue at a time.

    So a person's word waits for one visit at most, and not for all that end at one moment; in turns with the others
    the crowd comes through as well.
    """

    @wraps(function)
    async def verb(self: Verbs, /, *args: P.args, **kwargs: P.kwargs) -> Result:
        async with self._patient_writing:
            return await self._database.transact(lambda conn: function(conn, *args, **kwargs))

    return verb


def owes(function: Function[P, Result]) -> Verb[P, Result]:
    """One transaction after which deliveries may be owed that were not before: it rings their bell."""
    return _ringing(function, lambda verbs: verbs.deliveries_bell)


TimedFunction = Callable[Concatenate[Connection, Timing, P], Awaitable[Result]]


def owes_in_time(function: TimedFunction[P, Result]) -> Verb[P, Result]:
    """The same for what is owed at the times that chats want: the function is handed the timing."""

    @wraps(function)
    async def verb(self: Verbs, /, *args: P.args, **kwargs: P.kwargs) -> Result:
        result = await self._database.transact(lambda conn: function(conn, self._timing, *args, **kwargs))
        self.deliveries_bell.set()
        return result

    return verb


def hastens(function: Function[P, Result]) -> Verb[P, Result]:
    """One transaction after which a source may be due that was not before: it rings their bell."""
    return _ringing(function, lambda verbs: verbs.sources_bell)


def _ringing(function: Function[P, Result], bell_of: Callable[[Verbs], asyncio.Event]) -> Verb[P, Result]:
    @wraps(function)
    async def verb(self: Verbs, /, *args: P.args, **kwargs: P.kwargs) -> Result:
        result = await self._database.transact(lambda conn: function(conn, *args, **kwargs))
        bell_of(self).set()
        return result

    return verb


def reads(function: Function[P, Result]) -> Verb[P, Result]:
    """One consistent view, beside the writers."""

    @wraps(function)
    async def verb(self: Verbs, /, *args: P.args, **kwargs: P.kwargs) -> Result:
        return await self._database.read(lambda conn: function(conn, *args, **kwargs))

    return verb


def reads_patiently(function: Function[P, Result]) -> Verb[P, Result]:
    """The same for work that comes in crowds, as `writes_patiently`."""

    @wraps(function)
    async def verb(self: Verbs, /, *args: P.args, **kwargs: P.kwargs) -> Result:
        async with self._patient_reading:
            return await self._database.read(lambda conn: function(conn, *args, **kwargs))

    return verb
