"""``tc2fa db``: at which revision the database stands, and the newest one."""

import os

import typer

from core.ground import migrate
from core.ground.db import Database
from core.ground.settings import read_database_url


def upgrade() -> None:
    """Bring the database to the newest revision."""
    database = Database(read_database_url(os.environ))
    migrate.upgrade(database)
    typer.echo(f"The database stands at {migrate.current(database)}.")


def current() -> None:
    """Say at which revision the database stands."""
    database = Database(read_database_url(os.environ))
    state = "up to date" if migrate.is_current(database) else "behind; run tc2fa db upgrade"
    typer.echo(f"{migrate.current(database) or 'no tables yet'} ({state})")
