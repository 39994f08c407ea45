"""One connection to the database: how long it waits for what, and what SQLite and PostgreSQL are told when it opens."""

import sqlite3
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

T = TypeVar("T")

LOCK_SECONDS = 5
STATEMENT_SECONDS = 15


def limits() -> dict[str, Any]:
    """What PostgreSQL is told when a connection opens."""
    options = f"-c statement_timeout={STATEMENT_SECONDS}s -c lock_timeout={LOCK_SECONDS}s -c timezone=UTC"
    return {"options": options, "connect_timeout": LOCK_SECONDS}


class Postgres(psycopg.Connection[Any]):
    """A connection that gives up on a server which takes what we send and never answers (a frozen host, a lost route).

    The server's own time-outs cannot help there, and TCP would block a worker thread for many minutes.
    """

    patience: float | None = None

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Wait for the server, at most as long as our patience lasts."""
        try:
            return super().wait(gen, interval, timeout or self.patience)
        except psycopg.OperationalError:
            # Still active: no answer came, so this connection can no longer be used.
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


def connect(patience: float | None, *args: Any, **more: Any) -> Postgres:
    """Open a connection that waits ``patience`` seconds for any one answer."""
    connection = Postgres.connect(*args, **more)
    connection.patience = patience
    return connection


def prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """What a file is told when it is opened."""
    connection.isolation_level = None  # the driver must not open transactions by itself
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
