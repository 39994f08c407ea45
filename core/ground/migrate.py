"""Bring a database to the tables of this code: all steps in one transaction, so a killed upgrade changes nothing."""

import importlib
import pkgutil
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, text
from sqlalchemy.orm import Session

import core
from core.ground.db import Base, Database, DatabaseUnavailable

FOLDER = Path(__file__).parent / "migrations"
LOCK = 7_265_021  # any number of our own: two upgrades on one PostgreSQL queue up behind it


def upgrade(database: Database) -> None:
    """Bring ``database`` to the newest revision; a second upgrade at the same time waits for the first.

    A new SQLite file gets its folder, closed to other users of this computer.
    """
    _make_folder(database)
    tables()  # a revision written for plain SQL must still find every type it names
    patient = Database(database.url.render_as_string(hide_password=False), patience=None)
    try:
        patient.transact(_upgrade)
    finally:
        patient.close()


def is_there(database: Database) -> bool:
    """False for a SQLite file that does not exist yet; PostgreSQL is asked when it is used."""
    file = _file(database)
    return file is None or file.exists()


def current(database: Database) -> str | None:
    """The revision ``database`` stands at; None for one without any table."""
    if not is_there(database):
        return None
    return database.read(lambda session: _context(session).get_current_revision())


def is_current(database: Database) -> bool:
    """Whether the database is at the newest revision; ``serve`` refuses any other."""
    return current(database) == ScriptDirectory.from_config(config()).get_current_head()


def differences(database: Database) -> list[Any]:
    """What the tables of the code have and the database has not, or the reverse; empty when they agree."""
    known = tables()
    return database.read(lambda session: list(compare_metadata(_context(session, known), known)))


def tables() -> MetaData:
    """Every table of core: each file is imported, so that none can be forgotten."""
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if ".migrations" not in module.name:  # alembic runs those, with its own context
            importlib.import_module(module.name)
    return Base.metadata


def config(session: Session | None = None) -> Config:
    """Alembic's settings; the migrations run on the connection of ``session``."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    settings.attributes["connection"] = session.connection() if session else None
    return settings


def _make_folder(database: Database) -> None:
    file = _file(database)
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DatabaseUnavailable(f"{file.parent} cannot be made: {error.strerror}") from error


def _file(database: Database) -> Path | None:
    return Path(database.url.database) if database.is_sqlite and database.url.database else None


def _upgrade(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL statement_timeout = 0"))
        session.execute(text("SET LOCAL lock_timeout = '60s'"))
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    command.upgrade(config(session), "head")


def _context(session: Session, known: MetaData | None = None) -> MigrationContext:
    return MigrationContext.configure(session.connection(), opts={"target_metadata": known})
