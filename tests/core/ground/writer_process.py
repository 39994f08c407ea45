"""One more process that writes, for the tests of what holds between processes.

Each of its transactions writes three rows that belong together: an audit entry, a notice and a live topic.
"""

from datetime import UTC, datetime
from itertools import count

from sqlalchemy.orm import Session

from core.audit import entries
from core.ground import outbox
from core.ground.actors import SYSTEM
from core.ground.db import Database
from tests.parts.processes import Say

MONDAY = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)


def write_many(say: Say, url: str, name: str, how_many: int) -> None:
    """``how_many``: 0 for until someone kills it. Says "ready" after the first commit, "done" at the end."""
    database = Database(url)
    for number in range(how_many) if how_many else count():
        write(database, f"{name}-{number}")
        if number == 0:
            say("ready")
    say("done")
    database.close()


def write(database: Database, name: str) -> None:
    """One transaction."""

    def work(session: Session) -> None:
        entries.record(session, f"writer.{name}", by=SYSTEM, now=MONDAY)
        session.flush()
        outbox.tell(session, "password_changed", via="mail", once=name, now=MONDAY)

    database.transact(work)
