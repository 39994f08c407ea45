"""Rounds that are made now and then: who is reminded by day, and what has had its time.

Every process makes them; core sees to it that each reminder is sent once. A round that fails is tried again next time.
"""

import asyncio
from collections.abc import Callable

import anyio.to_thread
import structlog

from console.web.site import Clock
from core.enrolling import nudges
from core.ground.db import DatabaseUnavailable
from core.ground.installation import Installation
from core.history import trail_check
from core.operations import housekeeping

REMIND_EVERY = 180.0  # seconds
TIDY_EVERY = 3600.0
log = structlog.get_logger("rounds")


async def remind(installation: Installation, clock: Clock) -> None:
    """Remind people who stopped on the way, and tell admins whose practice is done."""
    await _round("reminders", lambda: _remind(installation, clock))


async def tidy(installation: Installation, clock: Clock, stop: asyncio.Event) -> None:
    """Let go of what is old; a stop is heard between two batches."""
    await _round("housekeeping", lambda: _tidy(installation, clock, stop))


async def tell_head(installation: Installation, clock: Clock) -> None:
    """Write the last seal of the audit trail into the log, and once a day to those who keep it."""
    await _round("audit head", lambda: _tell_head(installation, clock))


async def _round(name: str, work: Callable[[], None]) -> None:
    try:
        await anyio.to_thread.run_sync(work)
    except DatabaseUnavailable:
        log.warning("a round waits: the database does not answer", round=name)
    except Exception:
        log.exception("a round failed", round=name)


def _remind(installation: Installation, clock: Clock) -> None:
    database = installation.database
    while database.transact(lambda session: nudges.nudge_some(session, now=clock())) == nudges.AT_ONCE:
        pass
    database.transact(lambda session: nudges.tell_of_finished(session, now=clock()))


def _tidy(installation: Installation, clock: Clock, stop: asyncio.Event) -> None:
    swept = housekeeping.tidy(installation.database, now=clock(), is_stopping=stop.is_set)
    gone = {kind: count for kind, count in swept.items() if count}
    if gone:
        log.info("housekeeping let go of old rows", **gone)


def _tell_head(installation: Installation, clock: Clock) -> None:
    head = installation.database.transact(lambda session: trail_check.tell_head(session, now=clock()))
    if head is not None:
        log.info("the head of the audit trail", head=str(head))
