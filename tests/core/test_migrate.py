"""The tables in the database are those of the code, however they came there."""

from collections.abc import Iterator

import pytest

from core import migrate
from core.db import Database


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
