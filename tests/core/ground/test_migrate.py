"""The tables in the database are those of the code, however they came there."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from core.audit import entries
from core.audit.chain import ChainIntact, seal_pending, verify
from core.ground import migrate
from core.ground.actors import SYSTEM
from core.ground.db import Database, new_id
from core.ground.sealing import KeyRing, new_key
from core.practices.practices import Group
from tests.cast import MONDAY


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url)
    yield database
    database.close()


def test_an_empty_database_stands_nowhere_and_is_brought_to_the_newest_revision(empty: Database) -> None:
    assert migrate.current(empty) is None
    assert not migrate.is_current(empty)
    migrate.upgrade(empty)
    assert migrate.is_current(empty)


def test_upgrading_twice_changes_nothing(empty: Database) -> None:
    migrate.upgrade(empty)
    first = migrate.current(empty)
    migrate.upgrade(empty)
    assert migrate.current(empty) == first


def test_the_revisions_make_exactly_the_tables_of_the_code(empty: Database) -> None:
    migrate.upgrade(empty)
    assert migrate.differences(empty) == []


def test_a_migration_keeps_the_data_that_is_there(empty: Database) -> None:
    """The first revision, a year of life on it, then the next one."""
    empty.transact(lambda session: command.upgrade(migrate.config(session), "0001"))
    empty.transact(lambda session: session.add(Group(id=new_id(), name="Lakeside Health Group")))
    empty.transact(lambda session: entries.record(session, "a.b", by=SYSTEM, now=MONDAY))
    migrate.upgrade(empty)
    keys = KeyRing.parse(new_key("k1"))
    assert empty.read(lambda session: session.scalars(select(Group.name)).all()) == ["Lakeside Health Group"]
    assert empty.transact(lambda session: seal_pending(session, keys, now=MONDAY)) == 1
    assert empty.read(lambda session: verify(session, keys)) == ChainIntact(sealed=1, unsealed=0)


def test_an_upgrade_that_dies_on_the_way_leaves_nothing(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = command.upgrade

    def die(config: Config, revision: str) -> None:
        real(config, revision)
        raise LookupError

    monkeypatch.setattr(command, "upgrade", die)
    with pytest.raises(LookupError):
        migrate.upgrade(empty)
    assert empty.read(lambda session: inspect(session.connection()).get_table_names()) == []
    monkeypatch.undo()
    migrate.upgrade(empty)
    assert migrate.is_current(empty)


def test_upgrades_at_the_same_time_queue_up(empty: Database) -> None:
    with ThreadPoolExecutor(2) as operators:
        list(operators.map(migrate.upgrade, [empty, empty]))  # an error of either would come out here
    assert migrate.is_current(empty)


def test_a_change_of_the_kinds_keeps_every_other_rule_of_the_table(empty: Database) -> None:
    """SQLite copies the table for it: forward, back and forward again."""

    def rules(session: Session) -> object:
        look = inspect(session.connection())
        checks = sorted(str(each["name"]) for each in look.get_check_constraints("practice_changes"))
        indexes = sorted(str(each["name"]) for each in look.get_indexes("practice_changes"))
        return checks, indexes, len(look.get_foreign_keys("practice_changes"))

    empty.transact(lambda session: command.upgrade(migrate.config(session), "0011"))
    before = empty.read(rules)
    for move, to in ((command.upgrade, "0012"), (command.downgrade, "0011"), (command.upgrade, "0012")):
        empty.transact(partial(_move, move, to))
        assert empty.read(rules) == before


def _move(move: Callable[[Config, str], None], to: str, session: Session) -> None:
    move(migrate.config(session), to)
