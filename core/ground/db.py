"""The database: the only file in which a transaction begins or ends.

Every change goes through :meth:`Database.transact`, every read through :meth:`Database.read`. The rows
are the same on SQLite and PostgreSQL; the differences between the two live here and nowhere else.
"""

import contextlib
import contextvars
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, TypeVar, cast

from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    Integer,
    MetaData,
    String,
    UpdateBase,
    bindparam,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from core.ground import connections

T = TypeVar("T")
Versions = Mapping[str, int]  # live topics and how often each has changed

TURN_SECONDS = 10.0  # a thread waits for the writes of its own process before it; longer is an outage
ATTEMPTS = 6  # tries of one transaction that loses a deadlock or meets a busy SQLite file
ANSWER_SECONDS = 20  # a little more than the server's own limit, which gives the better message
CONNECTION = "connection"  # in a session's ``info``: asking the session for it costs as much as a statement
READ_ONLY = "25006"  # PostgreSQL's error code after a failover to a server that may not write


class DatabaseUnavailable(Exception):
    """The database did not answer, or answered that it cannot write now: the web layer says 503."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. A naive datetime is refused, so that no local time can slip in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must carry its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime()}  # noqa: RUF012  SQLAlchemy reads this class attribute


class LiveTopic(Base):
    """A thing people watch. Its version grows with each change; watchers compare, so commit order never matters."""

    __tablename__ = "live_topics"

    topic: Mapped[str] = mapped_column(String(120), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)


def new_id() -> str:
    """A row's public name: 24 hex digits, 96 random bits, not guessable from another."""
    return secrets.token_hex(12)


def announce(session: Session, topic: str) -> None:
    """Announce that ``topic`` changes when this transaction commits; watchers in every process are told."""
    session.info.setdefault("topics", set()).add(topic)


_in_transaction: contextvars.ContextVar[bool] = contextvars.ContextVar("in_transaction", default=False)


