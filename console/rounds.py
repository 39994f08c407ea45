"""Periodic work: reminders by day, resets that are due, and deletion of expired rows.

Every process runs it; core ensures that each reminder is sent once. A round that fails is tried again later.
"""

import time
from collections.abc import Callable

import structlog
from sqlalchemy.orm import Session

from console.web.site import Clock
from core.audit import checks
from core.audit.checks import CheckView, NotDue, Walking
from core.enrolling import nudges, resets_due, rule_reminders
from core.ground.installation import Installation
from core.history import trail_check, weekly_report
from core.operations import housekeeping

REMIND_EVERY = 180.0  # seconds
RESET_EVERY = 60.0
TIDY_EVERY = 3600.0
CHECK_EVERY = 60.0  # a look whether a check of the audit chain is due; core says how often it is
BREATH = 0.02  # seconds between two steps of a check, for the person who else wants the database
log = structlog.get_logger("rounds")


def remind(installation: Installation, clock: Clock) -> None:
    """Remind who stopped on the way or will need a factor, tell admins who are done, supervisors of their week."""
    database = installation.database
    while database.transact(lambda session: nudges.nudge_some(session, now=clock())) == nudges.AT_ONCE:
        pass
    database.transact(lambda session: nudges.tell_of_finished(session, now=clock()))
    database.transact(lambda session: rule_reminders.remind_of_rules(session, now=clock()))
    database.transact(lambda session: weekly_report.mail_when_due(session, now=clock()))


def carry_out_resets(installation: Installation, clock: Clock) -> None:
    """End the factors whose waiting time is over."""
    while installation.database.transact(lambda session: resets_due.carry_out_next(session, now=clock())):
        pass


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


def check_chain(installation: Installation, clock: Clock, is_stopping: Callable[[], bool]) -> None:
    """Walk the audit chain when its check is due; a stop leaves the walk where it is."""

    def step(session: Session) -> CheckView | Walking | NotDue:
        return checks.step(session, installation.keys, now=clock())

    while isinstance(found := installation.database.transact(step), Walking) and not is_stopping():
        time.sleep(BREATH)
    if isinstance(found, CheckView) and found.problem is not None:
        log.critical("the audit chain is broken; run tc2fa audit verify", problem=found.problem.what)
