"""Periodic work: reminders by day, and deletion of expired rows.

Every process runs it; core ensures that each reminder is sent once. A round that fails is tried again later.
"""

from collections.abc import Callable

import structlog

from console.web.site import Clock
from core.enrolling import nudges
from core.ground.installation import Installation
from core.history import trail_check
from core.operations import housekeeping

REMIND_EVERY = 180.0  # seconds
TIDY_EVERY = 3600.0
log = structlog.get_logger("rounds")


def remind(installation: Installation, clock: Clock) -> None:
    """Remind people who stopped on the way, and tell admins whose practice is done."""
    database = installation.database
    while database.transact(lambda session: nudges.nudge_some(session, now=clock())) == nudges.AT_ONCE:
        pass
    database.transact(lambda session: nudges.tell_of_finished(session, now=clock()))


def tidy(installation: Installation, clock: Clock, is_stopping: Callable[[], bool]) -> None:
    """Delete expired rows; a stop takes effect between two batches."""
    swept = housekeeping.tidy(installation.database, now=clock(), is_stopping=is_stopping)
    gone = {kind: count for kind, count in swept.items() if count}
    if gone:
        log.info("housekeeping let go of old rows", **gone)


def tell_head(installation: Installation, clock: Clock) -> None:
    """Write the last seal of the audit trail into the log, and once a day mail it to those who keep it."""
    head = installation.database.transact(lambda session: trail_check.tell_head(session, now=clock()))
    if head is not None:
        log.info("the head of the audit trail", head=str(head))
