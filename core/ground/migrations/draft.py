"""Draft the next revision: ``uv run python -m core.ground.migrations.draft 0003 "Why the tables change"``.

It compares the tables of the code with what the revisions so far make of an empty database. Read the draft before it
is committed; ``uv run ruff format`` tidies it.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from core.ground.db import Database
from core.ground.migrate import config, upgrade


def draft(revision: str, why: str) -> None:
    """Write one new file under ``versions``."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'scratch.db'}")
        upgrade(database)
        database.read(
            lambda session: command.revision(config(session), why, autogenerate=True, rev_id=revision)
        )
        database.close()


if __name__ == "__main__":
    draft(*sys.argv[1:])
