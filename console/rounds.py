"""Rounds that are made now and then: who is reminded by day, which resets are due, and what has had its time.

Every process makes them; core sees to it that each reminder is sent once. A round that fails is tried again later.
"""

from collections.abc import Callable

import structlog

from console.web.site import Clock
from core.enrolling import nudges, resets_due
from core.ground.installation import Installation
from core.operations import housekeeping

REMIND_EVERY = 180.0  # seconds
RESET_EVERY = 60.0
TIDY_EVERY = 3600.0
log = structlog.get_logger("rounds")


def remind(installation: Installation, clock: Clock) -> None:
    """Remind people who stopped on the way, and tell admins whose practice is done."""
    database = installation.database
    while database.transact(lambda session: nudges.nudge_some(session, now=clock())) == nudges.AT_ONCE:
        pass
    database.transact(lambda session: nudges.tell_of_finished(session, now=clock()))


def carry_out_resets(installation: Installation, clock: Clock) -> None:
    """End the factors whose waiting time is over."""
    while installation.database.transact(lambda session: resets_due.carry_out_next(session, now=clock())):
        pass


def tidy(installation: Installation, clock: Clock, is_stopping: Callable[[], bool]) -> None:
    """Let go of what is old; a stop is heard between two batches."""
    swept = housekeeping.tidy(installation.database, now=clock(), is_stopping=is_stopping)
    gone = {kind: count for kind, count in swept.items() if count}
    if gone:
        log.info("housekeeping let go of old rows", **gone)
