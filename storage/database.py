"""What the rest of the room expects of an engine: two small interfaces, and the type of a statement.

An engine translates its own errors into the tree of storage.errors; nothing else of it leaves.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")


class Sql(str):
    """One statement with named parameters (`:name`); a module-level constant wherever it is known beforehand."""

    __slots__ = ()


class Row(Protocol):
    """One row of a result: columns by name."""

    def __getitem__(self, column: str, /) -> Any:  # noqa: ANN401 - a column holds whatever the schema says
        """The value of this column."""
        ...


class Connection(Protocol):
    """What a unit of work may do within its transaction. It must not outlive it."""

    async def fetch_all(self, statement: Sql, parameters: Mapping[str, object] | None = None) -> Sequence[Row]:
        """All rows."""
        ...

    async def fetch_one(self, statement: Sql, parameters: Mapping[str, object] | None = None) -> Row | None:
        """The first row, or None."""
        ...

    async def execute(self, statement: Sql, parameters: Mapping[str, object] | None = None) -> int:
        """Run a statement that returns no rows; how many rows it changed."""
        ...

    async def execute_many(self, statement: Sql, parameters: Sequence[Mapping[str, object]]) -> int:
        """Run it once for each set of parameters; how many rows were changed in all."""
        ...


class Database(Protocol):
    """One database: whole transactions, shielded from cancellation."""

    async def open(self) -> None:
        """Connect. Raises DatabaseUnavailable, DatabaseInUse or DatabaseCorrupt, and leaves nothing behind then."""
        ...

    async def close(self) -> None:
        """Let go of everything, after the transaction under way. A second time it does nothing."""
        ...

    async def transact(self, work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """Run `work` in one transaction that may write: committed when it returns, rolled back when it raises."""
        ...

    async def read(self, work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """Run `work` on one consistent view of the database, beside the writers; it cannot write."""
        ...

    async def backup(self, path: Path) -> None:
        """Write a consistent copy to `path` while others go on working."""
        ...
