"""The one door to the database: all or nothing, no nesting, every moment in UTC, and an outage is named as one."""

import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from core.audit import entries
from core.audit.entries import AuditEntry
from core.ground import connections, db
from core.ground.actors import SYSTEM
from core.ground.db import Database, DatabaseUnavailable, LiveTopic, Versions, announce, insert_or_ignore
from core.practices.practices import Group
from tests.cast import MONDAY


def groups(database: Database) -> int:
    return database.read(lambda session: session.scalars(select(func.count(Group.id))).one())


def add(name: str) -> Any:
    return lambda session: session.add(Group(id=db.new_id(), name=name))


def test_an_exception_rolls_everything_back(database: Database) -> None:
    def fail(session: Session) -> None:
        add("Meadow")(session)
        session.flush()
        raise LookupError

    with pytest.raises(LookupError):
        database.transact(fail)
    assert groups(database) == 0


def test_transactions_do_not_nest(database: Database) -> None:
    """A second one inside the first would wait for it forever on SQLite, and commit half a change on PostgreSQL."""
    with pytest.raises(RuntimeError, match="do not nest"):
        database.transact(lambda _: database.read(lambda _: None))
    database.transact(add("Meadow"))  # and the refusal leaves the thread usable


def test_what_a_look_writes_is_not_kept(database: Database) -> None:
    def careless(session: Session) -> None:
        add("Meadow")(session)
        session.flush()

    database.read(careless)
    assert groups(database) == 0


def test_what_was_read_stays_readable(database: Database) -> None:
    database.transact(add("Meadow"))
    group = database.read(lambda session: session.scalars(select(Group)).one())
    assert group.name == "Meadow"


def test_a_moment_comes_back_in_utc_whatever_it_was_written_in(database: Database) -> None:
    moment = datetime(2026, 7, 1, 12, 30, 15, 123456, tzinfo=timezone(timedelta(hours=-5)))
    database.transact(lambda session: entries.record(session, "a.b", by=SYSTEM, now=moment))
    (entry,) = database.read(lambda session: list(session.scalars(select(AuditEntry))))
    assert entry.at == moment
    assert entry.at.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    local = MONDAY.replace(tzinfo=None)
    with pytest.raises(StatementError, match="time zone"):
        database.transact(lambda session: entries.record(session, "a.b", by=SYSTEM, now=local))


def test_a_broken_rule_is_no_outage(database: Database) -> None:
    database.transact(add("Meadow"))
    with pytest.raises(IntegrityError):
        database.transact(add("Meadow"))


def test_only_who_inserted_is_told_so(database: Database) -> None:
    def insert(session: Session) -> bool:
        return insert_or_ignore(session, Group, {"id": db.new_id(), "name": "Meadow"})

    assert [database.transact(insert) for _ in range(3)] == [True, False, False]


def test_a_topic_grows_by_one_with_each_commit_and_not_with_a_rollback(database: Database) -> None:
    heard: list[Versions] = []
    stop = database.on_commit(heard.append)

    def twice(session: Session) -> None:
        announce(session, "requests")
        announce(session, "requests")

    def fail(session: Session) -> None:
        twice(session)
        raise LookupError

    database.transact(twice)
    with pytest.raises(LookupError):
        database.transact(fail)
    database.transact(twice)
    stop()
    database.transact(twice)
    assert heard == [{"requests": 1}, {"requests": 2}]
    assert database.read(lambda session: session.get_one(LiveTopic, "requests")).version == 3


def test_ids_cannot_be_guessed_from_another() -> None:
    ids = {db.new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(each) == 24 and set(each) <= set("0123456789abcdef") for each in ids)


