"""Statements of the paths that every person takes every day: written once at import, and run past the ORM.

A statement that is written again at each call costs five times as much as one that is kept: most of it is Python that
finds out what it means. A ``Query`` gives rows, a ``Change`` says how many rows it touched. Both run in the transaction
of the session they are given, after whatever that session still has to write; entities it holds learn nothing of them.
"""

from collections.abc import Callable, Collection
from typing import Any, Generic, Literal, TypeVar, cast

from sqlalchemy import CursorResult, Executable, Table, bindparam, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.ground.db import Base, connection_of

R = TypeVar("R")
T = TypeVar("T")
Kind = Literal["sqlite", "postgresql"]


def itself(value: T) -> T:
    """What a query of one column makes of it."""
    return value


def table_of(entity: type[Base]) -> Table:
    """The table behind an entity."""
    return cast("Table", entity.__table__)


class Query(Generic[R]):
    """A statement that gives rows; ``make`` turns the columns of one into what the caller wants."""

    def __init__(self, statement: Executable, make: Callable[..., R]) -> None:
        """``statement`` names what changes from call to call with ``bindparam``."""
        self._statement = statement
        self._make = make

    def all(self, session: Session, **values: Any) -> list[R]:
        """Every row."""
        return [self._make(*row) for row in _run(session, self._statement, values)]

    def first(self, session: Session, **values: Any) -> R | None:
        """The first row, or None."""
        row = _run(session, self._statement, values).first()
        return None if row is None else self._make(*row)


class Change:
    """A statement that writes."""

    def __init__(self, statement: Executable) -> None:
        """``statement`` names what changes from call to call with ``bindparam``."""
        self._statement = statement

    def run(self, session: Session, **values: Any) -> int:
        """Write; how many rows it changed: of a guarded write, 0 means another transaction was first."""
        return _run(session, self._statement, values).rowcount


def insert_of(entity: type[Base], *, but: Collection[str] = ()) -> Change:
    """An INSERT of one row: the caller gives every column, ``but`` those that the database fills in."""
    table = table_of(entity)
    given: dict[str, Any] = {
        column.name: bindparam(column.name) for column in table.c if column.name not in but
    }
    return Change(insert(table).values(given).inline())


class Upsert(Generic[R]):
    """An INSERT that says what to do when the row is there already: each kind of database has words of its own."""

    def __init__(
        self, write: Callable[[Any], Executable], entity: type[Base], make: Callable[..., R]
    ) -> None:
        """``write`` gets an INSERT into the table of ``entity`` and completes it."""
        makers: dict[Kind, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
        self._of = {kind: Query(write(insert(table_of(entity))), make) for kind, insert in makers.items()}

    def first(self, session: Session, **values: Any) -> R | None:
        """What the statement returns, or None."""
        return self._of[cast("Kind", connection_of(session).dialect.name)].first(session, **values)


def _run(session: Session, statement: Executable, values: dict[str, Any]) -> CursorResult[Any]:
    session.flush()
    return connection_of(session).execute(statement, values)
