"""Opening an installation proves its keys on the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground import migrate
from core.ground.db import Database
from core.ground.installation import Installation, KeyCanary, KeyProblem, NotPrepared, open_installation
from core.ground.sealing import new_key
from core.ground.settings import read_settings

FIRST, SECOND = new_key("k1"), new_key("k2")


@contextmanager
def opened(database_url: str, *keys: str) -> Iterator[Installation]:
    settings = read_settings({"TC2FA_DATABASE_URL": database_url, "TC2FA_KEYS": "\n".join(keys)})
    installation = open_installation(settings)
    yield installation
    installation.database.close()


def test_the_keys_of_the_first_start_open_every_later_one(database_url: str) -> None:
    for _ in range(2):
        with opened(database_url, FIRST) as installation:
            assert installation.keys.active.kid == "k1"


def test_a_file_that_nobody_made_yet_is_made_by_the_upgrade(tmp_path: Path) -> None:
    """The first command of a new operator runs in a folder with nothing in it."""
    url = f"sqlite:///{tmp_path / 'var' / 'tc2fa.db'}"
    with pytest.raises(NotPrepared, match="tc2fa db upgrade"), opened(url, FIRST):
        pass
    database = Database(url)
    assert migrate.current(database) is None
    migrate.upgrade(database)
    database.close()
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0
    with opened(url, FIRST):
        pass


def test_another_key_under_the_same_name_stops_the_start(database_url: str) -> None:
    with opened(database_url, FIRST):
        pass
    with pytest.raises(KeyProblem, match="key k1 is not the one"), opened(database_url, new_key("k1")):
        pass


@pytest.mark.parametrize("ring", [[SECOND], [SECOND, new_key("k3")]])
def test_a_ring_that_lost_a_key_stops_the_start(database_url: str, ring: list[str]) -> None:
    with opened(database_url, FIRST):
        pass
    with pytest.raises(KeyProblem, match="key ring lacks k1"), opened(database_url, *ring):
        pass


def test_a_new_key_joins_the_ring_and_is_known_from_then_on(database_url: str) -> None:
    with opened(database_url, FIRST):
        pass
    with opened(database_url, SECOND, FIRST) as installation:
        known = installation.database.read(lambda session: set(session.scalars(select(KeyCanary.kid))))
        assert known == {"k1", "k2"}
    with pytest.raises(KeyProblem, match="key ring lacks k2"), opened(database_url, FIRST):
        pass


def test_a_changed_canary_stops_the_start(database_url: str) -> None:
    with opened(database_url, FIRST) as installation:

        def spoil(session: Session) -> None:
            session.get_one(KeyCanary, "k1").sealed = "v1.k1.AAAA.AAAA"

        installation.database.transact(spoil)
    with pytest.raises(KeyProblem), opened(database_url, FIRST):
        pass


def test_a_database_without_tables_is_named(empty_database_url: str) -> None:
    with pytest.raises(NotPrepared, match="tc2fa db upgrade"), opened(empty_database_url, FIRST):
        pass