@pytest.mark.databases("postgresql")  # SQLite knows one writer, so no deadlock is possible
def test_who_loses_a_deadlock_runs_again(database: Database) -> None:
    for name in ("A", "B"):
        database.transact(add(name))
    both, runs = threading.Barrier(2), []

    def cross(first: str, second: str) -> None:
        tries = []

        def work(session: Session) -> None:
            tries.append(first)
            for name in (first, second):
                row = session.scalars(select(Group).where(Group.name == name).with_for_update()).one()
                row.name = row.name  # held until the end
                if name == first and len(tries) == 1:
                    both.wait(10)

        database.transact(work)
        runs.append(len(tries))

    threads = [threading.Thread(target=cross, args=pair) for pair in (("A", "B"), ("B", "A"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(runs) == [1, 2]


def test_a_row_that_somebody_holds_for_too_long_is_an_outage(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LOCK_SECONDS", 1)
    monkeypatch.setattr(db, "TURN_SECONDS", 0.5)
    database, another_process = Database(database_url), Database(database_url)
    database.transact(add("A"))
    held, done = threading.Event(), threading.Event()

    def hold(session: Session) -> None:
        session.scalars(select(Group).with_for_update()).one()
        held.set()
        done.wait(10)

    thread = threading.Thread(target=another_process.transact, args=(hold,))
    thread.start()
    held.wait(10)
    began = time.monotonic()
    with pytest.raises(DatabaseUnavailable):
        database.transact(lambda session: session.scalars(select(Group).with_for_update()).one())
    assert time.monotonic() - began < 3  # one wait, not as many as there are tries
    done.set()
    thread.join()
    assert groups(database) == 1
    another_process.close()
    database.close()


def test_more_work_than_connections_is_an_outage_and_heals(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LOCK_SECONDS", 1)
    database = Database(database_url)
    release = threading.Event()
    arrived = threading.Semaphore(0)

    def stay(_: Session) -> None:
        arrived.release()
        release.wait(20)

    threads = [threading.Thread(target=database.read, args=(stay,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for _ in threads:
        arrived.acquire(timeout=10)
    try:
        with pytest.raises(DatabaseUnavailable):
            database.read(lambda _: None)
    finally:
        release.set()
        for thread in threads:
            thread.join()
    assert groups(database) == 0
    database.close()


@pytest.mark.databases(
    "sqlite"
)  # there a full disk can be made with one word; PostgreSQL answers with the same class
def test_a_full_disk_refuses_the_whole_change_and_heals(database: Database) -> None:
    def small(connection: Any, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(database.engine, "connect", small)

    def much(session: Session) -> None:
        for number in range(500):
            add(f"{number} {'x' * 180}")(session)

    with pytest.raises(DatabaseUnavailable, match="full"):
        database.transact(much)
    assert groups(database) == 0
    event.remove(database.engine, "connect", small)
    database.close()
    database.transact(much)
    assert groups(database) == 500


@pytest.mark.databases("postgresql")  # SQLite has no standby
def test_a_server_that_may_only_read_is_an_outage(database: Database) -> None:
    def as_standby(session: Session) -> None:
        session.execute(text("SET TRANSACTION READ ONLY"))
        add("Meadow")(session)

    with pytest.raises(DatabaseUnavailable):
        database.transact(as_standby)


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/x.db", "postgresql+psycopg://127.0.0.1:9/x"])
def test_a_database_that_is_not_there_is_an_outage(url: str) -> None:
    database = Database(url)
    for door in (database.read, database.transact):
        with pytest.raises(DatabaseUnavailable):
            door(lambda session: session.execute(text("SELECT 1")))


def test_no_value_of_a_row_gets_into_an_error(database: Database) -> None:
    database.transact(add("very secret name"))
    with pytest.raises(IntegrityError) as caught:
        database.transact(add("very secret name"))
    assert "parameters hidden" in str(caught.value)


def test_a_connection_in_use_when_the_database_is_closed_ends_when_it_is_given_back(
    database: Database,
) -> None:
    held: list[Any] = []

    def work(session: Session) -> None:
        held.append(session.connection().connection.dbapi_connection)
        database.close()
        session.execute(text("SELECT 1"))

    database.read(work)
    with pytest.raises((sqlite3.ProgrammingError, psycopg.OperationalError)):
        held[0].execute("SELECT 1")
