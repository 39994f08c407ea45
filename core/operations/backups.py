"""A copy of the database while it is in use, and a copy put back.

SQLite is copied by its own online backup; PostgreSQL by ``pg_dump`` and ``pg_restore``, which must be installed.
A copy holds password hashes and sealed secrets: only its owner may read the file, and the key ring is not in it.
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, inspect

from core.ground import migrate
from core.ground.actors import Actor
from core.ground.db import Database
from core.operations import restored

PAGES = 1000  # of SQLite, copied at a time: writers get their turn in between
Progress = Callable[[int, int], None]  # pages done, pages in all


class NotCopied(Exception):
    """The copy was not made or not put back; the message is the sentence for the operator."""


def back_up(database: Database, target: Path, *, progress: Progress) -> None:
    """Write a consistent copy to ``target``, which must not exist yet. Raises NotCopied."""
    if target.exists():
        raise NotCopied(f"{target} exists already; choose another name.")
    if not migrate.is_there(database):
        raise NotCopied("There is no database to copy yet.")
    draft = target.with_name(f"{target.name}.draft")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        _copy_out(database, draft, progress)
        draft.rename(target)
    except OSError as error:
        raise NotCopied(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


def put_back(copy: Path, database: Database, *, by: Actor, now: datetime) -> dict[str, int]:
    """Put ``copy`` where ``database`` points, which must be empty; ends what the copy must not bring back.

    Returns how many rows of each kind ended. Raises NotCopied; then nothing was put back.
    """
    if not copy.is_file():
        raise NotCopied(f"{copy} is no file.")
    if migrate.is_there(database) and database.read(
        lambda session: inspect(session.connection()).get_table_names()
    ):
        raise NotCopied(
            "The database is not empty; nothing was changed. Move it away first, or name another one."
        )
    return (_put_back_file if database.is_sqlite else _put_back_dump)(copy, database, by, now)


def _copy_out(database: Database, draft: Path, progress: Progress) -> None:
    if not database.is_sqlite:
        _run("pg_dump", database.url, "--format=custom", "--no-owner", f"--file={draft}")
        return
    with (
        contextlib.closing(sqlite3.connect(f"file:{database.url.database}?mode=ro", uri=True)) as source,
        contextlib.closing(sqlite3.connect(draft)) as copied,
    ):
        source.backup(
            copied, pages=PAGES, progress=lambda _status, left, total: progress(total - left, total)
        )


def _put_back_file(copy: Path, database: Database, by: Actor, now: datetime) -> dict[str, int]:
    """The draft is settled before it gets the name that ``serve`` looks for: a kill leaves no unsettled copy there."""
    target = Path(database.url.database or "")
    draft = target.with_name(f"{target.name}.draft")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        shutil.copyfile(copy, draft)
        draft.chmod(0o600)
        done = _settle_file(draft, by, now)
        draft.rename(target)
    finally:
        for leftover in ("", "-wal", "-shm"):
            draft.with_name(draft.name + leftover).unlink(missing_ok=True)
    return done


def _settle_file(draft: Path, by: Actor, now: datetime) -> dict[str, int]:
    try:
        with contextlib.closing(sqlite3.connect(draft)) as opened:
            (verdict,) = opened.execute("PRAGMA quick_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise NotCopied("This file is no copy of our database.") from error
    if verdict != "ok":
        raise NotCopied(f"The copy is damaged: {verdict}.")
    settled = Database(f"sqlite:///{draft}")
    try:
        return _settle(settled, by, now)
    finally:
        settled.close()


def _put_back_dump(copy: Path, database: Database, by: Actor, now: datetime) -> dict[str, int]:
    _run("pg_restore", database.url, "--no-owner", "--exit-on-error", "--single-transaction", str(copy))
    return _settle(database, by, now)


def _settle(database: Database, by: Actor, now: datetime) -> dict[str, int]:
    if migrate.current(database) is None:
        raise NotCopied("This file is no copy of our database.")
    if not migrate.is_current(database):
        migrate.upgrade(database)
    return database.transact(lambda session: restored.settle(session, by=by, now=now))


def _run(program: str, url: URL, *arguments: str) -> None:
    """One of PostgreSQL's own programs; the password goes through its environment, where no list of processes shows it."""
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": url.password} if url.password else {}
    try:
        subprocess.run(  # noqa: S603  a program of PostgreSQL by name, with the operator's own settings
            [program, *arguments, f"--dbname={address}"],
            env=os.environ | secret,
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise NotCopied(
            f"{program} is not installed here; it comes with PostgreSQL's client programs."
        ) from error
    except subprocess.CalledProcessError as error:
        raise NotCopied(f"{program}: {error.stderr.strip().splitlines()[-1]}") from error