class Database:
    """An engine and the two ways to use it."""

    def __init__(self, url: str, *, patience: float | None = ANSWER_SECONDS) -> None:
        """Open the database at ``url`` (``sqlite:///…`` or ``postgresql+psycopg://…``); connects lazily.

        ``patience``: seconds to wait for any one answer of PostgreSQL; None for as long as it takes.
        """
        self.url = make_url(url)
        self.engine = _engine(url, patience)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._writing = threading.Lock()
        self._listeners: list[Callable[[Versions], None]] = []
        self._is_closed = False
        event.listen(self.engine, "checkin", self._end_late)

    def on_commit(self, listener: Callable[[Versions], None]) -> Callable[[], None]:
        """Call ``listener`` with the announced topics after each commit; returns a function that removes it.

        It runs in the thread that committed and must not raise: the change stands already.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def transact(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` in one write transaction and commit; an exception rolls everything back.

        A lost race for the file or a deadlock runs ``work`` again, so ``work`` must touch nothing outside.
        Raises DatabaseUnavailable when the database does not answer.
        """
        deadline = time.monotonic() + TURN_SECONDS  # each try may wait for a lock; together they must end
        for attempt in range(ATTEMPTS):
            try:
                return self._once(work)
            except DBAPIError as error:
                if attempt + 1 == ATTEMPTS or time.monotonic() > deadline or not _is_worth_another_try(error):
                    raise _translated(error) from error
                time.sleep(0.02 * 2**attempt)
            except PoolTimeout as error:
                raise DatabaseUnavailable(str(error)) from error
        raise AssertionError("unreachable")

    def read(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` in a transaction that is rolled back at the end: for reading only."""
        try:
            with self._session(write=False) as session:
                result = work(session)
                session.expunge_all()  # what was read stays readable after the rollback
                session.rollback()
                return result
        except DBAPIError as error:
            raise _translated(error) from error
        except PoolTimeout as error:
            raise DatabaseUnavailable(str(error)) from error

    def close(self) -> None:
        """End every connection; one that a thread still works with, when it is given back."""
        self._is_closed = True
        self.engine.dispose()

    def _end_late(self, _connection: object, record: ConnectionPoolEntry) -> None:
        if self._is_closed:
            record.close()

    def _once(self, work: Callable[[Session], T]) -> T:
        with self._session(write=True) as session:
            result = work(session)
            session.flush()
            topics = _write_topics(session)  # last: these rows are shared, hold them briefly
            session.commit()
        for listener in list(self._listeners) if topics else ():
            listener(topics)
        return result

    @contextlib.contextmanager
    def _session(self, *, write: bool) -> Iterator[Session]:
        if _in_transaction.get():
            raise RuntimeError("transactions do not nest: pass the session on")
        token = _in_transaction.set(True)
        try:
            with (
                self._turn() if write and self.is_sqlite else contextlib.nullcontext(),
                self.engine.connect() as connection,
                Session(connection, expire_on_commit=False) as session,
            ):
                session.info[CONNECTION] = session.connection()  # from here on its end is the connection's
                if self.is_sqlite:
                    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
                yield session
        finally:
            _in_transaction.reset(token)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Queue this process's writers: SQLite allows one writer at a time and would make the others poll."""
        if not self._writing.acquire(timeout=TURN_SECONDS):
            raise DatabaseUnavailable("an earlier write takes too long")
        try:
            yield
        finally:
            self._writing.release()


def connection_of(session: Session) -> Connection:
    """The connection whose transaction this session works in, for statements that need no entities."""
    return cast("Connection", session.info[CONNECTION])


def insert_or_ignore(session: Session, table: type[Base], values: dict[str, Any]) -> bool:
    """Insert a row unless a unique constraint has it already; True when this call made it."""
    session.flush()
    connection = connection_of(session)
    insert = _insert_or_ignore(connection.dialect.name, table, tuple(values))
    return connection.execute(insert, values).rowcount == 1


@cache
def _insert_or_ignore(dialect: str, table: type[Base], columns: tuple[str, ...]) -> Executable:
    """Built once for each table: it is in the way of every notice and every new budget."""
    make: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    row = make(table.__table__).values({name: bindparam(name) for name in columns})
    counted = row.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return cast("Executable", counted)  # without the option PostgreSQL's count is lost


def changed(session: Session, statement: UpdateBase) -> int:
    """Run a guarded write and say how many rows it changed: 0 means another transaction was first."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def _write_topics(session: Session) -> Versions:
    topics = sorted(session.info.pop("topics", ()))  # a fixed order, or two writers could deadlock
    connection = connection_of(session)
    grow = _GROW[connection.dialect.name]
    return {topic: connection.execute(grow, {"topic": topic}).scalar_one() for topic in topics}


def _grow(make: Any) -> Executable:
    """Built once: each change of what people watch runs it."""
    first = make(LiveTopic.__table__).values(topic=bindparam("topic"), version=1)
    return cast(
        "Executable",
        first.on_conflict_do_update(
            index_elements=["topic"], set_={"version": LiveTopic.version + 1}
        ).returning(LiveTopic.version),
    )


_GROW = {"sqlite": _grow(sqlite.insert), "postgresql": _grow(postgresql.insert)}


def _engine(url: str, patience: float | None) -> Engine:
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = create_engine(
        url,
        hide_parameters=True,  # an error must not carry a row's values into a log
        pool_pre_ping=not is_sqlite,  # a connection that the server dropped is replaced before it is used
        pool_size=10,
        max_overflow=10,
        pool_timeout=connections.LOCK_SECONDS,
        connect_args={"timeout": connections.LOCK_SECONDS} if is_sqlite else connections.limits(),
    )
    if is_sqlite:
        event.listen(engine, "connect", connections.prepare_sqlite)
    else:
        connect = partial(connections.connect, patience)
        event.listen(engine, "do_connect", lambda _dialect, _record, args, more: connect(*args, **more))
    return engine


def _is_worth_another_try(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in {"40001", "40P01"}
    return getattr(error.orig, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _translated(error: DBAPIError) -> Exception:
    """An outage becomes DatabaseUnavailable; a broken rule (constraint, SQL) stays what it is."""
    is_standby = getattr(error.orig, "sqlstate", None) == READ_ONLY
    is_mistake = getattr(error.orig, "sqlite_errorname", "") == "SQLITE_ERROR"  # such as a missing table
    is_outage = isinstance(error, OperationalError | InterfaceError) and not is_mistake
    return DatabaseUnavailable(str(error.orig)) if is_outage or is_standby else error
