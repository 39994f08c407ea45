"""Statements of the paths that every person takes every day: written once at import, and run past the ORM.

A statement that is written again at each call costs ten times as much as one that is kept: most of it is Python that
finds out what it means. A ``Query`` gives rows, a ``Change`` says how many rows it touched. Both run in the transaction
of the session they are given, after whatever that session still has to write; entities it holds learn nothing of them.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Generic, Literal, TypeVar, cast

from sqlalchemy import Connection, Dialect, Executable, Table, bindparam, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.ground.db import Base, connection_of
from core.ground.hot.compiled_sql import CompiledSql, compile_once

R = TypeVar("R")
T = TypeVar("T")
Kind = Literal["sqlite", "postgresql"]


def itself(value: T) -> T:
    """What a query of one column makes of it."""
    return value


def table_of(entity: type[Base]) -> Table:
    """The table behind an entity."""
    return cast("Table", entity.__table__)


class Statement:
    """A statement with its SQL in the words of each kind of database, made at the first call."""

    def __init__(self, statement: Executable) -> None:
        """``statement`` names what changes from call to call with ``bindparam``."""
        self._statement = statement
        self._compiled: dict[str, CompiledSql] = {}

    def run(self, session: Session, values: dict[str, Any]) -> tuple[list[Sequence[Any]], int]:
        """Hand it to the driver; its rows, and how many it changed."""
        session.flush()
        connection = connection_of(session)
        compiled = self._for(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.sql, compiled.parameters(values))
            rows = [compiled.read(row) for row in cursor.fetchall()] if cursor.description else []
        except (connection.dialect.loaded_dbapi.Error, ValueError) as error:
            raise _told(error, compiled, connection, cursor) from error
        return rows, cursor.rowcount

    def _for(self, dialect: Dialect) -> CompiledSql:
        """Two threads that are first make the same."""
        known = self._compiled.get(dialect.name)
        if known is None:
            known = self._compiled[dialect.name] = compile_once(self._statement, dialect)
        return known


class Query(Generic[R]):
    """A statement that gives rows; ``make`` turns the columns of one into what the caller wants."""

    def __init__(self, statement: Executable, make: Callable[..., R]) -> None:
        """``statement`` names what changes from call to call with ``bindparam``."""
        self._statement = Statement(statement)
        self._make = make

    def all(self, session: Session, **values: Any) -> list[R]:
        """Every row."""
        return [self._make(*row) for row in self._statement.run(session, values)[0]]

    def first(self, session: Session, **values: Any) -> R | None:
        """The first row, or None."""
        rows = self.all(session, **values)
        return rows[0] if rows else None


class Change:
    """A statement that writes."""

    def __init__(self, statement: Executable) -> None:
        """``statement`` names what changes from call to call with ``bindparam``."""
        self._statement = Statement(statement)

    def run(self, session: Session, **values: Any) -> int:
        """Write; how many rows it changed: of a guarded write, 0 means another transaction was first."""
        return self._statement.run(session, values)[1]


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


def _told(error: Exception, compiled: CompiledSql, connection: Connection, cursor: Any) -> Exception:
    """What SQLAlchemy would make of this error, without the values."""
    dialect = connection.dialect
    if dialect.is_disconnect(cast("Any", error), cast("Any", connection.connection.dbapi_connection), cursor):
        connection.invalidate(error)  # it can be rolled back no more, and must not go back into the pool
    errors = dialect.loaded_dbapi.Error
    return DBAPIError.instance(compiled.sql, None, error, errors, hide_parameters=True, dialect=dialect)
