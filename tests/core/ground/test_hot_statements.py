"""Statements past the ORM: the same transaction, the same types and the same errors as everything else."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.ground.alarms import AlarmRow
from core.ground.db import Database, DatabaseUnavailable
from core.ground.hot.statements import Change, Query, Upsert, insert_of, itself, table_of
from core.sessions.half_sign_ins import HalfSignIn

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ADD = insert_of(AlarmRow)
SINCE: Query[datetime] = Query(select(AlarmRow.since).where(AlarmRow.name == bindparam("alarm")), itself)
RENAME = Change(
    update(table_of(AlarmRow))
    .where(AlarmRow.name == bindparam("alarm"), AlarmRow.problem == "slow")
    .values(problem=bindparam("said"))
)


def test_a_row_comes_back_as_it_was_written(database: Database) -> None:
    in_berlin = NOON.astimezone(timezone(timedelta(hours=1)))
    database.transact(lambda session: ADD.run(session, name="mail", problem="slow", since=in_berlin))
    since = database.read(lambda session: SINCE.first(session, alarm="mail"))
    assert since is not None
    assert (since, since.utcoffset()) == (NOON, timedelta(0))
    assert database.read(lambda session: SINCE.first(session, alarm="other")) is None


def test_what_the_session_still_has_to_write_is_seen(database: Database) -> None:
    def add_and_look(session: Session) -> datetime | None:
        session.add(AlarmRow(name="mail", problem="slow", since=NOON))
        return SINCE.first(session, alarm="mail")

    assert database.transact(add_and_look) == NOON


def test_a_guarded_write_says_whether_it_came_first(database: Database) -> None:
    database.transact(lambda session: ADD.run(session, name="mail", problem="slow", since=NOON))
    changed = [
        database.transact(lambda session: RENAME.run(session, alarm="mail", said="late")) for _ in range(2)
    ]
    assert changed == [1, 0]


def test_a_failed_transaction_takes_its_statements_back(database: Database) -> None:
    def fail(session: Session) -> None:
        ADD.run(session, name="mail", problem="slow", since=NOON)
        raise KeyError

    with pytest.raises(KeyError):
        database.transact(fail)
    assert database.read(lambda session: SINCE.first(session, alarm="mail")) is None


def test_an_upsert_tells_what_is_there_now(database: Database) -> None:
    values: dict[str, Any] = {name: bindparam(name) for name in ("name", "problem", "since")}
    latest: Upsert[str] = Upsert(
        lambda into: (
            into.values(values)
            .on_conflict_do_update(index_elements=["name"], set_={"problem": bindparam("again")})
            .returning(AlarmRow.problem)
        ),
        AlarmRow,
        itself,
    )
    said = [
        database.transact(
            lambda session: latest.first(session, name="mail", problem="slow", since=NOON, again="still slow")
        )
        for _ in range(2)
    ]
    assert said == ["slow", "still slow"]


def test_a_broken_rule_stays_a_broken_rule_and_names_no_value(database: Database) -> None:
    database.transact(lambda session: ADD.run(session, name="mail", problem="slow", since=NOON))
    with pytest.raises(IntegrityError) as told:
        database.transact(lambda session: ADD.run(session, name="mail", problem="a secret", since=NOON))
    assert "a secret" not in str(told.value)


@pytest.mark.databases("postgresql")  # SQLite has no server that could end a connection
def test_a_connection_that_the_server_ends_is_an_outage_and_heals(database: Database) -> None:
    end: Query[bool] = Query(select(func.pg_terminate_backend(func.pg_backend_pid())), itself)
    with pytest.raises(DatabaseUnavailable):
        database.read(end.all)
    assert database.read(lambda session: SINCE.first(session, alarm="mail")) is None


def test_what_would_be_left_out_or_written_again_is_refused(database: Database) -> None:
    listed: Query[str] = Query(select(AlarmRow.name).where(AlarmRow.name.in_(("a", "b"))), itself)
    with pytest.raises(ValueError, match="IN"):
        database.read(listed.all)
    incomplete = insert_of(HalfSignIn, but=("tries",))
    with pytest.raises(ValueError, match="default"):
        database.transact(incomplete.run)
