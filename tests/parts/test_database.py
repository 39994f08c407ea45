"""Both databases are real, fresh and apart from each other."""

import pytest
from sqlalchemy import inspect, text

from core.ground.db import Database
from tests.parts.database import NewDatabase


def _count_topics(database: Database) -> int:
    return database.read(
        lambda session: int(session.execute(text("SELECT count(*) FROM live_topics")).scalar_one())
    )


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_starts_with_empty_tables(database: Database, turn: str) -> None:
    assert _count_topics(database) == 0
    database.transact(lambda session: session.execute(text("INSERT INTO live_topics VALUES ('x', 1)")))
    assert _count_topics(database) == 1


def test_databases_of_one_test_do_not_share_rows(new_database_url: NewDatabase) -> None:
    one, two = Database(new_database_url()), Database(new_database_url())
    one.transact(lambda session: session.execute(text("INSERT INTO live_topics VALUES ('x', 1)")))
    assert (_count_topics(one), _count_topics(two)) == (1, 0)
    one.close()
    two.close()


def test_the_kind_is_what_its_name_says(database: Database, database_kind: str) -> None:
    assert database.engine.dialect.name == database_kind


@pytest.mark.databases("sqlite")
def test_a_test_may_ask_for_one_kind_only(database_kind: str) -> None:
    assert database_kind == "sqlite"


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    assert inspect(database.engine).get_table_names() == []
    database.close()
