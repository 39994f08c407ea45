"""One more process that writes, for the tests of what holds between processes. Started by name.

Each of its transactions writes three rows that belong together: an audit entry, a notice and a live topic.
"""

import sys
from datetime import UTC, datetime
from itertools import count

from sqlalchemy.orm import Session

from core import audit, outbox
from core.actors import SYSTEM
from core.db import Database

MONDAY = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)


def main() -> None:
    """``URL NAME HOW_MANY``; 0 for until somebody kills it. Says "ready" after the first commit, "done" at the end."""
    url, name, how_many = sys.argv[1], sys.argv[2], int(sys.argv[3])
    database = Database(url)
    for number in range(how_many) if how_many else count():
        write(database, f"{name}-{number}")
        if number == 0:
            sys.stdout.write("ready\n")
            sys.stdout.flush()
    sys.stdout.write("done\n")


def write(database: Database, name: str) -> None:
    """One transaction."""

    def work(session: Session) -> None:
        audit.record(session, f"writer.{name}", by=SYSTEM, now=MONDAY)
        session.flush()
        outbox.tell(session, name, via="mail", now=MONDAY)

    database.transact(work)


if __name__ == "__main__":
    main()
